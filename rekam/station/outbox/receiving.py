"""Receipts, and the only way in which anything is ever deleted here.

A receipt counts if an office key signed it for this very packet and a fresh hash of the bytes that lie here
is the one it names. Deleted is after the second level, and after the holding time by the office's own clock
and by this laptop's as well: one that is wrong alone deletes nothing early.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from rekam.asked import Asked
from rekam.station.identity import queries as identity
from rekam.station.identity.models import Identity
from rekam.station.outbox import copies, reading
from rekam.station.outbox.models import Body, Packet, State
from rekam.station.packs import queries as packs
from rekam.wire import receipts
from rekam.wire.keys import VerifyKey, digest
from rekam.wire.packets import read
from rekam.wire.receipts import Level, Receipt
from rekam.wire.trouble import WireTrouble

LONGEST_AT_ONCE = 50


def check(packet: Packet, data: bytes, keys: Sequence[VerifyKey]) -> Receipt:
    """The receipt, if it is good for what lies here now."""
    receipt = receipts.read_receipt(data, *keys)
    receipt.check_for(read(bytes(packet.header)).header, digest(bytes(packet.ciphertext or b"")))
    return receipt


@transaction.atomic
def take(packet: Packet, data: bytes, *, keys: Sequence[VerifyKey], at: datetime) -> Receipt:
    """Keep a receipt. A bad one raises, and changes nothing."""
    receipt = check(packet, data, keys)
    if receipt.level == Level.HELD_TWICE:
        packet.receipt_2, packet.held_twice_at = data, at
        # An office whose clock stands behind what it said before signs for a day gone by.
        seen = identity.identity().time_seen or receipt.office_time
        packet.held_twice_seen_at, packet.state = max(receipt.office_time, seen), State.HELD_TWICE
    elif packet.state == State.WAITING:
        packet.receipt_1, packet.state = data, State.HELD
    packet.save(update_fields=["receipt_1", "receipt_2", "held_twice_at", "held_twice_seen_at", "state"])
    return receipt


def due(*, at: datetime) -> QuerySet[Packet]:
    """Every packet whose holding time is over by both clocks, the office's and this laptop's."""
    pack, who = packs.in_use(), Identity.objects.first()
    if pack is None or who is None or who.time_seen is None:
        return Packet.objects.none()
    holding = timedelta(seconds=pack.rules.holding_seconds)
    return over_here(holding, at=at).filter(held_twice_seen_at__lte=who.time_seen - holding)


def over_here(holding: timedelta, *, at: datetime) -> QuerySet[Packet]:
    """Every packet whose holding time is over by this laptop's clock: counted since it has the receipt."""
    held = Packet.objects.filter(state=State.HELD_TWICE)
    held.filter(held_twice_at__gt=at).update(held_twice_at=at)  # the clock was turned back: counted from now
    return held.filter(held_twice_at__lte=at - holding)


def delete_held(*, at: datetime, known: Collection[int]) -> int:
    """Every packet whose time has come, of those that the office has just signed for (*known*)."""
    pack, who = packs.in_use(), Identity.objects.first()
    if pack is None or who is None or who.time_seen is None:
        return 0
    before = who.time_seen - timedelta(seconds=pack.rules.holding_seconds)
    ids = [pk for pk, _ in reading.listed(due(at=at), set()) if pk in known]
    return sum(delete(pk, keys=pack.receipts, before=before, at=at) for pk in ids[:LONGEST_AT_ONCE])


_one = Asked(lambda pk: Packet.objects.filter(pk=pk).order_by(), int)


def delete(pk: int, *, keys: Sequence[VerifyKey], before: datetime, at: datetime) -> bool:
    """One packet: everything is looked at again, freshly, in the transaction that deletes."""
    with transaction.atomic():
        packet = _one(pk)[0]
        if packet.receipt_2 is None or packet.ciphertext is None:
            return False
        try:
            receipt = check(packet, bytes(packet.receipt_2), keys)
        except WireTrouble:
            return False
        if receipt.level != Level.HELD_TWICE or receipt.office_time > before:
            return False
        packet.state, packet.deleted_at = State.DELETED, at
        packet.save(update_fields=["state", "deleted_at"])
        Body.objects.filter(pk=pk).delete()
    copies.forget(packet)
    return True
