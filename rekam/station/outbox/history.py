"""Whether the office's log still has everything that it had when it signed earlier receipts.

A receipt names the log as it was: how long, and its root. The last one that was shown to continue all before
it is kept here. What an office forgot, because it was set back to a backup or because somebody changed it,
cannot be shown to fit. Nothing is deleted or kept on the strength of this: a person is told.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rekam.station.outbox import reading
from rekam.station.outbox.models import LogSeen, Packet
from rekam.wire import log, paths, receipts
from rekam.wire.keys import VerifyKey
from rekam.wire.log import Proof
from rekam.wire.packets import read
from rekam.wire.receipts import Receipt
from rekam.wire.trouble import WireTrouble

LOOKED_AT = 20  # of the latest packets
TOLD_DAYS = 30


def latest(keys: Sequence[VerifyKey]) -> tuple[Packet, Receipt] | None:
    """The receipt that the office signed last, as far as it says when, of the latest packets. One that the
    disk does not give back is passed over.
    """
    found = []
    numbers = sorted((number, pk) for pk, number in reading.listed(Packet.objects.all(), set()))
    newest = Packet.objects.filter(pk__in=[pk for _number, pk in numbers[-LOOKED_AT:]])
    for packet in reading.each(newest, set()):
        for data in filter(None, (packet.receipt_1, packet.receipt_2)):
            try:
                found.append((packet, receipts.read_receipt(bytes(data), *keys)))
            except WireTrouble:  # signed with a key that is not the office's any more
                continue
    return max(found, key=lambda each: (each[1].office_time, each[1].log_size), default=None)


def question(told: Receipt, seen: LogSeen | None) -> str:
    """The path of what shows that both logs are one, and that the packet of *told* stands in it."""
    size = seen.size if seen else told.log_size
    earlier, later = sorted((size, told.log_size))
    return paths.log(earlier=earlier, later=later, leaf=told.log_index, within=told.log_size)


def check(packet: Packet, told: Receipt, seen: LogSeen | None, proof: Proof) -> None:
    """Raises ``log.proof`` where what was signed does not fit together."""
    entry = receipts.entry(read(bytes(packet.header)).header)
    log.check_inclusion(
        log.leaf_hash(entry),
        index=told.log_index,
        size=told.log_size,
        root=told.log_root,
        proof=proof.inclusion,
    )
    before = (seen.size, bytes(seen.root)) if seen else (told.log_size, told.log_root)
    earlier, later = sorted([before, (told.log_size, told.log_root)], key=lambda each: each[0])
    log.check_consistency(
        earlier=earlier[0],
        earlier_root=earlier[1],
        later=later[0],
        later_root=later[1],
        proof=proof.consistency,
    )


def keep(told: Receipt, seen: LogSeen | None) -> None:
    """It continues what was seen: from now on the longer one is compared with."""
    if seen is None or told.log_size > seen.size:
        _put(told, broken_at=seen.broken_at if seen else None)


def keep_broken(told: Receipt, *, at: datetime) -> None:
    """It does not: that is told, and what comes later is compared with what the office says now."""
    _put(told, broken_at=at)


def seen() -> LogSeen | None:
    return LogSeen.objects.first()


def broken_at(*, at: datetime) -> datetime | None:
    """When it was noticed, for as long as that is told."""
    found = seen()
    if found is None or found.broken_at is None or at - found.broken_at > timedelta(days=TOLD_DAYS):
        return None
    return found.broken_at


def _put(told: Receipt, *, broken_at: datetime | None) -> None:
    facts = {"size": told.log_size, "root": told.log_root, "broken_at": broken_at}
    LogSeen.objects.update_or_create(pk=1, defaults=facts)
