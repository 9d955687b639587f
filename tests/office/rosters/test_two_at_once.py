"""Two people at the same moment, each with a connection of their own: one is first, the other is told so."""

from datetime import time
from typing import Any

import pytest

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.kits import actions as kits
from rekam.office.rosters import actions, cover, planning
from rekam.office.rosters.models import Cover, Officer, Roster, Shift
from tests import make
from tests.office.accounts import staff
from tests.office.kits.test_two_at_once import at_once
from tests.office.places import made as places
from tests.office.rosters import made

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_planners_who_begin_a_month_one_is_told_of_the_others_draft() -> None:
    made.office(officers=1)

    told = at_once(*[lambda: planning.draft(month=made.OCTOBER, by=None, at=made.at())] * 4)

    assert told == ["done", *["roster.draft_open"] * 3]
    assert Roster.objects.get().unmet.count() == 31


def test_two_proposals_at_once_leave_one_cover() -> None:
    made.shift()
    place = places.place(counters=2)
    kit = kits.add_kit(code="A-1", role="fixed", home=place, by=None, at=made.at())
    kits.station(kit=kit, place=place, by=None, at=made.at())
    planning.draft(month=made.OCTOBER, by=None, at=made.at())

    told = at_once(*[lambda: cover.propose(month=made.OCTOBER, by=None, at=made.at())] * 3)

    assert told == ["done"] * 3
    assert Cover.objects.count() == Roster.objects.get().unmet.count() == 31


def test_one_account_given_to_two_officers_is_the_first_s_and_the_second_is_told() -> None:
    siti, budi, account = made.officer("Siti"), made.officer("Budi"), staff.person(Role.OPERATOR)
    change: dict[str, Any] = {"user": account, "by": None, "at": made.at()}

    told = at_once(
        lambda: actions.change_officer(officer=siti, **change),
        lambda: actions.change_officer(officer=budi, **change),
        lambda: made.officer("Dewi", user=account),
    )

    assert told == ["done", *["officer.account_taken"] * 2]
    assert Officer.objects.filter(user=account).count() == 1
    # Who was refused left no line in the trail.
    changed, added = (Entry.objects.filter(event=f"officer.{e}").count() for e in ("changed", "added"))
    assert (changed, added - 2) in {(1, 0), (0, 1)}


def test_two_shifts_never_get_one_code() -> None:
    make.office()
    times: dict[str, Any] = {"starts": time(8), "ends": time(14)}

    told = at_once(*[lambda: actions.set_shift(code="s", name="Siang", by=None, at=made.at(), **times)] * 3)

    assert told == ["done", *["shift.code_taken"] * 2]
    assert Shift.objects.get().code == "S"
