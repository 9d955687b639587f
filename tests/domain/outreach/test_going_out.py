"""Crews from a roster, windows from hours, minutes from distances, people from a list."""

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.outreach import crews, ways, windows, yields
from rekam.domain.outreach.crews import OnDuty
from rekam.domain.outreach.model import RECORDING, Window
from rekam.domain.places.hours import Range
from rekam.domain.service.travel import DRY_SEASON, RIVER, Spot

MONDAY, FRIDAY = date(2016, 10, 3), date(2016, 10, 7)
SANGATTA, KOMBENG = Spot(0.513, 117.545), Spot(1.226, 116.980)


def hours(*texts: str) -> list[Range]:
    return [Range(*(time.fromisoformat(part) for part in text.split("-"))) for text in texts]


@pytest.mark.parametrize(
    ("operators", "drivers", "stay", "wanted"),
    [(3, 2, 1, 2), (5, 1, 1, 2), (1, 3, 1, 0), (4, 0, 0, 2), (0, 5, 0, 0), (2, 1, 5, 0)],
)
def test_a_crew_is_an_operator_with_a_driver_or_two_operators(
    operators: int, drivers: int, stay: int, wanted: int
) -> None:
    assert crews.crews(OnDuty(operators, drivers), stay) == wanted


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 4))
def test_as_many_crews_are_named_as_are_counted_and_nobody_twice(
    operators: int, drivers: int, stay: int
) -> None:
    found = crews.grouped([f"o{n}" for n in range(operators)], [f"d{n}" for n in range(drivers)], stay)

    named = [who for crew in found for who in crew]
    assert len(found) == crews.crews(OnDuty(operators, drivers), stay)
    assert len(named) == len(set(named))
    assert all(any(who.startswith("o") for who in crew) for crew in found)


def test_the_leanest_weekday_counts_where_no_roster_was_made() -> None:
    known = {MONDAY: 3, date(2016, 10, 10): 2, FRIDAY: 4}

    assert crews.usual(known) == {0: 2, 4: 4}


def test_lunch_is_cut_out_of_the_hours() -> None:
    assert windows.windows(MONDAY, hours("08:00-16:00")) == (Window(480, 720), Window(780, 960))


def test_friday_prayer_is_longer_than_lunch() -> None:
    assert windows.windows(FRIDAY, hours("08:00-16:00")) == (Window(480, 690), Window(810, 960))


def test_what_is_left_for_less_than_half_an_hour_is_no_window() -> None:
    assert windows.windows(MONDAY, hours("11:40-13:20")) == ()


@given(
    st.lists(st.tuples(st.integers(0, 1438), st.integers(1, 1439)), max_size=4),
    st.sampled_from([MONDAY, FRIDAY]),
)
def test_windows_lie_in_the_hours_and_touch_no_pause(spans: list[tuple[int, int]], on: date) -> None:
    ranges = [Range(windows.clock(min(a, b)), windows.clock(max(a, b))) for a, b in spans if a != b]
    pause = windows.PRAYER if on == FRIDAY else windows.LUNCH

    for window in windows.windows(on, ranges):
        assert window.closes - window.opens >= windows.SHORTEST
        assert window.closes <= pause.opens or window.opens >= pause.closes
        assert any(
            windows.minutes(r.opens) <= window.opens and window.closes <= windows.minutes(r.closes)
            for r in ranges
        )


def test_schools_are_visited_in_the_morning_of_working_days() -> None:
    assert windows.usual("school", date(2016, 10, 8)) == ()
    assert windows.usual("school", MONDAY)[0].closes == time(13)


def test_a_long_road_takes_its_hours_and_setting_up_only_at_a_site() -> None:
    found = ways.matrix([SANGATTA, KOMBENG], 1, MONDAY)

    assert 280 <= found[1][0] <= 400  # about 240 km at 40 km/h, back to the base
    assert found[0][1] == found[1][0] + ways.SET_UP
    assert found[0][0] == found[1][1] == 0


def test_a_road_of_the_dry_season_is_driven_only_then() -> None:
    spot = Spot(1.0, 118.5, DRY_SEASON)

    assert ways.is_passable(spot, MONDAY)
    assert not ways.is_passable(spot, date(2016, 12, 1))
    assert ways.matrix([SANGATTA, spot], 1, date(2016, 12, 1))[0][1] >= ways.OUT_OF_REACH
    assert ways.is_passable(Spot(1.0, 118.5, RIVER), date(2016, 12, 1))


@given(st.integers(0, 5000), st.floats(0, 1), st.floats(0.1, 60), st.sampled_from([60, 120, 240]))
def test_blocks_never_rise_and_add_up_to_who_comes(
    people: int, show_up: float, per_hour: float, minutes: int
) -> None:
    found = yields.blocks(people, show_up, per_hour, minutes)

    assert all(later <= earlier for earlier, later in pairwise(found))
    assert sum(found) <= people * show_up * RECORDING + len(found)
    if len(found) < yields.MOST_BLOCKS:
        assert sum(found) >= people * show_up * RECORDING - len(found) - 1


def test_nobody_to_reach_is_no_block() -> None:
    assert yields.blocks(0, 0.75, 9, 120) == ()
    assert yields.blocks(100, 0.0, 9, 120) == ()
