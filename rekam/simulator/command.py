"""``rekam devices simulate``: the simulated devices in a terminal."""

import argparse
import json
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.error import URLError

from rekam.simulator import control, identity
from rekam.simulator.behaviour import MISBEHAVIOURS
from rekam.simulator.control import ControlServer
from rekam.simulator.devices import KINDS
from rekam.simulator.server import HOST, Bench

FIRST_PORT, CONTROL_PORT = 4501, 4499


def _(text: str) -> str:
    """Marks a text for translation; whoever calls says how."""
    return text


DESCRIPTION = _(
    "Simulated recording devices for training and tests: a slap scanner, an iris scanner and a face camera "
    "with invented fingers, irises and faces. They speak the protocol of the field on 127.0.0.1, and "
    "everything that comes from them says SIMULATED. One recording is one invented person: the same at "
    "every device."
)
ORDERS = _(
    "Orders, typed while it runs or sent with --tell:\n"
    "  finger hanging                    until told otherwise\n"
    "  finger three_fingers 1            once\n"
    "  iris poor                         good, fair, poor, useless, or a number from 0 to 1\n"
    "  finger missing Left RingFinger    a finger that this person does not have\n"
    "  all person siti                   the same person in every recording, until: all person -\n"
    "  all well                          everything as at the beginning"
)
STARTED = _("Simulated %(kind)s device on %(host)s:%(port)s")
TRUST = _("A station trusts them when it is started with REKAM_DEVICE_TRUST=%(file)s")
TYPE = _("Type an order, or help; Ctrl+C ends it.")
NOT_RUNNING = _("No simulated devices run here: nobody listens on port %(port)s.")
TAKEN = _("Port %(port)s is taken: choose others with --ports and --control.")


def parser(say: Callable[[str], str]) -> argparse.ArgumentParser:
    moods = "\n".join(f"  {name:<18} {about}" for name, about in MISBEHAVIOURS.items())
    made = argparse.ArgumentParser(
        prog="rekam devices simulate",
        description=say(DESCRIPTION),
        epilog=f"{say(ORDERS)}\n\nMISBEHAVE:\n{moods}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    ports = f"{FIRST_PORT}-{FIRST_PORT + len(KINDS) - 1}"
    add = made.add_argument
    add("--ports", type=_ports, default=_ports(ports), help=f"one for each device (default {ports})")
    add("--kinds", default=",".join(KINDS), help="Finger,Iris,Face or some of them")
    add("--seed", default="1", help="another seed, other people")
    add("--person", help="this one invented person in every recording")
    add("--clarity", type=float, default=1.0, help="from 0 (useless) to 1 (good)")
    add("--misbehave", choices=MISBEHAVIOURS, default="none", metavar="MISBEHAVE")
    add("--at", default="all", help="which device misbehaves: finger, iris, face or all")
    add(
        "--control", type=int, default=CONTROL_PORT, help=f"port for orders (default {CONTROL_PORT}; 0: none)"
    )
    add("--keys", type=Path, default=Path("data") / "simulator", help="folder of keys and certificates")
    add("--tell", metavar="ORDER", help="send an order to devices that already run, and end")
    return made


def _ports(said: str) -> list[int]:
    """``4501-4503`` or ``4501,4510,4520``."""
    found: list[int] = []
    for piece in said.split(","):
        first, _dash, last = piece.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def main(arguments: Sequence[str], say: Callable[[str], str] = _) -> int:
    """Runs until it is stopped; exit codes as everywhere."""
    asked = parser(say).parse_args(list(arguments))
    if asked.tell:
        return _tell(asked.control, asked.tell, say)
    bench = Bench(
        identity.kept(asked.keys),
        ports=asked.ports,
        kinds=asked.kinds.split(","),
        word=asked.seed,
        works_ahead=True,
    )
    try:
        _begin(bench, asked)
        _introduce(bench, asked.keys, say)
        _listen(bench, say)
    except OSError as error:
        print(f"{say(TAKEN) % {'port': asked.ports}} ({error})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print()
    finally:
        bench.stop()
    return 0


def _begin(bench: Bench, asked: argparse.Namespace) -> None:
    bench.start()
    if asked.control:
        ControlServer(bench, asked.control).start()
    for kind in bench.ports:
        here = asked.at in ("all", kind.lower())
        mood = asked.misbehave if here else "none"
        bench.set(kind, misbehave=mood, clarity=asked.clarity, person=asked.person)


def _introduce(bench: Bench, keys: Path, say: Callable[[str], str]) -> None:
    for kind, port in bench.ports.items():
        print(say(STARTED) % {"kind": kind, "host": HOST, "port": port})
    print(say(TRUST) % {"file": keys / f"{identity.AUTHORITY}.pem"})
    print(say(TYPE), flush=True)


def _listen(bench: Bench, say: Callable[[str], str]) -> None:
    """Orders from the keyboard; without one (started by another program) it waits to be stopped."""
    for line in sys.stdin:
        if line.strip() == "help":
            print(say(ORDERS))
        elif line.strip():
            _follow(bench, line)
    until_stopped()


def until_stopped() -> None:
    threading.Event().wait()


def _follow(bench: Bench, line: str) -> None:
    try:
        control.follow(bench, line)
    except ValueError as error:
        print(error, file=sys.stderr)
        return
    print(json.dumps(bench.state()), flush=True)


def _tell(port: int, line: str, say: Callable[[str], str]) -> int:
    try:
        state = control.tell(port, line)
    except URLError:
        print(say(NOT_RUNNING) % {"port": port}, file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(state, indent=1))
    return 0
