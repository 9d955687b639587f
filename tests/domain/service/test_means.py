"""Means that say how little they know."""

import math

import pytest

from rekam.domain.service import means
from rekam.domain.service.means import Life, Mean


def test_without_a_fault_there_is_no_mean_only_more_than() -> None:
    mean = Mean(300 * 60, 0)

    assert mean.hours is None
    assert mean.high is None
    assert mean.low == pytest.approx(300 / -math.log(0.05))


def test_one_fault_says_little_and_the_range_shows_it() -> None:
    mean = Mean(100 * 60, 1)

    assert mean.is_few
    assert mean.hours == 100
    # 90 % limits of a Poisson count of one: 0.0513 and 4.744
    assert mean.low == pytest.approx(100 / 4.744, rel=1e-3)
    assert mean.high == pytest.approx(100 / 0.0513, rel=1e-3)


def test_many_faults_narrow_the_range() -> None:
    few, many = Mean(500 * 60, 5), Mean(20_000 * 60, 200)

    assert not many.is_few
    assert few.hours == many.hours == 100
    assert few.high is not None
    assert many.high is not None
    assert few.low < many.low < 100 < many.high < few.high


def test_an_open_fault_makes_the_mean_time_to_mend_longer() -> None:
    ended = Life(down_minutes=600, faults=1, mended=1)
    still_open = Life(down_minutes=1200, faults=1, mended=0)

    assert (ended + still_open).to_mend.hours == 30


def test_lives_are_added_up_by_what_is_asked_the_costliest_first() -> None:
    lives = [("camera", Life(lost=1.0)), ("iris", Life(lost=5.0)), ("camera", Life(lost=2.0))]

    assert list(means.grouped(lives).items()) == [("iris", Life(lost=5.0)), ("camera", Life(lost=3.0))]
