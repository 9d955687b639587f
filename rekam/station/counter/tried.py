"""How the tries of a step are shown: the best in front, each with its score, and what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rekam.domain.recording import portrait, tries
from rekam.domain.recording.parts import Part
from rekam.domain.recording.steps import Step
from rekam.domain.recording.tries import Standing, Verdict
from rekam.station.counter import pack, shots, words
from rekam.station.counter.desk import NOTHING_ON_IT
from rekam.station.counter.models import Draft, Shot


@dataclass(frozen=True)
class Scored:
    """One part of the try that is kept."""

    part: str
    label: str
    quality: int
    is_low: bool
    piece: int


def page(draft: Draft, step: Step) -> dict[str, Any]:
    limits, made = pack.limits(), shots.of_step(draft, step)
    best = shots.best(made)
    standing = shots.judge(made, step, limits) if made else None
    return {
        "standing": standing,
        "is_good": bool(standing and standing.verdict == Verdict.GOOD),
        "must_accept": bool(standing and standing.verdict == Verdict.ACCEPT),
        "tried": len(made),
        "left": standing.left if standing else limits.tries,
        "tries": [(number, tries.lowest(shots.scores(each))) for number, each in enumerate(made, start=1)],
        "best": standing.best + 1 if standing else 0,
        "scored": _scored(best, limits.of(step)) if best else [],
        "remarks": _remarks(draft, _spoken_of(made, standing)),
        "source": best,
        "reasons": list(words.LOW.items()),
        "accepted": draft.work.accepted.get(step.value, ""),
    }


def _scored(shot: Shot, threshold: int) -> list[Scored]:
    return [
        Scored(piece.part, _label(piece.part), piece.quality, piece.quality < threshold, piece.pk)
        for piece in sorted(shot.pieces.all(), key=lambda each: _place(each.part))
    ]


def _label(part: str) -> str:
    return str(words.PARTS[Part(part)]) if part in set(Part) else ""


def _place(part: str) -> int:
    return list(Part).index(Part(part)) if part in set(Part) else 0


def _spoken_of(made: Sequence[Shot], standing: Standing | None) -> Shot | None:
    """While one may try again: what was wrong this time. Afterwards: what is with the one that is kept."""
    if standing is None:
        return None
    return made[-1] if standing.verdict == Verdict.AGAIN else made[standing.best]


def _remarks(draft: Draft, shot: Shot | None) -> list[str]:
    if shot is None:
        return []
    found = [face_remark(draft, code) for code in shot.remarks if code in words.FACE]
    found += [str(words.FINGERS[code]) for code in shot.remarks if code in words.FINGERS]
    if empty := [code.removeprefix(NOTHING_ON_IT) for code in shot.remarks if code.startswith(NOTHING_ON_IT)]:
        names = ", ".join(_label(part) for part in sorted(empty, key=_place))
        found.append(str(words.NOTHING_ON_IT) % {"parts": names})
    return found


def face_remark(draft: Draft, code: str) -> str:
    """What is wrong with a picture of this person's face, and what to do: which cloth, by the birth year."""
    wanted = portrait.background(draft.work.born)
    return str(words.FACE[code]) % {"colour": words.COLOURS[wanted.value]}
