"""Durable first, receipt second: a packet is committed, gets its line in the log, and is signed for."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.sync.arrivals import UNPROVEN
from rekam.domain.trouble import RuleBroken
from rekam.office.stations import keys
from rekam.office.sync import shelf
from rekam.office.sync.arriving import header_of
from rekam.office.sync.models import Leaf, LogHead, Packet, PacketState, Receipt
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
    with shelf.alone(packet.name) as is_here:
        packet.refresh_from_db()
        if packet.state == PacketState.ARRIVING:
            _make_durable(packet, header, is_here=is_here)
            _write_down(packet, header, at=at)
    shelf.tidy(packet.name)
    return receipt(packet, Level.HELD)


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
    elif not shelf.is_whole(packet.digest):  # killed between the rename and the transaction: it is whole
        raise ChunksMissing(list(range(len(header.chunks))))


@transaction.atomic
def _write_down(packet: Packet, header: Header, *, at: datetime) -> None:
    held = Packet.objects.select_for_update().get(pk=packet.pk)
    if held.state == PacketState.ARRIVING:
        held.state, held.held_at = PacketState.HELD, at
        if held.quarantine not in UNPROVEN:
            held.leaf, head = _log(header)
            _sign(held, header, Level.HELD, head, at=at)
        held.save()
    packet.refresh_from_db()


def second(packet: Packet, *, at: datetime) -> bytes | None:
    """The receipt after which the station may delete: the second copy was just read back and is equal."""
    if packet.state != PacketState.HELD or not shelf.copy(packet.digest):
        return receipt(packet, Level.HELD_TWICE)
    with transaction.atomic():
        held = Packet.objects.select_for_update().get(pk=packet.pk)
        if held.state == PacketState.HELD:
            held.state, held.copied_at = PacketState.COPIED, at
            held.save()
            if held.leaf is not None:
                _sign(held, header_of(held), Level.HELD_TWICE, _head(), at=at)
    packet.refresh_from_db()
    return receipt(packet, Level.HELD_TWICE)


def sign_late(packet: Packet, *, at: datetime) -> None:
    """A packet that nobody could vouch for when it was committed, and somebody can now."""
    header = header_of(packet)
    packet.leaf, head = _log(header)
    packet.save(update_fields=["leaf"])
    _sign(packet, header, Level.HELD, head, at=at)
    if packet.state == PacketState.COPIED:
        _sign(packet, header, Level.HELD_TWICE, head, at=at)


def receipt(packet: Packet, level: int) -> bytes | None:
    """As it was signed, if it was."""
    found = packet.receipts.filter(level=level).first()
    return bytes(found.data) if found else None


# -- the log ----------------------------------------------------------------------------------------


def _head() -> Frontier:
    """The log as it is; it grows no further until the transaction ends."""
    head, made = LogHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"frontier": Frontier().to_bytes()}
    )
    if made:
        head = LogHead.objects.select_for_update().get(pk=1)
    return Frontier.from_bytes(bytes(head.frontier))


def _log(header: Header) -> tuple[int, Frontier]:
    before = _head()
    leaf = log.leaf_hash(receipts.entry(header))
    after = before.append(leaf)
    Leaf.objects.create(place=before.size, hash=leaf)
    LogHead.objects.filter(pk=1).update(frontier=after.to_bytes())
    return before.size, after


def _sign(packet: Packet, header: Header, level: Level, head: Frontier, *, at: datetime) -> None:
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
    Receipt.objects.create(packet=packet, level=int(level), data=receipts.sign(told, keys.receipt()), at=at)
