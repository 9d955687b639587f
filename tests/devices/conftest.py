"""Simulated devices on free ports, whose authority this station trusts."""

from collections.abc import Iterator

import pytest

from rekam.simulator import identity, server
from rekam.simulator.identity import Identity
from rekam.simulator.server import Bench
from rekam.station import devices
from rekam.station.devices import Device, Reach, Type
from rekam.station.devices.tokens import Anchors


@pytest.fixture(scope="session")
def keys() -> Identity:
    """Making keys takes half a second: once."""
    return identity.make()


@pytest.fixture(scope="session")
def running(keys: Identity) -> Iterator[Bench]:
    with server.running(keys) as bench:
        for kind in bench.ports:
            bench.set(kind, person="siti")
        yield bench


@pytest.fixture
def bench(running: Bench) -> Iterator[Bench]:
    """The devices of all tests, well behaved at the beginning of each."""
    yield running
    for kind in list(running.ports):
        running.set(kind, misbehave="none", times=None, clarity=1.0, delay_seconds=0.0, missing=())


@pytest.fixture
def reach(bench: Bench, keys: Identity) -> Reach:
    """Patient with a machine that has much to do; tests about patience take less of it."""
    return Reach(
        ports=list(bench.ports.values()),
        anchors=Anchors.of_pem(keys.anchor),
        search_seconds=10,
        capture_seconds=30,
    )


@pytest.fixture
def hasty(bench: Bench, keys: Identity) -> Reach:
    return Reach(
        ports=list(bench.ports.values()),
        anchors=Anchors.of_pem(keys.anchor),
        search_seconds=0.3,
        capture_seconds=0.2,
        grace_seconds=0.1,
    )


@pytest.fixture(scope="session")
def found(running: Bench, keys: Identity) -> dict[Type, Device]:
    reach = Reach(ports=list(running.ports.values()), anchors=Anchors.of_pem(keys.anchor), search_seconds=10)
    return {device.type: device for device in devices.find(reach)}


@pytest.fixture
def finger(found: dict[Type, Device]) -> Device:
    return found[Type.FINGER]


@pytest.fixture
def iris(found: dict[Type, Device]) -> Device:
    return found[Type.IRIS]


@pytest.fixture
def face(found: dict[Type, Device]) -> Device:
    return found[Type.FACE]
