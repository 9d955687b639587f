"""The picture inside a record, as a browser can show it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from rekam.biometrics import compress, iso_face, iso_finger, iso_iris
from rekam.station.counter.models import Piece
from rekam.station.operators import doors

PLAIN = {"png": "image/png", "jpeg": "image/jpeg"}


@doors.signed_in
@require_safe
def piece(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    found = get_object_or_404(Piece, pk=number, shot__draft=pk)
    data = bytes(found.data)
    if found.format in PLAIN:
        return HttpResponse(data, content_type=PLAIN[found.format])
    return HttpResponse(as_png(found.format, data), content_type="image/png")


def as_png(kind: str, data: bytes) -> bytes:
    return compress.png(pixels(kind, data))


def pixels(kind: str, data: bytes) -> compress.Pixels:
    if kind == "iso19794-4":
        return compress.unpack(iso_finger.read(data)[0].image)
    if kind == "iso19794-5":
        return compress.unpack(iso_face.read(data)[0].image)
    return compress.unpack(iso_iris.read(data)[0].image)
