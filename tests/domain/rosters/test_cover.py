"""How many officers a place wants: enough for the people who come, never more than its kits."""

from datetime import time

import pytest

from rekam.domain.places.hours import Range
from rekam.domain.rosters.cover import Hours, Served, operators_for, shifts_for

MORNING = Range(time(8), time(12))
AFTERNOON = Range(time(13), time(16))
DAY = Hours("P", time(8), time(16))
LATE = Hours("S", time(13), time(21))


def test_a_closed_day_wants_nobody() -> None:
    assert shifts_for((), [DAY, LATE]) == ()


def test_the_break_at_noon_is_not_served() -> None:
    assert shifts_for((MORNING, AFTERNOON), [DAY]) == (Served("P", 7 * 60),)


def test_a_shift_that_serves_all_of_it_leaves_nothing_for_another() -> None:
    assert shifts_for((MORNING, AFTERNOON), [LATE, DAY]) == (Served("P", 7 * 60),)


def test_a_long_day_takes_two_shifts() -> None:
    evening = Range(time(13), time(21))

    assert shifts_for((MORNING, evening), [DAY, LATE]) == (Served("S", 8 * 60), Served("P", 4 * 60))


def test_half_an_hour_is_not_worth_a_shift() -> None:
    assert shifts_for((Range(time(16), time(16, 30)),), [DAY, LATE]) == ()


@pytest.mark.parametrize(
    ("expected", "wanted"), [(None, 3), (0, 1), (20, 1), (70, 1), (71, 2), (140, 2), (500, 3)]
)
def test_operators_follow_the_people_who_come(expected: float | None, wanted: int) -> None:
    assert operators_for(minutes=420, kits=3, counters=4, expected=expected) == wanted


def test_there_are_never_more_operators_than_counters_or_kits() -> None:
    assert operators_for(minutes=420, kits=3, counters=2, expected=None) == 2
    assert operators_for(minutes=420, kits=0, counters=2, expected=None) == 0
    assert operators_for(minutes=420, kits=0, counters=2, expected=90) == 0
