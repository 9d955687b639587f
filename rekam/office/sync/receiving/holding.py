"""Durable first, receipt second: a packet is committed, gets its line in the log, and is signed for."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.asked import Asked
from rekam.domain.sync.arrivals import UNPROVEN
from rekam.domain.trouble import RuleBroken
from rekam.office.stations import keys
from rekam.office.sync.awaited import awaiting, losing
from rekam.office.sync.keeping import copies, shelf
from rekam.office.sync.models import Leaf, LogHead, Packet, PacketState, Receipt
from rekam.office.sync.queueing import in_turn
from rekam.office.sync.receiving.arriving import header_of
from rekam.wire import log, receipts
from rekam.wire.log import Frontier
from rekam.wire.packets import Header
from rekam.wire.receipts import Level


class ChunksMissing(RuleBroken):
    """The station sends these again."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(
            "packet.chunks_missing",
            gettext_noop("%(count)s parts of the packet are missing or damaged. Send them again."),
            count=len(numbers),
        )
        self.numbers = numbers


def commit(packet: Packet, *, at: datetime) -> bytes | None:
    """Verify everything, make it durable, write it down, and only then answer: with the receipt.

    A packet that nobody can vouch for is kept as well, and gets none. Twice is the same as once.
    """
    header = header_of(packet)
    given: bytes | None = None
    with shelf.alone(packet.name) as is_here:
        now = _standing(packet.pk)[0]
        packet.state, packet.held_at, packet.leaf = now.state, now.held_at, now.leaf
        if packet.state == PacketState.ARRIVING:
            was_held = packet.leaf is not None
            _make_durable(packet, header, is_here=is_here)
            given = _write_down(packet, header, at=at)
            if was_held:
                awaiting.look_again()
    shelf.tidy(packet.name)
    return given or receipt(packet, Level.HELD)


_standing = Asked(lambda pk: Packet.objects.only("state", "held_at", "leaf").filter(pk=pk).order_by(), int)


def _make_durable(packet: Packet, header: Header, *, is_here: bool) -> None:
    if is_here:
        bad, digest = shelf.damaged(
            packet.name, packet.digest, chunk_size=header.chunk_size, chunks=header.chunks
        )
        if bad:
            raise ChunksMissing(bad)
        if digest != packet.digest:
            raise RuleBroken(
                "packet.contradicts_itself", gettext_noop("The parts are right and the whole is not.")
            )
        shelf.settle(packet.name, packet.digest)
    elif not copies.write_anew(packet.digest):  # killed between the rename and the transaction: it is whole
        raise ChunksMissing(list(range(len(header.chunks))))


_LOCKED = (
    *("state", "held_at", "leaf", "quarantine"),
    *("packet_id", "epoch", "epoch_number", "sequence"),  # what is told of a number that was given up
)
_locked = Asked(lambda pk: Packet.objects.select_for_update().only(*_LOCKED).filter(pk=pk).order_by(), int)


@in_turn()
@transaction.atomic
def _write_down(packet: Packet, header: Header, *, at: datetime) -> bytes | None:
    """The receipt, if it was signed now: as it is kept from the end of this transaction on."""
    held = _locked(packet.pk)[0]
    given: bytes | None = None
    if held.state == PacketState.ARRIVING:
        held.state, held.held_at = PacketState.HELD, at
        if held.leaf is None and held.quarantine not in UNPROVEN:
            held.leaf, head = _log(header)
            signed = _signed(held, header, Level.HELD, head, at=at)
            signed.save(force_insert=True)
            given = bytes(signed.data)
        Packet.objects.filter(pk=held.pk).update(state=held.state, held_at=at, leaf=held.leaf)
        losing.note(held, at=at)
    packet.state, packet.held_at, packet.leaf = held.state, held.held_at, held.leaf
    return given


def second(packet: Packet, *, at: datetime) -> bytes | None:
    """The receipt after which the station may delete: the second copy was just read back and is equal."""
    if packet.state == PacketState.HELD:
        if not copies.copy(packet.digest):
            return None  # not even the one that was given before a second disk was lost
        copied([packet], at=at)
    return receipt(packet, Level.HELD_TWICE)


@in_turn()
@transaction.atomic
def copied(packets: Sequence[Packet], *, at: datetime) -> None:
    """Sign for second copies that were just read back and are equal."""
    wanted = {packet.pk: packet for packet in packets}
    held = list(
        Packet.objects.select_for_update().filter(pk__in=wanted, state=PacketState.HELD).order_by("pk")
    )
    told = Receipt.objects.filter(packet__in=held, level=Level.HELD_TWICE)  # before a second disk was lost
    signed = set(told.values_list("packet_id", flat=True))
    unsigned = [each for each in held if each.leaf is not None and each.pk not in signed]
    head = _head() if unsigned else Frontier()
    Receipt.objects.bulk_create(
        _signed(each, header_of(each), Level.HELD_TWICE, head, at=at) for each in unsigned
    )
    Packet.objects.filter(pk__in=[each.pk for each in held]).update(state=PacketState.COPIED, copied_at=at)
    for each in held:
        wanted[each.pk].state, wanted[each.pk].copied_at = PacketState.COPIED, at


def was_copied() -> bool:
    return Packet.objects.filter(copied_at__isnull=False).exists()


@transaction.atomic
def copy_again() -> int:
    """The second disk is lost: what lay on it is held once, until it was copied anew. How many packets."""
    lost = Packet.objects.filter(state=PacketState.COPIED)
    return lost.update(state=PacketState.HELD, copied_at=None)


def sign_late(packet: Packet, *, at: datetime) -> None:
    """A packet that nobody could vouch for when it was committed, and somebody can now."""
    header = header_of(packet)
    packet.leaf, head = _log(header)
    packet.save(update_fields=["leaf"])
    _signed(packet, header, Level.HELD, head, at=at).save(force_insert=True)
    if packet.state == PacketState.COPIED:
        _signed(packet, header, Level.HELD_TWICE, head, at=at).save(force_insert=True)


def receipt(packet: Packet, level: int) -> bytes | None:
    """As it was signed, if it was."""
    found = next((each for each in _receipts(packet.pk) if each.level == level), None)
    return bytes(found.data) if found else None


_receipts = Asked(lambda packet: Receipt.objects.filter(packet_id=packet).order_by(), int)


# -- the log ----------------------------------------------------------------------------------------


def _head() -> Frontier:
    """The log as it is; it grows no further until the transaction ends."""
    if not (found := _kept_head()):
        LogHead.objects.get_or_create(pk=1, defaults={"frontier": Frontier().to_bytes()})
        found = _kept_head()
    return Frontier.from_bytes(bytes(found[0].frontier))


_kept_head = Asked(lambda: LogHead.objects.select_for_update().filter(pk=1).order_by())


def _log(header: Header) -> tuple[int, Frontier]:
    before = _head()
    leaf = log.leaf_hash(receipts.entry(header))
    after = before.append(leaf)
    Leaf(place=before.size, hash=leaf).save(force_insert=True)
    LogHead.objects.filter(pk=1).update(frontier=after.to_bytes())
    return before.size, after


def _signed(packet: Packet, header: Header, level: Level, head: Frontier, *, at: datetime) -> Receipt:
    assert packet.leaf is not None
    told = receipts.Receipt(
        packet_id=header.packet_id,
        digest=header.digest,
        station=header.station,
        epoch=header.epoch,
        sequence=header.sequence,
        level=int(level),
        log_index=packet.leaf,
        log_size=head.size,
        log_root=head.root,
        office_time=at,
    )
    return Receipt(packet=packet, level=int(level), data=receipts.sign(told, keys.receipt()), at=at)
