"""The recording as it travels: put together from the draft, signed by the operator, sealed by the outbox."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from rekam.domain import nik as niks
from rekam.domain.recording import slips, tries
from rekam.domain.recording.closing import Capture as Counted
from rekam.domain.recording.parts import Part
from rekam.domain.recording.steps import HANDS, Step
from rekam.station.counter import actions, keeping, pack, shots
from rekam.station.counter.desk import SUBTYPES
from rekam.station.counter.models import Draft, Made, Piece, Shot
from rekam.station.counter.work import Work
from rekam.station.operators.models import Operator
from rekam.station.outbox import composing, saving
from rekam.station.outbox.models import Packet
from rekam.station.queue import actions as queue
from rekam.wire.recordings import (
    CONSENT,
    Absence,
    Accepted,
    Capture,
    Confirmation,
    Correction,
    Device,
    Format,
    Kind,
    Matched,
    Modality,
    Person,
    Recording,
    StepShare,
)

SEXES = {"m": "L", "f": "P"}
MODALITIES = {
    Step.FACE: Modality.FACE,
    Step.SIGNATURE: Modality.SIGNATURE,
    Step.IRISES: Modality.IRIS,
    Step.EXCEPTIONS: Modality.EXCEPTION_PHOTO,
    Step.REVIEW: Modality.CONSENT,
    **dict.fromkeys(HANDS, Modality.FINGER),
}
SIGNED_BY_HAND = {Step.SIGNATURE: "Signature", Step.REVIEW: CONSENT}  # as an absence names them
Kept = dict[Step, tuple[Shot, int]]


def finish(*, draft: Draft, by: Operator, at: datetime) -> Made:
    """In one transaction: sealed, the draft gone, the ticket done. If any of it fails, nothing happened."""
    work = actions.may_finish(draft, by=by.pk)
    work.spend(Step.REVIEW, at, by.pk)
    kept, code = shots.kept(draft), slips.code(secrets.randbelow(31) for _ in range(slips.LENGTH))
    recording = _recording(work, kept, code=code, operator=by, started_at=draft.started_at, at=at)
    made = Made(
        ticket=draft.ticket,
        slip_code=code,
        packet_id=recording.packet_id,
        visit=recording.visit or "",
        place_code=recording.place_code,
        operator=by.pk,
        is_simulated=any(shot.is_simulated for shot, _ in kept.values()),
        started_at=draft.started_at,
        finished_at=at,
        seconds=work.seconds,
        quality=[asdict(each) for each in _counted(kept, by.pk)],
    )
    saving.finish(recording=recording, by=by, at=at, draft=_Settled(draft, made, at))
    return made


@dataclass(frozen=True)
class _Settled:
    """What happens to a draft in the transaction that keeps its packet."""

    draft: Draft
    made: Made
    at: datetime

    def delete(self) -> None:
        """Only what is still as it was sealed: another window may have changed or ended it."""
        held = Draft.objects.filter(pk=self.draft.pk).values_list("saved_at", flat=True).first()
        if held is None:
            raise keeping.gone()
        if held != self.draft.saved_at:
            raise actions.something_changed()
        self.draft.delete()
        self.made.save(force_insert=True)
        queue.finish(ticket=self.made.ticket, at=self.at)


def packet_of(made: Made) -> Packet:
    """How many disks hold it, and whether the office does."""
    return Packet.objects.get(packet_id=made.packet_id)


def _recording(
    work: Work, kept: Kept, *, code: str, operator: Operator, started_at: datetime, at: datetime
) -> Recording:
    return composing.compose(
        Kind.RECORDING,
        by=operator,
        started_at=started_at,
        at=at,
        slip_code=code,
        person=_person(work),
        corrections=tuple(
            Correction(each.field, each.was, each.now, each.document.value, each.number)
            for each in work.corrections
        ),
        captures=tuple(
            capture
            for step, (shot, made) in kept.items()
            for capture in _captures(step, shot, made, operator=operator.pk)
        ),
        absences=_absences(work),
        accepted=_accepted(work, kept),
        confirmation=_confirmation(kept),
        **_seconds(work, operator.pk),
        shown=bytes.fromhex(work.shown),
        again=work.again,
    )


def _seconds(work: Work, finisher: str) -> dict[str, Any]:
    """The sums are made of whole seconds of each, so that what is nobody else's is the finisher's own."""
    sums, shares = dict[str, int](), list[StepShare]()
    for step, took in work.seconds.items():
        others = {who: each for who, each in work.shares.get(step, {}).items() if who != finisher}
        shares += [StepShare(step, bytes.fromhex(who), round(each)) for who, each in others.items()]
        own = max(0.0, took - sum(others.values()))
        sums[step] = round(own) + sum(round(each) for each in others.values())
    return {"step_seconds": sums, "shares": tuple(shares)}


def _person(work: Work) -> Person:
    person = work.person
    assert person
    return Person(
        pack_token=person.token or None,
        nik=person.nik or None,
        kk=_sixteen(work.value("kk")),
        name=work.value("name"),
        born=work.born,
        sex=SEXES[work.value("sex")],
        area=person.area,
        matched=Matched(person.matched.value),
    )


def _sixteen(number: str) -> str | None:
    """A register may hold a shorter one; what is no family card number is not sent as one."""
    return number if len(number) == niks.LENGTH and number.isdigit() else None


def _captures(step: Step, shot: Shot, made: int, *, operator: str) -> Iterable[Capture]:
    if step not in MODALITIES:
        return []  # the index fingers again were compared; their images are not sent a second time
    by = bytes.fromhex(shot.operator) if shot.operator not in ("", operator) else None
    return [_capture(step, shot, piece, made, by) for piece in shot.pieces.all()]


def _capture(step: Step, shot: Shot, piece: Piece, made: int, by: bytes | None) -> Capture:
    has_quality = step not in (*SIGNED_BY_HAND, Step.EXCEPTIONS)
    return Capture(
        modality=MODALITIES[step],
        parts=_names([piece.part]) if step in (*HANDS, Step.IRISES) else (),
        format=Format(piece.format),
        data=bytes(piece.data),
        quality=piece.quality if has_quality else None,
        tries=made,
        device=_device(shot),
        taken_at=shot.at,
        operator=by,
    )


def _device(shot: Shot) -> Device | None:
    """A signature has none. Of a plate any word will do: some devices name no model."""
    if not (shot.make or shot.model or shot.serial or shot.is_simulated):
        return None
    return Device(shot.make, shot.model, shot.serial, shot.is_simulated)


def _names(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(SUBTYPES[Part(part)] for part in parts)


def _absences(work: Work) -> tuple[Absence, ...]:
    second = bytes.fromhex(work.second) if work.second else None
    found = [Absence(SUBTYPES[each.part], each.why.value, second, each.note) for each in work.exempts]
    unsigned = [
        (part, work.cannot_sign[step]) for step, part in SIGNED_BY_HAND.items() if step in work.cannot_sign
    ]
    return (*found, *(Absence(part, why, None, "") for part, why in unsigned))


def _accepted(work: Work, kept: Kept) -> tuple[Accepted, ...]:
    limits, found = pack.limits(), []
    for name, reason in work.accepted.items():
        step = Step(name)
        scores = shots.scores(kept[step][0])
        low = [part for part, score in scores.items() if score < limits.of(step)]
        parts = _names(low) if step != Step.FACE else ()
        found.append(Accepted(parts, tries.lowest(scores), limits.of(step), reason, ""))
    return tuple(found)


def _confirmation(kept: Kept) -> Confirmation | None:
    if Step.CONFIRM not in kept:
        return None
    scores = shots.scores(kept[Step.CONFIRM][0])
    score, threshold = tries.lowest(scores), pack.limits().likeness
    return Confirmation(_names(scores), score, threshold, score >= threshold)


def _counted(kept: Kept, operator: str) -> Iterable[Counted]:
    """How each capture counts for its device and for whoever took it; *operator* finished the recording."""
    limits = pack.limits()
    for step, (shot, made) in kept.items():
        if step not in (*SIGNED_BY_HAND, Step.EXCEPTIONS):
            score = tries.lowest(shots.scores(shot))
            by = shot.operator or operator
            yield Counted(step.value, shot.serial, by, score, made, score < limits.of(step))
