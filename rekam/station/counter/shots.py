"""Tries and what is kept of them. Every try is in the store before anybody sees its score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from rekam.domain.recording import parts, steps, tries
from rekam.domain.recording.parts import Part
from rekam.domain.recording.steps import CAPTURED_BY_DEVICE, Step
from rekam.domain.recording.tries import Standing, Thresholds, Verdict
from rekam.domain.trouble import RuleBroken
from rekam.station.counter import keeping, room
from rekam.station.counter.models import Draft, Shot
from rekam.station.counter.work import Work
from rekam.wire.recordings import LARGEST_IMAGE

_TOO_LARGE = "The picture is too large to be sent: set the device to a smaller one, then capture again."


@dataclass(frozen=True)
class Source:
    """What captured: a device by its plate, or the laptop's own camera."""

    make: str
    model: str
    serial: str
    is_simulated: bool = False


CAMERA = Source(make="", model="camera", serial="")


@dataclass(frozen=True)
class Image:
    """One part of a try. On the picture of a finger that *is_empty* none is seen."""

    part: str
    format: str
    data: bytes
    quality: int
    is_empty: bool = False


@dataclass(frozen=True)
class Tried:
    """One try: its images, and the codes of what was not as it should be."""

    source: Source
    images: Sequence[Image]
    remarks: Sequence[str] = field(default=())


@transaction.atomic
def keep(*, draft: Draft, step: Step, tried: Tried, by: str, at: datetime) -> Shot:
    """One more try. Three fingers of four are no try: nothing is kept, and the device is asked again."""
    work = keeping.work_of(draft)
    steps.check_may_do(step, work.done, work.steps)
    sizes = [len(each.data) for each in tried.images]
    if max(sizes, default=0) > LARGEST_IMAGE or not room.has_room(draft, work, step, sum(sizes)):
        raise RuleBroken("capture.too_large", _TOO_LARGE)  # it could never be sealed
    if step in CAPTURED_BY_DEVICE:
        parts.check_complete(step, [Part(each.part) for each in tried.images], work.exceptions)
    _begin_anew(draft, work, step)
    keeping.keep(draft, work, at)
    source, last = tried.source, draft.shots.filter(step=step.value).last()
    shot = Shot.objects.create(
        draft=draft,
        step=step.value,
        number=last.number + 1 if last else 1,
        make=source.make,
        model=source.model,
        serial=source.serial,
        is_simulated=source.is_simulated,
        operator=by,
        remarks=list(tried.remarks),
        at=at,
    )
    shot.pieces.bulk_create(
        [
            shot.pieces.model(
                shot=shot, part=each.part, format=each.format, data=each.data, quality=each.quality
            )
            for each in tried.images
        ]
    )
    return shot


@transaction.atomic
def keep_alone(*, draft: Draft, step: Step, tried: Tried, by: str, at: datetime) -> Shot:
    """In place of what was there; where the step may not be done now, that stays."""
    shot = keep(draft=draft, step=step, tried=tried, by=by, at=at)
    draft.shots.filter(step=step.value).exclude(pk=shot.pk).delete()
    return shot


@transaction.atomic
def accept(*, draft: Draft, step: Step, reason: str, limits: Thresholds, by: str, at: datetime) -> Draft:
    """Go on with the best of the tries: it is good, or three were made and there is a reason."""
    work = keeping.work_of(draft)
    steps.check_may_do(step, work.done, work.steps)
    standing = judge(of_step(draft, step), step, limits)
    tries.check_accepted(standing, reason, most=limits.tries)
    if standing.verdict == Verdict.ACCEPT:
        work.accepted[step.value] = reason
    work.finish(step, at, by)
    return keeping.keep(draft, work, at)


@transaction.atomic
def start_again(*, draft: Draft, step: Step, at: datetime) -> Draft:
    """All tries of a step are thrown away and three new ones begin: a wrong hand, another pair of glasses."""
    work = keeping.work_of(draft)
    steps.check_may_do(step, work.done, work.steps)
    draft.shots.filter(step=step.value).delete()
    _begin_anew(draft, work, step)
    return keeping.keep(draft, work, at)


def _begin_anew(draft: Draft, work: Work, step: Step) -> None:
    """Its images change: what rests on them is done again. Tries of the index fingers that were compared with
    what this hand was before say nothing of what it is now.
    """
    work.reopen({step} | steps.undone_by(step))
    captured = [part.value for part in parts.WANTED.get(step, ())]
    compared = draft.shots.filter(step=Step.CONFIRM.value, pieces__part__in=captured)
    gone = {step.value, Step.CONFIRM.value} if compared.exists() else {step.value}
    compared.delete()
    work.accepted = {name: why for name, why in work.accepted.items() if name not in gone}


def judge(shots: Sequence[Shot], step: Step, limits: Thresholds) -> Standing:
    return tries.judge([scores(each) for each in shots], threshold=limits.of(step), most=limits.tries)


def of_step(draft: Draft, step: Step) -> list[Shot]:
    return list(draft.shots.filter(step=step.value).order_by("number").prefetch_related("pieces"))


def scores(shot: Shot) -> dict[str, int]:
    return {piece.part: piece.quality for piece in shot.pieces.all()}


def best(shots: Sequence[Shot]) -> Shot | None:
    """The try that is kept."""
    return shots[tries.best_of([scores(each) for each in shots])] if shots else None


def kept(draft: Draft) -> dict[Step, tuple[Shot, int]]:
    """The best try of every step, with how many were made."""
    found: dict[str, list[Shot]] = {}
    for shot in draft.shots.order_by("number").prefetch_related("pieces"):
        found.setdefault(shot.step, []).append(shot)
    return {Step(step): (_best(shots), len(shots)) for step, shots in found.items()}


def _best(shots: Sequence[Shot]) -> Shot:
    chosen = best(shots)
    assert chosen
    return chosen


def images_of(draft: Draft, wanted: Iterable[Part]) -> Mapping[Part, bytes]:
    """What was kept of these fingers before: to compare them with."""
    names = {part.value: part for part in wanted}
    found = {}
    for step, (shot, _) in kept(draft).items():
        if step != Step.CONFIRM:
            found.update({names[p.part]: bytes(p.data) for p in shot.pieces.all() if p.part in names})
    return found
