"""Iris image records of ISO/IEC 19794-6:2011: one eye in each representation."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from rekam.biometrics import blocks
from rekam.biometrics.blocks import Capture
from rekam.biometrics.octets import Reader
from rekam.biometrics.trouble import BadRecord

KIND, VERSION = b"IIR\0", b"020\0"
LARGEST_IMAGE = 16 * 1024 * 1024
UNKNOWN = 0  # of a circle's place or size
ANGLE_UNKNOWN = 0xFFFF


class Eye(IntEnum):
    UNKNOWN = 0
    RIGHT = 1
    LEFT = 2


class Kind(IntEnum):
    """How much of the eye's surroundings the image still has."""

    UNCROPPED = 1
    VGA = 2
    CROPPED = 3
    CROPPED_AND_MASKED = 7


class Format(IntEnum):
    RAW = 2
    JPEG2000 = 10
    PNG = 14


class Loss(IntEnum):
    """What compression has cost, in the upper two bits of the image's properties."""

    UNKNOWN = 0
    LOSSLESS = 1
    LOSSY = 2


@dataclass(frozen=True, kw_only=True)
class IrisImage:
    """One representation. ``centre`` and ``diameter`` are of the iris in pixels, when known."""

    eye: Eye
    width: int
    height: int
    image: bytes
    kind: Kind = Kind.VGA
    format: Format = Format.JPEG2000
    loss: Loss = Loss.UNKNOWN
    bits: int = 8
    centre: tuple[int, int] | None = None
    diameter: int | None = None
    capture: Capture = field(default_factory=Capture)


def write(eyes: Sequence[IrisImage]) -> bytes:
    if not 0 < len(eyes) < 65536:
        raise BadRecord("record.bad_value", f"{len(eyes)} representations")
    bodies = b"".join(_written(eye, number) for number, eye in enumerate(eyes, 1))
    present = len({eye.eye for eye in eyes})
    total = blocks.HEADER + len(bodies)
    return KIND + VERSION + struct.pack(">IHBB", total, len(eyes), 0, present) + bodies


def _written(eye: IrisImage, number: int) -> bytes:
    x, y = eye.centre or (UNKNOWN, UNKNOWN)
    size = eye.diameter or UNKNOWN
    body = (
        blocks.capture_bytes(eye.capture)
        + struct.pack(">H", number)
        + struct.pack(">BBBB", eye.eye, eye.kind, eye.format, eye.loss << 6)
        + struct.pack(">HHB", eye.width, eye.height, eye.bits)
        + struct.pack(">HHH", 0, ANGLE_UNKNOWN, ANGLE_UNKNOWN)
        + struct.pack(">6H", x, x, y, y, size, size)
        + len(eye.image).to_bytes(4, "big")
        + eye.image
    )
    return (len(body) + 4).to_bytes(4, "big") + body


def read(data: bytes) -> tuple[IrisImage, ...]:
    """The images of a record; :class:`BadRecord` when it cannot be believed."""
    reader, count = blocks.open_record(data, KIND, VERSION)
    certified, present = reader.number(1), reader.number(1)
    if not count or certified:
        raise BadRecord("record.bad_value", f"{count} representations, certification flag {certified}")
    eyes = tuple(_read(blocks.representation(reader)) for _ in range(count))
    reader.finished()
    if present != len({eye.eye for eye in eyes}):
        raise BadRecord("record.bad_value", f"{present} eyes announced")
    return eyes


def _read(reader: Reader) -> IrisImage:
    capture = blocks.read_capture(reader)
    reader.take(2)
    eye, kind, form, properties = (reader.number(1) for _ in range(4))
    width, height, bits = reader.number(2), reader.number(2), reader.number(1)
    reader.take(6)
    x_least, x_most, y_least, y_most, least, most = (reader.number(2) for _ in range(6))
    image = blocks.image(reader, LARGEST_IMAGE)
    reader.finished()
    return IrisImage(
        eye=blocks.one_of(Eye, eye),
        width=blocks.pixels(width),
        height=blocks.pixels(height),
        image=image,
        kind=blocks.one_of(Kind, kind),
        format=blocks.one_of(Format, form),
        loss=blocks.one_of(Loss, properties >> 6),
        bits=bits,
        centre=((x_least + x_most) // 2, (y_least + y_most) // 2) if x_most and y_most else None,
        diameter=(least + most) // 2 if most else None,
        capture=capture,
    )
