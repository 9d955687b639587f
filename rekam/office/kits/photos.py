"""Photographs of faults: whether a file is one, and what of it is kept.

A phone writes into a picture where and when it was taken and by which phone. Nothing of that is kept: the
picture is decoded, turned upright, made smaller and written anew, and only the new file is stored, in the
data folder, named by the hash of what is in it.
"""

import hashlib
import io
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_noop
from PIL import Image, ImageOps, UnidentifiedImageError

from rekam.domain.trouble import RuleBroken

MOST_BYTES = 15 * 1024 * 1024
# A phone of today takes 50 million dots; each takes three bytes once it is decoded.
MOST_DOTS = 64_000_000
WIDEST = 1600
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
# The last line: what Pillow raises where the notes that a camera wrote into a picture are damaged.
UNREADABLE = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
    *(struct.error, TypeError, KeyError, ZeroDivisionError),
)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it is kept."""

    content: bytes
    width: int
    height: int

    @property
    def key(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def prepared(file: BinaryIO | UploadedFile, *, size: int) -> Photo:
    """The picture in a file that somebody sent, as it will be kept. Refused: too large, or no picture."""
    if size > MOST_BYTES:
        raise RuleBroken(
            "photo.too_large",
            gettext_noop("The photo has %(size)s MB. Choose one of at most %(limit)s MB, or take it anew."),
            size=f"{size / 1024 / 1024:.0f}",
            limit=MOST_BYTES // 1024 // 1024,
        )
    try:
        return _redrawn(_checked(file))
    except UNREADABLE as error:
        raise RuleBroken(
            "photo.not_a_photo",
            gettext_noop("This file is no photo that can be read. Send a JPEG, PNG or WebP picture."),
        ) from error


def _checked(file: BinaryIO | UploadedFile) -> bytes:
    """The bytes of a file whose structure is that of a picture, small enough to be decoded."""
    file.seek(0)
    content = file.read()
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        width, height = image.size
        if width * height > MOST_DOTS:
            raise RuleBroken(
                "photo.too_many_dots",
                gettext_noop("The photo has %(dots)s million dots; at most %(limit)s million can be read."),
                dots=round(width * height / 1e6),
                limit=MOST_DOTS // 1_000_000,
            )
        image.verify()
    return content


def _redrawn(content: bytes) -> Photo:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        image.draft("RGB", (WIDEST, WIDEST))  # a JPEG is decoded no larger than it is needed
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS)
        seen = upright.convert("RGBA")
    # Onto an empty sheet: whatever else the file carried stays behind.
    sheet = Image.new("RGB", seen.size, "white")
    sheet.paste(seen, mask=seen)
    written = io.BytesIO()
    sheet.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Photo(written.getvalue(), *sheet.size)


# -- the folder -------------------------------------------------------------------------------------


def keep(photo: Photo) -> None:
    """Written beside and renamed: who looks at it never gets half of it."""
    path = path_of(photo.key)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(photo.content)
    draft.replace(path)


def path_of(key: str) -> Path:
    return Path(settings.DATA) / "photos" / key[:2] / f"{key}.jpg"
