"""Levels, seasons, parts and spreads, estimated from series whose truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rekam.domain.forecast import level, shares, spread
from rekam.domain.forecast.spread import Spread

JANUARY = 2016 * 12


def test_a_steady_series_goes_on():
    found = level.level(np.full(30, 200.0), JANUARY, 6)

    assert found.amounts == pytest.approx([200] * 6, rel=0.02)


def test_a_season_comes_again():
    year = 100 + 60 * np.sin(np.arange(12) / 6 * np.pi)
    found = level.level(np.tile(year, 5), JANUARY + 59, 12)

    assert np.abs(found.amounts - year).mean() < 12
    assert np.corrcoef(found.amounts, year)[0, 1] > 0.97


def test_nothing_so_far_is_nothing_to_come():
    found = level.level(np.zeros(20), JANUARY, 6)

    assert not found.amounts.any()
    assert found.spread == Spread()


def test_a_wilder_past_gives_a_wider_range():
    rng = np.random.default_rng(1)
    calm, wild = (
        level.level(1000 * np.exp(rng.normal(0, size, 60)), JANUARY, 6).spread.moments().trace()
        for size in (0.05, 0.6)
    )

    assert wild > 3 * calm


@settings(deadline=None)
@given(arrays.arrays(float, st.integers(1, 40), elements=st.integers(0, 10_000).map(float)))
def test_no_series_breaks_it(series: np.ndarray):
    found = level.level(series, JANUARY, 9)

    assert (found.amounts >= 0).all()
    assert np.isfinite(found.amounts).all()
    assert min(found.spread.passing, found.spread.starting, found.spread.lasting) >= 0


@settings(deadline=None)
@given(
    arrays.arrays(float, st.tuples(st.integers(1, 20), st.just(5)), elements=st.integers(0, 500).map(float))
)
def test_parts_add_up_to_one(counts: np.ndarray):
    found = shares.shares(counts, np.array([5.0, 4, 3, 2, 0]))

    assert found.parts.sum() == pytest.approx(1)
    assert (found.parts >= 0).all()


def test_a_small_kecamatan_is_pulled_to_the_regency_more_than_a_large_one():
    expected = np.array([1000.0, 10.0, 990.0])
    pulled = shares.shrunk(np.array([1500.0, 15.0, 485.0]), expected)

    assert 1.4 < pulled[0] <= 1.5
    assert 1 < pulled[1] < 1.45


def test_the_three_parts_of_an_error_are_told_apart():
    true = Spread(passing=0.05, starting=0.03, lasting=0.01)

    found = spread.fitted(true.moments(), np.full((6, 6), 500.0), Spread(), 1e-9)

    assert found.passing == pytest.approx(0.05, abs=1e-6)
    assert found.starting == pytest.approx(0.03, abs=1e-6)
    assert found.lasting == pytest.approx(0.01, abs=1e-6)
