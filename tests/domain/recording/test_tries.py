"""Three tries, the best is kept, and a low quality never turns a person away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.recording import tries
from rekam.domain.recording.steps import Step
from rekam.domain.recording.tries import FIELD, LowReason, Verdict
from rekam.domain.trouble import RuleBroken

scores = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 100), min_size=1)


def judged(*lowest: int) -> tries.Standing:
    return tries.judge([{"left_index": each} for each in lowest], threshold=40, most=3)


def test_a_good_first_try_is_enough() -> None:
    assert judged(55).verdict == Verdict.GOOD


def test_a_low_try_is_made_again_while_there_are_tries_left() -> None:
    assert judged(20) == tries.Standing(Verdict.AGAIN, best=0, lowest=20, left=2)


def test_after_three_low_tries_the_best_is_accepted() -> None:
    assert judged(20, 35, 10) == tries.Standing(Verdict.ACCEPT, best=1, lowest=35, left=0)


def test_a_good_try_stays_good_whatever_follows() -> None:
    assert judged(60, 10, 10).verdict == Verdict.GOOD


def test_a_hand_is_as_good_as_its_worst_finger() -> None:
    even = {"index": 45, "ring": 42}
    mixed = {"index": 99, "ring": 12}

    assert tries.best_of([mixed, even]) == 1


def test_accepting_before_three_tries_is_refused_with_those_left() -> None:
    with pytest.raises(RuleBroken, match=r"capture\.tries_left: 1 of 3 tries are left"):
        tries.check_accepted(judged(20, 30), "worn", most=3)


def test_accepting_needs_a_reason() -> None:
    with pytest.raises(RuleBroken, match=r"capture\.no_reason"):
        tries.check_accepted(judged(20, 30, 10), "", most=3)


def test_nothing_captured_is_nothing_to_keep() -> None:
    with pytest.raises(RuleBroken, match=r"capture\.nothing_yet"):
        tries.judge([], threshold=40, most=3)


@given(st.lists(scores, min_size=3, max_size=6), st.sampled_from(list(LowReason)))
def test_after_three_tries_nobody_is_turned_away(made: list[dict[str, int]], reason: LowReason) -> None:
    tries.check_accepted(tries.judge(made, threshold=40, most=3), reason, most=3)


@given(st.lists(scores, min_size=1, max_size=6))
def test_no_try_has_a_better_worst_part_than_the_one_that_is_kept(made: list[dict[str, int]]) -> None:
    kept = made[tries.best_of(made)]

    assert tries.lowest(kept) == max(tries.lowest(each) for each in made)


def test_each_kind_of_capture_has_its_own_threshold() -> None:
    assert [FIELD.of(step) for step in (Step.LEFT_HAND, Step.THUMBS, Step.IRISES, Step.FACE)] == [
        40,
        40,
        60,
        90,
    ]
