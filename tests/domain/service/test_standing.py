"""Open only when calendar, kit and operator all are; every one that is missing is named."""

from datetime import UTC, datetime, time
from itertools import product

import pytest

from rekam.domain.kits.fitness import Fitness
from rekam.domain.places.hours import Day, Range, Why
from rekam.domain.service import standing as rules
from rekam.domain.service.standing import Reason

MORNING = Day((Range(time(8), time(12)),), Why.WEEK)
SUNDAY = Day((), Why.WEEK)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2016, 10, 2, hour, minute, tzinfo=UTC)


def test_a_place_is_open_only_when_all_three_are() -> None:
    for calendar, kit, operator in product((True, False), repeat=3):
        kits, people = [Fitness.FIT] if kit else [Fitness.DOWN], 1 if operator else 0

        found = rules.standing(MORNING, calendar, kits, people, is_rostered=True)

        assert found.is_open == (calendar and kit and operator)
        assert len(found.reasons) == 3 - sum((calendar, kit, operator))


def test_everything_that_is_missing_is_named_in_one_order() -> None:
    found = rules.standing(SUNDAY, False, [], 0, is_rostered=False)

    assert found.reasons == (Reason.CLOSED_TODAY, Reason.NO_KIT, Reason.NO_ROSTER)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (MORNING, Reason.OUT_OF_HOURS),
        (SUNDAY, Reason.CLOSED_TODAY),
        (Day((), Why.HOLIDAY, "Idul Adha"), Reason.HOLIDAY),
        (Day((), Why.SPECIAL_DAY, "Upacara"), Reason.SPECIAL_DAY),
        (Day((), Why.NOT_YET), Reason.NOT_YET),
        (Day((), Why.NO_LONGER), Reason.NO_LONGER),
        (Day((), Why.NO_HOURS), Reason.NO_HOURS),
    ],
)
def test_the_calendar_says_what_keeps_a_place_closed(day: Day, reason: Reason) -> None:
    found = rules.standing(day, False, [Fitness.FIT], 1, is_rostered=True)

    assert found.reasons == (reason,)
    assert reason in rules.CALENDAR


def test_a_partial_kit_records() -> None:
    assert rules.standing(MORNING, True, [Fitness.PARTIAL], 1, is_rostered=True).is_open


@pytest.mark.parametrize(("operators", "sets"), [(1, 1), (2, 2), (5, 2)])
def test_people_are_recorded_side_by_side_where_a_kit_has_its_operator(operators: int, sets: int) -> None:
    kits = [Fitness.FIT, Fitness.PARTIAL, Fitness.DOWN]

    assert rules.standing(MORNING, True, kits, operators, is_rostered=True).sets == sets


def test_a_place_serves_while_its_hours_and_a_duty_run_together() -> None:
    openings = [(at(8), at(12)), (at(13), at(16))]

    assert rules.both(openings, [(at(12), at(20))]) == [(at(13), at(16))]
    assert rules.both(openings, [(at(9), at(14))]) == [(at(9), at(12)), (at(13), at(14))]
    assert rules.both(openings, []) == []


def test_two_duties_that_follow_each_other_are_one_time_of_service() -> None:
    morning, afternoon = (at(8), at(11)), (at(11), at(16))

    assert rules.both([(at(8), at(16))], [afternoon, morning, morning]) == [(at(8), at(16))]
