"""One round of talking to the office: its time, what waits, receipts, and what may be deleted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

from rekam.station import clock
from rekam.station.calls import Cause, Failed, Line
from rekam.station.identity import actions as identity_actions
from rekam.station.identity import queries as identity
from rekam.station.identity import stopping
from rekam.station.outbox import copies, reading, receiving
from rekam.station.outbox.models import Packet, State
from rekam.station.outbox.reading import Number
from rekam.station.packs import queries as packs
from rekam.station.sending import comparing, one
from rekam.station.sending.one import Sending, Still
from rekam.wire import answers, paths, signed_headers
from rekam.wire.receipts import Level
from rekam.wire.trouble import WireTrouble

CLOCK_OFF = timedelta(minutes=5)
ASIDE_SECONDS = 3600.0  # how often the office is asked about what it keeps aside

_asked_aside: dict[bytes, float] = {}  # when that was last, by the uptime


@dataclass
class Round:
    """What came of it, as it happens."""

    now: Callable[[], datetime]
    is_heard: bool = False  # the office itself answered: its word on the time was signed
    sent: int = 0
    receipts: int = 0
    deleted: int = 0
    clock_off: timedelta | None = None
    refused: list[tuple[Number, Failed]] = field(default_factory=list)
    lost: set[Number] = field(default_factory=set)  # numbers that the disk does not give back
    packet: int | None = None
    way: Sending | None = None


def run(line: Line, this: Round) -> None:
    """`Failed` with its cause when the link or the office ends it. What was done until then stays done.

    Second copies come first: they matter most where there is no network.
    """
    copies.copy_all(at=this.now(), lost=this.lost)
    _hear_time(line, this)
    pack = packs.in_use()
    if pack is None or not pack.receipt_keys:
        raise Failed(Cause.KEYS, "pack.none")
    this.way = Sending(now=this.now, keys=pack.receipts)
    _send_waiting(line, this, this.way)
    _ask_receipts(line, this, this.way)
    known = _look_again(line, this, this.way)
    this.deleted = receiving.delete_held(at=this.now(), known=known)
    comparing.compare(line, this.way)


def _hear_time(line: Line, this: Round) -> None:
    who = identity.identity()
    answer = line.ask("GET", paths.TIME, at=this.now())
    try:
        office = answers.read_time(answer.body, identity.office_key(who))
        if told := answer.header(paths.KEYS):
            stopping.hear_keys(signed_headers.read_keys(told, identity.office_key(who)), who, at=this.now())
        if told := answer.header(paths.REACHED):
            reached = signed_headers.read_reached(told, identity.office_key(who))
            stopping.hear_reached(reached, who, at=this.now())
    except WireTrouble as trouble:
        raise Failed(Cause.NOT_THE_OFFICE, trouble.code) from trouble
    this.is_heard = True
    identity_actions.see_office_time(office)
    off = this.now() - office
    this.clock_off = off if abs(off) > CLOCK_OFF else None


def _send_waiting(line: Line, this: Round, way: Sending) -> None:
    def send(packet: Packet) -> None:
        if packet.quarantined_at is None or _is_time_to_ask(bytes(packet.packet_id)):
            this.packet = packet.sequence
            this.sent += one.send(line, packet, way) != State.WAITING

    _for_each(reading.whole(Packet.objects.filter(state=State.WAITING), this.lost), send, this)
    this.packet = None


def _for_each(packets: Iterable[Packet], act: Callable[[Packet], None], this: Round) -> None:
    """One that is refused, or whose receipt is bad, does not hold up the others."""
    for packet in packets:
        try:
            act(packet)
        except Failed as failed:
            if failed.cause is not Cause.REFUSED:
                raise
            this.refused.append((Number(packet.epoch, packet.sequence), failed))


def _is_time_to_ask(packet_id: bytes) -> bool:
    """About what the office keeps aside: now and then, by a clock that nobody turns."""
    now = clock.uptime()
    if now - _asked_aside.get(packet_id, now - ASIDE_SECONDS) < ASIDE_SECONDS:
        return False
    _asked_aside[packet_id] = now
    return True


def _ask_receipts(line: Line, this: Round, way: Sending) -> None:
    """Bytes are read when there is a receipt to hold against them, and not each time one is asked for."""

    def ask(packet: Packet) -> None:
        receipt = one.ask_receipt(line, packet, Level.HELD_TWICE, way)
        if receipt and reading.has_bytes(packet, this.lost):
            one.keep_receipt(packet, receipt, way)
            this.receipts += 1

    _for_each(reading.each(Packet.objects.filter(state=State.HELD), this.lost), ask, this)


def _look_again(line: Line, this: Round, way: Sending) -> set[int]:
    """Before its time to be deleted comes, each packet is asked for once more: an office that was set back to
    an old backup gets it again. Returns those that the office signed for just now; no answer is no such word.
    When it signed for as many as a round deletes, the others are asked for in the next ones.
    """
    known: set[int] = set()

    def look(packet: Packet) -> None:
        still = one.still(line, packet, way)
        if still is Still.HELD:
            known.add(packet.pk)
        elif still is Still.LOST:
            one.send_again(packet)

    due = reading.each(receiving.due(at=this.now()), this.lost)
    _for_each(takewhile(lambda _: len(known) < receiving.LONGEST_AT_ONCE, due), look, this)
    return known
