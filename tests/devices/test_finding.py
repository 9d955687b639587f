"""Who is plugged in: found at once, whoever else hangs, lies or talks nonsense."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from rekam.simulator.identity import Identity
from rekam.simulator.server import Bench
from rekam.station import devices
from rekam.station.devices import Reach, Type, calls, finding
from rekam.station.devices import reach as reaches
from rekam.station.devices.tokens import Anchors


@contextmanager
def somebody(*says: bytes) -> Iterator[int]:
    """A program on a port that answers every question with these bytes and then holds the line."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        lines: list[socket.socket] = []

        def answer() -> None:
            while True:
                try:
                    line, _ = door.accept()
                except OSError:
                    return
                lines.append(line)
                line.sendall(b"".join(says))

        threading.Thread(target=answer, daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)
        for line in lines:
            line.close()


def free_ports(many: int) -> list[int]:
    """Ports at which nobody listens."""
    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(many)]
    ports = [door.getsockname()[1] for door in doors]
    for door in doors:
        door.close()
    return ports


def test_every_device_is_found_with_what_it_says_of_itself(reach: Reach) -> None:
    found = devices.find(reach)

    assert {device.type for device in found} == set(Type)
    slap = next(device for device in found if device.type == Type.FINGER)
    assert slap.is_ready
    assert slap.sub_ids == ("1", "2", "3")
    assert (slap.make, slap.model, slap.serial) == ("SIMULATED", "SIM-SLAP", "SIM-FINGER-1")
    assert slap.is_simulated


def test_a_hundred_ports_without_a_device_are_searched_in_a_moment(reach: Reach) -> None:
    began = time.monotonic()

    assert devices.find(replace(reach, ports=free_ports(97))) == []
    assert time.monotonic() - began < 2


def test_one_that_hangs_costs_the_others_nothing_and_is_told(reach: Reach) -> None:
    with somebody() as silent:
        found = devices.search(replace(reach, ports=[*reach.ports, silent], search_seconds=1.5))

    assert {device.type for device in found.devices} == set(Type)
    assert [(trouble.code, trouble.observed.port) for trouble in found.troubles] == [
        ("device.hanging", silent)
    ]


@pytest.mark.parametrize(
    ("says", "code"),
    [
        (b"SSH-2.0-OpenSSH\r\n", "device.broken_answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<!doctype", "device.broken_answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "device.broken_answer"),
        (
            b'HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n[{"deviceInfo":"a.b.c"}]'[:-2],
            "device.broken_answer",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\n[]", "device.hanging"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000, "device.broken_answer"),
    ],
    ids=["ssh", "a_web_page", "an_object", "a_bad_token", "no_length", "an_endless_head"],
)
def test_a_program_that_is_no_device_is_passed_over(says: bytes, code: str, hasty: Reach) -> None:
    with somebody(says) as port:
        found = devices.search(replace(hasty, ports=[port], search_seconds=1.0))

    assert found.devices == ()
    assert [trouble.code for trouble in found.troubles] == [code]


def answer(*items: dict[str, object]) -> bytes:
    body = json.dumps(items).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


NO_DEVICE = {"deviceInfo": "", "error": {"errorCode": "106", "errorInfo": "Device not found"}}


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (NO_DEVICE, "device.not_found"),
        ({"deviceInfo": "", "error": {"errorCode": "107", "errorInfo": "no keys"}}, "device.keys_missing"),
        ({"deviceInfo": "", "error": {"errorCode": "0"}}, "device.not_found"),
        ({}, "device.not_found"),
        ({"error": "E17"}, "device.broken_answer"),
    ],
)
def test_a_program_that_has_no_device_says_why(item: dict[str, object], code: str, reach: Reach) -> None:
    with somebody(answer(item)) as port:
        found = devices.search(replace(reach, ports=[port]))

    assert [(trouble.code, trouble.observed.port) for trouble in found.troubles] == [(code, port)]


def test_a_bad_device_takes_no_good_one_beside_it_away(reach: Reach) -> None:
    """Two behind one program: what comes after the bad one is read as well."""
    port = reach.ports[0]
    [good] = json.loads(calls.call(port, "MOSIPDINFO", "/info", None, calls.Deadline(3.0)))

    for items in ([good, {"deviceInfo": "a.b.c"}], [NO_DEVICE, good]):
        with somebody(answer(*items)) as both:
            found = devices.search(replace(reach, ports=[both]))

        assert [device.serial for device in found.devices] == ["SIM-FINGER-1"]
        assert len(found.troubles) == 1


def test_devices_of_somebody_else_are_not_trusted(reach: Reach) -> None:
    found = devices.search(replace(reach, anchors=Anchors()))

    assert found.devices == ()
    assert {trouble.code for trouble in found.troubles} == {"device.untrusted"}


def test_a_device_says_whether_it_is_busy(bench: Bench, reach: Reach) -> None:
    bench.set("Iris", misbehave="busy")

    iris = next(device for device in devices.find(reach) if device.type == Type.IRIS)

    assert iris.status == "Busy"
    assert not iris.is_ready


def test_a_device_that_is_unplugged_is_not_found_until_it_is_back(bench: Bench, reach: Reach) -> None:
    bench.set("Face", misbehave="gone")
    assert {device.type for device in devices.find(reach)} == {Type.FINGER, Type.IRIS}

    bench.set("Face", misbehave="none")
    assert {device.type for device in devices.find(reach)} == set(Type)


def test_where_devices_are_looked_for_and_who_vouches_is_a_setting(tmp_path: Path, keys: Identity) -> None:
    (tmp_path / "vendor.pem").write_bytes(keys.anchor)

    assert reaches.ports("4501-4503, 4510") == (4501, 4502, 4503, 4510)
    assert reaches.anchors("") == Anchors()
    assert reaches.anchors(str(tmp_path)) == reaches.anchors(str(tmp_path / "vendor.pem"))
    assert len(reaches.anchors(str(tmp_path)).certificates) == 1
    assert len(Reach().ports) == 100


def test_a_serial_number_filled_up_with_nul_is_read_without_it() -> None:
    assert finding.text({"serialNo": "SN-001\0\0"}, "serialNo") == "SN-001"
    assert finding.text({"make": " Contoh\ud800\r\n"}, "make") == "Contoh"
