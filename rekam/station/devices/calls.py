"""One call to a device's program on this laptop: HTTP with the device's own methods, under one deadline.

The standard library gives a time limit for each read, so that a device which sends a byte a second holds a
caller for ever. Here a deadline covers connecting, sending and reading together, and whoever waits can be
called off.
"""

import http.client
import io
import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from rekam.station.devices import trouble
from rekam.station.devices.trouble import Glitch

HOST = "127.0.0.1"
LARGEST_ANSWER = 64 * 1024 * 1024
LOOK_UP_SECONDS = 0.1  # how soon a call notices that it was called off
PIECE = 256 * 1024


@dataclass
class Deadline:
    """Until when to wait, and a flag that ends the waiting at once."""

    seconds: float
    called_off: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """So long from now on."""
        self._until = time.monotonic() + self.seconds

    def left(self) -> float:
        if self.called_off.is_set():
            raise Glitch("device.given_up")
        left = self._until - time.monotonic()
        if left <= 0:
            raise Glitch("device.hanging", values={"seconds": f"{self.seconds:.0f}"})
        return left

    def wait_for(self, connection: socket.socket, *, writing: bool = False) -> None:
        """Until the socket can be read (or written)."""
        while True:
            turn = min(self.left(), LOOK_UP_SECONDS)
            one = [connection]
            readable, writable, _ = select.select([] if writing else one, one if writing else [], [], turn)
            if readable or writable:
                return


class _Line(io.RawIOBase):
    """A socket as a file whose every read keeps to the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection, self._deadline = connection, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._deadline.wait_for(self._connection)
        return self._connection.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, PIECE)


def call(port: int, method: str, path: str, body: object, deadline: Deadline) -> bytes:
    """The body of the answer. Whatever goes wrong on the line is a :class:`Glitch`."""
    return _on_line(port, lambda line: _asked(line, port, method, path, body, deadline), deadline)


def _on_line(port: int, work: Callable[[socket.socket], bytes], deadline: Deadline) -> bytes:
    with closing(_connected(port, deadline)) as connection:
        try:
            return work(connection)
        except (ConnectionError, http.client.IncompleteRead) as error:
            raise Glitch("device.line_cut", type(error).__name__) from error
        except (http.client.HTTPException, ValueError, OSError) as error:
            raise Glitch("device.broken_answer", type(error).__name__) from error


def _connected(port: int, deadline: Deadline) -> socket.socket:
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    connection.setblocking(False)
    try:
        problem = connection.connect_ex((HOST, port))
        if problem not in (0, 115, 36, 10035):  # done, or on its way (Linux, macOS, Windows)
            raise Glitch("device.gone", f"error {problem}")
        deadline.wait_for(connection, writing=True)
        problem = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if problem:
            raise Glitch("device.gone", f"error {problem}")
    except Glitch:
        connection.close()
        raise
    return connection


def _asked(
    connection: socket.socket, port: int, method: str, path: str, body: object, deadline: Deadline
) -> bytes:
    _send(connection, _request(port, method, path, body), deadline)
    response = _opened(connection, method, deadline)
    pieces, total = [], 0
    while piece := response.read(PIECE):
        total += len(piece)
        if total > LARGEST_ANSWER:
            raise Glitch("device.broken_answer", "the answer has no end")
        pieces.append(piece)
    if response.length:  # announced and never sent
        raise Glitch("device.line_cut", f"{response.length} bytes are missing")
    return b"".join(pieces)


def _request(port: int, method: str, path: str, body: object) -> bytes:
    data = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + data


def _send(connection: socket.socket, data: bytes, deadline: Deadline) -> None:
    view = memoryview(data)
    while view:
        deadline.wait_for(connection, writing=True)
        view = view[connection.send(view) :]


def _opened(connection: socket.socket, method: str, deadline: Deadline) -> http.client.HTTPResponse:
    response = http.client.HTTPResponse(_Line(connection, deadline), method=method)  # type: ignore[arg-type]
    response.begin()
    return response


def frames(port: int, method: str, path: str, body: object, deadline: Deadline) -> Iterator[bytes]:
    """The JPEG pictures of an M-JPEG stream, found by their own first and last bytes.

    Devices disagree about boundaries and lengths; a picture begins with FFD8 and ends with FFD9 for all of
    them. An error that comes in JSON instead is raised as what it says; so is that no picture comes at all.
    """
    with closing(_connected(port, deadline)) as connection:
        try:
            _send(connection, _request(port, method, path, body), deadline)
            response = _opened(connection, method, deadline)
            yield from _shown(pictures(_unless_told(_pieces(response))), response.status)
        except ConnectionError as error:
            raise Glitch("device.line_cut", type(error).__name__) from error
        except (http.client.HTTPException, ValueError, OSError) as error:
            raise Glitch("device.broken_answer", type(error).__name__) from error


def _shown(every: Iterator[bytes], status: int) -> Iterator[bytes]:
    """A device that answers and shows nothing has no live view; one that stands still later hangs."""
    try:
        first = next(every, None)
    except Glitch as glitch:
        if glitch.code != "device.hanging":
            raise
        raise Glitch("device.no_live_view", "no picture in time") from glitch
    if first is None:
        raise Glitch("device.no_live_view", f"answer {status} without a picture")
    yield first
    yield from every


LARGEST_ERROR = 64 * 1024


def _unless_told(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, but where they say in JSON what is wrong: a device may keep the line open after it."""
    head = b""
    for piece in pieces:
        head += piece
        if head.lstrip()[:1] not in (b"", b"{", b"[") or len(head) > LARGEST_ERROR:
            break
        if glitch := _said(head):
            raise glitch
    yield head
    yield from pieces


def _said(data: bytes) -> Glitch | None:
    """The error of a whole JSON answer: an object or a list of them, as the calls beside this one answer."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None  # no more than a part of it has come
    every = said if isinstance(said, list) else [said]
    errors = (trouble.said_by(one.get("error")) for one in every if isinstance(one, dict))
    return next((glitch for glitch in errors if glitch), None)


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    while piece := response.read1(PIECE):
        yield piece


LARGEST_FRAME = 4 * 1024 * 1024
BEGIN, END = b"\xff\xd8\xff", b"\xff\xd9"


def pictures(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Cuts a stream of bytes into its JPEG pictures."""
    held = b""
    for piece in pieces:
        held += piece
        while (begin := held.find(BEGIN)) >= 0 and (end := held.find(END, begin + 3)) >= 0:
            yield held[begin : end + 2]
            held = held[end + 2 :]
        if len(held) > LARGEST_FRAME:
            raise Glitch("device.broken_answer", "a live picture without an end")
