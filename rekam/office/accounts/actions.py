"""Every change to people and to the keys of the API. Each writes its line in the audit trail."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_failed_tries
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import rights
from rekam.office.accounts.models import Token, User
from rekam.office.accounts.rights import RIGHTS, Right, Role
from rekam.office.audit import actions as audit

# Without letters and digits that are mistaken for each other on paper: 31 signs, 16 of them, 79 bits.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_MARK = "rekam_"  # so that a key lost in a file or a log is recognised as one
KEY_USE_EVERY = timedelta(minutes=5)  # how often the use of a key is written down


def random_password() -> str:
    letters = "".join(secrets.choice(READABLE) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


@transaction.atomic
def add_person(
    *, username: str, full_name: str, role: Role, area_code: str = "", by: User | None, at: datetime
) -> tuple[User, str]:
    """The person and the first password, which is shown once and must be changed at the first sign-in."""
    password = random_password()
    person = User(
        username=username.lower(),
        full_name=full_name,
        role=role,
        area_code=area_code,
        must_change_password=True,
    )
    person.set_password(password)
    person.full_clean()
    person.save()
    audit.record("person.added", _person(person), by=by, at=at, details=_facts(person))
    return person, password


@transaction.atomic
def add_administrator(
    *, username: str, full_name: str, password: str, must_change: bool, at: datetime
) -> User:
    """From the terminal of the server, with a password its owner chose or was shown there."""
    person = User(
        username=username.lower(),
        full_name=full_name,
        role=Role.ADMINISTRATOR,
        must_change_password=must_change,
    )
    person.set_password(password)
    person.full_clean()
    person.save()
    audit.record("person.added", _person(person), by=None, at=at, details=_facts(person))
    return person


@transaction.atomic
def change_person(
    *, person: User, full_name: str, role: Role, area_code: str, by: User, at: datetime
) -> None:
    """What changed takes effect with the person's next click."""
    person = User.objects.select_for_update().get(pk=person.pk)
    before = _facts(person)
    if role != Role.ADMINISTRATOR or not rights.reaches_whole_office(User(role=role, area_code=area_code)):
        _keep_one_administrator(person)
    person.full_name, person.role, person.area_code = full_name, role, area_code
    person.full_clean(exclude=["password"])
    person.save(update_fields=["full_name", "role", "area_code"])
    changes = {
        name: {"from": before[name], "to": now} for name, now in _facts(person).items() if before[name] != now
    }
    if changes:
        audit.record("person.changed", _person(person), by=by, at=at, details=changes)


@transaction.atomic
def deactivate(*, person: User, by: User, at: datetime) -> None:
    """The person cannot sign in any more and is signed out everywhere. Keys they made stay."""
    if person.pk == by.pk:
        raise RuleBroken(
            "person.not_oneself", gettext_noop("You cannot deactivate yourself; another administrator can.")
        )
    person = User.objects.select_for_update().get(pk=person.pk)
    _keep_one_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    sign_out_everywhere(person)
    audit.record("person.deactivated", _person(person), by=by, at=at)


@transaction.atomic
def reactivate(*, person: User, by: User, at: datetime) -> None:
    User.objects.filter(pk=person.pk).update(is_active=True)
    audit.record("person.reactivated", _person(person), by=by, at=at)


@transaction.atomic
def reset_password(*, person: User, by: User | None, at: datetime) -> str:
    """A new random password, shown once. The lock after wrong tries is lifted with it."""
    password = random_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    forget_failed_tries(username=person.username)
    sign_out_everywhere(person)
    audit.record("password.reset", _person(person), by=by, at=at)
    return password


@transaction.atomic
def choose_password(*, person: User, password: str, at: datetime) -> None:
    """A password of one's own."""
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    audit.record("password.changed", _person(person), by=person, at=at)


@transaction.atomic
def remove_second_factors(*, person: User, by: User, at: datetime) -> None:
    """For a lost phone or key, after the office made sure who asks."""
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        raise RuleBroken(
            "person.no_second_factor", gettext_noop("This person has no second factor to remove.")
        )
    sign_out_everywhere(person)
    audit.record("second_factor.removed_by_administrator", _person(person), by=by, at=at)


def note_sign_in(*, person: User, address: str, at: datetime) -> None:
    audit.record("sign_in.done", _person(person), by=person, at=at, details={"address": address})


def note_failed_sign_in(*, username: str, address: str, at: datetime) -> None:
    """Only for names that exist: what is typed into the wrong field is often a password."""
    person = User.objects.filter(username=username.lower()).first()
    if person is not None:
        audit.record("sign_in.failed", _person(person), by=audit.UNKNOWN, at=at, details={"address": address})


def note_second_factor(*, person: User, event: str, at: datetime) -> None:
    audit.record(event, _person(person), by=person, at=at)


def note_seen(*, user: User, at: datetime) -> None:
    """Not audited: it only says when somebody was last here."""
    User.objects.filter(pk=user.pk).update(last_seen_at=at)


def choose_language(*, person: User, language: str) -> None:
    """Not audited: it changes nothing but the words on one's own screen."""
    User.objects.filter(pk=person.pk).update(language=language)


@transaction.atomic
def make_key(
    *, name: str, role: Role, area_code: str = "", days: int, by: User, at: datetime
) -> tuple[Token, str]:
    """A key for another system and its secret, which is shown once and kept as a hash only."""
    if role not in RIGHTS[Right.USE_API]:
        raise RuleBroken(
            "key.role_without_api", gettext_noop("Keys cannot have this role: it does not use the API.")
        )
    secret = KEY_MARK + secrets.token_urlsafe(32)
    key = Token(
        name=name,
        starts_with=secret[:12],
        secret_hash=hash_of(secret),
        role=role,
        area_code=area_code,
        created_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    key.full_clean()
    key.save()
    facts = {"role": role, "area": area_code, "expires_on": key.expires_at.date()}
    audit.record("key.made", f"key:{name}", by=by, at=at, details=facts)
    return key, secret


@transaction.atomic
def revoke_key(*, key: Token, by: User, at: datetime) -> None:
    if not Token.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at):
        raise RuleBroken("key.already_revoked", gettext_noop("This key was already revoked."))
    audit.record("key.revoked", f"key:{key.name}", by=by, at=at)


def note_key_used(*, key: Token, at: datetime) -> None:
    if key.last_used_at is None or at - key.last_used_at > KEY_USE_EVERY:
        Token.objects.filter(pk=key.pk).update(last_used_at=at)


def hash_of(secret: str) -> str:
    """A plain hash is enough: the secret is random, so there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_out_everywhere(person: User) -> None:
    """Sessions hold their person inside; there are few of them in one office."""
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def _keep_one_administrator(person: User) -> None:
    """Who manages people: an administrator of the whole office. Locks the administrators, so that two of them
    cannot take away each other at once.
    """
    if not rights.can(person, Right.MANAGE_USERS):
        return
    active = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    if sum(rights.can(each, Right.MANAGE_USERS) for each in active) == 1:
        raise RuleBroken("person.last_administrator", gettext_noop("This is the last active administrator."))


def _person(person: User) -> str:
    return f"person:{person.username}"


def _facts(person: User) -> dict[str, Any]:
    return {"full_name": person.full_name, "role": str(person.role), "area": person.area_code}
