"""Fingers and eyes that are not captured: which and why, the photograph, and the officer who saw it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rekam.biometrics import compress
from rekam.biometrics.trouble import BadRecord
from rekam.domain.recording.parts import Part
from rekam.domain.recording.steps import Step
from rekam.domain.trouble import RuleBroken, Trouble
from rekam.station.counter import actions, desk, drafts, refusals, shots, tried, words
from rekam.station.counter.models import Draft
from rekam.station.counter.shots import CAMERA, Image, Tried
from rekam.station.operators import doors, signing_in

_NO_PICTURE = "The camera sent no picture: look whether it is plugged in, then take it again."


def page(draft: Draft, request: HttpRequest) -> dict[str, Any]:
    work = draft.work
    listed = [(words.PARTS[each.part], words.WHY[each.why], each.note) for each in work.exempts]
    made = tried.page(draft, Step.EXCEPTIONS)
    return {**made, "exempts": listed, "device": desk.device_for(Step.FACE)}


@doors.signed_in
@require_POST
def exempt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One finger or eye less. The hand is captured without it."""
    draft, given = drafts.held(pk), request.POST
    part = given.get("part", "")
    if part not in set(Part):
        return drafts.back(draft)
    try:
        actions.except_part(
            draft=draft,
            part=part,
            why=given.get("why", ""),
            note=given.get("note", ""),
            at=timezone.now(),
        )
    except RuleBroken as broken:
        return drafts.told(request, draft, broken)
    return drafts.back(draft)


@doors.signed_in
@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    draft, part = drafts.held(pk), request.POST.get("part", "")
    if part in set(Part):
        actions.restore_part(draft=draft, part=Part(part), at=timezone.now())
    return drafts.back(draft)


@doors.signed_in
@require_POST
@drafts.answers
def photograph(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hands and face together: what is missing can be seen."""
    draft = drafts.held(pk)
    try:
        compress.unpack(request.body)
    except BadRecord as broken:
        raise RuleBroken("camera.no_picture", _NO_PICTURE) from broken
    made = Tried(CAMERA, [Image("photo", "jpeg", request.body, 0)])
    by = str(request.operator.pk)  # type: ignore[attr-defined]
    shots.keep_alone(draft=draft, step=Step.EXCEPTIONS, tried=made, by=by, at=timezone.now())
    return drafts.go(draft, Step.EXCEPTIONS)


@doors.signed_in
@require_POST
def witness(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second officer signs with their own password; the first stays signed in."""
    draft = drafts.held(pk)
    try:
        given = request.POST
        second = signing_in.confirm(login=given.get("login", ""), secret=given.get("password", ""))
        actions.witness(
            draft=draft,
            by=str(request.operator.pk),  # type: ignore[attr-defined]
            second=str(second.pk),
            second_name=second.name,
            at=timezone.now(),
        )
    except Trouble as trouble:
        more = {**page(draft, request), "refusal": refusals.said(trouble)}
        return drafts.show(request, draft, Step.EXCEPTIONS, status=409, **more)
    return drafts.back(draft)
