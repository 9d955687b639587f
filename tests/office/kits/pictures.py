"""Real picture files, as phones write them, and files that only claim to be pictures."""

import io

from PIL import Image

# Where Sangatta lies, as a phone writes it: degrees, minutes, seconds.
LATITUDE = (0.0, 30.0, 48.24)
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
TURNED_RIGHT = 6


def drawn(width: int = 60, height: int = 40, kind: str = "JPEG") -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return _written(image, kind)


def from_a_phone(width: int = 60, height: int = 40) -> bytes:
    """Lying on its side, with the place where it was taken and the phone's name."""
    image = Image.open(io.BytesIO(drawn(width, height)))
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    exif[MAKER] = "Telepon Rekaan"
    exif.get_ifd(GPS).update({1: "N", 2: LATITUDE, 3: "E", 4: (117.0, 32.0, 40.92)})
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif, comment=b"Rumah Siti")
    return written.getvalue()


def with_notes(notes: bytes) -> bytes:
    """A PNG with these bytes where a camera writes its notes."""
    written = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(written, "PNG", exif=notes)
    return written.getvalue()


def bomb(side: int = 20_000) -> bytes:
    """A PNG of a few kilobytes that would take gigabytes once it is decoded."""
    return _written(Image.new("1", (side, side)), "PNG")


def padded(size: int) -> bytes:
    """A true picture with so much behind it that the file has this size."""
    return drawn().ljust(size, b"\0")


def cut() -> bytes:
    """Half a picture: the sending broke off."""
    whole = drawn(800, 600)
    return whole[: len(whole) // 2]


def transparent() -> bytes:
    return _written(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")


def _written(image: Image.Image, kind: str) -> bytes:
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()
