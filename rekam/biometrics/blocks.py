"""What the three kinds of image record share: the general header, the device and the quality blocks.

ISO/IEC 19794-1:2011 lays it down once. A quality is 0 to 100; 254 says that nobody measured it and 255 that
measuring failed, and both are read as unknown.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TypeVar

from rekam.biometrics.octets import Reader, moment_bytes
from rekam.biometrics.trouble import BadRecord

HEADER = 16
UNMEASURED, FAILED = 254, 255
Kind = TypeVar("Kind", bound=IntEnum)


@dataclass(frozen=True, kw_only=True)
class Capture:
    """When, with which kind of device and how well one image was captured."""

    at: datetime | None = None
    technology: int = 0
    vendor: int = 0
    device_type: int = 0
    quality: int | None = None


def quality_bytes(quality: int | None) -> bytes:
    if quality is None:
        return b"\x00"
    if not 0 <= quality <= 100:
        raise BadRecord("record.bad_value", f"a quality of {quality}")
    return b"\x01" + bytes([quality]) + b"\x00\x00\x00\x00"


def capture_bytes(capture: Capture) -> bytes:
    return (
        moment_bytes(capture.at)
        + bytes([capture.technology])
        + capture.vendor.to_bytes(2, "big")
        + capture.device_type.to_bytes(2, "big")
        + quality_bytes(capture.quality)
    )


def read_capture(reader: Reader) -> Capture:
    at, technology = reader.moment(), reader.number(1)
    vendor, device_type = reader.number(2), reader.number(2)
    blocks = [reader.take(5) for _ in range(reader.number(1))]
    return Capture(
        at=at, technology=technology, vendor=vendor, device_type=device_type, quality=_quality(blocks)
    )


def _quality(blocks: list[bytes]) -> int | None:
    """The first block speaks; a value between 101 and 253 does not exist."""
    if not blocks or blocks[0][0] in (UNMEASURED, FAILED):
        return None
    if blocks[0][0] > 100:
        raise BadRecord("record.bad_value", f"a quality of {blocks[0][0]}")
    return blocks[0][0]


def open_record(data: bytes, kind: bytes, version: bytes) -> tuple[Reader, int]:
    """The reader behind format, version and length, and how many representations are announced."""
    reader = Reader(data)
    reader.expect(kind, "the format identifier")
    reader.expect(version, "the version")
    said = reader.number(4)
    if said != len(data):
        raise BadRecord("record.wrong_length", f"{said} bytes announced, {len(data)} came")
    return reader, reader.number(2)


def representation(reader: Reader) -> Reader:
    """The next representation with its own length, which must fit into what is left."""
    length = reader.number(4)
    return Reader(reader.take(length - 4))


def image(reader: Reader, most: int) -> bytes:
    """The image at the end of a representation: its length, itself, and nothing else."""
    length = reader.number(4)
    if not 0 < length <= most:
        raise BadRecord("record.bad_value", f"an image of {length} bytes")
    return reader.take(length)


def pixels(count: int) -> int:
    if count == 0:
        raise BadRecord("record.bad_value", "an image without width or height")
    return count


def one_of(kind: type[Kind], value: int) -> Kind:
    try:
        return kind(value)
    except ValueError as error:
        raise BadRecord("record.bad_value", str(error)) from error
