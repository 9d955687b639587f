"""What is kept of a photograph, and what is refused."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from rekam.domain.trouble import RuleBroken
from rekam.office.kits import faults, photos
from tests import make
from tests.office.kits import made, pictures


def prepared(content: bytes) -> photos.Photo:
    return photos.prepared(io.BytesIO(content), size=len(content))


def opened(photo: photos.Photo) -> Image.Image:
    return Image.open(io.BytesIO(photo.content))


def test_where_and_by_which_phone_it_was_taken_is_not_kept() -> None:
    sent = pictures.from_a_phone()
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(pictures.GPS), "the test sends what it says"

    kept = prepared(sent)

    assert not opened(kept).getexif()
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(opened(kept).info)
    assert b"Telepon" not in kept.content
    assert b"Siti" not in kept.content


def test_a_photo_taken_sideways_stands_upright() -> None:
    kept = prepared(pictures.from_a_phone(60, 40))

    red, blue = opened(kept).getpixel((20, 5)), opened(kept).getpixel((20, 55))
    assert (kept.width, kept.height) == (40, 60)
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > 200 > 60 > red[2]
    assert blue[2] > 200 > 60 > blue[0]


@pytest.mark.parametrize("kind", photos.FORMATS)
def test_a_large_photo_is_made_smaller_in_its_proportions(kind: str) -> None:
    kept = prepared(pictures.drawn(3200, 2400, kind))

    assert (kept.width, kept.height, opened(kept).format) == (1600, 1200, "JPEG")


def test_a_small_photo_is_not_blown_up() -> None:
    assert prepared(pictures.drawn(60, 40)).width == 60


def test_what_is_transparent_becomes_white() -> None:
    assert opened(prepared(pictures.transparent())).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo.not_a_photo"),
        (b"<html><script>alert(1)</script></html>", "photo.not_a_photo"),
        (b"\xff\xd8\xff\xe0 only the beginning of one", "photo.not_a_photo"),
        (b"%PDF-1.7 ", "photo.not_a_photo"),
        (pictures.drawn(kind="GIF"), "photo.not_a_photo"),
        (pictures.cut(), "photo.not_a_photo"),
        (pictures.bomb(), "photo."),
    ],
    ids=["empty", "page", "beginning", "pdf", "gif", "cut", "bomb"],
)
def test_what_is_no_photo_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        prepared(content)


def test_a_photo_of_fifty_megabytes_is_refused_without_being_read() -> None:
    content = io.BytesIO(pictures.padded(50 * 1024 * 1024))

    with pytest.raises(RuleBroken, match="50 MB"):
        photos.prepared(content, size=50 * 1024 * 1024)
    assert content.tell() == 0


def test_more_dots_than_can_be_read_are_refused_before_they_are_decoded() -> None:
    content = pictures.bomb(8001)

    with pytest.raises(RuleBroken, match="photo.too_many_dots"):  # noqa: RUF043
        prepared(content)


def test_a_photo_lies_in_the_data_folder_and_twice_the_same_is_one() -> None:
    make.office()
    fault = made.fault(made.device())
    taken = prepared(pictures.drawn(64, 48))

    for _each in range(2):
        faults.add_photos(fault=fault, taken=[taken], by=None, at=made.later(2))

    path = photos.path_of(taken.key)
    assert path.is_relative_to(Path(settings.DATA))
    assert path.read_bytes() == taken.content
    assert fault.photos.count() == 1


def test_damaged_notes_of_a_camera_are_told_and_are_no_crash() -> None:
    with pytest.raises(RuleBroken, match=r"photo\.not_a_photo"):
        prepared(pictures.with_notes(b"Exif\0\0MM\0*"))
