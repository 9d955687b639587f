"""What cannot be captured of a person: with a reason, a photograph of it and a second officer who saw it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rekam.domain.recording.parts import INDEX_FINGERS, Part, expected, step_of
from rekam.domain.recording.steps import CAPTURED_BY_DEVICE, Step
from rekam.domain.trouble import RuleBroken


class Why(StrEnum):
    MISSING = "missing"
    INJURED = "injured"
    CANNOT_BE_CAPTURED = "cannot_be_captured"


@dataclass(frozen=True, slots=True)
class Exempt:
    """One finger or eye that is not captured."""

    part: Part
    why: Why
    note: str = ""


LONGEST_NOTE = 300

_NO_WHY = "An exception needs its reason: choose missing, injured or cannot be captured."
_NO_NOTE = "Say in a few words why it cannot be captured: the office has to understand it later."
_NO_PHOTO = "Exceptions need a photograph of hands and face: take it now."
_NO_OFFICER = "A second officer must have seen the exceptions: have one sign in here."
_SAME_OFFICER = "The second officer is the one who records: ask another officer to sign in here."


def exempt(part: str, why: str, note: str = "") -> Exempt:
    """Read what was chosen."""
    if why not in set(Why):
        raise RuleBroken("exception.no_reason", _NO_WHY)
    if why == Why.CANNOT_BE_CAPTURED and not note.strip():
        raise RuleBroken("exception.no_note", _NO_NOTE)
    return Exempt(Part(part), Why(why), " ".join(note.split())[:LONGEST_NOTE])


def empty_steps(exceptions: Collection[Part]) -> frozenset[Step]:
    """Steps for which nothing is left to capture."""
    return frozenset(step for step in CAPTURED_BY_DEVICE if not expected(step, exceptions))


def undone_by(part: Part) -> frozenset[Step]:
    """What is captured again when a part becomes an exception, or ceases to be one."""
    confirm = {Step.CONFIRM} if part in INDEX_FINGERS else set()
    return frozenset({step_of(part), Step.EXCEPTIONS, Step.REVIEW} | confirm)


def check_witnessed(exempts: Sequence[Exempt], *, has_photo: bool, operator: str, second: str) -> None:
    """The step is done when the photograph is there and another officer has signed for it."""
    if not exempts:
        return
    if not has_photo:
        raise RuleBroken("exception.no_photo", _NO_PHOTO)
    if not second:
        raise RuleBroken("exception.no_second_officer", _NO_OFFICER)
    if second == operator:
        raise RuleBroken("exception.same_officer", _SAME_OFFICER)
