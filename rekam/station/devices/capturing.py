"""A capture, and the live picture before it. A device that hangs is given up; the next capture starts
afresh.
"""

import threading
import time
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import datetime

from rekam.station.devices import answers, calls, finding, protocol
from rekam.station.devices.answers import Answer, Part
from rekam.station.devices.calls import Deadline
from rekam.station.devices.finding import Device
from rekam.station.devices.protocol import Request, Slap
from rekam.station.devices.reach import Reach, here
from rekam.station.devices.trouble import DeviceTrouble, Glitch, Observed

STREAM_SECONDS = 300.0


@dataclass(frozen=True)
class Captured:
    """What a capture brought: every part that was asked for, checked."""

    parts: tuple[Part, ...]
    what: Slap
    device: Device
    transaction_id: str
    at: datetime
    seconds: float

    @property
    def score(self) -> int:
        """Of the worst part: the one that decides whether to try again."""
        return min(part.score for part in self.parts)

    @property
    def is_simulated(self) -> bool:
        return self.device.is_simulated


class _Turns:
    """Who captures or looks on at a port now. A newer capture calls both off: nobody waits behind a dead
    one, and a device that can do one thing at a time is free.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: dict[int, list[threading.Event]] = {}

    def mine(self, port: int) -> threading.Event:
        self.call_off(port)
        return self.beside(port)

    def beside(self, port: int) -> threading.Event:
        """A look at the live picture takes no turn from anybody."""
        with self._lock:
            event = threading.Event()
            self._now.setdefault(port, []).append(event)
            return event

    def done(self, port: int, event: threading.Event) -> None:
        with self._lock:
            self._now[port] = [each for each in self._now.get(port, []) if each is not event]

    def call_off(self, port: int) -> None:
        with self._lock:
            for before in self._now.pop(port, []):
                before.set()


TURNS = _Turns()


def capture(
    device: Device,
    what: Slap,
    exceptions: Iterable[str] = (),
    transaction_id: str = "",
    *,
    only: Iterable[str] = (),
    threshold: int | None = None,
    reach: Reach | None = None,
) -> Captured:
    """Every part of ``what`` but the exceptions (or those of ``only``), checked; :class:`DeviceTrouble`
    otherwise.

    One ``transaction_id`` stands for one recording: 4 to 50 letters, digits and hyphens.
    """
    within = reach or here()
    request = Request(
        what=what,
        device_id=device.id,
        transaction_id=transaction_id,
        environment=device.environment,
        at=within.clock(),
        exceptions=tuple(exceptions),
        only=tuple(only),
        threshold=threshold,
        seconds=within.capture_seconds,
    )
    _possible(device, request)
    began = time.monotonic()
    try:
        answer = _answered(device, request, within)
    except Glitch as glitch:
        raise _complete(glitch, "RCAPTURE", device, within, began) from glitch
    return Captured(answer.parts, what, device, transaction_id, answer.at, round(time.monotonic() - began, 3))


def _possible(device: Device, request: Request) -> None:
    """A caller that asks for what cannot be is a bug of ours, not trouble of the device."""
    if not protocol.TRANSACTION.fullmatch(request.transaction_id):
        raise ValueError("a transaction id is 4 to 50 letters, digits and hyphens")
    if not request.parts:
        raise ValueError("nothing is left to capture")
    if not device.can(request.what):
        seen = _observed("RCAPTURE", device, request.at, 0.0, request.what)
        raise DeviceTrouble("device.cannot", seen)


def _answered(device: Device, request: Request, reach: Reach) -> Answer:
    turn = TURNS.mine(device.port)
    try:
        deadline = Deadline(request.seconds + reach.grace_seconds, turn)
        data = calls.call(device.port, "RCAPTURE", "/capture", request.body(), deadline)
    finally:
        TURNS.done(device.port, turn)
    answer = answers.read(data, request, reach.anchors, reach.clock())
    said = finding.text(answer.digital_id, "serialNo")
    if said != device.serial:
        raise Glitch("device.untrusted", f"another device answers: {said[:60]}")
    return answer


def give_up(device: Device) -> None:
    """Ends the capture or live picture that runs at this device; it raises ``device.given_up``."""
    TURNS.call_off(device.port)


def stream(
    device: Device, what: Slap | None = None, *, seconds: float = STREAM_SECONDS, reach: Reach | None = None
) -> Generator[bytes, None, None]:
    """The live picture as JPEG frames, until the caller stops, a capture begins or the time is over. One that
    does not come, or stands still, is trouble within seconds.
    """
    within = reach or here()
    sub_id = protocol.WANTED[what].sub_id if what else (device.sub_ids[0] if device.sub_ids else "0")
    body = {"deviceId": device.id, "deviceSubId": sub_id, "timeout": str(round(seconds * 1000))}
    began, look = time.monotonic(), TURNS.beside(device.port)
    deadline = Deadline(min(within.picture_seconds, seconds), look)
    try:
        for frame in calls.frames(device.port, "STREAM", "/stream", body, deadline):
            yield frame
            if time.monotonic() - began >= seconds:
                return
            deadline.renew()
    except Glitch as glitch:
        raise _complete(glitch, "STREAM", device, within, began) from glitch
    finally:
        TURNS.done(device.port, look)


def _complete(glitch: Glitch, call: str, device: Device, reach: Reach, began: float) -> DeviceTrouble:
    seen = _observed(call, device, reach.clock(), time.monotonic() - began, glitch.detail)
    return DeviceTrouble(glitch.code, seen, **glitch.values)


def _observed(call: str, device: Device, at: datetime, seconds: float, detail: str) -> Observed:
    return Observed(
        call,
        device.port,
        at,
        kind=device.type.lower(),
        make=device.make,
        model=device.model,
        serial=device.serial,
        detail=detail,
        seconds=round(seconds, 1),
    )
