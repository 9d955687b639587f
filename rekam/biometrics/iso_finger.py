"""Finger image records of ISO/IEC 19794-4:2011, as the field writes them: one finger in each record.

Version 020, images of 500 dpi or more in JPEG 2000 or WSQ. A record is refused when it is cut, when a length
lies or when a number stands for nothing; what a device may leave open (vendor, time, quality) may be open.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from rekam.biometrics import blocks
from rekam.biometrics.blocks import Capture
from rekam.biometrics.octets import Reader
from rekam.biometrics.trouble import BadRecord

KIND, VERSION = b"FIR\0", b"020\0"
LARGEST_IMAGE = 16 * 1024 * 1024
PER_INCH, PER_CENTIMETRE = 1, 2
LEAST_DPI = 490  # 500 dpi within the two percent that certification allows a scanner


class Position(IntEnum):
    """Table 6: which finger."""

    UNKNOWN = 0
    RIGHT_THUMB = 1
    RIGHT_INDEX = 2
    RIGHT_MIDDLE = 3
    RIGHT_RING = 4
    RIGHT_LITTLE = 5
    LEFT_THUMB = 6
    LEFT_INDEX = 7
    LEFT_MIDDLE = 8
    LEFT_RING = 9
    LEFT_LITTLE = 10
    RIGHT_FOUR = 13
    LEFT_FOUR = 14
    TWO_THUMBS = 15


class Compression(IntEnum):
    """Table 11: how the image is packed."""

    NONE = 0
    WSQ = 2
    JPEG = 3
    JPEG2000 = 4
    JPEG2000_LOSSLESS = 5
    PNG = 6


class Impression(IntEnum):
    """Table 10, the kinds a live scanner makes."""

    LIVE_PLAIN = 0
    LIVE_ROLLED = 1
    LIVE_SWIPE = 8
    CONTACTLESS_PLAIN = 24
    UNKNOWN = 29


@dataclass(frozen=True, kw_only=True)
class FingerImage:
    """One representation: an image of one finger (or of one slap)."""

    position: Position
    width: int
    height: int
    image: bytes
    compression: Compression = Compression.JPEG2000_LOSSLESS
    dpi: int = 500
    impression: int = Impression.LIVE_PLAIN
    bits: int = 8
    capture: Capture = field(default_factory=Capture)
    extended: bytes = b""  # segmentation, annotation, comment: carried along, not looked into


def write(fingers: Sequence[FingerImage]) -> bytes:
    """One record of these images."""
    if not 0 < len(fingers) < 256:
        raise BadRecord("record.bad_value", f"{len(fingers)} representations")
    bodies = b"".join(_written(finger, number) for number, finger in enumerate(fingers))
    positions = {finger.position for finger in fingers}
    total = blocks.HEADER + len(bodies)
    return KIND + VERSION + struct.pack(">IHBB", total, len(fingers), 0, len(positions)) + bodies


def _written(finger: FingerImage, number: int) -> bytes:
    body = (
        blocks.capture_bytes(finger.capture)
        + struct.pack(">BBB4H", finger.position, number, PER_INCH, *[finger.dpi] * 4)
        + struct.pack(">BBB", finger.bits, finger.compression, finger.impression)
        + struct.pack(">HHI", finger.width, finger.height, len(finger.image))
        + finger.image
        + finger.extended
    )
    return (len(body) + 4).to_bytes(4, "big") + body


def read(data: bytes) -> tuple[FingerImage, ...]:
    """The images of a record; :class:`BadRecord` when it cannot be believed."""
    reader, count = blocks.open_record(data, KIND, VERSION)
    certified, present = reader.number(1), reader.number(1)
    if not count or certified > 1:
        raise BadRecord("record.bad_value", f"{count} representations, certification flag {certified}")
    fingers = tuple(_read(blocks.representation(reader), bool(certified)) for _ in range(count))
    reader.finished()
    if present != len({finger.position for finger in fingers}):
        raise BadRecord("record.bad_value", f"{present} positions announced")
    return fingers


def _read(reader: Reader, certified: bool) -> FingerImage:
    capture = blocks.read_capture(reader)
    if certified:
        reader.take(3 * reader.number(1))
    position, _, unit = reader.number(1), reader.number(1), reader.number(1)
    _, _, across, down = (reader.number(2) for _ in range(4))
    bits, compression, impression = (reader.number(1) for _ in range(3))
    width, height = reader.number(2), reader.number(2)
    image = blocks.image(reader, LARGEST_IMAGE)
    return FingerImage(
        position=blocks.one_of(Position, position),
        width=blocks.pixels(width),
        height=blocks.pixels(height),
        image=image,
        compression=blocks.one_of(Compression, compression),
        dpi=_dpi(unit, across, down),
        impression=impression,
        bits=bits,
        capture=capture,
        extended=reader.take(reader.left),
    )


def _dpi(unit: int, across: int, down: int) -> int:
    if unit not in (PER_INCH, PER_CENTIMETRE) or across != down:
        raise BadRecord("record.bad_value", f"a sampling rate of {across} x {down} in unit {unit}")
    return across if unit == PER_INCH else round(across * 2.54)
