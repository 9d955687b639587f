"""One against one from the records themselves: is this the finger, is this the eye, are these one person?

For the index fingers at the end of a recording, and at the office for two recordings under one NIK.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rekam.biometrics import fingers, iris_codes, irises, matching, minutiae
from rekam.biometrics.minutiae import Template

# Of several fingers of one person, so many have to match: one may be cut or badly captured.
ENOUGH_FINGERS = 2


@dataclass(frozen=True)
class Likeness:
    """``score`` 0 to 100 with the threshold from which on it is a match."""

    score: int
    threshold: int

    @property
    def matched(self) -> bool:
        return self.score >= self.threshold


@dataclass(frozen=True)
class PersonLikeness:
    """What two recordings have in common, part by part, and what follows."""

    fingers: Mapping[str, Likeness]
    irises: Mapping[str, Likeness]

    @property
    def compared(self) -> int:
        return len(self.fingers) + len(self.irises)

    @property
    def same_person(self) -> bool | None:
        """None when nothing could be compared or the parts disagree; then people decide."""
        matched = sum(one.matched for one in self.fingers.values())
        eyes = [one.matched for one in self.irises.values()]
        if not self.compared:
            return None
        if not matched and not any(eyes):
            return False
        return True if matched >= min(ENOUGH_FINGERS, len(self.fingers)) and (not eyes or any(eyes)) else None

    @property
    def score(self) -> int:
        """Of the best parts, for a list in order: not a probability."""
        scores = sorted((*self.fingers.values(), *self.irises.values()), key=lambda one: -one.score)
        return round(sum(one.score for one in scores[:4]) / max(1, len(scores[:4])))


def template(record: bytes) -> Template:
    """The minutiae of the first image of a finger record."""
    return minutiae.extract(fingers.of_record(record))


def fingers_of(one: bytes, other: bytes) -> Likeness:
    """Two finger records (ISO/IEC 19794-4). :class:`BadRecord` for what is none. The score is 0 where nothing
    can be said.
    """
    return _fingers(one, other) or Likeness(0, matching.THRESHOLD)


def eyes_of(one: bytes, other: bytes) -> Likeness:
    """Two iris records (ISO/IEC 19794-6). The score is 100 for no different bit and 0 for half of them, or
    where nothing can be said.
    """
    return _eyes(one, other) or Likeness(0, as_score(iris_codes.THRESHOLD))


def _fingers(one: bytes, other: bytes) -> Likeness | None:
    """Nothing where one of them shows too little: that is no other finger."""
    first, second = template(one), template(other)
    if min(len(first), len(second)) < matching.FEW:
        return None
    return Likeness(matching.compare(first, second), matching.THRESHOLD)


def _eyes(one: bytes, other: bytes) -> Likeness | None:
    """Nothing where one has no iris to be seen, or both show too little of the same."""
    codes = [iris_codes.code(irises.of_record(data)) for data in (one, other)]
    if codes[0] is None or codes[1] is None:
        return None
    distance = iris_codes.distance(codes[0], codes[1])
    if distance == iris_codes.NOTHING_IN_COMMON:
        return None
    return Likeness(as_score(distance), as_score(iris_codes.THRESHOLD))


def as_score(distance: float) -> int:
    """How far two eyes' codes are apart, on the scale of fingers: 100 for the same, 0 for any two."""
    return round(max(0.0, 100 * (1 - 2 * distance)))


def people(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> PersonLikeness:
    """Two recordings, as records by part (``Left IndexFinger``, ``Right`` for an eye); what both have, and
    what can be compared, is.
    """
    both = [part for part in one if part in other]
    eyes = {part: _eyes(one[part], other[part]) for part in both if part in ("Left", "Right")}
    prints = {part: _fingers(one[part], other[part]) for part in both if " " in part}
    return PersonLikeness(_comparable(prints), _comparable(eyes))


def _comparable(found: Mapping[str, Likeness | None]) -> dict[str, Likeness]:
    return {part: likeness for part, likeness in found.items() if likeness is not None}
