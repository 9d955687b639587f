"""Steps that a device captures: hands, thumbs, irises, and the index fingers again."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.recording import parts, steps
from rekam.domain.recording.exceptions import Why
from rekam.domain.recording.steps import Step
from rekam.domain.trouble import RuleBroken
from rekam.station.counter import actions, comparing, desk, drafts, faces, pack, refusals, shots, tried, words
from rekam.station.counter.models import Draft
from rekam.station.counter.words import STEP_OF
from rekam.station.devices import DeviceTrouble, reporting
from rekam.station.operators import doors
from rekam.station.packs import queries as packs

BY_THE_CLOCK = frozenset({"device.certificate_expired", "device.wrong_time"})
_NO_DEVICE = "No device for this step answers: plug it in, or choose to go on at another laptop."


def page(draft: Draft, request: HttpRequest) -> dict[str, Any]:
    work, here = draft.work, STEP_OF[request.resolver_match.kwargs["slug"]]  # type: ignore[union-attr]
    exempted = {each.part: each for each in work.exempts}
    whole = parts.expected(here, work.exceptions) if here == Step.CONFIRM else parts.WANTED[here]
    found = tried.page(draft, here)
    device = desk.device_for(here, work.exceptions)
    scores = {each.part: each for each in found["scored"]}
    return {
        **found,
        "wanted": len(parts.expected(here, work.exceptions)),
        "parts": [
            (part.value, words.PARTS[part], exempted.get(part), scores.get(part.value)) for part in whole
        ],
        "why": [(each.value, words.WHY[each]) for each in Why],
        "device": device,
        "lacking": "" if device else _why(here),
        "may_except": here != Step.CONFIRM,
    }


def _why(here: Step) -> str:
    """What is known of the device that should be there."""
    trouble = desk.lacking(here)
    return refusals.said(trouble).sentence if trouble else ""


@doors.signed_in
@require_POST
@drafts.answers
def take(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """One try. A device that hangs is let go of, and what it answers later is nobody's."""
    draft, here = drafts.held(pk), drafts.captured_step(slug)
    steps.check_may_do(here, draft.work.done, draft.work.steps)  # no device is asked for what is not due
    left_out = draft.work.exceptions
    device = desk.device_now(here, left_out, but=request.GET.get("bukan", ""))
    try:
        if device is None:
            raise desk.lacking(here) or RuleBroken("device.none", _NO_DEVICE)
        made = desk.capture(here, left_out, device=device, transaction=draft.pk, limits=pack.limits())
    except DeviceTrouble as trouble:
        _check_clock(trouble)
        # Of a program at a port nobody knows which device it is.
        if trouble.observed.kind and not _is_doubtful(trouble):
            reporting.note(trouble, by=request.operator, at=timezone.now())  # type: ignore[attr-defined]
        raise
    if here == Step.FACE:
        made = faces.looked_over(draft, made)
    if here == Step.CONFIRM:
        made = comparing.compared(draft, made)
    by = str(request.operator.pk)  # type: ignore[attr-defined]
    shots.keep(draft=draft, step=here, tried=made, by=by, at=timezone.now())
    return drafts.go(draft, here)


def _check_clock(trouble: DeviceTrouble) -> None:
    """Under a clock that is surely wrong a good device seems to be broken: it is the clock that is told."""
    now = timezone.now()
    if trouble.code in BY_THE_CLOCK and packs.is_clock_behind(now):
        raise actions.clock_behind(now) from trouble


def _is_doubtful(trouble: DeviceTrouble) -> bool:
    """With a pack that has expired too, the clock may be ahead: no fault of a device is made of it."""
    return trouble.code in BY_THE_CLOCK and packs.has_expired(timezone.now())


@doors.signed_in
@require_POST
def accept(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """Go on with the best of the tries."""
    draft, here = drafts.held(pk), drafts.judged_step(slug)
    reason, by = request.POST.get("reason", ""), str(request.operator.pk)  # type: ignore[attr-defined]
    try:
        shots.accept(draft=draft, step=here, reason=reason, limits=pack.limits(), by=by, at=timezone.now())
    except RuleBroken as broken:
        return drafts.told(request, draft, broken)
    return drafts.back(draft)


@doors.signed_in
@require_POST
def start_again(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    draft, here = drafts.held(pk), drafts.captured_step(slug)
    shots.start_again(draft=draft, step=here, at=timezone.now())
    return redirect(drafts.address(draft, here))


@doors.signed_in
@require_safe
@drafts.answers
def picture(request: HttpRequest, pk: UUID, slug: str) -> HttpResponseBase:
    """The live picture of the device, frame after frame, until the page is left; or why there is none."""
    draft, here = drafts.held(pk), drafts.captured_step(slug)
    device = desk.device_for(here, draft.work.exceptions)
    if device is None:
        raise desk.lacking(here) or RuleBroken("device.none", _NO_DEVICE)
    frames = desk.frames(device, here)
    return StreamingHttpResponse(_in_parts(frames), content_type="multipart/x-mixed-replace; boundary=frame")


def _in_parts(frames: Iterator[bytes]) -> Iterator[bytes]:
    for frame in frames:
        head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(frame)
        yield head + frame + b"\r\n"
