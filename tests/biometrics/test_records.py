"""Records of ISO/IEC 19794: written and read back, and refused when cut or lying."""

from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.biometrics import iso_face, iso_finger, iso_iris
from rekam.biometrics.blocks import Capture
from rekam.biometrics.trouble import BadRecord
from tests.biometrics.pictures import MOMENT

Read = Callable[[bytes], Any]

moments = st.one_of(
    st.none(),
    st.datetimes(min_value=MOMENT.replace(year=1970, tzinfo=None), timezones=st.just(UTC)),
)
captures = st.builds(
    Capture,
    at=moments.map(lambda at: at and at.replace(microsecond=at.microsecond // 1000 * 1000)),
    technology=st.integers(0, 255),
    vendor=st.integers(0, 65535),
    device_type=st.integers(0, 65535),
    quality=st.one_of(st.none(), st.integers(0, 100)),
)
sizes, images = st.integers(1, 65535), st.binary(min_size=1, max_size=200)
fingers = st.builds(
    iso_finger.FingerImage,
    position=st.sampled_from(iso_finger.Position),
    width=sizes,
    height=sizes,
    image=images,
    compression=st.sampled_from(iso_finger.Compression),
    dpi=st.sampled_from([500, 1000]),
    impression=st.sampled_from([int(kind) for kind in iso_finger.Impression]),
    capture=captures,
    extended=st.binary(max_size=20),
)
eyes = st.builds(
    iso_iris.IrisImage,
    eye=st.sampled_from(iso_iris.Eye),
    width=sizes,
    height=sizes,
    image=images,
    kind=st.sampled_from(iso_iris.Kind),
    format=st.sampled_from(iso_iris.Format),
    loss=st.sampled_from(iso_iris.Loss),
    centre=st.one_of(st.none(), st.tuples(st.integers(1, 65535), st.integers(1, 65535))),
    diameter=st.one_of(st.none(), st.integers(1, 65535)),
    capture=captures,
)
faces = st.builds(
    iso_face.FaceImage,
    width=sizes,
    height=sizes,
    image=images,
    format=st.sampled_from(iso_face.Format),
    kind=st.sampled_from(iso_face.Kind),
    colours=st.sampled_from(iso_face.Colours),
    capture=captures,
)
some_records = st.one_of(
    st.tuples(st.just(iso_finger.read), st.lists(fingers, min_size=1, max_size=4).map(iso_finger.write)),
    st.tuples(st.just(iso_iris.read), st.lists(eyes, min_size=1, max_size=2).map(iso_iris.write)),
    st.tuples(st.just(iso_face.read), st.lists(faces, min_size=1, max_size=2).map(iso_face.write)),
)


@given(st.lists(fingers, min_size=1, max_size=4))
def test_a_finger_record_says_what_was_written(images: list[iso_finger.FingerImage]) -> None:
    assert iso_finger.read(iso_finger.write(images)) == tuple(images)


@given(st.lists(eyes, min_size=1, max_size=2))
def test_an_iris_record_says_what_was_written(images: list[iso_iris.IrisImage]) -> None:
    assert iso_iris.read(iso_iris.write(images)) == tuple(images)


@given(st.lists(faces, min_size=1, max_size=2))
def test_a_face_record_says_what_was_written(images: list[iso_face.FaceImage]) -> None:
    assert iso_face.read(iso_face.write(images)) == tuple(images)


@given(some_records, st.data())
def test_a_record_that_was_cut_is_refused(written: tuple[Read, bytes], data: st.DataObject) -> None:
    read, record = written
    kept = data.draw(st.integers(0, len(record) - 1))

    with pytest.raises(BadRecord):
        read(record[:kept])


@given(some_records, st.binary(min_size=1, max_size=9))
def test_bytes_behind_a_record_are_refused(written: tuple[Read, bytes], more: bytes) -> None:
    read, record = written

    with pytest.raises(BadRecord, match=r"record\.wrong_length"):
        read(record + more)


@given(some_records, st.data())
@settings(max_examples=300)
def test_a_damaged_record_is_refused_or_read_and_nothing_else(
    written: tuple[Read, bytes], data: st.DataObject
) -> None:
    read, record = written
    damaged = bytearray(record)
    for place in data.draw(st.lists(st.integers(0, len(record) - 1), min_size=1, max_size=6)):
        damaged[place] = data.draw(st.integers(0, 255))

    try:
        found = read(bytes(damaged))
    except BadRecord:
        return
    assert found


@given(st.binary(max_size=300))
def test_bytes_that_are_no_record_are_refused(data: bytes) -> None:
    for read in (iso_finger.read, iso_iris.read, iso_face.read):
        with pytest.raises(BadRecord):
            read(data)


def test_a_record_of_an_eye_is_no_record_of_a_finger() -> None:
    record = iso_iris.write([iso_iris.IrisImage(eye=iso_iris.Eye.LEFT, width=4, height=4, image=b"x")])

    with pytest.raises(BadRecord, match=r"record\.not_this_format"):
        iso_finger.read(record)


def test_the_layout_is_that_of_the_standard() -> None:
    """Offsets of ISO/IEC 19794-4:2011, tables 3 and 4, counted by hand."""
    image = iso_finger.FingerImage(
        position=iso_finger.Position.LEFT_INDEX,
        width=320,
        height=400,
        image=b"IMAGE",
        capture=Capture(at=MOMENT, quality=77),
    )

    record = iso_finger.write([image])

    assert record[:8] == b"FIR\x00020\x00"
    assert int.from_bytes(record[8:12], "big") == len(record)
    assert record[12:16] == bytes([0, 1, 0, 1])  # one representation, no certificates, one finger
    assert int.from_bytes(record[16:20], "big") == len(record) - 16
    assert record[20:29] == bytes([0x07, 0xEA, 11, 28, 3, 4, 5, 0x02, 0xA6])
    assert record[34:36] == bytes([1, 77])  # one quality block, its value
    assert record[40] == 7  # the left index finger
    assert record[42] == 1  # per inch
    assert [int.from_bytes(record[at : at + 2], "big") for at in range(43, 51, 2)] == [500] * 4
    assert record[51:54] == bytes([8, 5, 0])  # eight bits, JPEG 2000 without loss, live and plain
    assert record[54:58] == bytes([1, 64, 1, 144])
    assert record[58:] == b"\x00\x00\x00\x05IMAGE"


def test_the_layout_of_a_face_is_that_of_the_standard() -> None:
    """Offsets of ISO/IEC 19794-5:2011, counted by hand: a header of 17 bytes, the representation's own with
    one quality block, 17 bytes on the person, 11 on the image.
    """
    image = iso_face.FaceImage(width=480, height=640, image=b"IMAGE", capture=Capture(at=MOMENT, quality=91))

    record = iso_face.write([image])

    assert record[:8] == b"FAC\x00030\x00"
    assert int.from_bytes(record[8:12], "big") == len(record)
    assert record[12:14] == bytes([0, 1])  # one representation
    assert record[14] == 0  # no certificates
    assert record[15:17] == bytes([0, 0])  # of one moment
    assert int.from_bytes(record[17:21], "big") == len(record) - 17  # the representation with its length
    assert record[21:30] == bytes([0x07, 0xEA, 11, 28, 3, 4, 5, 0x02, 0xA6])
    assert record[30:35] == bytes(5)  # technology, vendor and kind of the device: not said
    assert record[35:41] == bytes([1, 91, 0, 0, 0, 0])  # one quality block: its value, by nobody's algorithm
    assert record[41:43] == bytes([0, 0])  # no landmarks
    assert record[43:46] == bytes(3)  # sex, eyes and hair: not said
    assert record[46] == 0  # nor the height
    assert record[47:50] == bytes(3)  # no properties
    assert record[50:52] == bytes(2)  # no expression
    assert record[52:58] == bytes(6)  # pose angles, and how sure they are
    assert record[58] == 1  # full frontal
    assert record[59] == 1  # JPEG 2000 with loss
    assert [int.from_bytes(record[at : at + 2], "big") for at in (60, 62)] == [480, 640]
    assert record[64:68] == bytes(4)  # sampling rate, changes afterwards, cross reference
    assert record[68] == 1  # red, green and blue of eight bits each
    assert record[69:] == b"\x00\x00\x00\x05IMAGE"


def test_the_layout_of_an_iris_is_that_of_the_standard() -> None:
    """Offsets of ISO/IEC 19794-6:2011, counted by hand: a header of 16 bytes, then for each eye the capture,
    which eye, how the image is packed, and where in it the iris lies.
    """
    image = iso_iris.IrisImage(
        eye=iso_iris.Eye.LEFT,
        width=640,
        height=480,
        image=b"IMAGE",
        loss=iso_iris.Loss.LOSSY,
        centre=(320, 239),
        diameter=214,
        capture=Capture(at=MOMENT, quality=66),
    )

    record = iso_iris.write([image])

    assert record[:8] == b"IIR\x00020\x00"
    assert int.from_bytes(record[8:12], "big") == len(record)
    assert record[12:16] == bytes([0, 1, 0, 1])  # one representation, no certificates, one eye
    assert int.from_bytes(record[16:20], "big") == len(record) - 16
    assert record[20:29] == bytes([0x07, 0xEA, 11, 28, 3, 4, 5, 0x02, 0xA6])
    assert record[29:34] == bytes(5)  # technology, vendor and kind of the device: not said
    assert record[34:40] == bytes([1, 66, 0, 0, 0, 0])
    assert record[40:42] == bytes([0, 1])  # the first
    assert record[42] == 2  # the left eye
    assert record[43] == 2  # of VGA size
    assert record[44] == 10  # JPEG 2000
    assert record[45] == 0b10_00_00_00  # with loss; its turning not said
    assert [int.from_bytes(record[at : at + 2], "big") for at in (46, 48)] == [640, 480]
    assert record[50] == 8  # bits
    assert record[51:53] == bytes(2)  # how far away: not said
    assert record[53:57] == b"\xff\xff\xff\xff"  # the roll angle, and how sure it is: not known
    found = [int.from_bytes(record[at : at + 2], "big") for at in range(57, 69, 2)]
    assert found == [320, 320, 239, 239, 214, 214]  # centre and diameter, least and most
    assert record[69:] == b"\x00\x00\x00\x05IMAGE"


def test_a_quality_beyond_a_hundred_is_refused_and_an_unmeasured_one_is_unknown() -> None:
    image = iso_finger.FingerImage(
        position=iso_finger.Position.UNKNOWN, width=1, height=1, image=b"x", capture=Capture(quality=50)
    )
    record = bytearray(iso_finger.write([image]))

    record[35] = 254
    assert iso_finger.read(bytes(record))[0].capture.quality is None
    record[35] = 101
    with pytest.raises(BadRecord, match="a quality of 101"):
        iso_finger.read(bytes(record))
    with pytest.raises(BadRecord):
        iso_finger.write([iso_finger.FingerImage(**{**vars(image), "capture": Capture(quality=101)})])
