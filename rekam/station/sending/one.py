"""One packet to the office, from wherever it stands: told, its missing parts, committed, its receipt.

Everything may be repeated, and any answer may get lost on the way: what the office then says it holds is the
state to go on from. No answer but a good receipt moves the packet, and none deletes anything.
"""

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from rekam.station import pace
from rekam.station.calls import Answer, Cause, Failed, Line, refusal
from rekam.station.identity import queries as identity
from rekam.station.outbox import receiving
from rekam.station.outbox.models import Packet, State
from rekam.wire import paths, signed_headers
from rekam.wire.keys import VerifyKey
from rekam.wire.packets import Header, read
from rekam.wire.paths import PacketState
from rekam.wire.receipts import Level
from rekam.wire.trouble import WireTrouble

log = logging.getLogger("rekam.station")

COMMITS = 3  # a part that was damaged at the office is sent again, and committed again
MISSING = "Rekam-Missing"

NOT_FOUND = 404

Now = Callable[[], datetime]

_told: set[bytes] = set()  # packets whose header the office took since this process began


@dataclass
class Sending:
    """Where the packet on the line is, for the screen."""

    now: Now
    keys: Sequence[VerifyKey]
    parts: int = 0
    part: int = 0
    size: int = 0
    bytes_sent: int = field(default=0)


def send(line: Line, packet: Packet, way: Sending) -> State:
    """The packet's state afterwards. `Failed` with its cause where the way ended before."""
    header = read(bytes(packet.header)).header
    told = _tell(line, packet, way)
    state = _state(told)
    if state not in {PacketState.HELD, PacketState.HELD_TWICE}:
        _send_parts(line, packet, header, missing(header, told), way)
        _commit(line, packet, header, way)
    if state == PacketState.QUARANTINED and packet.quarantined_at is None:
        packet.quarantined_at = way.now()
        packet.save(update_fields=["quarantined_at"])
    if packet.state == State.WAITING and (receipt := ask_receipt(line, packet, Level.HELD, way)):
        keep_receipt(packet, receipt, way)
    return State(packet.state)


def _tell(line: Line, packet: Packet, way: Sending) -> Answer:
    """What the office holds of it. A header names every part: over a link that is cut again and again it
    would be much of what is sent, so an office that took it is only asked.
    """
    name = bytes(packet.packet_id)
    if name in _told:
        answer = line.ask("HEAD", paths.packet(name), at=way.now())
        if answer.status != NOT_FOUND:
            return _good(answer)
    answer = _good(line.ask("PUT", paths.packet(name), bytes(packet.header), at=way.now()))
    _told.add(name)
    return answer


def ask_receipt(line: Line, packet: Packet, level: Level, way: Sending) -> bytes:
    """As the office gives it out, not looked at yet; nothing where there is none so far."""
    answer = line.ask("GET", paths.receipt(bytes(packet.packet_id), level), at=way.now())
    if packet.state == State.HELD and (answer.status == NOT_FOUND or _state(answer) == PacketState.ARRIVING):
        send_again(packet)
        return b""
    return answer.body if _good(answer).status == 200 else b""


def send_again(packet: Packet) -> None:
    """The office was set back to a backup that is older than its receipt."""
    log.warning("the office no longer holds number %s: it is sent again", packet.sequence)
    packet.state, packet.receipt_2, packet.held_twice_at = State.WAITING, None, None
    packet.lost_there_at = identity.identity().time_seen  # heard at the beginning of every round
    packet.save(update_fields=["state", "receipt_2", "held_twice_at", "lost_there_at"])


class Still(Enum):
    """What the office says of a packet that it once held twice."""

    HELD = auto()  # signed for this very question
    UNSIGNED = auto()  # somebody says so
    LOST = auto()


def still(line: Line, packet: Packet, way: Sending) -> Still:
    """Whether the office holds it twice now: it may have been set back to an old backup since its receipt.

    Whoever is on the way can say so as well, and can repeat what the office said before.
    """
    name, nonce = bytes(packet.packet_id), secrets.token_bytes(signed_headers.NONCE_BYTES)
    answer = line.ask("HEAD", paths.packet(name), at=way.now(), beside={paths.NONCE: nonce.hex()})
    if answer.status == NOT_FOUND or _state(_good(answer)) != PacketState.HELD_TWICE:
        return Still.LOST
    try:
        word = signed_headers.read_still_held(answer.header(paths.STILL_HELD), *way.keys)
    except WireTrouble:
        return Still.UNSIGNED
    mine = signed_headers.StillHeld(name, bytes(packet.digest), nonce)
    return Still.HELD if word == mine else Still.UNSIGNED


def missing(header: Header, told: Answer) -> list[int]:
    held = paths.read_chunks(told.header(paths.CHUNKS))
    return [number for number in range(len(header.chunks)) if number not in held]


def _send_parts(line: Line, packet: Packet, header: Header, numbers: list[int], way: Sending) -> None:
    ciphertext = bytes(packet.ciphertext or b"")
    way.parts, way.size = len(header.chunks), header.length
    for number in numbers:
        way.part = number + 1
        span = header.span(number)
        part, begun = ciphertext[span.start : span.stop], time.monotonic()
        try:
            answer = line.ask("PUT", paths.chunk(header.packet_id, number), part, at=way.now())
        except Failed as failed:
            if failed.cause is Cause.NO_NETWORK:
                pace.lost()
            raise
        _good(answer)
        pace.sent(len(part), time.monotonic() - begun)
        way.bytes_sent += len(part)


def _commit(line: Line, packet: Packet, header: Header, way: Sending) -> None:
    for _ in range(COMMITS):
        answer = line.ask("POST", paths.commit(header.packet_id), at=way.now())
        again = sorted(paths.read_chunks(answer.header(MISSING)))
        if answer.is_good or not again:
            break
        _send_parts(line, packet, header, again, way)
    if _good(answer).status == 200 and answer.body:
        keep_receipt(packet, answer.body, way)


def keep_receipt(packet: Packet, data: bytes, way: Sending) -> None:
    """A bad one is as good as none, and is said."""
    try:
        receiving.take(packet, data, keys=way.keys, at=way.now())
    except WireTrouble as trouble:
        raise Failed(Cause.REFUSED, trouble.code, trouble.told(str(trouble.sentence))) from trouble


def _good(answer: Answer) -> Answer:
    if not answer.is_good:
        raise refusal(answer)
    return answer


def _state(answer: Answer) -> PacketState:
    try:
        return PacketState(answer.header(paths.STATE))
    except ValueError:
        return PacketState.UNKNOWN
