"""Face image records of ISO/IEC 19794-5:2011: one still image, no landmarks."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from rekam.biometrics import blocks
from rekam.biometrics.blocks import Capture
from rekam.biometrics.octets import Reader
from rekam.biometrics.trouble import BadRecord

KIND, VERSION = b"FAC\0", b"030\0"
HEADER = 17
LARGEST_IMAGE = 16 * 1024 * 1024
NO_CERTIFICATES, ONE_MOMENT = 0, 0


class Kind(IntEnum):
    """The face image type: how strictly the picture was taken."""

    BASIC = 0
    FULL_FRONTAL = 1
    TOKEN_FRONTAL = 2


class Format(IntEnum):
    JPEG = 0
    JPEG2000_LOSSY = 1
    JPEG2000_LOSSLESS = 2
    PNG = 3


class Colours(IntEnum):
    UNSPECIFIED = 0
    RGB24 = 1
    YUV422 = 2
    GREY8 = 3


@dataclass(frozen=True, kw_only=True)
class FaceImage:
    """One representation. Nothing is said of sex, hair or eyes: the register knows what it needs."""

    width: int
    height: int
    image: bytes
    format: Format = Format.JPEG2000_LOSSY
    kind: Kind = Kind.FULL_FRONTAL
    colours: Colours = Colours.RGB24
    capture: Capture = field(default_factory=Capture)


def write(faces: Sequence[FaceImage]) -> bytes:
    if not 0 < len(faces) < 65536:
        raise BadRecord("record.bad_value", f"{len(faces)} representations")
    bodies = b"".join(_written(face) for face in faces)
    total = HEADER + len(bodies)
    return KIND + VERSION + struct.pack(">IHBH", total, len(faces), NO_CERTIFICATES, ONE_MOMENT) + bodies


def _written(face: FaceImage) -> bytes:
    nothing_said_of_the_person = bytes(17)
    body = (
        blocks.capture_bytes(face.capture)
        + nothing_said_of_the_person
        + struct.pack(">BBHH", face.kind, face.format, face.width, face.height)
        + struct.pack(">BHBB", 0, 0, 0, face.colours)
        + len(face.image).to_bytes(4, "big")
        + face.image
    )
    return (len(body) + 4).to_bytes(4, "big") + body


def read(data: bytes) -> tuple[FaceImage, ...]:
    """The images of a record; :class:`BadRecord` when it cannot be believed."""
    reader, count = blocks.open_record(data, KIND, VERSION)
    certified = reader.number(1)
    reader.take(2)
    if not count or certified:
        raise BadRecord("record.bad_value", f"{count} representations, certification flag {certified}")
    faces = tuple(_read(blocks.representation(reader)) for _ in range(count))
    reader.finished()
    return faces


def _read(reader: Reader) -> FaceImage:
    capture = blocks.read_capture(reader)
    landmarks = reader.number(2)
    reader.take(15 + 8 * landmarks)
    kind, form = reader.number(1), reader.number(1)
    width, height = reader.number(2), reader.number(2)
    reader.take(4)
    colours = reader.number(1)
    image = blocks.image(reader, LARGEST_IMAGE)
    reader.take(reader.left)  # a three-dimensional part may follow; it is not looked into
    return FaceImage(
        width=blocks.pixels(width),
        height=blocks.pixels(height),
        image=image,
        format=blocks.one_of(Format, form),
        kind=blocks.one_of(Kind, kind),
        colours=blocks.one_of(Colours, colours),
        capture=capture,
    )
