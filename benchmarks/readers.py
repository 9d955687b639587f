"""Readers of a page of the office, all at once, as browsers with connections that they keep.

All of them live in one thread, and look at no more of an answer than they must: what the readers cost is
taken from the server's processors, and a thread for each would wait for its turn before its clock stops.
"""

import contextlib
import selectors
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks import office
from rekam.office.web.management.commands import serve

USERS, EACH, WORKERS = 20, 40, 4
# The kernel deals connections out among the workers, now fairly, now not: they are dealt anew this often.
ROUNDS = 5
PATIENCE_SECONDS = 60
HEAD_END = b"\r\n\r\n"
PIECE = 256 * 1024


@dataclass(slots=True)
class Reader:
    """One reader and the connection it keeps: page after page, or with a pause between two."""

    connection: socket.socket
    asks: bytes
    next_at: float  # on the clock of `time.perf_counter`
    left: int = EACH
    asked_at: float | None = None
    pieces: bytearray = field(default_factory=bytearray)

    def ask(self) -> None:
        self.pieces.clear()
        self.asked_at = time.perf_counter()
        self.connection.sendall(self.asks)

    def page(self) -> bytes | None:
        """The answer, when all of it is there."""
        piece = self.connection.recv(PIECE)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self.pieces += piece
        head, end, body = bytes(self.pieces).partition(HEAD_END)
        if not end:
            return None
        length = next(
            int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"content-length" in line
        )
        if len(body) < length:
            return None
        status = head.split(b" ", 2)[1]
        if status != b"200":
            raise ValueError(f"the server answered {status.decode()}")
        return body


def all_at_once(
    port: int, cookie: str, path: str, *, expects: bytes, pause: float = 0.0, rounds: int = ROUNDS
) -> dict[str, float]:
    """How long *path* took for 20 readers, in milliseconds, and how many pages a second they got.

    With a *pause* in seconds each reader begins a page that long after it began the last one, and no two
    readers at the same moment. *expects* is what stands on the right page.
    """
    times: list[float] = []
    took = 0.0
    for _ in range(rounds):
        started = time.perf_counter()
        times += _round(port, cookie, path, expects, pause)
        took += time.perf_counter() - started
    times.sort()
    return {
        "median_ms": statistics.median(times),
        "p95_ms": times[int(0.95 * len(times))],
        "per_second": len(times) / took,
    }


def _round(port: int, cookie: str, path: str, expects: bytes, pause: float) -> list[float]:
    asks = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
    times: list[float] = []
    now = time.perf_counter()
    with contextlib.ExitStack() as stack, selectors.DefaultSelector() as answers:
        readers = []
        for number in range(USERS):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS))
            readers.append(Reader(connection, asks, now + pause * number / USERS))
            answers.register(connection, selectors.EVENT_READ, readers[-1])
        while waiting := [reader for reader in readers if reader.left]:
            now = time.perf_counter()
            for reader in waiting:
                if reader.asked_at is None and reader.next_at <= now:
                    reader.ask()
            begins = min((r.next_at for r in waiting if r.asked_at is None), default=now + PATIENCE_SECONDS)
            heard = answers.select(max(0.0, begins - time.perf_counter()))
            if not heard and begins >= now + PATIENCE_SECONDS:
                raise TimeoutError("the server did not answer")
            for key, _ in heard:
                times += _answered(key.data, expects, pause)
    if len(times) != USERS * EACH:
        raise ValueError("not every page was answered")
    return times


def _answered(reader: Reader, expects: bytes, pause: float) -> list[float]:
    page = reader.page()
    if page is None or reader.asked_at is None:
        return []
    took = 1000 * (time.perf_counter() - reader.asked_at)
    if expects not in page:
        raise ValueError("this is another page")
    reader.left -= 1
    reader.next_at = reader.asked_at + pause
    reader.asked_at = None
    return [took]


@contextlib.contextmanager
def served() -> Iterator[int]:
    """The office served by granian with four workers; its port."""
    port = _free_port()
    server = subprocess.Popen(serve.granian(host="127.0.0.1", port=port, workers=WORKERS))
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def signed_in(username: str) -> str:
    """The session of a head of office, as the browser's cookie."""
    from django.conf import settings
    from django.test import Client

    from rekam.office.accounts import actions
    from rekam.office.accounts.rights import Role

    person, password = actions.add_person(
        username=username, full_name="Dewi Rekaan", role=Role.HEAD, by=None, at=office.AT
    )
    actions.choose_password(person=person, password=password, at=office.AT)
    client = Client()
    client.force_login(person, backend="rekam.office.accounts.backends.Staff")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")
