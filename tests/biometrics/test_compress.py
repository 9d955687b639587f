"""Images as bytes: packed by libraries, and believed only as far as they can be read."""

import contextlib
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.biometrics import compress, fingers, wsq_images
from rekam.biometrics.trouble import BadRecord
from tests.biometrics import pictures

SMALL = pictures.finger()[100:228, 80:208].copy()
PACKED = {
    "jpeg2000": compress.jpeg2000(SMALL),
    "jpeg": compress.jpeg(SMALL),
    "png": compress.png(SMALL),
    "wsq": compress.wsq(pictures.finger()),
}


def test_jpeg_2000_without_loss_keeps_every_pixel_of_grey_and_of_colour() -> None:
    for image in (pictures.finger(), pictures.face()):
        packed = compress.jpeg2000(image)

        assert compress.size(packed) == (image.shape[1], image.shape[0])
        assert np.array_equal(compress.unpack(packed), image)


def test_jpeg_2000_with_a_ratio_keeps_to_it() -> None:
    image = pictures.eye()

    packed = compress.jpeg2000(image, ratio=12)

    assert len(packed) <= image.size / 12
    assert np.abs(compress.unpack(packed).astype(int) - image).mean() < 4


def test_wsq_packs_a_finger_and_keeps_its_ridges() -> None:
    image = pictures.finger()

    packed = compress.wsq(image)
    unpacked = compress.unpack(packed)

    assert compress.size(packed) == (320, 400)
    assert len(packed) < image.size / 8
    assert abs(fingers.quality(unpacked).score - fingers.quality(image).score) <= 5


@pytest.mark.parametrize("kind", ["jpeg2000", "jpeg", "png"])
@given(data=st.data())
@settings(max_examples=120)
def test_a_damaged_image_is_refused_or_read_and_nothing_else(kind: str, data: st.DataObject) -> None:
    damaged = bytearray(PACKED[kind])
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=5)):
        damaged[place] = data.draw(st.integers(0, 255))
    kept = bytes(damaged[: data.draw(st.integers(1, len(damaged)))])

    with contextlib.suppress(BadRecord):
        assert 0 < compress.unpack(kept).size <= 3 * compress.MOST_PIXELS


@given(data=st.data())
@settings(max_examples=15)
def test_a_damaged_wsq_image_harms_nobody(data: st.DataObject) -> None:
    """The library may crash on it; this process may not."""
    damaged = bytearray(PACKED["wsq"])
    for place in data.draw(st.lists(st.integers(20, len(damaged) - 1), min_size=1, max_size=5)):
        damaged[place] = data.draw(st.integers(0, 255))

    with contextlib.suppress(BadRecord):
        assert compress.unpack(bytes(damaged)).size


def test_a_wsq_image_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsq_images, "SECONDS", 0.001)

    with pytest.raises(BadRecord, match="takes too long"):
        compress.unpack(PACKED["wsq"])


def test_an_image_that_would_fill_the_memory_is_refused_by_its_first_bytes() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))

    for ask in (compress.size, compress.unpack):
        with pytest.raises(BadRecord):
            ask(b"\x89PNG\r\n\x1a\n" + chunk)


def test_what_is_no_image_is_refused() -> None:
    for data in (b"", b"GIF89a", bytes(1000), b"\xff\xa0", b"\xff\xa0\xff\xa2"):
        with pytest.raises(BadRecord):
            compress.unpack(data)
