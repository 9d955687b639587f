"""The steps of one recording in their order. One is open at a time, and it is always known which is next."""

from collections.abc import Collection
from enum import StrEnum

from rekam.domain.trouble import RuleBroken


class Step(StrEnum):
    """In the order of the counter."""

    FIND = "find"
    BIODATA = "biodata"
    FACE = "face"
    SIGNATURE = "signature"
    LEFT_HAND = "left_hand"
    RIGHT_HAND = "right_hand"
    THUMBS = "thumbs"
    IRISES = "irises"
    EXCEPTIONS = "exceptions"
    CONFIRM = "confirm"
    REVIEW = "review"


ORDER = tuple(Step)
CAPTURED_BY_DEVICE = (Step.LEFT_HAND, Step.RIGHT_HAND, Step.THUMBS, Step.IRISES, Step.CONFIRM)
HANDS = (Step.LEFT_HAND, Step.RIGHT_HAND, Step.THUMBS)

_NOT_YET = "The step %(step)s comes later: finish the step %(first)s first."
_NOT_FINISHED = "This recording is not complete: finish the step %(first)s first."
_NOT_NEEDED = "The step %(step)s is not needed for this resident: go on with the step %(first)s."


def needed(*, empty: Collection[Step] = (), has_exceptions: bool = False) -> tuple[Step, ...]:
    """The steps of this person. *empty*: steps for which exceptions leave nothing to capture."""
    return tuple(step for step in ORDER if step not in empty and (step != Step.EXCEPTIONS or has_exceptions))


def next_step(done: Collection[Step], steps: Collection[Step] = ORDER) -> Step | None:
    """The first that is not done; None when the recording can be finished."""
    return next((step for step in steps if step not in done), None)


def check_may_do(step: Step, done: Collection[Step], steps: Collection[Step] = ORDER) -> None:
    """What was done may be done again; what comes later waits."""
    following = next_step(done, steps)
    first = following.value if following else "finish"
    if step not in steps:
        raise RuleBroken("recording.step_not_needed", _NOT_NEEDED, step=step.value, first=first)
    if step != following and step not in done:
        raise RuleBroken("recording.step_not_yet", _NOT_YET, step=step.value, first=first)


def check_may_finish(done: Collection[Step], steps: Collection[Step] = ORDER) -> None:
    following = next_step(done, steps)
    if following is not None:
        raise RuleBroken("recording.not_finished", _NOT_FINISHED, first=following.value)


def undone_by(step: Step) -> frozenset[Step]:
    """What has to be done again after this step was done anew: a resident signs what was seen, nothing else.

    Another person, and everything begins again. Another hand, and the index fingers are compared anew.
    """
    if step == Step.FIND:
        return frozenset(ORDER) - {Step.FIND}
    if step in HANDS:
        return frozenset({Step.CONFIRM, Step.REVIEW})
    return frozenset({Step.REVIEW}) - {step}
