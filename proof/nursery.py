"""Processes that are born ready. Django is loaded once for the office and once for a laptop; every process
that is going to be killed is a fork of one of those two, born in milliseconds.

A child speaks over a socket of its own: it tells what happens ("said"), asks the network ("ask"), and ends a
call with "done" or "error". When it is killed, the socket ends.
"""

import contextlib
import itertools
import logging
import os
import signal
import socket as stdlib_socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from proof import rehearsal

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {"office": "rekam.office.settings", "laptop": "rekam.station.settings"}
PATIENCE_SECONDS = 600

# What came over the socket of a child before its answer.
Said = Callable[[str, Any], None]
# The network between a laptop and the office: (method, path, body, headers) -> (status, headers, body).
Network = Callable[[str, str, bytes, dict[str, str]], tuple[int, dict[str, str], bytes]]


class Killed(Exception):
    """The child is no more."""


class Broke(Exception):
    """The child answered with an error of its own: `kind` is its class, `code` that of a Trouble."""

    def __init__(self, kind: str, code: str, text: str) -> None:
        super().__init__(f"{kind} {code} {text}")
        self.kind, self.code, self.text = kind, code, text


class NoWay(Exception):
    """What a network raises in place of an answer."""


def _nobody(*_: Any) -> tuple[int, dict[str, str], bytes]:
    raise NoWay


@dataclass(eq=False)
class Child:
    """One process of the office or of a laptop."""

    pid: int
    socket: Connection
    nursery: "Nursery"
    said: Said = field(default=lambda kind, value: None)
    network: Network = _nobody
    broke: Callable[[Broke], Exception] = field(default=lambda broke: broke)  # what is raised of it
    is_harmed: bool = False  # a system call of it is made to fail just now

    def call(self, name: str, *arguments: Any, **named: Any) -> Any:
        """Do something in the child. What it says and asks on the way is passed on."""
        try:
            self.socket.send(("call", name, arguments, named))
            while True:
                kind, value = self._heard()
                if kind == "done":
                    return value
                if kind == "error":
                    raise self.broke(Broke(*value))
                self._pass_on(kind, value)
        except (EOFError, BrokenPipeError, ConnectionResetError) as ended:
            raise Killed from ended

    def is_born(self) -> None:
        """Wait until it is ready; what stopped it at once is told here."""
        kind, value = self._heard()
        if kind == "error":
            raise Broke(*value)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.bury()

    def is_alive(self) -> bool:
        """Whether it answers; one that was killed is found out here at the latest."""
        try:
            return bool(self.call("alive"))
        except (Killed, OSError):
            return False

    def stop(self) -> None:
        """Let it end by itself."""
        with contextlib.suppress(BrokenPipeError):
            self.socket.send(("end", "", (), {}))
        self.bury()

    def bury(self) -> None:
        self.socket.close()
        self.nursery.bury(self.pid)

    def _heard(self) -> tuple[str, Any]:
        if not self.socket.poll(PATIENCE_SECONDS):
            raise TimeoutError(f"the child {self.pid} has said nothing for {PATIENCE_SECONDS} s")
        heard: tuple[str, Any] = self.socket.recv()
        return heard

    def _pass_on(self, kind: str, value: Any) -> None:
        if kind != "ask":
            self.said(kind, value)
            return
        try:
            self.socket.send(("answer", self.network(*value)))
        except NoWay:
            self.socket.send(("lost", None))


class Nursery:
    """One side, loaded. *folder* is what its settings read; each child is given its own."""

    def __init__(self, side: str, folder: Path) -> None:
        self._place = Path(tempfile.mkdtemp(prefix="rekam-proof-"))
        self._numbers = itertools.count()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("REKAM_", "PYTEST_", "COV_"))}
        own = {
            "DJANGO_SETTINGS_MODULE": SETTINGS[side],
            "PYTHONPATH": str(ROOT),
            "REKAM_DATA": str(folder),
            "REKAM_STATION": str(folder),
        }
        with Listener(str(self._place / "control"), "AF_UNIX") as listener:
            command = [sys.executable, "-m", "proof.born", side, str(self._place / "control")]
            self._process = subprocess.Popen(command, cwd=ROOT, env={**kept, **own})
            self._control = _accepted(listener, self._process)

    def child(self, **facts: Any) -> Child:
        """A new process; *facts* are for its `begin`."""
        address = str(self._place / f"child{next(self._numbers)}")
        with Listener(address, "AF_UNIX") as listener:
            self._control.send(("fork", address, facts))
            pid: int = self._control.recv()
            child = Child(pid, _accepted(listener, self._process), self)
        child.is_born()
        return child

    def rehearsing(self, **facts: Any) -> Child:
        """The process itself that is forked, as if it were a child; until `rehearsed`."""
        address = str(self._place / f"child{next(self._numbers)}")
        with Listener(address, "AF_UNIX") as listener:
            self._control.send(("rehearse", address, facts))
            child = Child(self._process.pid, _accepted(listener, self._process), self)
        child.is_born()
        return child

    def rehearsed(self, child: Child) -> None:
        child.socket.send(("end", "", (), {}))
        child.socket.close()
        self._control.recv()

    def bury(self, pid: int) -> None:
        self._control.send(("wait", "", pid))
        self._control.recv()

    def close(self) -> None:
        self._control.close()
        self._process.terminate()
        self._process.wait()
        for leftover in self._place.iterdir():
            leftover.unlink()
        self._place.rmdir()


def _accepted(listener: Listener, process: subprocess.Popen[bytes]) -> Connection:
    """The first connection, unless the process ends before it makes one."""
    waiting: Any = listener._listener._socket  # type: ignore[attr-defined]
    waiting.settimeout(0.25)
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            return listener.accept()
        except TimeoutError:
            if process.poll() is not None:
                raise RuntimeError("the nursery ended at once; what it said is above") from None
    raise TimeoutError("no child was born")


# -- inside the process that forks --------------------------------------------------------------


class Outside:
    """What a child has of the world."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket

    def say(self, kind: str, value: Any) -> None:
        self._socket.send((kind, value))

    def ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        self._socket.send(("ask", (method, path, body, headers)))
        kind, value = self._socket.recv()
        if kind == "lost":
            raise ConnectionResetError("lost on the way")
        answer: tuple[int, dict[str, str], bytes] = value
        return answer


Roles = dict[str, Callable[..., Any]]


def serve(control: Connection, begin: Callable[..., Roles]) -> None:
    """Fork children until nobody asks any more."""
    while True:
        try:
            what, address, given = control.recv()
        except EOFError:
            return
        if what == "wait":
            os.waitpid(given, 0)
            control.send(None)
            continue
        if what == "rehearse":
            with rehearsal.forgotten():
                _live(address, given, begin)
            control.send(None)
            continue
        pid = os.fork()
        if pid == 0:
            control.close()
            _live(address, given, begin)
            os._exit(0)
        control.send(pid)


def _live(address: str, facts: dict[str, Any], begin: Callable[..., Roles]) -> None:
    """The whole life of a child."""
    with Client(address, "AF_UNIX") as socket:
        _speak_by_sendto(socket)
        logging.disable(logging.CRITICAL)
        born, roles = _done(begin, (Outside(socket),), facts)
        socket.send((born, None if born == "done" else roles))
        with contextlib.suppress(EOFError):
            while True:
                what, name, arguments, named = socket.recv()
                if what == "end":
                    break
                socket.send(_done(roles[name], arguments, named))


def _speak_by_sendto(socket: Any) -> None:
    """So that a `write` that is made to fail is one to the disk, and never what the child tells us."""
    line = stdlib_socket.socket(fileno=os.dup(socket.fileno()))
    real = socket._send
    socket._send = lambda data: real(data, write=lambda _number, part: line.send(part))


def _done(role: Callable[..., Any], arguments: Any, named: Any) -> tuple[str, Any]:
    try:
        return "done", role(*arguments, **named)
    except BaseException as trouble:  # it goes to whoever called, who judges it
        if os.environ.get("REKAM_PROOF_LOUD"):
            import traceback

            traceback.print_exc()
        return "error", told(trouble)


def told(trouble: BaseException) -> tuple[str, str, str]:
    """What `Broke` is made of."""
    return type(trouble).__name__, str(getattr(trouble, "code", "")), str(trouble)[:500]
