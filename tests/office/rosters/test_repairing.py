"""Somebody cannot come: the gap shows at once, with what keeps each of the others."""

import pytest
from django.utils.translation import override

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.places.models import Place
from rekam.office.rosters import (
    actions,
    queries,
    repairing,
    told,
)
from rekam.office.rosters.models import Leave, LeaveState, Notice, Officer, State
from tests import make
from tests.office.places import made as places
from tests.office.rosters import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def sick(who: Officer, start: int, end: int) -> repairing.Away:
    first, last = made.on(start), made.on(end)
    return repairing.away(officer=who, start=first, end=last, kind="sick", by=None, at=made.at(start))


def asked_for(who: Officer, by: User) -> Leave:
    """The fifth, asked for by the officer."""
    day = made.on(5)
    return actions.ask_leave(officer=who, start=day, end=day, kind="annual", by=by, at=made.at())


def test_nobody_leaves_before_they_came() -> None:
    siti = made.officer(since=made.on(10))

    with pytest.raises(RuleBroken, match=r"officer\.ends_before_it_begins"):
        repairing.leave_office(officer=siti, until=made.on(9), by=None, at=made.at())


@pytest.mark.parametrize(("start", "end"), [(5, 9), (9, 12), (1, 5), (1, 31), (6, 6)])
def test_leave_that_overlaps_other_leave_is_refused(start: int, end: int) -> None:
    siti = made.officer("Siti")
    made.leave(siti, 5, 9)

    with pytest.raises(RuleBroken, match=r"leave\.overlaps: Siti has leave from 05-10-2016 to 09-10-2016"):
        made.leave(siti, start, end)


def test_leave_beside_other_leave_or_of_somebody_else_is_fine() -> None:
    siti, budi = made.officer(), made.officer()
    made.leave(siti, 5, 9)

    made.leave(siti, 10, 12)
    made.leave(budi, 5, 9)

    assert siti.leave.count() == 2


def test_leave_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"leave\.ends_before_it_begins"):
        made.leave(made.officer(), 9, 5)


def test_leave_that_was_asked_for_keeps_nobody_away_until_it_is_granted() -> None:
    place, siti = places.place(), made.officer()
    made.roster((siti, place, 5))
    user = made.planner()
    leave = asked_for(siti, user)
    before = queries.on_duty(made.at(5, "09:00"))

    repairing.grant(leave=leave, by=user, at=made.at())

    assert list(before) == [place.pk]
    assert queries.on_duty(made.at(5, "09:00")) == {}
    assert Notice.objects.get().code == "leave.granted"


def test_leave_is_decided_once() -> None:
    siti, user = made.officer(), made.planner()
    leave = asked_for(siti, user)
    actions.decide_leave(leave=leave, is_granted=False, by=user, at=made.at())

    with pytest.raises(RuleBroken, match=r"leave\.not_now"):
        actions.decide_leave(leave=leave, is_granted=True, by=user, at=made.at())
    leave.refresh_from_db()
    assert leave.state == LeaveState.REFUSED


def test_a_gap_says_what_keeps_each_officer() -> None:
    place = places.place("Kantor Camat Busang", area=made.BUSANG)
    made.cover(place, [16])
    for number in range(2):
        away = made.officer(f"Cuti {number}", home=made.BUSANG)
        made.leave(away, 14, 17)
    tired = made.officer("Lelah", home=made.BUSANG, hours_a_week=50)
    made.officer("Sopir", home=made.BUSANG, skills=["driver"])
    roster = made.roster(*((tired, place, day) for day in range(10, 16)), state=State.DRAFT)
    made.cover(place, [16], wanted=2)

    row = roster.unmet.get()

    assert row.missing == 2
    assert row.why["counts"] == {"rest": 1, "leave": 2}
    assert row.why["names"] == [["Lelah", "rest"], ["Cuti 0", "leave"], ["Cuti 1", "leave"]]


def test_after_a_sick_call_the_words_say_that_nobody_is_there() -> None:
    place, siti, budi = places.place("Kantor Camat Busang"), made.officer("Siti"), made.officer("Budi")
    made.cover(place, [5, 6], wanted=2)
    made.cover(place, [6], wanted=3)
    roster = made.roster((siti, place, 5), (siti, place, 6), (budi, place, 6))

    sick(siti, 5, 6)

    with override("id"):
        said = [gap.what for gap in told.gaps(queries.unmet(roster))]
    assert said == ["Tidak ada operator untuk Kantor Camat Busang", "Kantor Camat Busang: kurang 2 operator"]


def test_a_place_that_nobody_can_serve_says_so() -> None:
    place: Place = places.place("Kantor Camat Busang", area=made.BUSANG)
    made.officer(home=made.SANGATTA_UTARA)
    roster = made.roster(state=State.DRAFT)
    made.cover(place, [16])

    assert roster.unmet.get().why["counts"] == {}
