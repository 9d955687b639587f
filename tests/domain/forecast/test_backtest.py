"""Ranges tried on the past: honest about what was known, and about how often they held."""

import numpy as np

from rekam.domain.forecast import backtest
from rekam.domain.forecast.noise import Widening
from tests.domain.forecast.invented import OPENED, register


def test_without_a_past_nothing_was_tried():
    found = backtest.trials(register(months=0), seed=1)

    assert not len(found.tried.ahead)
    assert found.widening == Widening()


def test_every_month_is_tried_one_to_six_months_ahead():
    tried = backtest.trials(register(months=8), seed=1, draws=50).tried

    assert len(tried.ahead) == 6 + 6 + 6 + 5 + 4 + 3 + 2 + 1
    assert set(tried.origin) == set(range(OPENED, OPENED + 8))
    assert (tried.origin + tried.ahead <= OPENED + 8).all()


def test_a_range_of_four_in_five_holds_about_four_times_in_five():
    offices = [register(months=30, seed=seed, release=None) for seed in range(4)]
    held = np.concatenate([backtest.trials(each, seed=1, draws=100).tried.held.ravel() for each in offices])

    assert 0.7 < held.mean() < 0.97


def test_past_misses_make_the_ranges_wider_and_never_by_what_came_later():
    steady = register(months=24)
    jumping = register(months=24)
    jump = (jumping.stream == 2) & (jumping.known > OPENED + 20)
    jumping.amount[jump] *= 6

    calm, wild = (backtest.trials(each, seed=1, draws=100) for each in (steady, jumping))

    before = calm.tried.origin <= OPENED + 19
    assert np.array_equal(calm.tried.high[before], wild.tried.high[before])
    assert wild.widening.common > calm.widening.common


def test_the_sum_of_the_kecamatan_is_the_regency():
    tried = backtest.trials(register(months=5), seed=1, draws=50).tried

    assert np.array_equal(tried.truth[:, :, :-1].sum(axis=2), tried.truth[:, :, -1])
    assert np.array_equal(tried.truth[:, 2], tried.truth[:, 0] - tried.truth[:, 1])
