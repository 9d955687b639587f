"""The cover of a month comes from opening hours, kits and people; what a planner sets stays."""

from datetime import date

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.kits import actions as kits
from rekam.office.places.models import Place
from rekam.office.recordings.models import Session
from rekam.office.rosters import cover
from rekam.office.rosters.models import Cover, Skill
from tests import make
from tests.office.places import made as places
from tests.office.rosters import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def kit_at(place: Place, code: str, role: str = "fixed") -> None:
    kit = kits.add_kit(code=code, role=role, home=place, by=None, at=made.at())
    kits.station(kit=kit, place=place, by=None, at=made.at())


def propose() -> cover.Proposed:
    return cover.propose(month=made.OCTOBER, by=None, at=made.at())


def wanted(place: Place, day: int, skill: str = Skill.OPERATOR) -> int:
    rows = Cover.objects.filter(place=place, on=made.on(day), skill=skill)
    return sum(rows.values_list("wanted", flat=True))


def sessions(district: str, days: list[int], people: int, *, month: int = 9) -> None:
    """So many people recorded on each of these days, of September unless said otherwise."""
    Session.objects.bulk_create(
        Session(
            nik=f"{day:02}{number:014}", recorded_on=made.OCTOBER.replace(month=month, day=day),
            known_on=made.OCTOBER, area_code=district, source="import:1",
        )
        for day in days
        for number in range(people)
    )  # fmt: skip


def test_each_kit_gets_an_operator_while_nothing_is_known_of_who_comes() -> None:
    made.shift()
    place = places.place(counters=3)
    kit_at(place, "A-1")
    kit_at(place, "A-2")

    propose()

    assert [wanted(place, day) for day in (1, 15, 31)] == [2, 2, 2]


def test_a_day_on_which_few_come_needs_fewer_operators() -> None:
    made.shift()
    place = places.place(counters=3)
    kit_at(place, "A-1")
    kit_at(place, "A-2")
    sessions(made.SANGATTA_UTARA, [5, 12, 19, 26], people=200)  # Mondays, half of the eight looked at

    propose()
    row = Cover.objects.get(place=place, on=made.on(3))

    assert {day: wanted(place, day) for day in (3, 4)} == {3: 2, 4: 1}
    assert row.reason == {"kits": 2, "counters": 3, "minutes": 420, "people": 100}


def test_recordings_that_are_known_until_july_only_say_what_is_expected_in_october() -> None:
    made.shift()
    place = places.place(counters=3)
    kit_at(place, "A-1")
    kit_at(place, "A-2")
    sessions(made.SANGATTA_UTARA, [4, 11, 18, 25], people=200, month=7)  # Mondays

    propose()

    assert {day: wanted(place, day) for day in (3, 4)} == {3: 2, 4: 1}


def test_what_was_recorded_after_today_is_not_looked_at() -> None:
    """In the demo today is another day than on the wall."""
    made.shift()
    place = places.place(counters=3)
    kit_at(place, "A-1")
    kit_at(place, "A-2")
    sessions(made.SANGATTA_UTARA, [5, 12, 19, 26], people=200)

    cover.propose(month=made.OCTOBER, by=None, at=made.at(), on=date(2016, 9, 5))

    assert {day: wanted(place, day) for day in (3, 4)} == {3: 2, 4: 2}


def test_nobody_is_wanted_where_there_is_no_kit_or_no_opening() -> None:
    made.shift()
    without_kit, closed = places.place(), places.place(week=None)
    kit_at(closed, "A-1")

    assert propose().rows == 0
    assert wanted(without_kit, 3) == wanted(closed, 3) == 0


def test_an_event_gets_operators_for_its_counters_before_any_kit_is_there() -> None:
    made.shift()
    first, last = made.on(12), made.on(17)
    expo = places.place("Pekan Raya", kind="event", counters=2, opens_on=first, closes_on=last)

    propose()

    assert [wanted(expo, day) for day in (11, 12, 17, 18)] == [0, 2, 2, 0]


def test_the_head_office_wants_a_technician_and_a_driver_for_what_goes_out() -> None:
    made.shift()
    head = places.place("Kantor Dinas", kind="head_office")
    kit_at(head, "M-1", role="mobile")

    propose()

    assert [wanted(head, 3, skill) for skill in ("operator", "technician", "driver")] == [1, 1, 1]


def test_what_a_planner_set_stays_when_it_is_proposed_anew() -> None:
    place = places.place(counters=3)
    kit_at(place, "A-1")
    made.cover(place, [3], wanted=3)
    made.cover(place, [4], wanted=0)

    found = propose()

    assert [wanted(place, day) for day in (3, 4, 5)] == [3, 0, 1]
    assert found == cover.Proposed(rows=29, kept=2)


def test_what_was_set_by_hand_can_be_forgotten() -> None:
    place = places.place()
    kit_at(place, "A-1")
    made.cover(place, [3, 4], wanted=0)

    cover.forget_by_hand(place=place, start=made.on(1), end=made.on(31), by=None, at=made.at())
    propose()

    assert [wanted(place, day) for day in (3, 4)] == [1, 1]


def test_proposing_needs_a_shift() -> None:
    places.place()

    with pytest.raises(RuleBroken, match=r"cover\.no_shift"):
        propose()


@pytest.mark.parametrize("count", [-1, 51])
def test_an_absurd_number_of_officers_is_refused(count: int) -> None:
    with pytest.raises(RuleBroken, match=r"cover\.too_many"):
        made.cover(places.place(), [3], wanted=count)
