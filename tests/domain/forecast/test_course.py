"""What must hold in every draw, whatever the register and whatever is asked."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.domain.forecast import noise, whatif
from rekam.domain.forecast.course import Added, Course, course
from rekam.domain.forecast.model import Model, model
from rekam.domain.forecast.noise import Noise
from rekam.domain.forecast.outlook import Meeting, Target, bands, meetings, shared
from rekam.domain.forecast.whatif import Means, WhatIf
from tests.domain.forecast.invented import OPENED, register

AHEAD, FAR = 15, 120
AS_IT_IS = WhatIf()
MEANS = Means(per_day=9.0, days=6.0, kits=5, kit_days=200)


@cache
def scene(seed: int = 1, **about: object) -> tuple[Model, Noise, Model]:
    record = register(seed=seed, **about)
    near, far = (model(record.known_at(record.last, ahead), ahead) for ahead in (AHEAD, FAR))
    return near, noise.noise(near, seed=seed, draws=200), far


def asked(what_if: WhatIf, ahead: int = AHEAD) -> Added:
    return whatif.added(what_if, MEANS, OPENED + 19, ahead)


def carried(what_if: WhatIf = AS_IT_IS, seed: int = 1) -> Course:
    near, drawn, _ = scene(seed)
    return course(near, drawn, asked(what_if))


def met(target: Target, what_if: WhatIf = AS_IT_IS, **about: object) -> Meeting:
    near, drawn, far = scene(**about)
    made = course(near, drawn, asked(what_if)).with_whole()
    steady = course(far, noise.steady(far), asked(what_if, FAR)).with_whole()
    held = near.known.obliged, near.known.recorded
    whole = tuple(np.append(counts, counts.sum()) for counts in held)
    return meetings((whole[0], whole[1]), made, steady, [target] * 4)[-1]


what_ifs = st.builds(
    WhatIf,
    kits=st.integers(-4, 12),
    crews=st.none() | st.integers(-4, 12),
    days=st.none() | st.floats(1, 7),
    times=st.floats(0, 3),
    per_day=st.none() | st.floats(0, 60),
)


@settings(max_examples=30, deadline=None)
@given(what_ifs, st.integers(1, 3))
def test_unrecorded_is_obliged_less_recorded_in_every_draw(what_if: WhatIf, seed: int):
    made = carried(what_if, seed)

    assert np.array_equal(made.unrecorded, made.obliged - made.recorded)
    assert (made.unrecorded >= 0).all()
    assert (made.recorded >= 0).all()
    assert (made.come >= 0).all()
    whole = made.with_whole()
    assert np.array_equal(whole.unrecorded[:, :, -1], made.unrecorded.sum(axis=2))


@settings(max_examples=30, deadline=None)
@given(what_ifs, st.integers(1, 8), st.floats(0, 0.5), st.integers(1, 3))
def test_more_kits_and_more_yield_never_leave_more_unrecorded(
    what_if: WhatIf, kits: int, more: float, seed: int
):
    crews = None if what_if.crews is None else what_if.crews + kits
    better = replace(what_if, kits=what_if.kits + kits, crews=crews, times=what_if.times + more)

    assert (carried(better, seed).unrecorded <= carried(what_if, seed).unrecorded).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 5), st.integers(1, 10), st.floats(50, 99))
def test_more_kits_never_make_it_later(kits: int, more: int, percent: float):
    before, after = (met(Target(percent=percent), WhatIf(kits=n)) for n in (kits, kits + more))

    assert (after.chances >= before.chances).all()
    for chance in (0.5, 0.8):
        assert (after.by(chance) or FAR * 2) <= (before.by(chance) or FAR * 2)
    assert (after.steady or FAR * 2) <= (before.steady or FAR * 2)


def test_kits_without_crews_change_nothing():
    assert np.array_equal(carried(WhatIf(kits=5, crews=0)).recorded, carried().recorded)


def test_the_same_seed_gives_the_same_answer_and_another_one_does_not():
    near, drawn, _ = scene()
    again, other = (noise.noise(near, seed=seed, draws=200) for seed in (1, 2))

    assert np.array_equal(course(near, drawn).recorded, course(near, again).recorded)
    assert not np.array_equal(course(near, drawn).recorded, course(near, other).recorded)


def test_moves_between_kecamatan_leave_the_regency_as_it_is():
    near, _, _ = scene()

    assert near.within.rest.any()
    assert np.allclose(near.within.rest.sum(axis=2), 0)
    assert np.allclose(near.within.mean.sum(axis=1), 0)


def test_where_nobody_was_ever_recorded_nobody_will_be_and_it_is_never_done():
    record = register(pace=(0, 0, 0))
    near = model(record.known_at(record.last, 12), 12)
    made = course(near, noise.noise(near, seed=1, draws=50))

    assert not made.come.any()
    found = met(Target(percent=95), pace=(0, 0, 0))
    assert (found.is_met, found.steady, found.likely) == (False, None, None)


def test_a_kecamatan_without_residents_stays_empty_and_breaks_nothing():
    record = register(obliged=(8000, 3000, 0), recorded=(5000, 1500, 0), pace=(60, 20, 0), birthdays=0)
    near = model(record.known_at(record.last, 12), 12)
    made = course(near, noise.noise(near, seed=1, draws=100))

    assert np.isfinite(bands(made.obliged).values).all()
    assert not made.come[:, :, 2].any()
    assert made.obliged[:, :, 2].max() < 60  # some may move there


def test_an_empty_register_gives_an_empty_forecast():
    near = model(
        register(months=0, obliged=(0, 0, 0), recorded=(0, 0, 0), birthdays=0).known_at(OPENED, 6), 6
    )
    made = course(near, noise.noise(near, seed=1, draws=20))

    assert not made.obliged.any()
    assert not made.recorded.any()


def test_a_target_that_is_met_today_is_met():
    found = met(Target(percent=40))

    assert found.is_met
    assert found.likely == found.sure == found.steady == 0
    assert found.chance == 1


def test_a_target_of_people_left_is_met_when_so_few_are_left():
    near, _, _ = scene()
    left = int(near.known.unrecorded.sum())

    assert met(Target(left=left)).is_met
    assert not met(Target(left=left - 1)).is_met


def test_of_people_left_each_kecamatan_has_its_part_and_a_share_is_everybodys():
    left = np.array([60.0, 30, 10, 100])

    assert [t.left for t in shared(Target(left=50), left, 3)] == [30, 15, 5, 50]
    assert shared(Target(left=15), left, 1)[1].left == 15
    assert shared(Target(percent=95), left, 3) == [Target(percent=95)] * 4


def test_a_target_out_of_reach_is_never_met_and_says_where_it_ends():
    found = met(Target(percent=99.9))

    assert (found.is_met, found.steady, found.likely) == (False, None, None)
    assert 50 < found.steady_percent < 99.9


def test_a_pace_that_reaches_it_after_the_forecast_is_later_and_not_never():
    found = met(Target(percent=75), WhatIf(times=1.0))

    assert found.likely is None
    assert AHEAD < found.steady <= FAR


def test_enough_kits_reach_it_within_the_forecast():
    found = met(Target(percent=90), WhatIf(kits=10))

    assert found.likely is not None
    assert found.likely <= found.sure <= AHEAD


@pytest.mark.parametrize(
    ("kits", "crews", "teams"), [(2, None, 2), (2, 1, 1), (1, 3, 1), (-1, None, -1), (3, -2, -2)]
)
def test_a_kit_records_only_with_a_crew(kits: int, crews: int | None, teams: int):
    assert WhatIf(kits=kits, crews=crews).teams == teams


def test_a_plan_adds_what_it_expects():
    near, drawn, _ = scene()
    mean = np.zeros((AHEAD, 3))
    mean[2, 0] = 120
    plain = Added(np.ones(AHEAD), np.zeros(AHEAD))
    planned = replace(plain, mean=mean, variance=mean * 4)

    more = course(near, drawn, planned).come - course(near, drawn, plain).come

    assert not more[:, :2].any()
    assert 110 < more[:, 2, 0].mean() < 130
    assert 10 < more[:, 2, 0].std() < 35


def test_in_the_rest_of_a_month_only_its_part_is_recorded():
    record = register()
    counts = record.counted(record.last, record.last)
    half, whole = (model(record.known_now(counts, part, 3), 3) for part in (0.5, 1.0))
    made = [course(each, noise.steady(each)).come[0, :, 0] for each in (half, whole)]

    assert made[0][0] == pytest.approx(made[1][0] / 2, rel=0.05)
    assert made[0][1] == pytest.approx(made[1][1], rel=0.05)


def test_a_release_may_be_left_out():
    record = register(months=18, release=6)
    near = model(record.known_at(record.last, 12), 12)
    without = replace(near, release=replace(near.release, months=()))

    wide, narrow = (
        bands(course(each, noise.noise(each, seed=1, draws=300)).obliged).values[:, -1].sum(axis=1)
        for each in (near, without)
    )

    assert wide[-1] - wide[0] > 5 * (narrow[-1] - narrow[0])
