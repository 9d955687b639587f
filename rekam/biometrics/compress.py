"""Images as bytes and back: WSQ and JPEG 2000 as fingerprints travel, JPEG and PNG as pages show.

The libraries do the work. Before one of them unpacks anything, the size that the bytes announce is checked,
so that a small lie cannot fill the memory.
"""

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from rekam.biometrics import wsq_images
from rekam.biometrics.trouble import BadRecord

Pixels = NDArray[np.uint8]

MOST_PIXELS = 40_000_000
# No part of a finger, and no eye, is smaller or a stripe; what measures them needs some room around a pixel.
LEAST_SIDE, LONGEST_SHAPE = 32, 10
FORMATS = ("JPEG2000", "JPEG", "PNG")
# What the readers raise on bytes that are cut or made up.
UNREADABLE = (
    *(OSError, ValueError, SyntaxError, struct.error, IndexError, EOFError, MemoryError, OverflowError),
    *(zlib.error, KeyError, TypeError, Image.DecompressionBombError, Image.DecompressionBombWarning),
)


def wsq(grey: Pixels) -> bytes:
    """As the FBI's standard packs a fingerprint, about 12 to 1."""
    return wsq_images.pack(grey)


def jpeg2000(image: Pixels, *, ratio: float | None = None) -> bytes:
    """Without loss, or at least ``ratio`` to one. The codestream in its usual box (JP2)."""
    options: dict[str, Any] = {"irreversible": ratio is not None, "num_resolutions": _levels(image)}
    if ratio is not None:
        options |= {"quality_mode": "rates", "quality_layers": [ratio]}
    return _saved(Image.fromarray(image), "JPEG2000", **options)


def _levels(image: Pixels) -> int:
    """A small image has fewer steps to be halved."""
    return max(1, min(6, int(np.log2(min(image.shape[:2]))) - 2))


def jpeg(image: Pixels, *, quality: int = 90) -> bytes:
    return _saved(Image.fromarray(image), "JPEG", quality=quality)


def png(image: Pixels) -> bytes:
    return _saved(Image.fromarray(image), "PNG")


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def size(data: bytes) -> tuple[int, int]:
    """Width and height as the bytes announce them."""
    if data.startswith(wsq_images.START):
        return allowed(*wsq_images.size(data))
    with _opened(data) as image:
        return image.size


def form(data: bytes) -> str:
    """How the bytes are packed, by what they are: WSQ, JPEG2000, JPEG or PNG."""
    if data.startswith(wsq_images.START):
        return "WSQ"
    with _opened(data) as image:
        return str(image.format)


def unpack(data: bytes) -> Pixels:
    """The pixels: grey, or red, green and blue. :class:`BadRecord` for what is no image."""
    if data.startswith(wsq_images.START):
        allowed(*wsq_images.size(data))
        return wsq_images.unpack(data)
    with _opened(data) as image:
        try:
            plain = image if image.mode in ("L", "RGB") else image.convert("RGB")
            return np.asarray(plain, dtype=np.uint8).copy()
        except UNREADABLE as error:
            raise BadRecord("image.unreadable", str(error)) from error


def grey(image: Pixels) -> Pixels:
    """An image as one grey plane."""
    return image if image.ndim == 2 else np.asarray(image.mean(axis=2), np.uint8)


def measurable(image: Pixels) -> Pixels:
    """The image of a finger or an eye as one grey plane. :class:`BadRecord` for a size that shows none."""
    height, width = image.shape[:2]
    if min(height, width) < LEAST_SIDE or max(height, width) > LONGEST_SHAPE * min(height, width):
        raise BadRecord("image.odd_size", f"{width} x {height} pixels")
    return grey(image)


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (UnidentifiedImageError, *UNREADABLE) as error:
        raise BadRecord("image.unreadable", str(error)) from error
    allowed(*image.size)
    return image


def allowed(width: int, height: int) -> tuple[int, int]:
    if not 0 < width * height <= MOST_PIXELS:
        raise BadRecord("image.too_large", f"{width} x {height} pixels")
    return width, height
