"""Answers, checked one property at a time; and the pieces of a live picture put together."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.biometrics import compress, iso_face, iso_finger, iso_iris
from rekam.simulator import identity
from rekam.simulator.behaviour import Behaviour, Moods
from rekam.simulator.devices import KINDS, Simulated
from rekam.simulator.identity import Identity
from rekam.station.devices import answers, calls, trouble
from rekam.station.devices.protocol import Request, Slap, Type
from rekam.station.devices.tokens import Anchors
from rekam.station.devices.trouble import Glitch
from tests.biometrics import pictures
from tests.devices.test_finding import somebody

NOW = datetime.now(UTC)
ASKED = Request(what=Slap.THUMBS, device_id="1", transaction_id="recording-1", environment="Staging", at=NOW)


@pytest.fixture(scope="session")
def good(keys: Identity) -> dict[str, Any]:
    device = Simulated(KINDS["Finger"], 1, keys, Moods(), "1")
    return device.capture(ASKED.body(), Behaviour(person="siti"), NOW)


def read(answer: object, keys: Identity, request: Request = ASKED, at: datetime = NOW) -> answers.Answer:
    return answers.read(json.dumps(answer).encode(), request, Anchors.of_pem(keys.anchor), at)


def code(answer: object, keys: Identity, request: Request = ASKED, at: datetime = NOW) -> str:
    with pytest.raises(Glitch) as caught:
        read(answer, keys, request, at)
    return caught.value.code


def signed(good: dict[str, Any], keys: Identity, **changes: object) -> dict[str, Any]:
    """The good answer with other words in each item, signed again as it should be."""
    from rekam.station.devices import tokens

    def one(item: dict[str, Any]) -> dict[str, Any]:
        payload = tokens.read(item["data"], Anchors.of_pem(keys.anchor), NOW) | changes
        return item | {"data": keys.device.token(payload)}

    return {"biometrics": [one(item) for item in good["biometrics"]]}


def exchanged(good: dict[str, Any], keys: Identity, records: list[bytes]) -> dict[str, Any]:
    """The good answer with other records: signed, and in a chain of hashes, as it should be."""
    from rekam.station.devices import tokens

    previous, items = hashlib.sha256().digest(), []
    for item, record in zip(good["biometrics"], records, strict=True):
        payload = tokens.read(item["data"], Anchors.of_pem(keys.anchor), NOW)
        previous = hashlib.sha256(previous + hashlib.sha256(record).digest()).digest()
        token = keys.device.token(payload | {"bioValue": identity.base64url(record)})
        items.append(item | {"data": token, "hash": previous.hex().upper()})
    return {"biometrics": items}


def packed(
    good: dict[str, Any],
    keys: Identity,
    pack: Callable[[Any], bytes],
    compression: iso_finger.Compression,
) -> list[bytes]:
    """The records of a good answer, with their pictures packed in another way."""
    images = [iso_finger.read(part.iso)[0] for part in read(good, keys).parts]
    return [
        iso_finger.write([replace(image, image=pack(compress.unpack(image.image)), compression=compression)])
        for image in images
    ]


def test_a_good_answer_is_read_whole(good: dict[str, Any], keys: Identity) -> None:
    found = read(good, keys)

    assert [part.subtype for part in found.parts] == ["Left Thumb", "Right Thumb"]
    assert found.digital_id["make"] == "SIMULATED"


def test_five_minutes_apart_are_believed_and_more_are_not(good: dict[str, Any], keys: Identity) -> None:
    near, far = timedelta(minutes=4, seconds=58), timedelta(minutes=5, seconds=2)

    assert read(good, keys, at=NOW + near).parts
    assert read(good, keys, at=NOW - near).parts
    assert code(good, keys, at=NOW + far) == "device.wrong_time"
    assert code(good, keys, at=NOW - far) == "device.wrong_time"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"timestamp": "yesterday"}, "device.broken_answer"),
        ({"timestamp": None}, "device.broken_answer"),
        ({"timestamp": "0001-01-01T00:00:00+08:00"}, "device.broken_answer"),  # a clock that was never set
        ({"qualityScore": ""}, "device.no_score"),
        ({"qualityScore": "101"}, "device.no_score"),
        ({"qualityScore": "nan"}, "device.no_score"),
        ({"qualityScore": "good"}, "device.no_score"),
        ({"bioValue": None}, "device.empty"),
        ({"bioValue": "%%%"}, "device.broken_answer"),
        ({"bioValue": "AAAA"}, "device.broken_chain"),
        ({"purpose": "Auth"}, "device.other_purpose"),
        ({"bioType": "Iris"}, "device.not_asked"),
        ({"transactionId": "recording-2"}, "device.other_transaction"),
        ({"digitalId": "a.b.c"}, "device.broken_answer"),
        ({"bioSubType": "Left IndexFinger"}, "device.bad_record"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_word_of_an_answer_is_looked_at(
    changes: dict[str, object], told: str, good: dict[str, Any], keys: Identity
) -> None:
    assert code(signed(good, keys, **changes), keys) == told


def test_what_devices_write_differently_is_understood(good: dict[str, Any], keys: Identity) -> None:
    assert read(signed(good, keys, qualityScore=87.4), keys).parts[0].score == 87
    assert read(signed(good, keys, bioSubType="UNKNOWN"), keys).parts[0].subtype == "Left Thumb"
    assert read(signed(good, keys, timestamp=NOW.isoformat()), keys).parts
    without = {"biometrics": [item | {"error": None} for item in good["biometrics"]]}
    assert read(without, keys).parts


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(
    ("changes", "by", "told"),
    [
        ({"serialNo": "SIM-FINGER-9"}, "device", "device.untrusted"),
        ({"make": "Lain"}, "device", "device.untrusted"),
        ({}, "stranger", "device.untrusted"),
        (None, "", "device.broken_answer"),
    ],
)
def test_the_identity_in_each_item_is_signed_and_that_of_one_device(
    place: int,
    changes: dict[str, object] | None,
    by: str,
    told: str,
    good: dict[str, Any],
    keys: Identity,
) -> None:
    """Not in the first alone: a finger of another device is no finger of this one."""
    from rekam.station.devices import tokens

    item = good["biometrics"][place]
    payload = tokens.read(item["data"], Anchors.of_pem(keys.anchor), NOW)
    said = tokens.read(payload["digitalId"], Anchors.of_pem(keys.anchor), NOW)
    other = getattr(keys, by).token(said | changes) if changes is not None else "a.b.c"
    items = list(good["biometrics"])
    items[place] = item | {"data": keys.device.token(payload | {"digitalId": other})}

    assert code({"biometrics": items}, keys) == told


def test_the_moment_in_the_identities_of_one_device_may_differ(good: dict[str, Any], keys: Identity) -> None:
    from rekam.station.devices import tokens

    items = []
    for second, item in enumerate(good["biometrics"]):
        payload = tokens.read(item["data"], Anchors.of_pem(keys.anchor), NOW)
        said = tokens.read(payload["digitalId"], Anchors.of_pem(keys.anchor), NOW)
        mine = keys.device.token(said | {"dateTime": f"2016-09-30T08:00:0{second}Z"})
        items.append(item | {"data": keys.device.token(payload | {"digitalId": mine})})

    assert read({"biometrics": items}, keys).parts


@pytest.mark.parametrize(
    ("pack", "compression"),
    [
        (compress.wsq, iso_finger.Compression.WSQ),
        (compress.jpeg2000, iso_finger.Compression.JPEG2000_LOSSLESS),
        (lambda image: compress.jpeg2000(image, ratio=8), iso_finger.Compression.JPEG2000),
    ],
)
def test_fingers_come_in_wsq_and_jpeg_2000(
    pack: Callable[[Any], bytes],
    compression: iso_finger.Compression,
    good: dict[str, Any],
    keys: Identity,
) -> None:
    records = packed(good, keys, pack, compression)

    found = read(exchanged(good, keys, records), keys)

    assert [part.iso for part in found.parts] == records
    assert [part.is_empty for part in found.parts] == [False, False]


@pytest.mark.parametrize(
    ("pack", "compression"),
    [
        (compress.jpeg, iso_finger.Compression.JPEG),
        (compress.png, iso_finger.Compression.PNG),
        (compress.jpeg, iso_finger.Compression.JPEG2000),  # the record lies
        (compress.jpeg2000, iso_finger.Compression.WSQ),
        (compress.wsq, iso_finger.Compression.JPEG2000_LOSSLESS),
        (compress.jpeg2000, iso_finger.Compression.NONE),
    ],
)
def test_fingers_packed_in_another_way_or_not_as_the_record_says_are_refused(
    pack: Callable[[Any], bytes],
    compression: iso_finger.Compression,
    good: dict[str, Any],
    keys: Identity,
) -> None:
    answer = exchanged(good, keys, packed(good, keys, pack, compression))

    assert code(answer, keys) == "device.bad_record"


def test_an_item_exchanged_or_left_out_breaks_the_chain(good: dict[str, Any], keys: Identity) -> None:
    first, second = good["biometrics"]

    assert code({"biometrics": [second, first]}, keys) == "device.broken_chain"
    assert code({"biometrics": [second]}, keys) == "device.broken_chain"
    assert code({"biometrics": [first]}, keys) == "device.fewer"


def test_the_chain_is_the_one_of_the_specification(good: dict[str, Any], keys: Identity) -> None:
    iso = read(good, keys).parts[0].iso
    nothing = hashlib.sha256(b"").digest()

    assert (
        good["biometrics"][0]["hash"]
        == hashlib.sha256(nothing + hashlib.sha256(iso).digest()).hexdigest().upper()
    )


def test_more_than_was_asked_for_is_not_kept(good: dict[str, Any], keys: Identity) -> None:
    assert code(good, keys, replace(ASKED, only=("Left Thumb",))) == "device.not_asked"


@pytest.mark.parametrize("answer", [[], {}, {"biometrics": None}, {"biometrics": [1]}, "x", None, 7])
def test_an_answer_of_another_shape_is_refused(answer: object, keys: Identity) -> None:
    assert code(answer, keys) == "device.broken_answer"


def test_an_answer_without_anything_is_told(keys: Identity) -> None:
    assert code({"biometrics": []}, keys) == "device.empty"
    assert code({"error": {"errorCode": "111", "errorInfo": "busy"}}, keys) == "device.busy"


@pytest.mark.parametrize(
    ("number", "told"), [(str(number), told) for number, told in trouble.NUMBERS.items()]
)
def test_each_number_of_the_specification_has_its_own_sentence(
    number: str, told: str, keys: Identity
) -> None:
    answer = {"biometrics": [{"error": {"errorCode": number, "errorInfo": "so it is"}}]}

    assert code(answer, keys) == told


def test_numbers_of_vendors_and_of_nobody_are_told_as_such() -> None:
    assert [trouble.of_number(said) for said in ("500", "599", "503 ")] == ["device.vendor"] * 3
    assert {trouble.of_number(said) for said in ("600", "", "-1", "²", "E17", "9" * 5000)} == {
        "device.unknown_error"
    }


@given(
    st.recursive(
        st.one_of(st.none(), st.text(max_size=5), st.integers()),
        lambda some: st.one_of(
            st.lists(some, max_size=3),
            st.dictionaries(st.sampled_from(["biometrics", "error", "data", "errorCode"]), some),
        ),
        max_leaves=12,
    )
)
@settings(max_examples=200)
def test_no_answer_whatever_it_is_does_more_than_be_refused(keys: Identity, answer: object) -> None:
    assert code(answer, keys).startswith("device.")


# -- live pictures --------------------------------------------------------------------------------


def jpeg(inside: bytes) -> bytes:
    return b"\xff\xd8\xff\xe0" + inside.replace(b"\xff", b"\xfe") + b"\xff\xd9"


@given(
    st.lists(st.binary(max_size=30), max_size=6),
    st.lists(st.integers(1, 40), min_size=1),
    st.binary(max_size=9),
)
def test_a_live_picture_is_put_together_however_it_was_cut(
    insides: list[bytes], cuts: list[int], between: bytes
) -> None:
    pictures = [jpeg(inside) for inside in insides]
    between = between.replace(b"\xff", b"")
    whole = b"".join(b"--frame\r\n\r\n" + between + picture for picture in pictures)

    def pieces() -> Iterator[bytes]:
        at = number = 0
        while at < len(whole):
            yield whole[at : at + cuts[number % len(cuts)]]
            at += cuts[number % len(cuts)]
            number += 1

    assert list(calls.pictures(pieces())) == pictures


NOT_CONNECTED = b'{"error":{"errorCode":"202","errorInfo":"No device connected"}}'


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (b"\r\n" + NOT_CONNECTED, "device.not_connected"),  # and the line stays open
        (b"\r\n [" + NOT_CONNECTED + b"]", "device.not_connected"),
        (b"Content-Length: %d\r\n\r\n" % len(NOT_CONNECTED) + NOT_CONNECTED, "device.not_connected"),
        (b'\r\n{"error":{"errorCode":"503","errorInfo":"E-17"}}', "device.vendor"),
        (b'Content-Length: 29\r\n\r\n{"error":{"errorCode":"0"}}   ', "device.no_live_view"),
        (b"Content-Length: 9\r\n\r\n<!doctype", "device.no_live_view"),
        (b"Content-Length: 0\r\n\r\n", "device.no_live_view"),
        (b"\r\n--frame\r\n", "device.no_live_view"),
    ],
)
def test_what_comes_in_place_of_a_live_picture_is_told_by_its_own_name(says: bytes, told: str) -> None:
    with somebody(b"HTTP/1.1 200 OK\r\n" + says) as port, pytest.raises(Glitch) as caught:
        list(calls.frames(port, "STREAM", "/stream", {}, calls.Deadline(1.0)))

    assert caught.value.code == told


def test_a_live_picture_without_an_end_is_refused() -> None:
    with pytest.raises(Glitch):
        list(calls.pictures(b"\xff\xd8\xff" + bytes(1024 * 1024) for _ in range(10)))


def test_fingers_that_fill_their_pictures_are_fingers() -> None:
    """Some scanners cut so close that no glass is left to compare with."""
    thumbs = {"Left Thumb": iso_finger.Position.LEFT_THUMB, "Right Thumb": iso_finger.Position.RIGHT_THUMB}
    parts = []
    for seed, (name, position) in enumerate(thumbs.items()):
        image = pictures.filled(pictures.finger(seed))
        height, width = image.shape
        packed = compress.jpeg2000(image)
        record = iso_finger.FingerImage(position=position, width=width, height=height, image=packed)
        parts.append(answers.Part(name, iso_finger.write([record]), 90))

    assert answers._asked_for(parts, ASKED) == tuple(parts)


def test_a_picture_too_small_for_any_finger_is_told_as_damaged() -> None:
    """On a few pixels nothing can be measured, and trying to is no way to end a capture."""
    image = compress.jpeg2000(np.full((16, 16), 200, np.uint8))
    thumb = iso_finger.FingerImage(position=iso_finger.Position.LEFT_THUMB, width=16, height=16, image=image)

    with pytest.raises(Glitch, match=r"device\.bad_record"):
        answers._named(answers.Part("Left Thumb", iso_finger.write([thumb]), 60), Type.FINGER)


@pytest.mark.parametrize(("slap", "kind"), [(Slap.IRISES, "Iris"), (Slap.FACE, "Face")])
def test_half_a_picture_of_eyes_or_face_is_told_as_damaged(slap: Slap, kind: str, keys: Identity) -> None:
    """It announces its whole size. Sealed as it is, nobody could ever look at it or compare it."""
    asked = replace(ASKED, what=slap)
    device = Simulated(KINDS[kind], 1, keys, Moods(), "1")
    whole = read(device.capture(asked.body(), Behaviour(person="siti"), NOW), keys, asked).parts[0]
    records: Any = iso_iris if kind == "Iris" else iso_face
    [image] = records.read(whole.iso)
    half = records.write([replace(image, image=image.image[: len(image.image) // 2])])

    with pytest.raises(Glitch, match=r"device\.bad_record"):
        answers._named(replace(whole, iso=half), Type(kind))
