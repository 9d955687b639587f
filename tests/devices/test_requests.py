"""What the station asks devices for, over real sockets. The simulated ones look at each part of a request as
one of the field does, so that a number in place of text, or a count that does not fit, ends here.
"""

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from rekam.simulator.server import Bench
from rekam.station import devices
from rekam.station.devices import Device, Reach, Slap, calls, protocol, trouble
from rekam.station.devices.calls import Deadline

RECORDING = "recording-1"
Body = dict[str, Any]


class Missing:
    """Stands for a part that is not said at all; a test is named after it."""


MISSING = Missing

LEFT = ["Left IndexFinger", "Left MiddleFinger", "Left RingFinger", "Left LittleFinger"]
# What is asked for, with which exceptions or which parts alone, and what of the request follows from it.
ASKED: dict[str, tuple[Slap, list[str], list[str], dict[str, object]]] = {
    "a hand": (Slap.LEFT, [], [], {"type": "Finger", "count": "4", "deviceSubId": "1"}),
    "the other hand": (Slap.RIGHT, [], [], {"type": "Finger", "count": "4", "deviceSubId": "2"}),
    "thumbs": (Slap.THUMBS, [], [], {"type": "Finger", "count": "2", "deviceSubId": "3"}),
    "three fingers": (
        Slap.LEFT,
        ["Left RingFinger"],
        [],
        {"type": "Finger", "count": "3", "deviceSubId": "1", "exception": ["Left RingFinger"]},
    ),
    "an index finger": (
        Slap.LEFT,
        [],
        ["Left IndexFinger"],
        {"type": "Finger", "count": "1", "deviceSubId": "1", "bioSubType": ["Left IndexFinger"]},
    ),
    "irises": (
        Slap.IRISES,
        [],
        [],
        {"type": "Iris", "count": "2", "deviceSubId": "3", "requestedScore": "60", "deviceId": "2"},
    ),
    "one iris": (
        Slap.IRISES,
        ["Left"],
        [],
        {
            "type": "Iris",
            "count": "1",
            "deviceSubId": "3",
            "exception": ["Left"],
            "requestedScore": "60",
            "deviceId": "2",
        },
    ),
    "a face": (
        Slap.FACE,
        [],
        [],
        {"type": "Face", "count": "1", "deviceSubId": "0", "requestedScore": "90", "deviceId": "3"},
    ),
    "the photograph of what is missing": (
        Slap.EXCEPTION,
        ["Left RingFinger", "Right"],
        [],
        {
            "type": "Face",
            "count": "1",
            "deviceSubId": "0",
            "exception": ["Left RingFinger", "Right"],
            "requestedScore": "90",
            "deviceId": "3",
        },
    ),
}
OF_A_HAND = {
    "bioSubType": [],
    "exception": [],
    "requestedScore": "40",
    "deviceId": "1",
    "previousHash": "",
}


@pytest.mark.parametrize("name", ASKED)
def test_a_request_is_the_one_of_the_specification_in_every_part(
    name: str, bench: Bench, found: dict[devices.Type, Device], reach: Reach
) -> None:
    what, exceptions, only, follows = ASKED[name]
    device = found[protocol.WANTED[what].type]

    captured = devices.capture(device, what, exceptions, RECORDING, only=only, reach=reach)

    body = bench.asked(device.type.value)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", body.pop("captureTime"))
    assert body == {
        "env": "Staging",
        "purpose": "Registration",
        "specVersion": "0.9.5",
        "timeout": "30000",
        "transactionId": RECORDING,
        "bio": [OF_A_HAND | follows],
        "customOpts": None,
    }
    assert str(len(captured.parts)) == follows["count"]


# -- what the simulated devices refuse ---------------------------------------------------------------


def whole(device: Device, reach: Reach) -> Body:
    request = protocol.Request(
        what=Slap.LEFT,
        device_id=device.id,
        transaction_id=RECORDING,
        environment=device.environment,
        at=reach.clock(),
    )
    return request.body()


def told(device: Device, body: object) -> str:
    """The number of the error of a capture."""
    data = calls.call(device.port, "RCAPTURE", "/capture", body, Deadline(30))
    said = json.loads(data)["biometrics"][0]
    assert set(said) == {"specVersion", "data", "hash", "error"}
    return str(said["error"]["errorCode"])


def put(body: Body, name: str, value: object) -> None:
    if value is MISSING:
        del body[name]
    else:
        body[name] = value


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("env", "Production", "501"),
        ("env", MISSING, "501"),
        ("purpose", "Auth", "501"),
        ("purpose", MISSING, "501"),
        ("specVersion", "0.9.2", "501"),
        ("specVersion", MISSING, "501"),
        ("timeout", 10000, "501"),
        ("timeout", "0", "501"),
        ("timeout", "10.5", "501"),
        ("timeout", MISSING, "501"),
        ("captureTime", "30-09-2016 08:00", "501"),
        ("captureTime", None, "501"),
        ("captureTime", MISSING, "501"),
        ("customOpts", [], "501"),
        ("customOpts", MISSING, "501"),
        ("transactionId", 12345, "112"),
        ("transactionId", "abc", "112"),
        ("transactionId", "recording_1", "112"),
        ("transactionId", "x" * 51, "112"),
        ("transactionId", MISSING, "112"),
        ("bio", [], "501"),
        ("bio", {}, "501"),
        ("bio", MISSING, "501"),
    ],
    ids=str,
)
def test_a_request_with_a_wrong_part_is_refused(
    name: str, value: object, number: str, finger: Device, reach: Reach
) -> None:
    body = whole(finger, reach)
    put(body, name, value)

    assert told(finger, body) == number


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("type", "Iris", "106"),
        ("type", MISSING, "106"),
        ("deviceId", "7", "106"),
        ("deviceId", 1, "106"),
        ("deviceId", MISSING, "106"),
        ("deviceSubId", 1, "106"),
        ("deviceSubId", "0", "106"),
        ("deviceSubId", ["1"], "106"),
        ("deviceSubId", MISSING, "106"),
        ("count", 4, "109"),
        ("count", "3", "109"),
        ("count", "", "109"),
        ("count", MISSING, "109"),
        ("exception", ["Left RingFinger"], "109"),  # and still a count of four
        ("exception", ["Right RingFinger"], "501"),  # lies on another slap
        ("exception", None, "501"),
        ("exception", MISSING, "501"),
        ("bioSubType", ["Left IndexFinger"], "109"),
        ("bioSubType", ["UNKNOWN"], "501"),
        ("bioSubType", None, "501"),
        ("bioSubType", MISSING, "501"),
        ("requestedScore", 40, "501"),
        ("requestedScore", "101", "501"),
        ("requestedScore", MISSING, "501"),
        ("previousHash", None, "501"),
        ("previousHash", "00", "501"),
        ("previousHash", MISSING, "501"),
    ],
    ids=str,
)
def test_a_request_with_a_wrong_part_of_a_capture_is_refused(
    name: str, value: object, number: str, finger: Device, reach: Reach
) -> None:
    body = whole(finger, reach)
    put(body["bio"][0], name, value)

    assert told(finger, body) == number


def test_a_request_that_is_no_object_is_refused(finger: Device) -> None:
    assert [told(finger, body) for body in (None, [], "x")] == ["501"] * 3


@pytest.mark.parametrize(
    ("change", "number"),
    [
        (lambda body: body | {"deviceId": "7"}, "106"),
        (lambda body: body | {"deviceSubId": 1}, "106"),
        (lambda body: body | {"deviceSubId": "9"}, "106"),
        (lambda body: body | {"timeout": 300}, "501"),
        (lambda body: {"deviceId": "1", "deviceSubId": "1"}, "501"),
    ],
)
def test_a_live_picture_is_asked_for_in_the_same_words(
    change: Callable[[Body], Body], number: str, finger: Device
) -> None:
    good: Body = {"deviceId": "1", "deviceSubId": "1", "timeout": "300000"}

    frames = calls.frames(finger.port, "STREAM", "/stream", good, Deadline(10))
    assert next(frames).startswith(b"\xff\xd8")
    frames.close()  # type: ignore[attr-defined]
    with pytest.raises(trouble.Glitch) as refused:
        next(calls.frames(finger.port, "STREAM", "/stream", change(good), Deadline(10)))

    assert refused.value.detail.split()[0] == number


# -- discovery, which the station does not need ------------------------------------------------------


@pytest.mark.parametrize("method", ["MOSIPDISC", "POST"])
@pytest.mark.parametrize("asked", ["Biometric Device", "Iris"])
def test_a_device_is_discovered_by_either_method(method: str, asked: str, iris: Device) -> None:
    [said] = json.loads(calls.call(iris.port, method, "/device", {"type": asked}, Deadline(10)))

    assert {name: said[name] for name in said if name != "digitalId"} == {
        "deviceId": "2",
        "deviceStatus": "Ready",
        "certification": "L0",
        "serviceVersion": "0.9.5",
        "deviceSubId": ["3"],
        "callbackId": "",
        "deviceCode": "SIM-IRIS-2",
        "specVersion": ["0.9.5"],
        "purpose": "Registration",
        "error": {"errorCode": "0", "errorInfo": "SUCCESS"},
    }
    plain = json.loads(base64.urlsafe_b64decode(said["digitalId"] + "=="))
    assert plain.pop("dateTime")
    assert plain == {
        "serialNo": "SIM-IRIS-2",
        "make": "SIMULATED",
        "model": "SIM-IRIS",
        "type": "Iris",
        "deviceSubType": "Double",
        "deviceProvider": "SIMULATED",
        "deviceProviderId": "SIMULATED",
    }


@pytest.mark.parametrize("method", ["MOSIPDISC", "POST"])
@pytest.mark.parametrize(("asked", "number"), [({"type": "Face"}, "106"), ({"type": 1}, "501"), ({}, "501")])
def test_nothing_is_discovered_of_another_kind(method: str, asked: Body, number: str, iris: Device) -> None:
    [said] = json.loads(calls.call(iris.port, method, "/device", asked, Deadline(10)))

    assert said == {"error": {"errorCode": number, "errorInfo": said["error"]["errorInfo"]}}
