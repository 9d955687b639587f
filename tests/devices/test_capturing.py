"""Captures with devices that behave well and in every way badly, over real sockets."""

import threading
import time
from dataclasses import replace

import pytest

from rekam.biometrics import comparing, iso_face, iso_finger, iso_iris
from rekam.simulator import streams
from rekam.simulator.behaviour import MISBEHAVIOURS
from rekam.simulator.server import Bench
from rekam.station import devices
from rekam.station.devices import Device, DeviceTrouble, LeadsTo, Reach, Slap, capturing
from rekam.station.devices.tokens import Anchors

RECORDING = "recording-1"
# What each misbehaviour is told as, and where it leads.
TOLD = {
    "busy": ("device.busy", LeadsTo.RETRY),
    "not_ready": ("device.not_ready", LeadsTo.RETRY),
    "not_registered": ("device.not_registered", LeadsTo.FAULT),
    "unplugged": ("device.not_found", LeadsTo.OTHER_DEVICE),
    "no_biometric": ("device.no_biometric", LeadsTo.RETRY),
    "vendor_error": ("device.vendor", LeadsTo.FAULT),
    "three_fingers": ("device.fewer", LeadsTo.RETRY),
    "same_finger": ("device.same_twice", LeadsTo.RETRY),
    "wrong_hand": ("device.not_asked", LeadsTo.RETRY),
    "wrong_signature": ("device.bad_signature", LeadsTo.FAULT),
    "untrusted": ("device.untrusted", LeadsTo.FAULT),
    "old_timestamp": ("device.wrong_time", LeadsTo.FAULT),
    "no_score": ("device.no_score", LeadsTo.FAULT),
    "empty_data": ("device.empty", LeadsTo.RETRY),
    "other_transaction": ("device.other_transaction", LeadsTo.RETRY),
    "other_version": ("device.other_version", LeadsTo.OTHER_DEVICE),
    "broken_chain": ("device.broken_chain", LeadsTo.FAULT),
    "broken_record": ("device.bad_record", LeadsTo.FAULT),
    "broken_json": ("device.broken_answer", LeadsTo.FAULT),
    "noise": ("device.broken_answer", LeadsTo.FAULT),
    "disappearing": ("device.line_cut", LeadsTo.RETRY),
    "gone": ("device.gone", LeadsTo.OTHER_DEVICE),
}


def trouble(device: Device, reach: Reach, what: Slap = Slap.THUMBS) -> DeviceTrouble:
    with pytest.raises(DeviceTrouble) as caught:
        devices.capture(device, what, [], RECORDING, reach=reach)
    return caught.value


# -- well -----------------------------------------------------------------------------------------


def test_ten_fingers_come_as_four_four_and_two(finger: Device, reach: Reach) -> None:
    for what, parts in (
        (Slap.LEFT, ("Left IndexFinger", "Left MiddleFinger", "Left RingFinger", "Left LittleFinger")),
        (Slap.RIGHT, ("Right IndexFinger", "Right MiddleFinger", "Right RingFinger", "Right LittleFinger")),
        (Slap.THUMBS, ("Left Thumb", "Right Thumb")),
    ):
        captured = devices.capture(finger, what, [], RECORDING, reach=reach)

        assert tuple(part.subtype for part in captured.parts) == parts
        assert captured.score >= 70
        assert all(iso_finger.read(part.iso)[0].capture.quality == part.score for part in captured.parts)


def test_irises_and_a_face_come_as_records_of_their_own(iris: Device, face: Device, reach: Reach) -> None:
    eyes = devices.capture(iris, Slap.IRISES, [], RECORDING, reach=reach)
    portrait = devices.capture(face, Slap.FACE, [], RECORDING, reach=reach)

    assert [iso_iris.read(part.iso)[0].eye.name.title() for part in eyes.parts] == ["Left", "Right"]
    assert iso_face.read(portrait.parts[0].iso)[0].height == 640
    assert portrait.score >= 90


def test_what_is_noted_as_an_exception_is_not_waited_for(
    bench: Bench, finger: Device, iris: Device, reach: Reach
) -> None:
    bench.set("Finger", missing=("Left RingFinger",))

    hand = devices.capture(finger, Slap.LEFT, ["Left RingFinger"], RECORDING, reach=reach)
    eye = devices.capture(iris, Slap.IRISES, ["Left"], RECORDING, reach=reach)

    assert [part.subtype for part in hand.parts] == [
        "Left IndexFinger",
        "Left MiddleFinger",
        "Left LittleFinger",
    ]
    assert [part.subtype for part in eye.parts] == ["Right"]


def test_a_missing_finger_that_nobody_noted_is_told_by_its_name(
    bench: Bench, finger: Device, reach: Reach
) -> None:
    bench.set("Finger", missing=("Left LittleFinger",))

    told = trouble(finger, reach, Slap.LEFT)

    assert told.code == "device.fewer"
    assert told.told("%(found)s/%(wanted)s %(missing)s") == "3/4 left little finger"


def test_an_index_finger_alone_is_the_one_that_was_captured_before(
    bench: Bench, finger: Device, reach: Reach
) -> None:
    hand = devices.capture(finger, Slap.LEFT, [], RECORDING, reach=reach)

    again = devices.capture(finger, Slap.LEFT, [], RECORDING, only=["Left IndexFinger"], reach=reach)

    assert [part.subtype for part in again.parts] == ["Left IndexFinger"]
    assert comparing.fingers_of(hand.parts[0].iso, again.parts[0].iso).matched
    bench.set("Finger", person="dewi")
    other = devices.capture(finger, Slap.LEFT, [], RECORDING, only=["Left IndexFinger"], reach=reach)
    bench.set("Finger", person="siti")
    assert not comparing.fingers_of(hand.parts[0].iso, other.parts[0].iso).matched


def test_poor_quality_is_captured_and_says_so(bench: Bench, finger: Device, reach: Reach) -> None:
    bench.set("Finger", clarity=0.35)

    assert devices.capture(finger, Slap.THUMBS, [], RECORDING, reach=reach).score < 40


def test_a_picture_of_clean_glass_has_no_quality_whatever_the_device_says(
    bench: Bench, finger: Device, reach: Reach
) -> None:
    bench.set("Finger", misbehave="empty_slap")

    captured = devices.capture(finger, Slap.LEFT, [], RECORDING, reach=reach)

    assert [(part.score, part.is_empty) for part in captured.parts] == [(0, True)] * 4


def test_whatever_comes_from_the_simulator_says_so(finger: Device, reach: Reach) -> None:
    captured = devices.capture(finger, Slap.THUMBS, [], RECORDING, reach=reach)

    assert captured.is_simulated
    assert finger.make == "SIMULATED"
    assert finger.environment == "Staging"


# -- badly ----------------------------------------------------------------------------------------


def test_every_misbehaviour_is_tried_here() -> None:
    assert set(TOLD) | {"none", "hanging", "slow", "empty_slap", "blind"} == set(MISBEHAVIOURS)


@pytest.mark.parametrize("kind", TOLD)
def test_each_misbehaviour_is_told_by_its_own_name_and_leads_somewhere(
    kind: str, bench: Bench, finger: Device, reach: Reach
) -> None:
    hand = kind in ("same_finger", "wrong_hand")
    bench.set("Finger", misbehave=kind)

    told = trouble(finger, reach, Slap.LEFT if hand else Slap.THUMBS)

    assert (told.code, told.leads_to) == TOLD[kind]
    assert "%(" not in told.told(told.sentence)
    bench.set("Finger", misbehave="none")
    assert devices.capture(finger, Slap.THUMBS, [], RECORDING, reach=reach).parts  # nothing was restarted


@pytest.mark.parametrize("kind", ["hanging", "slow"])
def test_a_device_that_hangs_is_given_up_and_the_next_capture_works(
    kind: str, bench: Bench, finger: Device, reach: Reach, hasty: Reach
) -> None:
    bench.set("Finger", misbehave=kind, times=1)
    began = time.monotonic()

    told = trouble(finger, hasty)

    assert told.code == "device.hanging"
    assert time.monotonic() - began < 5
    assert told.observed.seconds >= 0.3
    assert devices.capture(finger, Slap.THUMBS, [], RECORDING, reach=reach).parts


def test_a_capture_that_hangs_can_be_given_up_by_hand(bench: Bench, finger: Device, reach: Reach) -> None:
    bench.set("Finger", misbehave="hanging", times=1)
    threading.Timer(0.2, devices.give_up, [finger]).start()

    assert trouble(finger, reach).code == "device.given_up"


def test_a_newer_capture_does_not_wait_behind_one_that_hangs(
    bench: Bench, finger: Device, reach: Reach
) -> None:
    bench.set("Finger", misbehave="hanging", times=1)
    older: list[DeviceTrouble] = []
    waiting = threading.Thread(target=lambda: older.append(trouble(finger, reach)))
    waiting.start()
    while bench.moods.of("Finger").misbehave == "hanging":
        pass  # until the older one has reached the device

    assert devices.capture(finger, Slap.THUMBS, [], RECORDING, reach=reach).parts
    waiting.join(5)
    assert [each.code for each in older] == ["device.given_up"]


def test_a_device_that_nobody_vouches_for_captures_nothing(finger: Device, reach: Reach) -> None:
    assert trouble(finger, replace(reach, anchors=Anchors())).code == "device.untrusted"


def test_another_device_in_place_of_the_one_that_was_found_is_refused(finger: Device, reach: Reach) -> None:
    assert trouble(replace(finger, serial="SIM-FINGER-9"), reach).code == "device.untrusted"


def test_a_device_for_fingers_takes_no_portrait(finger: Device, reach: Reach) -> None:
    told = trouble(finger, reach, Slap.FACE)

    assert (told.code, told.leads_to) == ("device.cannot", LeadsTo.OTHER_DEVICE)


def test_a_request_without_sense_is_a_mistake_of_ours(finger: Device, reach: Reach) -> None:
    for transaction in ("", "abc", "with space", "x" * 51):
        with pytest.raises(ValueError, match="transaction id"):
            devices.capture(finger, Slap.LEFT, [], transaction, reach=reach)
    with pytest.raises(ValueError, match="nothing is left"):
        devices.capture(finger, Slap.THUMBS, ["Left Thumb", "Right Thumb"], RECORDING, reach=reach)


def test_trouble_says_what_was_observed_and_shows_nobody(bench: Bench, finger: Device, reach: Reach) -> None:
    bench.set("Finger", misbehave="vendor_error")

    told = trouble(finger, reach)

    assert told.observed.serial == "SIM-FINGER-1"
    assert told.observed.kind == "finger"
    assert "503 Sensor fault E-17" in told.observed.told()
    assert RECORDING not in told.observed.told()


# -- the live picture -----------------------------------------------------------------------------


def test_the_live_picture_is_a_row_of_jpegs(finger: Device, iris: Device, face: Device, reach: Reach) -> None:
    for device in (finger, iris, face):
        frames = devices.stream(device, reach=reach)
        few = [next(frames) for _ in range(3)]
        frames.close()

        assert all(frame.startswith(b"\xff\xd8") and frame.endswith(b"\xff\xd9") for frame in few)


def test_at_least_three_frames_come_a_second(finger: Device, reach: Reach) -> None:
    """As the specification asks; those that it takes long to draw are drawn before."""
    frames = devices.stream(finger, Slap.LEFT, reach=reach)
    for _ in range(streams.FRAMES):
        next(frames)

    began = time.monotonic()
    many = [next(frames) for _ in range(12)]
    seconds = time.monotonic() - began
    frames.close()

    assert len(many) / seconds >= 3


def test_a_device_that_does_not_answer_shows_nothing_and_that_is_told(
    bench: Bench, finger: Device, hasty: Reach
) -> None:
    bench.set("Finger", misbehave="hanging")

    with pytest.raises(DeviceTrouble, match=r"device\.hanging"):
        next(devices.stream(finger, seconds=0.2, reach=hasty))


def test_a_live_picture_that_does_not_come_is_told_within_seconds(
    bench: Bench, finger: Device, reach: Reach
) -> None:
    """The look itself may go on for five minutes."""
    bench.set("Finger", misbehave="blind")
    began = time.monotonic()

    with pytest.raises(DeviceTrouble, match=r"device\.no_live_view"):
        next(devices.stream(finger, reach=replace(reach, picture_seconds=0.3)))

    assert time.monotonic() - began < 5
    assert Reach().picture_seconds <= 5
    assert devices.capture(finger, Slap.THUMBS, [], RECORDING, reach=reach).parts


def test_a_live_picture_that_stands_still_is_told_within_seconds(
    bench: Bench, finger: Device, reach: Reach
) -> None:
    frames = devices.stream(finger, reach=replace(reach, picture_seconds=1.5))
    next(frames)
    bench.set("Finger", misbehave="hanging")
    began = time.monotonic()

    with pytest.raises(DeviceTrouble, match=r"device\.hanging"):
        for _ in frames:
            pass

    assert time.monotonic() - began < 10


def test_that_no_device_is_connected_is_told_in_place_of_a_picture(
    bench: Bench, finger: Device, reach: Reach
) -> None:
    """202, which only the live view says."""
    bench.set("Finger", misbehave="unplugged")

    with pytest.raises(DeviceTrouble) as told:
        next(devices.stream(finger, reach=reach))

    assert (told.value.code, told.value.leads_to) == ("device.not_connected", LeadsTo.OTHER_DEVICE)
    assert "202 No device connected" in told.value.observed.told()


def test_a_capture_ends_the_live_picture_and_looking_on_ends_no_capture(
    bench: Bench, finger: Device, reach: Reach
) -> None:
    """A device of the field does one thing at a time."""
    frames = devices.stream(finger, reach=reach)
    next(frames)

    assert devices.capture(finger, Slap.THUMBS, [], RECORDING, reach=reach).parts
    with pytest.raises(DeviceTrouble, match=r"device\.given_up"):
        for _ in frames:
            pass

    turn = capturing.TURNS.mine(finger.port)
    next(devices.stream(finger, reach=reach))
    assert not turn.is_set()
