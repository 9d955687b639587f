"""The cable of the laptop of the demo, over real sockets: what is said arrives, until it is pulled."""

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS = 60.0


@dataclass
class Line:
    port: int
    pulled: Path
    office: socket.socket

    def call(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), SECONDS)

    def says(self, words: bytes) -> bytes:
        """What comes back of it, until the other end has said everything."""
        with self.call() as line:
            line.sendall(words)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65536), b""))


def echo(listener: socket.socket) -> None:
    """An office that says everything again, once it has heard everything."""
    with contextlib.suppress(OSError):
        while True:
            line, _address = listener.accept()
            threading.Thread(target=_answer, args=(line,), daemon=True).start()


def _answer(line: socket.socket) -> None:
    with line, contextlib.suppress(OSError):
        line.sendall(b"".join(iter(lambda: line.recv(65536), b"")))


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with socket.create_server(("127.0.0.1", 0)) as office:
        threading.Thread(target=echo, args=(office,), daemon=True).start()
        pulled = tmp_path / "pulled"
        words = [
            sys.executable,
            "-m",
            "rekam.demo.cable",
            str(port),
            str(office.getsockname()[1]),
            str(pulled),
        ]
        with subprocess.Popen(words) as cable:
            made = Line(port, pulled, office)
            until(lambda: made.says(b"there?") == b"there?")
            yield made
            cable.terminate()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if is_so():
                return
        time.sleep(0.05)
    raise AssertionError("it never was so")


def test_everything_arrives_both_ways(line: Line) -> None:
    words = bytes(range(256)) * 8000

    assert line.says(words) == words


def test_who_is_under_way_when_it_is_pulled_is_cut_off(line: Line) -> None:
    with line.call() as under_way:
        under_way.sendall(b"half of it")
        line.pulled.touch()

        assert nothing_of(lambda: under_way.recv(1))


def test_nobody_is_let_through_until_it_is_plugged_in(line: Line) -> None:
    line.pulled.touch()
    for _ in range(3):
        assert nothing_of(lambda: line.says(b"somebody there?"))

    line.pulled.unlink()

    assert line.says(b"again") == b"again"


def test_an_office_that_is_away_is_found_again_when_it_is_back(line: Line) -> None:
    port = line.office.getsockname()[1]
    line.office.shutdown(socket.SHUT_RDWR)
    line.office.close()
    assert nothing_of(lambda: line.says(b"somebody there?"))

    with socket.create_server(("127.0.0.1", port)) as office:
        threading.Thread(target=echo, args=(office,), daemon=True).start()

        assert line.says(b"again") == b"again"


def nothing_of(said: Callable[[], bytes]) -> bool:
    """The line is closed or reset, as the moment has it."""
    try:
        return said() == b""
    except OSError:
        return True
