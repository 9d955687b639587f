"""The ten fingers and two eyes, and which of them a step wants: four, four and two, less the exceptions."""

from collections.abc import Collection
from enum import StrEnum

from rekam.domain.recording.steps import Step
from rekam.domain.trouble import RuleBroken


class Part(StrEnum):
    LEFT_LITTLE = "left_little"
    LEFT_RING = "left_ring"
    LEFT_MIDDLE = "left_middle"
    LEFT_INDEX = "left_index"
    RIGHT_INDEX = "right_index"
    RIGHT_MIDDLE = "right_middle"
    RIGHT_RING = "right_ring"
    RIGHT_LITTLE = "right_little"
    LEFT_THUMB = "left_thumb"
    RIGHT_THUMB = "right_thumb"
    LEFT_IRIS = "left_iris"
    RIGHT_IRIS = "right_iris"


WANTED: dict[Step, tuple[Part, ...]] = {
    Step.LEFT_HAND: (Part.LEFT_LITTLE, Part.LEFT_RING, Part.LEFT_MIDDLE, Part.LEFT_INDEX),
    Step.RIGHT_HAND: (Part.RIGHT_INDEX, Part.RIGHT_MIDDLE, Part.RIGHT_RING, Part.RIGHT_LITTLE),
    Step.THUMBS: (Part.LEFT_THUMB, Part.RIGHT_THUMB),
    Step.IRISES: (Part.LEFT_IRIS, Part.RIGHT_IRIS),
}
FINGERS = tuple(part for step in (Step.LEFT_HAND, Step.RIGHT_HAND, Step.THUMBS) for part in WANTED[step])
INDEX_FINGERS = (Part.LEFT_INDEX, Part.RIGHT_INDEX)
NEXT_TO_THE_INDEX = ("middle", "ring", "little", "thumb")

_FEWER = "The device saw %(found)s of %(wanted)s: have all of them rest flat on it, then capture again."
_OTHERS = "The device sent parts that were not asked for (%(parts)s): capture this step again."


def expected(step: Step, exceptions: Collection[Part] = ()) -> tuple[Part, ...]:
    """What the step must bring. The confirmation asks for index fingers; whoever has none shows others."""
    if step == Step.CONFIRM:
        return _to_confirm_with(exceptions)
    return tuple(part for part in WANTED.get(step, ()) if part not in exceptions)


def _to_confirm_with(exceptions: Collection[Part]) -> tuple[Part, ...]:
    """The index fingers there are; without any, the one next to it on each hand."""
    index = tuple(part for part in INDEX_FINGERS if part not in exceptions)
    return index or tuple(part for hand in ("left", "right") for part in _first_of(hand, exceptions))


def _first_of(hand: str, exceptions: Collection[Part]) -> list[Part]:
    fingers = [Part(f"{hand}_{finger}") for finger in NEXT_TO_THE_INDEX]
    return [part for part in fingers if part not in exceptions][:1]


def step_of(part: Part) -> Step:
    return next(step for step, wanted in WANTED.items() if part in wanted)


def check_complete(step: Step, found: Collection[Part], exceptions: Collection[Part] = ()) -> None:
    """Three fingers on a slap of four are refused: a finger that nobody missed would be missing for good."""
    wanted = expected(step, exceptions)
    strangers = [part.value for part in found if part not in wanted]
    if strangers:
        raise RuleBroken("capture.other_parts", _OTHERS, parts=", ".join(strangers))
    if len(set(found)) < len(wanted):
        raise RuleBroken("capture.too_few", _FEWER, found=len(set(found)), wanted=len(wanted))
