"""Adding, changing and letting go of people; keys for other systems."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts import actions, queries
from rekam.office.accounts.models import Token, User
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from tests import make
from tests.office.accounts import staff
from tests.office.accounts.staff import MORNING


def last_entry() -> Entry:
    entry = Entry.objects.first()
    assert entry is not None
    return entry


def test_a_new_person_must_change_the_first_password() -> None:
    rina = staff.person(Role.ADMINISTRATOR)

    siti, password = actions.add_person(
        username="Siti.Aminah", full_name="Siti Aminah", role=Role.REGISTRAR, by=rina, at=MORNING
    )

    assert siti.username == "siti.aminah"
    assert siti.check_password(password)
    assert siti.must_change_password
    assert (last_entry().event, last_entry().subject, last_entry().by) == (
        "person.added",
        "person:siti.aminah",
        rina,
    )
    assert password not in last_entry().details_json


def test_two_passwords_are_never_alike() -> None:
    assert len({actions.random_password() for _ in range(500)}) == 500


def test_a_user_name_is_given_once() -> None:
    siti = staff.person()

    with pytest.raises(ValidationError):
        actions.add_person(
            username=siti.username.upper(), full_name="Lain", role=Role.HEAD, by=siti, at=MORNING
        )
    assert not Entry.objects.exists()


def test_a_change_of_role_is_kept_with_what_was_before() -> None:
    rina, budi = staff.person(Role.ADMINISTRATOR), staff.person(Role.OPERATOR)

    actions.change_person(
        person=budi, full_name=budi.full_name, role=Role.REGISTRAR, area_code="64.08.04", by=rina, at=MORNING
    )

    assert last_entry().details == {
        "role": {"from": "operator", "to": "registrar"},
        "area": {"from": "", "to": "64.08.04"},
    }


def test_saving_without_a_change_writes_nothing() -> None:
    rina, budi = staff.person(Role.ADMINISTRATOR), staff.person(Role.OPERATOR)

    actions.change_person(
        person=budi, full_name=budi.full_name, role=Role.OPERATOR, area_code="", by=rina, at=MORNING
    )

    assert not Entry.objects.exists()


def test_who_manages_people_for_the_whole_office_stays() -> None:
    make.office()
    rina, joko = staff.person(Role.ADMINISTRATOR), staff.person(Role.ADMINISTRATOR, area="64.08.04")
    about = {"full_name": rina.full_name, "role": Role.ADMINISTRATOR, "by": rina, "at": MORNING}

    with pytest.raises(RuleBroken, match=r"person\.last_administrator"):
        actions.change_person(person=rina, area_code="64.08.04", **about)
    with pytest.raises(RuleBroken, match=r"person\.last_administrator"):
        actions.deactivate(person=rina, by=joko, at=MORNING)

    actions.deactivate(person=joko, by=rina, at=MORNING)
    actions.change_person(person=rina, area_code="64.08", **about)


def test_the_last_administrator_stays() -> None:
    rina, siti = staff.person(Role.ADMINISTRATOR), staff.person()

    with pytest.raises(RuleBroken, match=r"person\.last_administrator"):
        actions.deactivate(person=rina, by=siti, at=MORNING)
    with pytest.raises(RuleBroken, match=r"person\.last_administrator"):
        actions.change_person(
            person=rina, full_name=rina.full_name, role=Role.HEAD, area_code="", by=siti, at=MORNING
        )


def test_an_administrator_goes_when_there_is_another() -> None:
    rina, second = staff.person(Role.ADMINISTRATOR), staff.person(Role.ADMINISTRATOR)

    actions.deactivate(person=second, by=rina, at=MORNING)

    assert not User.objects.get(pk=second.pk).is_active


def test_nobody_deactivates_themselves() -> None:
    rina, _second = staff.person(Role.ADMINISTRATOR), staff.person(Role.ADMINISTRATOR)

    with pytest.raises(RuleBroken, match=r"person\.not_oneself"):
        actions.deactivate(person=rina, by=rina, at=MORNING)


def test_who_is_deactivated_is_signed_out_at_once() -> None:
    rina, siti = staff.person(Role.ADMINISTRATOR), staff.person()
    hers, another = staff.browser(siti), staff.browser(staff.person(Role.HEAD))

    actions.deactivate(person=siti, by=rina, at=MORNING)

    assert hers.get("/tata-kelola/").status_code == 302
    assert another.get("/tata-kelola/").status_code == 200


def test_a_new_password_signs_out_everywhere_and_is_not_in_the_audit() -> None:
    rina, siti = staff.person(Role.ADMINISTRATOR), staff.person(password=staff.PASSWORD)
    hers = staff.browser(siti)

    password = actions.reset_password(person=siti, by=rina, at=MORNING)

    siti.refresh_from_db()
    assert siti.check_password(password)
    assert siti.must_change_password
    assert hers.get("/tata-kelola/").status_code == 302
    assert password not in last_entry().details_json


def test_lost_second_factors_are_removed_once() -> None:
    rina, siti = staff.person(Role.ADMINISTRATOR), staff.person()
    Authenticator.objects.create(user=siti, type=Authenticator.Type.TOTP, data={})

    actions.remove_second_factors(person=siti, by=rina, at=MORNING)

    assert queries.second_factors(siti) == []
    with pytest.raises(RuleBroken, match=r"person\.no_second_factor"):
        actions.remove_second_factors(person=siti, by=rina, at=MORNING)


def test_the_list_says_who_has_which_second_factor() -> None:
    siti, _budi = staff.person(), staff.person(Role.OPERATOR)
    Authenticator.objects.create(user=siti, type=Authenticator.Type.WEBAUTHN, data={})

    listed: dict[str, Any] = {person.username: person for person in queries.people()}

    assert listed[siti.username].has_passkey
    assert not listed[siti.username].has_app
    assert sum(person.has_passkey for person in listed.values()) == 1


def test_people_are_found_by_name_role_and_state() -> None:
    siti, budi = staff.person(Role.REGISTRAR), staff.person(Role.OPERATOR, is_active=False)

    assert list(queries.people(search="aminah")) == [siti]
    assert list(queries.people(role=Role.OPERATOR)) == [budi]
    assert list(queries.people(state="active")) == [siti]
    assert list(queries.people(state="inactive")) == [budi]


# -- keys ----------------------------------------------------------------------------------------


def test_a_key_is_found_by_its_secret_which_is_kept_nowhere() -> None:
    key, secret = staff.key()

    assert queries.valid_key(secret=secret, at=MORNING) == key
    kept = {str(value) for value in Token.objects.values_list().get()}
    assert secret not in kept
    assert secret not in last_entry().details_json


@pytest.mark.parametrize("wrong", ["", "rekam_", "rekam_salah"])
def test_a_wrong_secret_opens_nothing(wrong: str) -> None:
    staff.key()

    assert queries.valid_key(secret=wrong, at=MORNING) is None


def test_a_key_ends_on_its_day() -> None:
    _key, secret = staff.key(days=30)

    assert queries.valid_key(secret=secret, at=MORNING + timedelta(days=29))
    assert queries.valid_key(secret=secret, at=MORNING + timedelta(days=30)) is None


def test_a_revoked_key_ends_at_once() -> None:
    key, secret = staff.key()

    actions.revoke_key(key=key, by=key.created_by, at=MORNING)

    assert queries.valid_key(secret=secret, at=MORNING) is None
    with pytest.raises(RuleBroken, match=r"key\.already_revoked"):
        actions.revoke_key(key=key, by=key.created_by, at=MORNING)


def test_a_key_cannot_have_a_role_that_does_not_use_the_api() -> None:
    with pytest.raises(RuleBroken, match=r"key\.role_without_api"):
        staff.key(Role.ADMINISTRATOR)


def test_the_use_of_a_key_is_written_down_every_few_minutes_only() -> None:
    key, _secret = staff.key()
    actions.note_key_used(key=key, at=MORNING)
    key.refresh_from_db()

    actions.note_key_used(key=key, at=MORNING + timedelta(minutes=2))
    key.refresh_from_db()
    assert key.last_used_at == MORNING

    actions.note_key_used(key=key, at=MORNING + timedelta(minutes=6))
    key.refresh_from_db()
    assert key.last_used_at == MORNING + timedelta(minutes=6)
