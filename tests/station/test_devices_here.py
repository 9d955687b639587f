"""A device that dies is told of by its name and opens a fault; what somebody sees is reported by hand."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

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
