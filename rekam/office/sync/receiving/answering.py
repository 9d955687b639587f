"""Each call about a packet: found, done, and answered with its state and the chunks that are held."""

import contextlib
from collections import OrderedDict
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock
from urllib.parse import parse_qs

from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.asked import Asked
from rekam.domain.sync.arrivals import UNPROVEN
from rekam.domain.trouble import RuleBroken, Trouble
from rekam.office.stations import keys
from rekam.office.sync.keeping import shelf
from rekam.office.sync.models import Packet, PacketState
from rekam.office.sync.receiving import arriving, holding
from rekam.office.sync.receiving.callers import Caller
from rekam.wire import packets as wire
from rekam.wire import paths, signed_headers
from rekam.wire.packets import Header
from rekam.wire.trouble import WireTrouble

TOO_LARGE = gettext_noop(
    "The message has %(size)d bytes; at most %(limit)d are read. Nothing was taken from it."
)
STATES = {
    PacketState.ARRIVING: paths.PacketState.ARRIVING,
    PacketState.HELD: paths.PacketState.HELD,
    PacketState.COPIED: paths.PacketState.HELD_TWICE,
    PacketState.ERASED: paths.PacketState.HELD_TWICE,
}
REMEMBERED = 500


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    kind: str = paths.CONTENT_TYPE
    headers: dict[str, str] = field(default_factory=dict)


def tell(packet_id: bytes, body: bytes) -> Answer:
    """Step 1: the signed header."""
    if wire.read(body).header.packet_id != packet_id:
        raise WireTrouble("packet.unreadable", what="another id")
    packet = arriving.tell(body, at=timezone.now())
    _forget(packet_id)
    return _stands(packet, HTTPStatus.OK if packet.state != PacketState.ARRIVING else HTTPStatus.CREATED)


def state(packet_id: bytes, caller: Caller, *, nonce: str = "") -> Answer:
    """Step 2: which chunks are held. For the caller's *nonce* it is signed when both copies are."""
    packet = _find(packet_id, caller)
    stands = _stands(packet)
    if nonce and stands.headers[paths.STATE] == paths.PacketState.HELD_TWICE.value:
        word = signed_headers.still_held(packet_id, bytes.fromhex(packet.digest), nonce)
        stands.headers[paths.STILL_HELD] = signed_headers.sign(word, keys.receipt())
    return stands


def chunk(packet_id: bytes, number: int, body: bytes, caller: Caller, *, hashed: bytes) -> Answer:
    """Step 3. The hash says which packets it belongs to, where there are two of one id."""
    found = _whose(_headers(packet_id, caller), number, body, hashed)
    if not found:  # another receiver may have been told of another one since
        _forget(packet_id)
        held = _headers(packet_id, caller)
        found = _whose(held, number, body, hashed)
        if not found:
            raise WireTrouble("packet.chunk", number=number) if held else unknown()
    for name, header in found:
        for _twice in range(2):
            is_put = shelf.put(name, number, body, at=header.span(number).start)
            if is_put or not arriving.begin_again(name):
                break
    return Answer(HTTPStatus.NO_CONTENT)


def _whose(
    headers: list[tuple[str, Header]], number: int, body: bytes, hashed: bytes
) -> list[tuple[str, Header]]:
    found = []
    for name, header in headers:
        with contextlib.suppress(WireTrouble):
            wire.check_chunk(header, number, body, hashed=hashed)
            found.append((name, header))
    return found


def commit(packet_id: bytes, caller: Caller) -> Answer:
    """Step 4: everything is durable before anything is answered."""
    packet = _find(packet_id, caller)
    data = holding.commit(packet, at=timezone.now())
    _forget(packet_id)
    return _with_receipt(packet, data)


def receipt(packet_id: bytes, query: str, caller: Caller) -> Answer:
    """Steps 5 and 6: the same bytes for ever; nothing yet is 202."""
    [level, *_] = parse_qs(query).get("level", ["1"])
    packet = _find(packet_id, caller)
    return _with_receipt(packet, holding.receipt(packet, int(level) if level in ("1", "2") else 1))


def told(trouble: Trouble) -> dict[str, str]:
    """What besides its code a station can use."""
    if isinstance(trouble, holding.ChunksMissing):
        return {"Rekam-Missing": paths.format_chunks(trouble.numbers)}
    return {}


def unknown() -> RuleBroken:
    return RuleBroken("packet.unknown", gettext_noop("The office has not been told of this packet yet."))


def _with_receipt(packet: Packet, data: bytes | None) -> Answer:
    stands = _stands(packet)
    if data is None:
        return Answer(HTTPStatus.ACCEPTED, headers=stands.headers)
    return Answer(HTTPStatus.OK, data, headers=stands.headers)


def _stands(packet: Packet, status: int = HTTPStatus.OK) -> Answer:
    is_unproven = packet.quarantine in UNPROVEN
    stands = paths.PacketState.QUARANTINED if is_unproven else STATES[PacketState(packet.state)]
    held = shelf.numbers(packet.name) if packet.state == PacketState.ARRIVING else _all(packet)
    return Answer(status, headers={paths.STATE: stands.value, paths.CHUNKS: paths.format_chunks(held)})


def _all(packet: Packet) -> range:
    return range(len(arriving.header_of(packet).chunks))


# -- which packet is meant ------------------------------------------------------------------------


def _variants(packet_id: bytes, caller: Caller) -> list[Packet]:
    """Every packet told of under this id, with what a call about it needs: the caller's own first, then the
    one told of last. A stranger meets only what nobody vouches for.
    """
    found = _told_of(packet_id.hex())
    if caller.epoch is None:
        return [p for p in found if p.quarantine in UNPROVEN]
    return sorted(found, key=lambda p: (p.quarantine in UNPROVEN, p.station_key != caller.station))


_told_of = Asked(
    lambda packet_id: (
        Packet.objects.only("name", "packet_id", "station_key", "header", "digest", "state", "quarantine")
        .filter(packet_id=packet_id)
        .order_by("-asked_at", "-pk")
    ),
    str,
)


def _find(packet_id: bytes, caller: Caller) -> Packet:
    found = _variants(packet_id, caller)
    if not found:
        raise unknown()
    return found[0]


_known: OrderedDict[tuple[bytes, bool], list[tuple[str, Header]]] = OrderedDict()
_lock = Lock()


def _headers(packet_id: bytes, caller: Caller) -> list[tuple[str, Header]]:
    """The headers under an id, remembered: a packet has dozens of chunks."""
    key = (packet_id, caller.epoch is None)
    with _lock:
        held = _known.get(key)
    if held is not None:
        return held
    found = [(p.name, arriving.header_of(p)) for p in _variants(packet_id, caller)]
    with _lock:
        if found:
            _known[key] = found
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return found


def forget_all() -> None:
    """For tests, where a database comes and goes within one process."""
    with _lock:
        _known.clear()


def _forget(packet_id: bytes) -> None:
    with _lock:
        for is_stranger in (True, False):
            _known.pop((packet_id, is_stranger), None)
