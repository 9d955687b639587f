"""WSQ, the FBI's way of packing a fingerprint, through the library; unpacking in a process of its own.

The library is the reference code in C. On bytes that were made to harm it it can crash, as trying hundreds
of damaged images showed, and a crash would take a station or the office's worker with it. So its reader runs
in a small process that may crash, has a time limit, and gets nothing but the bytes.
"""

import struct
import subprocess
import sys
from pathlib import Path

import _wsq
import numpy as np
from numpy.typing import NDArray

from rekam.biometrics.octets import Reader
from rekam.biometrics.trouble import BadRecord

Pixels = NDArray[np.uint8]

START = b"\xff\xa0"
FRAME = b"\xff\xa2"
TABLES = (b"\xff\xa3", b"\xff\xa4", b"\xff\xa5", b"\xff\xa6", b"\xff\xa7", b"\xff\xa8")
RATIO = 12  # about twelve to one: 0.75 bits for each pixel
SECONDS = 10.0
LIBRARY = str(Path(_wsq.__file__).parent)
READER = """
import struct, sys
sys.path.insert(0, sys.argv[1])
import _wsq
pixels, width, height, dpi = _wsq.decompress(sys.stdin.buffer.read())
sys.stdout.buffer.write(struct.pack(">II", width, height) + bytes(pixels))
"""


def pack(grey: Pixels) -> bytes:
    height, width = grey.shape
    return bytes(_wsq.compress(np.ascontiguousarray(grey).tobytes(), height, width, RATIO))


def size(data: bytes) -> tuple[int, int]:
    """Width and height as the frame announces them."""
    reader = Reader(data)
    reader.expect(START, "the beginning of a WSQ image")
    while (marker := reader.take(2)) in TABLES:
        reader.take(reader.number(2) - 2)
    if marker != FRAME:
        raise BadRecord("image.unreadable", f"marker {marker.hex()} in a WSQ image")
    reader.take(4)
    height, width = reader.number(2), reader.number(2)
    return width, height


def unpack(data: bytes) -> Pixels:
    width, height = size(data)
    found = _read_apart(data)
    if len(found) != 8 + width * height or struct.unpack(">II", found[:8]) != (width, height):
        raise BadRecord("image.unreadable", "a WSQ image of another size than it says")
    return np.frombuffer(found, np.uint8, offset=8).reshape(height, width).copy()


def _read_apart(data: bytes) -> bytes:
    command = [sys.executable, "-I", "-S", "-c", READER, LIBRARY]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise BadRecord("image.unreadable", "a WSQ image that takes too long") from error
    if done.returncode != 0:
        raise BadRecord("image.unreadable", "a damaged WSQ image")
    return done.stdout
