"""The answer to a capture, checked before anything of it is believed.

In this order: the device's own error, the signature and who vouches for it, the transaction and version,
the time, the quality, the data, the chain of hashes, the record, the parts that were asked for, and what is
on the pictures.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from rekam.biometrics import compress, fingers, irises, iso_face, iso_finger, iso_iris, ridges, slaps
from rekam.biometrics.trouble import BadRecord
from rekam.station.devices import protocol, tokens, trouble
from rekam.station.devices.protocol import Request, Type
from rekam.station.devices.tokens import Anchors
from rekam.station.devices.trouble import Glitch

FURTHEST_APART = timedelta(minutes=5)
IDENTITY = ("serialNo", "make", "model", "type", "deviceProvider", "deviceProviderId")
LEAST_SIDE = 64  # pixels: 3 mm of a finger; nothing could be measured on less
# Some devices put the device's name for an unknown finger; then the record's own position speaks.
UNKNOWN = "UNKNOWN"
PARTS_OF_POSITIONS = {
    iso_finger.Position[f"{side.upper()}_{short}"]: f"{side} {name}"
    for side in ("Left", "Right")
    for short, name in (
        ("INDEX", "IndexFinger"),
        ("MIDDLE", "MiddleFinger"),
        ("RING", "RingFinger"),
        ("LITTLE", "LittleFinger"),
        ("THUMB", "Thumb"),
    )
}
# How a finger may be packed, and what its image then is. JPEG spoils the ridges, and nobody sends PNG.
PACKED = {
    iso_finger.Compression.WSQ: ("WSQ",),
    iso_finger.Compression.JPEG2000: ("JPEG2000",),
    iso_finger.Compression.JPEG2000_LOSSLESS: ("JPEG2000",),
}
PARTS_OF_EYES = {iso_iris.Eye.LEFT: "Left", iso_iris.Eye.RIGHT: "Right"}


@dataclass(frozen=True)
class Part:
    """One finger, eye or face: its name, its ISO record and the device's score (0 to 100). A picture of a
    finger on which none is seen scores 0, whatever the device says: ``is_empty``.
    """

    subtype: str
    iso: bytes
    score: int
    is_empty: bool = False


@dataclass(frozen=True)
class Answer:
    parts: tuple[Part, ...]
    digital_id: dict[str, Any]
    at: datetime


def read(data: bytes, request: Request, anchors: Anchors, at: datetime) -> Answer:
    """The parts of a good answer, in the order in which they were asked for."""
    items = _items(data)
    for item in items:
        if glitch := trouble.said_by(item.get("error")):
            raise glitch
    payloads = [tokens.read(item.get("data"), anchors, at) for item in items]
    for item, payload in zip(items, payloads, strict=True):
        _belongs(item, payload, request)
        _in_time(payload, at)
    parts = [_part(payload) for payload in payloads]
    _chained(items, parts)
    named = [_named(part, protocol.WANTED[request.what].type) for part in parts]
    return Answer(_asked_for(named, request), _one_identity(payloads, anchors, at), at)


def _items(data: bytes) -> list[dict[str, Any]]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Glitch("device.broken_answer", "no JSON") from error
    found = said.get("biometrics") if isinstance(said, dict) else None
    if found is None and isinstance(said, dict) and isinstance(said.get("error"), dict):
        found = [said]
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Glitch("device.broken_answer", "no list of biometrics")
    if not found:
        raise Glitch("device.empty", "no biometrics in the answer")
    return found


def _belongs(item: dict[str, Any], payload: dict[str, Any], request: Request) -> None:
    version = str(item.get("specVersion", ""))
    if version != protocol.SPEC:
        raise Glitch("device.other_version", values={"version": version[:12] or "?", "wanted": protocol.SPEC})
    if payload.get("transactionId") != request.transaction_id:
        raise Glitch("device.other_transaction")
    if payload.get("purpose") != protocol.PURPOSE:
        raise Glitch("device.other_purpose", str(payload.get("purpose"))[:40])
    if payload.get("bioType") != protocol.WANTED[request.what].type:
        raise Glitch("device.not_asked", values={"shown": str(payload.get("bioType"))[:20]})


def _in_time(payload: dict[str, Any], at: datetime) -> None:
    try:
        said = protocol.read_moment(payload.get("timestamp"))
        apart, told = abs(at - said), protocol.moment(said)
    except (ValueError, OverflowError) as error:
        raise Glitch("device.broken_answer", "the timestamp") from error
    if apart > FURTHEST_APART:
        minutes = round(apart.total_seconds() / 60)
        raise Glitch("device.wrong_time", told, {"minutes": str(minutes)})


def _part(payload: dict[str, Any]) -> Part:
    score = _score(payload.get("qualityScore"))
    value = payload.get("bioValue")
    if not isinstance(value, str) or not value:
        raise Glitch("device.empty", "bioValue")
    try:
        iso = tokens.decoded(value)
    except ValueError as error:
        raise Glitch("device.broken_answer", "bioValue") from error
    return Part(str(payload.get("bioSubType") or ""), iso, score)


def _score(said: object) -> int:
    """A number from 0 to 100, as text or not; some devices write 87.0."""
    try:
        score = float(str(said))
    except ValueError as error:
        raise Glitch("device.no_score", str(said)[:20]) from error
    if not 0 <= score <= 100:
        raise Glitch("device.no_score", str(said)[:20])
    return round(score)


def _chained(items: list[dict[str, Any]], parts: list[Part]) -> None:
    """Each hash covers the one before it and this record, so none can be exchanged or left out."""
    previous = hashlib.sha256().digest()
    for item, part in zip(items, parts, strict=True):
        previous = hashlib.sha256(previous + hashlib.sha256(part.iso).digest()).digest()
        if str(item.get("hash")) != previous.hex().upper():
            raise Glitch("device.broken_chain", part.subtype)


def _named(part: Part, kind: Type) -> Part:
    """The record must be whole, hold one image, and say the same part as the answer."""
    try:
        name = {Type.FINGER: _finger, Type.IRIS: _eye, Type.FACE: _face}[kind](part.iso)
    except BadRecord as error:
        raise Glitch("device.bad_record", str(error)[:160]) from error
    said = part.subtype.strip()
    if said not in ("", UNKNOWN, name) and name:
        raise Glitch("device.bad_record", f"{said} in the answer, {name} in the record")
    return Part(name or ("" if said == UNKNOWN else said), part.iso, part.score)


def _finger(iso: bytes) -> str:
    images = iso_finger.read(iso)
    if len(images) != 1 or images[0].dpi < iso_finger.LEAST_DPI:
        raise BadRecord("record.bad_value", f"{len(images)} images, {images[0].dpi} dpi")
    packed = compress.form(images[0].image)
    if packed not in PACKED.get(images[0].compression, ()):
        raise BadRecord("record.bad_value", f"{packed}, said to be {images[0].compression.name}")
    _fits(images[0].image, images[0].width, images[0].height)
    return PARTS_OF_POSITIONS.get(images[0].position, "")


def _eye(iso: bytes) -> str:
    images = iso_iris.read(iso)
    if len(images) != 1:
        raise BadRecord("record.bad_value", f"{len(images)} images")
    _fits(images[0].image, images[0].width, images[0].height)
    irises.of_record(iso)  # half of a picture announces its whole size
    return PARTS_OF_EYES.get(images[0].eye, "")


def _face(iso: bytes) -> str:
    images = iso_face.read(iso)
    _fits(images[0].image, images[0].width, images[0].height)
    compress.measurable(compress.unpack(images[0].image))
    return ""


def _fits(image: bytes, width: int, height: int) -> None:
    if min(width, height) < LEAST_SIDE:
        raise BadRecord("record.bad_value", f"an image of {width} x {height}")
    if compress.size(image) != (width, height):
        raise BadRecord("record.bad_value", f"the image is not {width} x {height}")


def _asked_for(parts: Iterable[Part], request: Request) -> tuple[Part, ...]:
    """All that was asked for and nothing else, each once, and of no finger two pictures."""
    wanted = list(request.parts)
    found = {part.subtype: part for part in parts}
    missing = [name for name in wanted if name not in found]
    extra = [name for name in found if name not in wanted]
    if missing and not extra:
        values: dict[str, object] = {
            "found": str(len(wanted) - len(missing)),
            "wanted": str(len(wanted)),
            "missing": trouble.Names(missing),
        }
        raise Glitch("device.fewer", ", ".join(missing), values)
    if missing or extra:
        raise Glitch("device.not_asked", ", ".join(extra), {"shown": trouble.Names(extra)})
    kept = tuple(found[name] for name in wanted)
    return _looked_at(kept) if protocol.WANTED[request.what].type == Type.FINGER else kept


def _looked_at(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """An empty picture is a poor try, and no trouble of the device: worn fingers look like nothing too."""
    try:
        images = [fingers.of_record(part.iso) for part in parts]
    except BadRecord as error:
        raise Glitch("device.bad_record", str(error)[:160]) from error
    found = [ridges.measure(image) for image in images]
    if twice := slaps.same_finger_twice(images, found):
        raise Glitch("device.same_twice", " and ".join(parts[place].subtype for place in twice))
    return tuple(
        part if fingers.quality_of(one).shows_skin else replace(part, score=0, is_empty=True)
        for part, one in zip(parts, found, strict=True)
    )


def _one_identity(payloads: list[dict[str, Any]], anchors: Anchors, at: datetime) -> dict[str, Any]:
    """Who the device says it is: signed too, and the same in each item. Its own moment may differ."""
    each = [tokens.read(payload.get("digitalId"), anchors, at) for payload in payloads]
    who = {tuple(str(identity.get(name)) for name in IDENTITY) for identity in each}
    if len(who) > 1:
        raise Glitch("device.untrusted", f"{len(who)} devices in one answer")
    return each[0]
