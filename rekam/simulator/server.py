"""The sockets: one port for each device, speaking HTTP with methods of its own, and one port to change moods.

The standard library's server is enough: it calls ``do_RCAPTURE`` for the method RCAPTURE. What a device
does badly *on the line* (hang, drip, cut, talk nonsense) happens here; what it does badly in its answer, in
``devices``.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rekam.simulator import streams
from rekam.simulator.asked import Refused
from rekam.simulator.behaviour import Moods
from rekam.simulator.devices import KINDS, Simulated
from rekam.simulator.identity import Identity

LARGEST_REQUEST = 1024 * 1024
SLOW_SECONDS = 10.0
HOST = "127.0.0.1"
BOUNDARY = "rekam-frame"


class DeviceServer(ThreadingHTTPServer):
    """One device on one port. ``stopping`` wakes whoever hangs in it."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, device: Simulated, port: int, clock: Callable[[], datetime]) -> None:
        self.device, self.clock = device, clock
        self.stopping = threading.Event()
        super().__init__((HOST, port), DeviceHandler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A station that gives up in the middle is no error of the device."""


class DeviceHandler(BaseHTTPRequestHandler):
    server: DeviceServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "SIMULATED", ""

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: a device of the field writes nowhere either."""

    # -- the calls ----------------------------------------------------------------------------

    def do_MOSIPDISC(self) -> None:
        """Discovery; anything but this device's type (or any device) finds nothing."""
        try:
            return self._answer(self.server.device.discovery(self._body(), self.server.clock()))
        except Refused as refused:
            return self._answer([{"error": _error(refused)}])

    do_POST = do_MOSIPDISC  # noqa: N815 (version 1.0 discovers by POST)

    def do_MOSIPDINFO(self) -> None:
        self._body()
        self._answer(self.server.device.info(self.server.clock()))

    def do_RCAPTURE(self) -> None:
        request, device = self._body(), self.server.device
        behaviour = device.moods.used(device.kind.type)
        if behaviour.misbehave == "hanging":
            return self._hang()
        try:
            answer = device.capture(request, behaviour, self.server.clock())
        except Refused as refused:
            no = {"specVersion": "", "data": "", "hash": "", "error": _error(refused)}
            answer = {"biometrics": [no]}
        return self._answer(answer, _SPOILERS.get(behaviour.misbehave))

    def do_STREAM(self) -> None:
        request, device = self._body(), self.server.device
        if device.behaviour.misbehave == "hanging":
            return self._hang()
        try:
            device.check_stream(request)
        except Refused as refused:
            return self._answer({"error": _error(refused)})
        self.send_response(200)
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={BOUNDARY}")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if device.behaviour.misbehave == "blind":
            return self._hang()
        return self._show(device)

    def _show(self, device: Simulated) -> None:
        """One that begins to hang stands still."""
        for frame in streams.frames(device):
            head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(frame)}\r\n\r\n"
            self.wfile.write(head.encode() + frame + b"\r\n")
            if self.server.stopping.wait(1 / streams.FRAMES_PER_SECOND):
                return None
            if device.behaviour.misbehave == "hanging":
                return self._hang()
        return None

    # -- the line -----------------------------------------------------------------------------

    def _body(self) -> dict[str, Any]:
        length = min(int(self.headers.get("Content-Length") or 0), LARGEST_REQUEST)
        try:
            found = json.loads(self.rfile.read(length) or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _hang(self) -> None:
        self.close_connection = True
        self.server.stopping.wait()

    def _answer(self, value: Any, spoil: "Callable[[DeviceHandler, bytes], None] | None" = None) -> None:
        data, delay = json.dumps(value).encode(), self.server.device.behaviour.delay_seconds
        if delay and self.server.stopping.wait(delay):
            return
        if spoil is not None:
            spoil(self, data)
        else:
            self._send(data, len(data))

    def _send(self, data: bytes, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(data)

    def half(self, data: bytes) -> None:
        """Half a document, with a length that fits it."""
        self._send(data[: len(data) // 2], len(data) // 2)

    def cut(self, data: bytes) -> None:
        """A full length announced, half of it sent, and the line is gone."""
        self._send(data[: len(data) // 2], len(data))
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def drip(self, data: bytes) -> None:
        """Ten seconds for nothing, then one byte at a time."""
        self.close_connection = True
        if self.server.stopping.wait(SLOW_SECONDS):
            return
        self._send(b"", len(data))
        for place in range(len(data)):
            if self.server.stopping.wait(0.2):
                return
            self.wfile.write(data[place : place + 1])

    def noise(self, data: bytes) -> None:
        self.close_connection = True
        self.wfile.write(b"\x16\x03\x01\x02\x00\xff" + data[::-1][:200])


def _error(refused: Refused) -> dict[str, str]:
    return {"errorCode": refused.number, "errorInfo": refused.told}


_SPOILERS: dict[str, Callable[[DeviceHandler, bytes], None]] = {
    "broken_json": DeviceHandler.half,
    "disappearing": DeviceHandler.cut,
    "slow": DeviceHandler.drip,
    "noise": DeviceHandler.noise,
}


class Bench:
    """All simulated devices of one run, started and stopped together."""

    def __init__(
        self,
        identity: Identity,
        *,
        ports: Sequence[int],
        kinds: Sequence[str] = tuple(KINDS),
        word: str = "1",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        works_ahead: bool = False,
    ) -> None:
        self.identity, self.moods = identity, Moods()
        self._clock, self._ports = clock, dict(zip(kinds, ports, strict=False))
        self._devices = {
            kind: Simulated(KINDS[kind], number, identity, self.moods, word)
            for number, kind in enumerate(kinds, 1)
        }
        for device in self._devices.values():
            device.works_ahead = works_ahead
        self._servers: dict[str, DeviceServer] = {}

    @property
    def ports(self) -> dict[str, int]:
        """The port of each kind; a port asked for as 0 is known once the device has started."""
        return self._ports

    def start(self) -> None:
        for kind in self._devices:
            self._open(kind)

    def stop(self) -> None:
        for kind in list(self._servers):
            self._close(kind)

    def set(self, kind: str, **changes: object) -> None:
        """Changes how a device behaves. ``gone`` closes its port until it is told otherwise."""
        behaviour = self.moods.set(kind, **changes)
        if behaviour.misbehave == "gone":
            self._close(kind)
        elif kind not in self._servers:
            self._open(kind)

    def asked(self, kind: str) -> dict[str, Any]:
        """What a device was asked for last."""
        return self._devices[kind].asked

    def state(self) -> dict[str, dict[str, object]]:
        """Every device with its port and how it behaves."""
        return {
            kind: {"port": port, "listening": kind in self._servers, **asdict(self.moods.of(kind))}
            for kind, port in self._ports.items()
        }

    def _open(self, kind: str) -> None:
        server = DeviceServer(self._devices[kind], self._ports[kind], self._clock)
        self._ports[kind] = server.server_address[1]
        self._servers[kind] = server
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def _close(self, kind: str) -> None:
        server = self._servers.pop(kind, None)
        if server is not None:
            server.stopping.set()
            server.shutdown()
            server.server_close()


@contextmanager
def running(identity: Identity, *, ports: Sequence[int] = (0, 0, 0), **options: Any) -> Iterator[Bench]:
    """Simulated devices for as long as the block lasts."""
    bench = Bench(identity, ports=ports, **options)
    bench.start()
    try:
        yield bench
    finally:
        bench.stop()
