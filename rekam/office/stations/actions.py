"""Keeping stations, their keys and the passwords of those who work on them."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from rekam.domain.sync import enrolment as rules
from rekam.domain.sync.enrolment import Epoch as EpochState
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.stations.models import Epoch, Operator, PastKey, Station
from rekam.wire.enrolment import Request
from rekam.wire.keys import operator_keys

SHORTEST_PASSWORD = 10


@transaction.atomic
def add(*, by: User | None, at: datetime, **facts: Any) -> Station:
    station = Station.objects.create(added_at=at, **facts)
    audit.record("station.added", f"station:{station.name}", by=by, at=at)
    return station


@transaction.atomic
def change(*, station: Station, by: User, at: datetime, **facts: Any) -> Station:
    """Another name, kit, place or note."""
    for name, value in facts.items():
        setattr(station, name, value)
    station.save(update_fields=list(facts))
    audit.record(
        "station.changed", f"station:{station.name}", by=by, at=at, details={"changed": sorted(facts)}
    )
    return station


def begin_epoch(
    station: Station, request: Request, *, first: User | None, second: User | None, at: datetime
) -> Epoch:
    """New keys, in the caller's transaction. What was sealed with the keys before is still taken."""
    for held in station.epochs.filter(state=EpochState.ACTIVE):
        _move(held, "replace", at=at)
    last = station.epochs.aggregate(last=Max("number"))["last"] or 0
    return Epoch.objects.create(
        station=station,
        number=last + 1,
        sign_public=request.signing,
        seal_public=request.seal,
        seal_suite=request.seal_suite,
        enrolled_at=at,
        first_by=first,
        second_by=second,
    )


@transaction.atomic
def freeze(*, epoch: Epoch, why: str, by: User | None, at: datetime, from_sequence: int = 0) -> None:
    """Nothing that comes from now on is believed until somebody has looked. Packets are kept all the same.

    A clone is noticed by the receiver (nobody, *by*), from the number that came twice.
    """
    held = Epoch.objects.select_for_update().get(pk=epoch.pk)
    if held.state != EpochState.FROZEN:
        _move(held, "freeze", at=at)
    elif held.frozen_from is not None and held.frozen_from <= from_sequence:
        return
    held.frozen_from, held.why = from_sequence, why
    held.save()
    details = {"epoch": held.number, "why": why}
    audit.record("station.frozen", _subject(held), by=by or "receiver", at=at, details=details)


@transaction.atomic
def thaw(*, epoch: Epoch, why: str, by: User, at: datetime) -> None:
    """The laptop was found, or the clone is understood. These keys seal nothing new that is believed at once:
    the laptop is enrolled again.
    """
    held = Epoch.objects.select_for_update().get(pk=epoch.pk)
    _move(held, "thaw", at=at)
    held.frozen_from, held.why = None, why
    held.save()
    details = {"epoch": held.number, "why": why}
    audit.record("station.thawed", _subject(held), by=by, at=at, details=details)


@transaction.atomic
def revoke(*, epoch: Epoch, why: str, by: User, at: datetime) -> None:
    """For good: stolen, lost, or out of use. What comes with these keys goes into quarantine."""
    held = Epoch.objects.select_for_update().get(pk=epoch.pk)
    _move(held, "revoke", at=at)
    held.why = why
    held.save()
    details = {"epoch": held.number, "why": why}
    audit.record("station.revoked", _subject(held), by=by, at=at, details=details)


def _move(epoch: Epoch, move: str, *, at: datetime) -> None:
    epoch.state = rules.moved(EpochState(epoch.state), move).value
    epoch.changed_at = at
    epoch.save()


def _subject(epoch: Epoch) -> str:
    return f"station:{epoch.station.name}"


@transaction.atomic
def set_password(*, user: User, password: str, by: User, at: datetime) -> Operator:
    """Derive the operator's two keys and keep the public halves. A new password makes new keys: it works on a
    laptop once that has taken a newer pack.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(
            "station.password_short",
            gettext_noop("A station password has at least %(least)s characters."),
            least=SHORTEST_PASSWORD,
        )
    salt = secrets.token_bytes(16)
    made = operator_keys(password.encode(), salt)
    held = Operator.objects.select_for_update().filter(user=user).first()
    if held is not None:
        PastKey.objects.create(operator=held, sign_public=held.sign_public, until=at)
    found, _made = Operator.objects.update_or_create(
        user=user,
        defaults={
            "salt": salt,
            "sign_public": made.signing.public.raw,
            "unlock_public": made.unlock.public.raw,
            "set_at": at,
        },
    )
    audit.record("station.password_set", f"person:{user.username}", by=by, at=at)
    return found
