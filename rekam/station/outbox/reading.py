"""Packets as the disk gives them back. One that it does not give back is named, and the others go on."""

import logging
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from django.db import DatabaseError, connection
from django.db.models import QuerySet

from rekam.asked import Asked
from rekam.station.outbox.models import Packet, State
from rekam.station.store.opened import store

Found = TypeVar("Found")

log = logging.getLogger("rekam.station")


class Number(NamedTuple):
    """What a packet is called: with new keys the numbers begin anew."""

    epoch: int
    sequence: int


def each(packets: QuerySet[Packet], lost: set[Number]) -> Iterator[Packet]:
    """One by one, without their bytes. *lost* gets the numbers of those that cannot be read."""
    ask = Asked(lambda pk: packets.order_by().filter(pk=pk), int).first
    for pk, number in listed(packets, lost):
        packet = _read(ask, pk, number, lost)
        if packet is not None:
            yield packet


def whole(packets: QuerySet[Packet], lost: set[Number]) -> Iterator[Packet]:
    """As `each`, with their bytes: a day of them together, with their images, would fill the memory."""
    for packet in each(packets, lost):
        if packet.state == State.DELETED or has_bytes(packet, lost):
            yield packet


def has_bytes(packet: Packet, lost: set[Number]) -> bool:
    """Reads them, here where a bad page under them takes this packet away and not the others. One whose bytes
    are not there although it was not deleted is *lost* too.
    """
    number = Number(packet.epoch, packet.sequence)
    there = _read(lambda _: packet.ciphertext, packet.pk, number, lost) is not None
    if not there and number not in lost:
        _lose(number, "no bytes", lost)
    return there


def listed(packets: QuerySet[Packet], lost: set[Number]) -> list[tuple[int, Number]]:
    """Which they are, with their numbers. A bad page under one row ends a question about all of them: then
    each is asked about on its own.
    """
    try:
        return _numbers(packets)
    except DatabaseError as trouble:
        _begin_anew(trouble)
    found = _numbers(Packet.objects.all())
    ask = Asked(lambda pk: packets.order_by().filter(pk=pk).only("pk"), int).first
    return [(pk, number) for pk, number in found if _read(ask, pk, number, lost)]


def _numbers(packets: QuerySet[Packet]) -> list[tuple[int, Number]]:
    found = packets.values_list("pk", "epoch", "sequence")
    return [(pk, Number(epoch, sequence)) for pk, epoch, sequence in found]


def _read(ask: Callable[[int], Found | None], pk: int, number: Number, lost: set[Number]) -> Found | None:
    """A second try: others may have closed the connection under this thread."""
    for _ in range(2):
        try:
            return ask(pk)
        except DatabaseError as trouble:
            _begin_anew(trouble)
            said = type(trouble).__name__
    _lose(number, said, lost)
    return None


def _lose(number: Number, why: str, lost: set[Number]) -> None:
    log.error("number %s cannot be read from the disk: %s", number.sequence, why)
    lost.add(number)


def _begin_anew(trouble: DatabaseError) -> None:
    """A connection that met a bad page gives nothing back any more."""
    if not store.is_open:  # locked in the middle: no packet is to blame
        raise trouble
    connection.close()
