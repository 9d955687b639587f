"""Which devices are plugged in: every port of the range is knocked at, at once, and asked who it is.

A hundred ports take a fraction of a second; one device that hangs costs the others nothing, and is itself
told of.
"""

import json
import selectors
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from rekam.domain.kits.kinds import is_simulated
from rekam.station.devices import calls, tokens, trouble
from rekam.station.devices.calls import Deadline
from rekam.station.devices.protocol import WANTED, Slap, Type
from rekam.station.devices.reach import Reach, here
from rekam.station.devices.trouble import DeviceTrouble, Glitch, Observed

KNOCK_SECONDS = 0.5
AT_ONCE = 32


@dataclass(frozen=True, kw_only=True)
class Device:
    """A device as it describes itself, signed."""

    port: int
    id: str
    type: Type
    sub_type: str
    sub_ids: tuple[str, ...]
    status: str
    make: str
    model: str
    serial: str
    provider: str
    environment: str
    certification: str
    firmware: str
    service_version: str
    spec_versions: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return self.status == "Ready"

    @property
    def is_simulated(self) -> bool:
        """Anything but a device in production, and whatever calls itself simulated."""
        return self.environment != "Production" or is_simulated(self.make)

    def can(self, what: Slap) -> bool:
        """One that names no parts of itself is asked for any."""
        wanted = WANTED[what]
        return self.type == wanted.type and (not self.sub_ids or wanted.sub_id in self.sub_ids)


@dataclass(frozen=True)
class Found:
    """The devices that answered well, and what came of the ports that answered badly."""

    devices: tuple[Device, ...]
    troubles: tuple[DeviceTrouble, ...]


def find(reach: Reach | None = None) -> list[Device]:
    """Every device that answers well, by port."""
    return list(search(reach).devices)


def search(reach: Reach | None = None) -> Found:
    """The same, with the trouble of those that do not."""
    within = reach or here()
    open_ports = knock(within.ports)
    if not open_ports:
        return Found((), ())
    with ThreadPoolExecutor(max_workers=min(AT_ONCE, len(open_ports))) as pool:
        answers = list(pool.map(lambda port: _asked(port, within), open_ports))
    devices = [device for found, _ in answers for device in found]
    return Found(tuple(devices), tuple(each for _, troubles in answers for each in troubles))


def knock(ports: Iterable[int]) -> list[int]:
    """The ports at which somebody listens, in order."""
    with selectors.DefaultSelector() as selector:
        for port in ports:
            line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            line.setblocking(False)
            line.connect_ex((calls.HOST, port))
            selector.register(line, selectors.EVENT_WRITE, port)
        try:
            return sorted(_opened(selector))
        finally:
            for key in list(selector.get_map().values()):
                key.fileobj.close()  # type: ignore[union-attr]


def _opened(selector: selectors.BaseSelector) -> Iterator[int]:
    until = time.monotonic() + KNOCK_SECONDS
    while selector.get_map() and (left := until - time.monotonic()) > 0:
        for key, _ in selector.select(left):
            line = key.fileobj
            assert isinstance(line, socket.socket)
            selector.unregister(line)
            problem = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            line.close()
            if problem == 0:
                yield int(key.data)


def _asked(port: int, reach: Reach) -> tuple[list[Device], list[DeviceTrouble]]:
    """Each device of a port alone: a bad one takes none of the others away."""
    began = time.monotonic()
    found: list[Device] = []
    glitches: list[Glitch] = []
    try:
        data = calls.call(port, "MOSIPDINFO", "/info", None, Deadline(reach.search_seconds))
        for item in _list(data):
            try:
                found.append(_described(port, item, reach))
            except Glitch as glitch:
                glitches.append(glitch)
    except Glitch as glitch:
        glitches.append(glitch)
    return found, [_told(glitch, port, reach, began) for glitch in glitches]


def _told(glitch: Glitch, port: int, reach: Reach, began: float) -> DeviceTrouble:
    seconds = time.monotonic() - began
    seen = Observed("MOSIPDINFO", port, reach.clock(), detail=glitch.detail, seconds=seconds)
    return DeviceTrouble(glitch.code, seen, **glitch.values)


def _described(port: int, item: Any, reach: Reach) -> Device:
    """One that describes itself, or the error that stands in its place."""
    token = item.get("deviceInfo") if isinstance(item, dict) else None
    if not token:
        said = item.get("error") if isinstance(item, dict) else None
        raise trouble.said_by(said) or Glitch("device.not_found", "no device in the answer")
    info = tokens.read(token, reach.anchors, reach.clock())
    return _device(port, info, tokens.read(info.get("digitalId"), reach.anchors, reach.clock()))


def _list(data: bytes) -> Sequence[Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Glitch("device.broken_answer", "no JSON") from error
    if not isinstance(said, list):
        raise Glitch("device.broken_answer", "no list of devices")
    return said


def _device(port: int, info: dict[str, Any], identity: dict[str, Any]) -> Device:
    try:
        kind = Type(text(identity, "type"))
    except ValueError as error:
        raise Glitch("device.cannot", text(identity, "type")) from error
    return Device(
        port=port,
        id=str(info.get("deviceId") or "")[:120],
        type=kind,
        sub_type=text(identity, "deviceSubType"),
        sub_ids=_texts(info, "deviceSubId"),
        status=text(info, "deviceStatus"),
        make=text(identity, "make"),
        model=text(identity, "model"),
        serial=text(identity, "serialNo"),
        provider=text(identity, "deviceProvider"),
        environment=text(info, "env"),
        certification=text(info, "certification"),
        firmware=text(info, "firmware"),
        service_version=text(info, "serviceVersion"),
        spec_versions=_texts(info, "specVersion"),
    )


def text(values: dict[str, Any], name: str) -> str:
    """What it says, to be shown and kept. Some devices fill the place of a serial number up with NUL, which
    no database keeps.
    """
    said = str(values.get(name) or "")
    return "".join(letter for letter in said if letter.isprintable()).strip()[:120]


def _texts(values: dict[str, Any], name: str) -> tuple[str, ...]:
    """A list, or one alone."""
    said = values.get(name) or ()
    many = said if isinstance(said, list) else [said]
    return tuple(str(one)[:40] for one in many[:20]) if said else ()
