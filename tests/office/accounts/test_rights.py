"""Who may do what, and where."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from rekam.domain.trouble import Forbidden
from rekam.office.accounts import rights
from rekam.office.accounts.rights import RIGHTS, Right, Role
from tests.office.accounts import staff


def test_every_right_is_held_by_somebody_and_every_role_holds_one() -> None:
    assert set(RIGHTS) == set(Right)
    assert all(RIGHTS.values())
    assert set().union(*RIGHTS.values()) == set(Role)


def test_who_looks_after_accounts_sees_no_resident() -> None:
    assert not any(
        Role.ADMINISTRATOR in RIGHTS[right] for right in (*rights.PERSONAL_DATA, Right.EXPORT_RESIDENTS)
    )


def test_who_reads_the_audit_cannot_change_the_register() -> None:
    changing = {Right.COMMIT_IMPORT, Right.UNDO_IMPORT, Right.CORRECT_RESIDENT}

    assert not any(RIGHTS[Right.SEE_AUDIT] & RIGHTS[right] for right in changing)


def test_a_person_who_was_deactivated_holds_no_right_and_no_area() -> None:
    gone = staff.person(Role.REGISTRAR, is_active=False)

    assert not any(rights.can(gone, right) for right in Right)
    assert not rights.within(gone, "64.08.04")


def test_nobody_holds_no_right() -> None:
    assert not any(rights.can(AnonymousUser(), right) for right in Right)
    assert rights.areas_of(AnonymousUser()) == rights.NOWHERE


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("64.08.04", True),
        ("64.08.04.2001", True),
        ("64.08.05", False),
        ("64.08.05.2001", False),
        ("64.08", False),
        ("64", False),
        ("64.08.041", False),
    ],
)
def test_district_staff_work_in_their_kecamatan_only(code: str, inside: bool) -> None:
    assert rights.within(staff.person(Role.DISTRICT_STAFF, area="64.08.04"), code) is inside


def test_who_has_no_area_works_in_the_whole_office() -> None:
    head = staff.person(Role.HEAD)

    assert rights.areas_of(head) == rights.EVERYWHERE
    assert rights.within(head, "64.08.18.2007")


def test_anyone_can_be_limited_to_an_area() -> None:
    assert not rights.within(staff.person(Role.OPERATOR, area="64.08.12"), "64.08.04")


def test_district_staff_without_an_area_would_see_nothing() -> None:
    ani = staff.person(Role.DISTRICT_STAFF)
    ani.area_code = ""

    assert rights.areas_of(ani) == rights.NOWHERE


@pytest.mark.parametrize("area", ["", "64", "64.08"])
def test_district_staff_cannot_be_given_more_than_a_kecamatan(area: str) -> None:
    ani = staff.person(Role.DISTRICT_STAFF)
    ani.area_code = area

    with pytest.raises(ValidationError, match=r"64\.08\.04"):
        ani.full_clean(exclude=["password"])
    with pytest.raises(IntegrityError), transaction.atomic():
        ani.save()


def test_a_key_counts_with_its_own_role_and_area() -> None:
    key, _secret = staff.key(Role.OPERATOR, area="64.08.04")

    assert rights.can(key, Right.ASK_STATUS)
    assert not rights.can(key, Right.COMMIT_IMPORT)
    assert not rights.within(key, "64.08.05")


def test_a_check_says_which_right_is_missing() -> None:
    with pytest.raises(Forbidden, match=r"right\.missing"):
        rights.check(staff.person(Role.AUDITOR), Right.COMMIT_IMPORT)


def test_a_check_says_which_area_is_out_of_reach() -> None:
    ani = staff.person(Role.DISTRICT_STAFF, area="64.08.04")
    rights.check(ani, Right.SEE_RESIDENTS, area="64.08.04.2001")

    with pytest.raises(Forbidden, match=r"right\.other_area.*64\.08\.05"):
        rights.check(ani, Right.SEE_RESIDENTS, area="64.08.05")
