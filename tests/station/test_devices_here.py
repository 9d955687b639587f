"""A device that dies is told of by its name and opens a fault; what somebody sees is reported by hand."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rekam.simulator import devices as simulated
from rekam.simulator.devices import Simulated
from rekam.simulator.server import Bench
from rekam.station.closing import queries as closing
from rekam.station.devices import Type, finding, plugged
from rekam.station.devices.looking import SEEN
from rekam.station.devices.models import Plugged, Sighting
from rekam.station.outbox.models import Packet
from rekam.wire import recordings
from tests.station import make
from tests.station.desk import Counter, Devices, devices
from tests.station.office import Office


@pytest.fixture
def counter(working: Path, office: Office) -> Counter:
    return Counter()


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Devices]:
    with devices(monkeypatch) as bench:
        bench.reach = replace(bench.reach, search_seconds=0.8)
        yield bench


def trouble(office: Office) -> recordings.DeviceTrouble:
    """What the office reads in the last packet."""
    told = make.opened(Packet.objects.latest("sequence"), office).trouble
    assert told is not None
    return told


def at_the_left_hand(counter: Counter) -> None:
    counter.come_to_the_hands()


@contextmanager
def single_reader(bench: Devices, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another device for fingers on this desk: for one finger alone, with a number of its own."""
    one = replace(simulated.KINDS["Finger"], sub_type="Single", model="SIM-SINGLE", sub_ids=("0",))
    monkeypatch.setitem(simulated.KINDS, "Finger", one)
    reader = Bench(bench.bench.identity, ports=[0], kinds=["Finger"])
    reader._devices["Finger"] = Simulated(one, 9, reader.identity, reader.moods, "1")
    reader.start()
    bench.reach = replace(bench.reach, ports=(*bench.reach.ports, *reader.ports.values()))
    SEEN.forget()
    try:
        yield
    finally:
        reader.stop()


@contextmanager
def silence(port: int) -> Iterator[None]:
    """Its program listens and never answers."""
    with socket.create_server(("127.0.0.1", port)):
        yield


def test_a_scanner_that_died_is_told_as_gone_and_opens_a_fault_with_its_number(
    counter: Counter, office: Office, bench: Devices
) -> None:
    at_the_left_hand(counter)
    counter.get(counter.at("tangan-kiri/"))  # it answered once
    bench.set("Finger", misbehave="gone")
    SEEN.forget()

    assert "Alat hilang" in counter.get(counter.at("tangan-kiri/")).content.decode()
    refused = [counter.capture("tangan-kiri").json()["refused"]["code"] for _ in range(3)]

    assert refused == ["device.gone"] * 3
    told = trouble(office)
    assert (told.kind, told.serial, told.code) == ("finger", "SIM-FINGER-1", "device.gone")
    assert told.observed.startswith("3 x; MOSIPDINFO on port")
    assert Packet.objects.count() == 1


def test_a_scanner_whose_program_hangs_is_told_as_hanging(counter: Counter, bench: Devices) -> None:
    at_the_left_hand(counter)
    counter.get(counter.at("tangan-kiri/"))
    bench.set("Finger", misbehave="gone")
    SEEN.forget()

    with silence(bench.bench.ports["Finger"]):
        refused = counter.capture("tangan-kiri").json()["refused"]

    assert refused["code"] == "device.hanging"
    assert Sighting.objects.get().serial == "SIM-FINGER-1"


def test_a_program_that_nobody_knows_is_told_and_is_no_fault_of_any_device(
    counter: Counter, bench: Devices
) -> None:
    at_the_left_hand(counter)
    bench.set("Finger", misbehave="gone")
    Plugged.objects.all().delete()
    SEEN.forget()

    with silence(bench.bench.ports["Finger"]):
        refused = counter.capture("tangan-kiri").json()["refused"]
        page = counter.get("/alat/").content.decode()
    SEEN.forget()
    nothing = counter.capture("tangan-kiri").json()["refused"]

    assert (refused["code"], nothing["code"]) == ("device.hanging", "device.none")
    assert not Sighting.objects.exists()
    assert f"Alat di port {bench.bench.ports['Finger']} tidak menjawab dengan benar" in page


def test_the_closing_and_the_page_name_a_device_that_does_not_answer_any_more(
    counter: Counter, bench: Devices
) -> None:
    counter.get("/alat/")
    bench.set("Iris", misbehave="gone")
    counter.post("/alat/cari/")

    page = counter.get("/alat/").content.decode()

    assert "SIM-IRIS-2" in page
    assert "device.gone" in page
    assert {each.serial: each.state for each in closing.devices()}["SIM-IRIS-2"] == "Not Answering"


def test_a_device_in_the_place_of_another_takes_its_name_away(station: Path, bench: Devices) -> None:
    found = finding.search(bench.reach)
    old = next(device for device in found.devices if device.type == Type.FINGER)
    plugged.remember([replace(old, serial="OLD-1")], at=make.now())

    plugged.remember(found.devices, at=make.now())

    assert plugged.absent(found, at=make.now()) == []


def test_trouble_that_somebody_sees_is_reported_by_hand(
    counter: Counter, office: Office, bench: Devices
) -> None:
    empty = counter.post("/alat/lapor/", device="serial:SIM-FINGER-1", observed=" ")
    assert empty.status_code == 409
    assert not Packet.objects.exists()

    counter.post("/alat/lapor/", device="serial:SIM-FINGER-1", observed="Kacanya retak")

    told = trouble(office)
    assert (told.serial, told.code, told.observed) == ("SIM-FINGER-1", "device.reported", "Kacanya retak")
    counter.post("/alat/lapor/", device="kind:printer", observed="Kertas macet")
    assert (trouble(office).kind, trouble(office).serial) == ("printer", "")
    page = counter.get("/alat/").content.decode()
    assert "Kertas macet" in page
    assert "dilaporkan" in page


def test_a_device_is_chosen_only_for_what_it_can_capture(
    counter: Counter, bench: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader for one finger is no scanner for a hand, even where the scanner is not ready and it is."""
    at_the_left_hand(counter)
    bench.set("Finger", misbehave="busy")

    with single_reader(bench, monkeypatch):
        page = counter.get(counter.at("tangan-kiri/")).content.decode()
        refused = counter.capture("tangan-kiri").json()["refused"]

    assert "SIM-FINGER-1" in page
    assert "SIM-FINGER-9" not in page
    assert refused["code"] == "device.busy"


def test_where_only_a_device_for_something_else_answers_that_is_said(
    counter: Counter, bench: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_left_hand(counter)
    bench.set("Finger", misbehave="gone")
    Plugged.objects.all().delete()

    with single_reader(bench, monkeypatch):
        page = counter.get(counter.at("tangan-kiri/")).content.decode()
        refused = counter.capture("tangan-kiri").json()["refused"]

    assert "Alat ini tidak dapat merekam bagian itu" in page
    assert refused["code"] == "device.cannot"
    assert not Packet.objects.exists()


def live(counter: Counter) -> Any:
    return counter.get(counter.at("tangan-kiri/gambar/"))


def test_the_live_picture_is_shown_frame_after_frame(counter: Counter, bench: Devices) -> None:
    at_the_left_hand(counter)

    answer = live(counter)
    frames = iter(answer.streaming_content)
    first = next(frames)
    answer.close()

    assert answer["Content-Type"].startswith("multipart/x-mixed-replace")
    assert first.startswith(b"--frame")
    assert b"\xff\xd8\xff" in first


def test_a_live_picture_that_does_not_come_is_told_at_once_with_its_own_sentence(
    counter: Counter, bench: Devices
) -> None:
    at_the_left_hand(counter)
    bench.reach = replace(bench.reach, picture_seconds=0.5)
    counter.get(counter.at("tangan-kiri/"))
    told = {}
    for mood in ("unplugged", "blind", "hanging"):
        bench.set("Finger", misbehave=mood)
        told[mood] = live(counter).json()["refused"]
        bench.set("Finger", misbehave="none")  # else the search that follows would wait for it

    assert {mood: each["code"] for mood, each in told.items()} == {
        "unplugged": "device.not_connected",
        "blind": "device.no_live_view",
        "hanging": "device.hanging",
    }
    assert "tidak ada alat yang gambarnya" in told["unplugged"]["sentence"]
    assert not Sighting.objects.exists()  # a page looks by itself, and often


def test_without_a_device_the_live_picture_says_which_one_is_gone(counter: Counter, bench: Devices) -> None:
    at_the_left_hand(counter)
    counter.get(counter.at("tangan-kiri/"))
    bench.set("Finger", misbehave="gone")
    SEEN.forget()

    assert live(counter).json()["refused"]["code"] == "device.gone"


def test_what_a_report_by_hand_leads_to_is_said_as_it_is(
    counter: Counter, office: Office, bench: Devices
) -> None:
    """The laptop does not know which devices the office knows; of a simulated one no fault is opened."""
    counter.post("/alat/lapor/", device="kind:printer", observed="Kertas macet")
    assert "kantor membuka kerusakan alat itu, atau" in counter.get("/alat/").content.decode()

    counter.post("/alat/lapor/", device="serial:SIM-FINGER-1", observed="Kacanya retak")
    assert "tidak membuka kerusakan" in counter.get("/alat/").content.decode()


def test_what_is_simulated_is_marked_wherever_the_device_stands(counter: Counter, bench: Devices) -> None:
    at_the_left_hand(counter)

    hand = counter.get(counter.at("tangan-kiri/")).content.decode()
    devices_here = counter.get("/alat/").content.decode()
    day = counter.get("/tutup/").content.decode()

    assert '<p class="desk-simulated">SIMULASI</p>' in hand
    assert devices_here.count(">SIMULASI<") == 3
    assert day.count(">SIMULASI<") == 3
