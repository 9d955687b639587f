"""The last step: the resident reads what was recorded, and signs for exactly that."""

import base64
import binascii
import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from rekam.domain.recording.steps import HANDS, Step
from rekam.station.counter import actions, drafts, pack, shots, words
from rekam.station.counter.models import Draft, Shot
from rekam.station.operators import doors

SHOWN = (Step.FACE, Step.SIGNATURE, *HANDS, Step.IRISES, Step.EXCEPTIONS)
DRAWING = "data:image/png;base64,"
PNG = b"\x89PNG"


def page(draft: Draft, request: HttpRequest) -> dict[str, Any]:
    work, kept, limits = draft.work, shots.kept(draft), pack.limits()
    assert work.person
    captured = {
        step: [(piece.pk, piece.quality, piece.part) for piece in kept[step][0].pieces.order_by("pk")]
        for step in SHOWN
        if step in kept
    }
    rows = [
        (label, words.said(name, work.value(name)), _was(draft, name)) for name, label in words.FIELDS.items()
    ]
    return {
        "person": work.person,
        "rows": rows,
        "photo": captured.get(Step.FACE, []),
        "signature": captured.get(Step.SIGNATURE, []),
        "fingers": [each for step in HANDS for each in captured.get(step, [])],
        "eyes": captured.get(Step.IRISES, []),
        "missing": captured.get(Step.EXCEPTIONS, []),
        "is_simulated": any(shot.is_simulated for shot, _ in kept.values()),
        "exempts": [(words.PARTS[each.part], words.WHY[each.why]) for each in work.exempts],
        "shown": now_shown(draft),
        "cannot": words.CANNOT_SIGN,
        "limits": limits,
    }


def _was(draft: Draft, name: str) -> str:
    """What stood there before it was corrected."""
    return next((words.said(name, each.was) for each in draft.work.corrections if each.field == name), "")


def now_shown(draft: Draft) -> str:
    """The hash of what is shown now. If anything changes meanwhile, the signature is not for it."""
    kept = shots.kept(draft)
    return actions.shown(draft.work, {step.value: _hash(kept[step][0]) for step in SHOWN if step in kept})


def _hash(shot: Shot) -> str:
    found = hashlib.sha256()
    for piece in sorted(shot.pieces.all(), key=lambda each: each.part):
        found.update(hashlib.sha256(bytes(piece.data)).digest())
    return found.hexdigest()


def drawn(given: str) -> bytes:
    """The signature as the pad sends it: a PNG in a data address, or nothing."""
    if not given.startswith(DRAWING):
        return b""
    try:
        picture = base64.b64decode(given.removeprefix(DRAWING), validate=True)
    except binascii.Error:
        return b""
    return picture if picture.startswith(PNG) else b""


@doors.signed_in
@require_POST
@drafts.answers
def signature(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The signature for the card."""
    draft = drafts.held(pk)
    actions.keep_signature(
        draft=draft,
        step=Step.SIGNATURE,
        drawn=drawn(request.POST.get("drawn", "")),
        cannot=request.POST.get("cannot", ""),
        by=str(request.operator.pk),  # type: ignore[attr-defined]
        at=timezone.now(),
    )
    return drafts.go(draft)
