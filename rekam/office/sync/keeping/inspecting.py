"""Every copy of every packet, read through from its disk: what rots is found while the other copy is whole.

What is not whole is put aside and written anew from the other copy, as wherever a packet is read; what is
whole nowhere is asked for again. Stopped or killed, the next reading goes on where this one was. How far it
is and how the last one ended stands in a file: it speaks of these disks, whatever database is restored.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.sync.keeping import copies, regaining, shelf
from rekam.office.sync.models import Packet, PacketState
from rekam.office.sync.queueing import in_turn

DUE_DAYS = 35  # once a month, and a few days of grace
AT_ONCE = 100
SAVED_SECONDS = 5.0  # so much is read again after a kill
MOST_NAMED = 1_000  # packets that are named one by one

log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What was found of a packet."""

    WHOLE = "whole"
    MENDED = "mended"
    LOST = "lost"  # no copy was whole: its laptop is asked to send it again
    UNREAD = "unread"  # a disk is full or lets nobody read
    ALONE = "alone"  # the one copy within reach is whole, and the disk of the other is not there
    GONE = "gone"  # erased meanwhile


BAD = (Outcome.LOST, Outcome.UNREAD, Outcome.ALONE)


@dataclass
class Reading:
    """How far one is, or how it ended. *named*: packets that were not whole, by their ids."""

    began_at: str
    ended_at: str = ""
    after: int = 0
    packets: int = 0
    bytes: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        return self.counts.get(outcome.value, 0)

    @property
    def is_good(self) -> bool:
        """Whether all of it is whole by now."""
        return not any(self.count(outcome) for outcome in BAD)

    @property
    def ended(self) -> datetime | None:
        return datetime.fromisoformat(self.ended_at) if self.ended_at else None

    def note(self, packet: Packet, outcome: Outcome) -> None:
        self.after, self.packets = packet.pk, self.packets + 1
        self.bytes += packet.length * (2 if packet.state == PacketState.COPIED else 1)
        self.counts[outcome.value] = self.count(outcome) + 1
        named = self.named.setdefault(outcome.value, []) if outcome is not Outcome.WHOLE else []
        if len(named) < MOST_NAMED:
            named.append(packet.packet_id)


class UnderWay(RuleBroken):
    """Two at once would only take the disk from each other."""

    def __init__(self) -> None:
        super().__init__("copies.under_way", gettext_noop("The copies are being read through already."))


def last() -> Reading | None:
    """The last one that came to its end."""
    return _kept().get("last")


def begun() -> Reading | None:
    """One that was stopped, or is under way."""
    return _kept().get("begun")


def is_due(*, at: datetime) -> bool:
    """Whether there are copies that nobody has read through for too long."""
    since = at - timedelta(days=DUE_DAYS)
    ended = found.ended if (found := last()) is not None else None
    if ended is not None and ended > since:
        return False
    return _held().filter(held_at__lt=since).exists()


def read_through(
    *,
    clock: Callable[[], datetime],
    tell: Callable[[float], None],
    is_stopped: Callable[[], bool],
    anew: bool = False,
) -> Reading:
    """Go on with the one that was stopped, or begin one. *tell* is told the share that is done. What comes
    back has no end where somebody stopped it. It takes as long as the disks: *clock* says when each is seen.
    """
    with _alone():
        reading = (None if anew else begun()) or Reading(began_at=clock().isoformat())
        left = _left(reading)
        everything, saved = reading.bytes + left, time.monotonic()
        for packet in _after(reading.after):
            if is_stopped():
                _keep(begun=reading)
                return reading
            reading.note(packet, _look_at(packet, at=clock()))
            tell(min(reading.bytes / everything, 1.0))
            if time.monotonic() > saved + SAVED_SECONDS:
                _keep(begun=reading)
                saved = time.monotonic()
        _count_awaited(reading)
        ended_at = clock()
        reading.ended_at = ended_at.isoformat()
        _keep(last=reading)
    _write_down(reading, at=ended_at)
    return reading


def _count_awaited(reading: Reading) -> None:
    """What an earlier reading, or anybody else, found to be whole nowhere, and did not come again since."""
    named = reading.named.setdefault(Outcome.LOST.value, [])
    awaited = Packet.objects.filter(state=PacketState.ARRIVING, leaf__isnull=False).exclude(
        packet_id__in=named
    )
    named += awaited.order_by("pk").values_list("packet_id", flat=True)
    if named:
        reading.counts[Outcome.LOST.value] = max(reading.count(Outcome.LOST), len(named))
    else:
        del reading.named[Outcome.LOST.value]


@in_turn()
@transaction.atomic
def _write_down(reading: Reading, *, at: datetime) -> None:
    details = {"packets": reading.packets, **reading.counts}
    audit.record("copies.read_through", "packets", by=None, at=at, details=details)


# -- one packet -------------------------------------------------------------------------------------


def _look_at(packet: Packet, *, at: datetime) -> Outcome:
    """Both copies, each read from its disk. What is not whole is mended, or asked for again."""
    try:
        outcome = _looked_at(packet)
    except (OSError, shelf.Full) as trouble:
        log.warning("packet.not_inspected", packet=packet.packet_id, trouble=type(trouble).__name__)
        return Outcome.UNREAD
    if outcome is not Outcome.LOST:
        return outcome
    if not _held().filter(pk=packet.pk).exists():  # erased while it was read, or awaited again since
        packet.refresh_from_db(fields=["state"])
        return Outcome.GONE if packet.state == PacketState.ERASED else Outcome.LOST
    return Outcome.LOST if regaining.make_sure(packet, at=at) else Outcome.UNREAD


def _looked_at(packet: Packet) -> Outcome:
    is_twice, folder = packet.state == PacketState.COPIED, shelf.second()
    digest, is_near = packet.digest, folder is not None and shelf.can_copy()
    is_first_good = copies.is_whole(shelf.held(digest), digest, from_disk=True)
    is_second_good = True
    if is_twice and is_near:
        is_second_good = copies.is_whole(shelf.held(digest, folder), digest, from_disk=True)
    if is_first_good and is_second_good:
        return Outcome.ALONE if is_twice and not is_near else Outcome.WHOLE
    if not copies.mend(digest) or not (is_second_good or copies.renew_second(digest)):
        return Outcome.LOST
    return Outcome.MENDED


def _held() -> QuerySet[Packet]:
    return Packet.objects.filter(state__in=regaining.HERE).order_by()


def _after(after: int) -> Iterator[Packet]:
    while some := list(_held().filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        yield from some
        after = some[-1].pk


def _left(reading: Reading) -> int:
    """How many bytes are still to be read."""
    found = _held().filter(pk__gt=reading.after)
    sums = found.aggregate(all=Sum("length"), twice=Sum("length", filter=Q(state=PacketState.COPIED)))
    return (sums["all"] or 0) + (sums["twice"] or 0)


# -- how far it is ----------------------------------------------------------------------------------


def _file() -> Path:
    return shelf.root() / "read-through.json"


def _kept() -> dict[str, Reading]:
    try:
        return {name: Reading(**facts) for name, facts in json.loads(_file().read_text()).items()}
    except (FileNotFoundError, ValueError, TypeError):  # none yet, or what a full disk left of it
        return {}


def _keep(**said: Reading) -> None:
    """*last* takes the place of what was *begun*."""
    held: dict[str, Any] = {**_kept(), **said}
    if "last" in said:
        held.pop("begun", None)
    part = _file().with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps({name: asdict(reading) for name, reading in held.items()}))
    part.rename(_file())


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    shelf.make(shelf.root())
    descriptor = os.open(shelf.root(), os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise UnderWay from taken
        yield
    finally:
        os.close(descriptor)
