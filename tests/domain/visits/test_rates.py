"""What visits teach: from the prior to the office's own, with a range that holds."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.visits import quantiles
from rekam.domain.visits.rates import COMMON, SCHOOL, Estimate, Past, learn, pace, share


def company(came: int, reachable: int = 100, kit_hours: float = 0.0, recorded: int = 0) -> Past:
    return Past("company", "a", reachable, came, recorded or came, kit_hours)


def test_before_anything_was_measured_the_prior_is_told_with_a_wide_range() -> None:
    rate = learn("company", [])

    assert (rate.visits, rate.show_up.mean, rate.per_kit_hour.mean) == (
        0,
        COMMON.show_up,
        COMMON.per_kit_hour,
    )
    assert rate.show_up.high - rate.show_up.low > 0.2
    assert rate.minutes_each == pytest.approx(7.2)


def test_a_school_starts_from_what_schools_showed() -> None:
    assert learn("school", []).per_kit_hour.mean == pytest.approx(SCHOOL.per_kit_hour)


def test_two_visits_do_not_overturn_the_prior_and_thirty_do() -> None:
    two = learn("company", [company(30)] * 2)
    thirty = learn("company", [company(30)] * 30)

    assert 0.45 < two.show_up.mean < 0.65
    assert thirty.show_up.mean < 0.36


def test_one_visit_of_a_thousand_counts_for_one_day_and_not_for_a_thousand_people() -> None:
    one_day = share(0.75, [(100, 1000)])
    ten_days = share(0.75, [(10, 100)] * 10)

    assert one_day.mean > ten_days.mean + 0.2


def test_the_mean_lies_in_its_range() -> None:
    rate = learn("company", [company(60, kit_hours=6), company(90, kit_hours=5)])

    for each in (rate.show_up, rate.per_kit_hour):
        assert each.low < each.mean < each.high


def test_recordings_are_capped_by_the_time_and_by_who_comes() -> None:
    rate = learn("company", [])

    assert rate.expected(40, 6 * 60).mean == pytest.approx(30)
    assert rate.expected(400, 6 * 60).mean == pytest.approx(50)


def test_a_visit_without_anybody_to_record_teaches_nothing() -> None:
    assert learn("company", [company(0, reachable=0)]).visits == 0


def test_a_visit_whose_hours_are_not_known_says_nothing_about_the_pace() -> None:
    assert learn("company", [company(50)] * 5).per_kit_hour == learn("company", []).per_kit_hour


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (2.0, 5.0), (30.0, 10.0), (400.0, 130.0)])
def test_quantiles_of_the_beta_distribution_agree_with_drawing(a: float, b: float) -> None:
    draw = Random(1)
    drawn = sorted(draw.betavariate(a, b) for _ in range(40_000))

    for p in (0.1, 0.5, 0.9):
        assert quantiles.beta(p, a, b) == pytest.approx(drawn[int(p * 40_000)], abs=0.015)


@pytest.mark.parametrize("shape", [0.7, 3.0, 8.2, 120.0])
def test_quantiles_of_the_gamma_distribution_agree_with_drawing(shape: float) -> None:
    draw = Random(2)
    drawn = sorted(draw.gammavariate(shape, 1) for _ in range(40_000))

    for p in (0.1, 0.5, 0.9):
        assert quantiles.gamma(p, shape) == pytest.approx(drawn[int(p * 40_000)], rel=0.04, abs=0.02)


@given(st.floats(0.01, 0.99), st.floats(0.2, 300), st.floats(0.2, 300))
def test_a_quantile_is_where_so_much_lies_below(p: float, a: float, b: float) -> None:
    assert quantiles.below_beta(quantiles.beta(p, a, b), a, b) == pytest.approx(p, abs=1e-3)


SEEN = st.lists(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=20)


@given(SEEN)
def test_a_share_stays_a_share(seen: list[tuple[int, int]]) -> None:
    found = share(0.75, seen)

    assert 0 <= found.low <= found.high <= 1
    assert 0 < found.mean < 1


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(0.5, 40)), max_size=20))
def test_a_pace_is_never_below_zero(seen: list[tuple[int, float]]) -> None:
    found = pace(8.3, seen)

    assert 0 <= found.low <= found.high
    assert found.mean > 0


def held(found: Estimate, value: float) -> bool:
    return found.low <= value <= found.high


@pytest.mark.parametrize("visits", [3, 10, 40])
def test_the_range_holds_four_times_out_of_five(visits: int) -> None:
    """Offices are invented with a mean of their own near the prior; their next visit is laid beside it."""
    draw, hits, tries = Random(visits), 0, 1_500
    for _ in range(tries):
        mean = draw.betavariate(0.75 * 40, 0.25 * 40)
        seen = [_visit(draw, mean, 150) for _ in range(visits)]
        came, people = _visit(draw, mean, 150)
        hits += held(share(0.75, seen, people=150), came / people)

    assert 0.75 <= hits / tries <= 0.87


def _visit(draw: Random, mean: float, people: int) -> tuple[int, int]:
    """People of one visit are alike: a share of 0.05, as the estimate assumes until it learns better."""
    own = draw.betavariate(mean * 19, (1 - mean) * 19)
    return sum(draw.random() < own for _ in range(people)), people
