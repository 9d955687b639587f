"""Recordings that are about one person, or may be: which count, which are held, and what two people decide.

The rule sees a whole neighbourhood at once (everything with the same NIK or the same biometrics) and says the
same whatever came first. Nothing here removes a recording; it only says whether it counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rekam.domain.recording import lifetimes
from rekam.domain.recording.lifetimes import Doubt


class Likeness(StrEnum):
    """What comparing the biometrics of two recordings said; they count until it was done."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"  # nothing of both could be compared


class Kind(StrEnum):
    """What two people are asked."""

    TWO_PEOPLE = "two_people"  # one NIK, two bodies
    ONE_BODY = "one_body"  # two NIKs, one body
    NOT_COMPARED = "not_compared"  # one NIK twice, and nothing to compare
    NO_NIK = "no_nik"
    GONE = "gone"  # has died or moved away, as the register knows
    BEFORE_BIRTH = "before_birth"
    UNDER_AGE = "under_age"
    CLONED = "cloned"
    REVOKED = "revoked"
    SAME_ID = "same_id"
    CLASH = "clash"


GONE = frozenset({"moved_out", "died"})
# What is odd about one recording by itself. A recording after the death is one of somebody who is gone.
OF_DOUBT = {
    Doubt.BEFORE_BIRTH: Kind.BEFORE_BIRTH,
    Doubt.UNDER_AGE: Kind.UNDER_AGE,
    Doubt.AFTER_DEATH: Kind.GONE,
}
HOLDING = frozenset(
    {Kind.TWO_PEOPLE, Kind.ONE_BODY, Kind.NO_NIK, *(OF_DOUBT[doubt] for doubt in lifetimes.HELD)}
)


@dataclass(frozen=True, slots=True)
class Recording:
    """*standing*: what the register says of the person now: resident, moved_out, died, left, or nothing.
    *doubts*: what is odd about the day, going by the register.
    """

    name: str
    nik: str
    quality: int = 0
    standing: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A case: what kind, and about which recordings. Its key is the same for every order of arrival."""

    kind: Kind
    about: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.kind}:{','.join(self.about)}"


@dataclass(frozen=True, slots=True)
class Settled:
    """*held* do not count until somebody has decided; *aside* was decided not to count. *best* is the one
    whose images are kept for a person who has several.
    """

    counting: frozenset[str]
    held: frozenset[str]
    aside: frozenset[str]
    best: Mapping[str, str]
    questions: tuple[Question, ...]


Pairs = Mapping[frozenset[str], Likeness]
Decisions = Mapping[str, frozenset[str]]


def settle(recordings: Iterable[Recording], likeness: Pairs, decided: Decisions) -> Settled:
    """*decided*: for a question's key the recordings that count. A question asked and answered is not asked
    again; one more recording makes another question.
    """
    each = {r.name: r for r in sorted(recordings, key=lambda r: r.name)}
    asked = [*_pairs(each, likeness), *_alone(each)]
    open_ones = [q for q in asked if q.key not in decided]
    held = {name for q in open_ones if q.kind in HOLDING for name in q.about}
    answered = [q for q in asked if q.key in decided]
    aside = {name for q in answered for name in q.about if name not in decided[q.key]}
    counting = frozenset(each) - held - aside
    return Settled(
        counting, frozenset(held - aside), frozenset(aside), _best(each, counting), tuple(open_ones)
    )


def _pairs(each: Mapping[str, Recording], likeness: Pairs) -> list[Question]:
    found = []
    for one, other in combinations(each.values(), 2):
        alike = likeness.get(frozenset({one.name, other.name}))
        kind = _kind(one, other, alike) if alike is not None else None  # not compared yet
        if kind is not None:
            found.append(Question(kind, (one.name, other.name)))
    return found


def _kind(one: Recording, other: Recording, alike: Likeness) -> Kind | None:
    same_nik = one.nik == other.nik and one.nik != ""
    if same_nik and alike is Likeness.DIFFERENT:
        return Kind.TWO_PEOPLE
    if same_nik and alike is Likeness.UNKNOWN:
        return Kind.NOT_COMPARED
    if not same_nik and alike is Likeness.SAME and one.nik and other.nik:
        return Kind.ONE_BODY
    return None


def _alone(each: Mapping[str, Recording]) -> list[Question]:
    nameless = [Question(Kind.NO_NIK, (r.name,)) for r in each.values() if not r.nik]
    gone = [Question(Kind.GONE, (r.name,)) for r in each.values() if r.standing in GONE]
    odd = [(OF_DOUBT[doubt], r) for r in each.values() for doubt in r.doubts]
    return [*nameless, *gone, *(Question(kind, (r.name,)) for kind, r in odd if kind is not Kind.GONE)]


def _best(each: Mapping[str, Recording], counting: frozenset[str]) -> dict[str, str]:
    """The recording of best quality of each NIK; of equals the first by name."""
    best: dict[str, str] = {}
    for name in sorted(counting, key=lambda n: (-each[n].quality, n)):
        best.setdefault(each[name].nik, name)
    return best
