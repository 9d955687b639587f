"""The photograph: judged while one looks into the camera, and again when it is taken."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rekam.biometrics import compress, faces, iso_face
from rekam.biometrics.faces import FaceQuality
from rekam.biometrics.trouble import BadRecord
from rekam.domain.recording import portrait, steps
from rekam.domain.recording.steps import Step
from rekam.domain.trouble import RuleBroken
from rekam.station.counter import desk, drafts, shots, tried, words
from rekam.station.counter.models import Draft
from rekam.station.counter.pictures import pixels
from rekam.station.counter.shots import CAMERA, Image, Tried
from rekam.station.devices import DeviceTrouble, Observed, reporting
from rekam.station.operators import doors

CAMERA_TROUBLE = ("camera.none", "camera.busy", "camera.not_allowed", "camera.stopped")
_NO_PICTURE = "The camera sent no picture: look whether it is plugged in, then take it again."


def colour(draft: Draft) -> portrait.Background:
    return portrait.background(draft.work.born)


def page(draft: Draft, request: HttpRequest) -> dict[str, Any]:
    wanted = colour(draft)
    return {
        **tried.page(draft, Step.FACE),
        "colour": wanted.value,
        "colour_word": words.COLOURS[wanted.value],
        "year": str(draft.work.born.year),
        "checks": [(name, label) for name, (label, _) in words.CHECKS.items()],
        "device": desk.device_for(Step.FACE),
    }


@doors.signed_in
@require_POST
@drafts.answers
def live(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is right and what is not about the picture of this moment. Nothing of it is kept."""
    draft = drafts.held(pk)
    steps.check_may_do(Step.FACE, draft.work.done, draft.work.steps)
    found = _judged(draft, request.body)
    failing = {remark.value for remark in found.remarks}
    return JsonResponse(
        {
            "score": found.score,
            "checks": {name: not (failing & codes) for name, (_, codes) in words.CHECKS.items()},
            "remark": _first(draft, found),
        }
    )


def _first(draft: Draft, found: FaceQuality) -> str:
    return tried.face_remark(draft, found.remarks[0].value) if found.remarks else ""


def _judged(draft: Draft, jpeg: bytes) -> FaceQuality:
    try:
        picture = compress.unpack(jpeg)
    except BadRecord as broken:
        raise RuleBroken("camera.no_picture", _NO_PICTURE) from broken
    return faces.quality(picture, background=faces.Background(colour(draft).value))


@doors.signed_in
@require_POST
@drafts.answers
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The picture that the browser's camera took. One in which no face is found, or more than one, is a try
    without a score: a bandage or a dark room sends nobody home, and the operator sees what is kept.
    """
    draft = drafts.held(pk)
    steps.check_may_do(Step.FACE, draft.work.done, draft.work.steps)
    found = _judged(draft, request.body)
    image = Image("face", "iso19794-5", as_record(request.body), found.score)
    made = Tried(CAMERA, [image], [remark.value for remark in found.remarks])
    by = str(request.operator.pk)  # type: ignore[attr-defined]
    shots.keep(draft=draft, step=Step.FACE, tried=made, by=by, at=timezone.now())
    return drafts.go(draft, Step.FACE)


@doors.signed_in
@require_POST
@drafts.answers
def camera(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The browser's camera gives no picture: why, in one sentence. What came of a try, or of pulling it out,
    is noted and reported like trouble with any other device of the kit.
    """
    drafts.held(pk)
    given = request.POST
    code = f"camera.{given.get('code', '')}"
    detail = given.get("detail", "")[:40]
    observed = Observed(
        "getUserMedia", 0, timezone.now(), kind="camera", detail=detail if detail.isalpha() else ""
    )
    trouble = DeviceTrouble(code if code in CAMERA_TROUBLE else "camera.none", observed)
    if given.get("noted"):
        reporting.note(trouble, by=request.operator, at=timezone.now())  # type: ignore[attr-defined]
    raise trouble


def looked_over(draft: Draft, made: Tried) -> Tried:
    """What a device took, judged like the camera's: the device does not know which cloth is needed."""
    [image] = made.images
    found = faces.quality(pixels(image.format, image.data), background=faces.Background(colour(draft).value))
    return replace(
        made,
        images=[replace(image, quality=min(image.quality, found.score))],
        remarks=[remark.value for remark in found.remarks],
    )


def as_record(jpeg: bytes) -> bytes:
    """The camera's own JPEG, as it is, inside the record of the standard."""
    width, height = compress.size(jpeg)
    return iso_face.write(
        [iso_face.FaceImage(width=width, height=height, image=jpeg, format=iso_face.Format.JPEG)]
    )
