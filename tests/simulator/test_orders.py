"""Orders to simulated devices: typed, sent, and what they say to nonsense."""

import io
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from rekam.simulator import command, control, identity, orders, server
from rekam.simulator.behaviour import MISBEHAVIOURS, Behaviour
from rekam.simulator.control import ControlServer
from rekam.simulator.devices import KINDS
from rekam.simulator.identity import Identity
from rekam.simulator.orders import NoOrder
from rekam.simulator.server import Bench


@pytest.fixture(scope="module")
def keys() -> Identity:
    return identity.make()


@pytest.fixture
def bench(keys: Identity) -> Iterator[Bench]:
    with server.running(keys) as found:
        yield found


@pytest.fixture
def port(bench: Bench) -> Iterator[int]:
    listening = ControlServer(bench, 0)
    listening.start()
    yield listening.server_address[1]
    listening.shutdown()
    listening.server_close()


@pytest.mark.parametrize(
    ("line", "kinds", "changes"),
    [
        ("finger hanging", ("Finger",), {"misbehave": "hanging", "times": None}),
        ("iris busy 2", ("Iris",), {"misbehave": "busy", "times": 2}),
        ("face poor", ("Face",), {"clarity": 0.35}),
        ("finger 0.4", ("Finger",), {"clarity": 0.4}),
        ("all person siti", tuple(KINDS), {"person": "siti"}),
        ("all person -", tuple(KINDS), {"person": None}),
        ("finger delay 1.5", ("Finger",), {"delay_seconds": 1.5}),
        (
            "finger missing Left RingFinger, Right Thumb",
            ("Finger",),
            {"missing": ("Left RingFinger", "Right Thumb")},
        ),
        ("finger missing -", ("Finger",), {"missing": ()}),
    ],
)
def test_an_order_is_understood(line: str, kinds: tuple[str, ...], changes: dict[str, object]) -> None:
    assert orders.read(line) == orders.Order(kinds, changes)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "finger",
        "nose hanging",
        "finger dancing",
        "finger busy 0",
        "finger 1.5",
        "finger missing Left Toe",
    ],
)
def test_nonsense_is_answered_with_what_would_make_sense(line: str) -> None:
    with pytest.raises(NoOrder, match=r"[.]$"):
        orders.read(line)


def test_every_misbehaviour_can_be_ordered_and_there_are_no_others() -> None:
    for name in MISBEHAVIOURS:
        assert orders.read(f"all {name}").changes["misbehave"] == name
    with pytest.raises(ValueError, match="none of"):
        Behaviour(misbehave="dancing")


def test_what_is_ordered_for_once_happens_once(bench: Bench) -> None:
    control.follow(bench, "finger busy 2")

    assert [bench.moods.used("Finger").misbehave for _ in range(3)] == ["busy", "busy", "none"]


def test_all_well_is_the_beginning(bench: Bench) -> None:
    for line in ("finger hanging", "iris poor", "face gone", "all person siti", "all well"):
        control.follow(bench, line)

    assert all(bench.moods.of(kind) == Behaviour() for kind in KINDS)
    assert all(state["listening"] for state in bench.state().values())


def test_devices_that_run_take_orders_on_a_port_of_their_own(bench: Bench, port: int) -> None:
    state = control.tell(port, "iris hanging 1")

    assert state["Iris"]["misbehave"] == "hanging"
    assert bench.moods.of("Iris").times == 1
    with pytest.raises(NoOrder):
        control.tell(port, "iris dancing")


def test_a_page_in_a_browser_cannot_give_orders(bench: Bench, port: int) -> None:
    order = urllib.request.Request(
        f"http://127.0.0.1:{port}/orders", b"finger hanging", {"Origin": "http://evil.example"}
    )

    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(order, timeout=5)
    assert bench.moods.of("Finger").misbehave == "none"


def test_keys_stay_the_same_over_a_restart(tmp_path: Path) -> None:
    first, second = identity.kept(tmp_path), identity.kept(tmp_path)

    assert first.anchor == second.anchor == (tmp_path / "authority.pem").read_bytes()
    assert first.device.chain == second.device.chain
    assert (tmp_path / "device.pem").stat().st_mode & 0o077 == 0


def test_the_command_starts_takes_typed_orders_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", io.StringIO("help\niris poor\nnose hanging\n"))
    monkeypatch.setattr(command, "until_stopped", stopped)

    done = command.main(["--ports", "0,0,0", "--control", "0", "--keys", str(tmp_path), "--person", "siti"])

    said = capsys.readouterr()
    assert done == 0
    assert f"REKAM_DEVICE_TRUST={tmp_path / 'authority.pem'}" in said.out
    state = json.loads(said.out.splitlines()[-2])
    assert state["Iris"]["clarity"] == 0.35
    assert state["Finger"]["person"] == "siti"
    assert "no such device" in said.err


def test_an_order_to_devices_that_do_not_run_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--tell", "finger hanging", "--control", "1"]) == 1
    assert "port 1" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(
    bench: Bench, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = bench.ports["Finger"]

    assert command.main(["--ports", f"{taken},0,0", "--control", "0", "--keys", str(tmp_path)]) == 1
    assert str(taken) in capsys.readouterr().err
