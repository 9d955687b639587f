"""The steps of a recording, what they must bring, and what has to be done again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.recording import exceptions, parts, steps
from rekam.domain.recording.parts import FINGERS, Part
from rekam.domain.recording.steps import ORDER, Step
from rekam.domain.trouble import RuleBroken

some_parts = st.frozensets(st.sampled_from(list(Part)))


def test_the_steps_come_in_the_order_of_the_counter() -> None:
    done: set[Step] = set()
    went = []
    while step := steps.next_step(done):
        went.append(step)
        done.add(step)

    assert went == list(ORDER)
    assert went[0] == Step.FIND
    assert went[-2:] == [Step.CONFIRM, Step.REVIEW]


def test_a_later_step_waits_for_the_one_before() -> None:
    with pytest.raises(RuleBroken, match=r"recording\.step_not_yet.*finish the step biodata first"):
        steps.check_may_do(Step.FACE, {Step.FIND})


def test_a_step_that_is_done_may_be_done_again() -> None:
    steps.check_may_do(Step.FIND, {Step.FIND, Step.BIODATA})


def test_a_recording_is_finished_when_every_needed_step_is_done() -> None:
    needed = steps.needed(empty={Step.IRISES})

    steps.check_may_finish(set(needed), needed)
    with pytest.raises(RuleBroken, match=r"recording\.not_finished.*review"):
        steps.check_may_finish(set(needed) - {Step.REVIEW}, needed)


def test_exceptions_are_a_step_only_where_there_are_any() -> None:
    assert Step.EXCEPTIONS not in steps.needed()
    assert Step.EXCEPTIONS in steps.needed(has_exceptions=True)
    with pytest.raises(RuleBroken, match=r"recording\.step_not_needed"):
        steps.check_may_do(Step.EXCEPTIONS, {Step.FIND}, steps.needed())


@pytest.mark.parametrize("step", [step for step in ORDER if step != Step.REVIEW])
def test_a_resident_signs_again_whatever_was_done_anew(step: Step) -> None:
    assert Step.REVIEW in steps.undone_by(step)


def test_another_person_begins_from_the_beginning() -> None:
    assert steps.undone_by(Step.FIND) == set(ORDER) - {Step.FIND}


def test_a_hand_captured_anew_is_compared_anew() -> None:
    assert Step.CONFIRM in steps.undone_by(Step.LEFT_HAND)


# --- four, four and two, less the exceptions


def test_fingers_come_as_four_four_and_two() -> None:
    assert [len(parts.expected(step)) for step in (Step.LEFT_HAND, Step.RIGHT_HAND, Step.THUMBS)] == [4, 4, 2]


def test_a_missing_finger_is_not_asked_for() -> None:
    wanted = parts.expected(Step.LEFT_HAND, {Part.LEFT_RING})

    assert len(wanted) == 3
    assert Part.LEFT_RING not in wanted


def test_three_fingers_on_a_slap_of_four_are_refused_with_both_numbers() -> None:
    three = parts.expected(Step.LEFT_HAND)[:3]

    with pytest.raises(RuleBroken, match=r"capture\.too_few: The device saw 3 of 4"):
        parts.check_complete(Step.LEFT_HAND, three)


def test_the_other_hand_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"capture\.other_parts"):
        parts.check_complete(Step.LEFT_HAND, parts.expected(Step.RIGHT_HAND))


@given(some_parts)
def test_all_captures_and_exceptions_together_are_ten_fingers_and_two_eyes(exempt: frozenset[Part]) -> None:
    hands = [Step.LEFT_HAND, Step.RIGHT_HAND, Step.THUMBS, Step.IRISES]

    captured = [part for step in hands for part in parts.expected(step, exempt)]

    assert sorted([*captured, *exempt]) == sorted(Part)


@given(some_parts)
def test_the_confirmation_asks_only_for_fingers_there_are(exempt: frozenset[Part]) -> None:
    asked = parts.expected(Step.CONFIRM, exempt)

    assert not set(asked) & exempt
    assert bool(asked) == bool(set(FINGERS) - exempt)


def test_whoever_has_no_index_fingers_confirms_with_the_finger_next_to_it() -> None:
    assert parts.expected(Step.CONFIRM, {Part.LEFT_INDEX, Part.RIGHT_INDEX}) == (
        Part.LEFT_MIDDLE,
        Part.RIGHT_MIDDLE,
    )


# --- exceptions


def test_an_exception_needs_its_reason() -> None:
    with pytest.raises(RuleBroken, match=r"exception\.no_reason"):
        exceptions.exempt("left_ring", "")


def test_what_cannot_be_captured_is_explained_in_words() -> None:
    with pytest.raises(RuleBroken, match=r"exception\.no_note"):
        exceptions.exempt("left_ring", "cannot_be_captured", " ")

    assert (
        exceptions.exempt("left_ring", "cannot_be_captured", " kaku  sejak lahir ").note == "kaku sejak lahir"
    )


@pytest.mark.parametrize(
    ("has_photo", "second", "code"),
    [
        (False, "dewi", "exception.no_photo"),
        (True, "", "exception.no_second_officer"),
        (True, "budi", "exception.same_officer"),
    ],
)
def test_exceptions_need_a_photograph_and_another_officer(has_photo: bool, second: str, code: str) -> None:
    exempts = [exceptions.exempt("left_ring", "missing")]

    with pytest.raises(RuleBroken, match=code):
        exceptions.check_witnessed(exempts, has_photo=has_photo, operator="budi", second=second)

    exceptions.check_witnessed(exempts, has_photo=True, operator="budi", second="dewi")
    exceptions.check_witnessed([], has_photo=False, operator="budi", second="")


def test_a_hand_that_is_missing_whole_is_no_step() -> None:
    hand = set(parts.expected(Step.LEFT_HAND))

    assert exceptions.empty_steps(hand) == {Step.LEFT_HAND}
    assert exceptions.empty_steps(set(FINGERS)) == {
        Step.LEFT_HAND,
        Step.RIGHT_HAND,
        Step.THUMBS,
        Step.CONFIRM,
    }


def test_an_exception_sends_back_to_its_hand_and_to_what_rests_on_it() -> None:
    assert exceptions.undone_by(Part.LEFT_RING) == {Step.LEFT_HAND, Step.EXCEPTIONS, Step.REVIEW}
    assert Step.CONFIRM in exceptions.undone_by(Part.LEFT_INDEX)
