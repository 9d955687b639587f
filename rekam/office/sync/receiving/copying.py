"""The second copy: written to another disk, read back, and only then signed for."""

import contextlib
import threading
from datetime import datetime

import structlog
from django.db import close_old_connections
from django.utils import timezone

from rekam.office.sync.keeping import copies, regaining, shelf
from rekam.office.sync.models import Packet, PacketState
from rekam.office.sync.receiving import holding

AT_ONCE = 10  # signed for together
REST_SECONDS, FAILED_SECONDS = 0.5, 10.0

log = structlog.get_logger(__name__)


def run(stop: threading.Event) -> None:
    """Round after round over what is held once, until told to stop."""
    while not stop.is_set():
        close_old_connections()
        failed = round_(stop) if shelf.can_copy() else 0
        find_again(at=timezone.now())
        stop.wait(FAILED_SECONDS if failed else REST_SECONDS)


def round_(stop: threading.Event) -> int:
    """Everything that is held once, in the order in which it came. How many could not be copied: they wait
    for the next round, and nothing waits for them.
    """
    failed, after = 0, 0
    while not stop.is_set() and (some := _next(after)):
        failed += len(some) - _copy(some, at=timezone.now())
        after = some[-1].pk
    return failed


def turn(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Copy some. How many are held twice now that were not before."""
    find_again(at=at)
    return _copy(_next(0, limit), at=at)


def _next(after: int, limit: int = AT_ONCE) -> list[Packet]:
    return list(Packet.objects.filter(state=PacketState.HELD, pk__gt=after).order_by("pk")[:limit])


def _copy(some: list[Packet], *, at: datetime) -> int:
    good = [packet for packet in some if _is_copied(packet)]
    if good:
        holding.copied(good, at=at)
    for packet in some:
        if packet not in good and not shelf.held(packet.digest).exists():  # it was put aside, or is gone
            regaining.make_sure(packet, at=at)
    return len(good)


def find_again(*, at: datetime) -> int:
    """What was held once, is awaited again, and lies whole on a disk after all: on one that was away. How
    many.
    """
    found = 0
    for packet in Packet.objects.filter(state=PacketState.ARRIVING, leaf__isnull=False):
        with contextlib.suppress(OSError, shelf.Full, holding.ChunksMissing):
            if copies.is_there(packet.digest) and copies.mend(packet.digest):
                shelf.tidy(packet.name)
                holding.commit(packet, at=at)
                found += 1
    return found


def _is_copied(packet: Packet) -> bool:
    """A disk that is full or away: told in the log, and tried again later."""
    try:
        return copies.copy(packet.digest)
    except (OSError, shelf.Full) as trouble:
        log.warning("packet.not_copied", packet=packet.packet_id, trouble=type(trouble).__name__)
        return False
