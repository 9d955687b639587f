"""The header of a packet has come: it gets its place, or its quarantine. Nothing is turned away for good."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, Sum

from rekam.asked import Asked
from rekam.domain.sync import arrivals
from rekam.domain.sync.arrivals import UNPROVEN, Key, Told, Why
from rekam.domain.sync.enrolment import Epoch as EpochState
from rekam.office.audit import actions as audit
from rekam.office.audit.models import Entry
from rekam.office.stations import actions as stations
from rekam.office.stations import queries as known
from rekam.office.stations.models import Epoch
from rekam.office.sync.keeping import copies, regaining, shelf
from rekam.office.sync.models import Packet, PacketState
from rekam.office.sync.queueing import in_turn
from rekam.wire import packets as wire
from rekam.wire.keys import VerifyKey
from rekam.wire.packets import Header, SignedHeader
from rekam.wire.trouble import WireTrouble

KEYS = {
    EpochState.ACTIVE.value: Key.ACTIVE,
    EpochState.ENDED.value: Key.ENDED,
    EpochState.FROZEN.value: Key.FROZEN,
    EpochState.REVOKED.value: Key.REVOKED,
}
# What the header of a stranger counts beside the bytes that it announces: its row, its folder, its two files.
EACH = wire.LARGEST_HEADER
STRANGERS_EVERY = timedelta(hours=1)  # one line of the trail in so long, for each reason
TRIES = 3  # two receivers that are told of two packets with one number meet in the database


def tell(envelope: bytes, *, at: datetime, by_usb: bool = False) -> Packet:
    """Take a header. The same header again is the same packet."""
    signed = wire.read(envelope)
    held = _known(name=signed.hash.hex())
    if held is None:
        return _first(signed, at=at, by_usb=by_usb)
    if held.state in regaining.HERE and regaining.make_sure(held, at=at):
        held.refresh_from_db(fields=["state", "held_at", "copied_at"])
    if held.state == PacketState.ARRIVING:
        _make_room(signed)
        Packet.objects.filter(pk=held.pk).update(asked_at=at, given_up_at=None)
    return held


def begin_again(name: str) -> bool:
    """A chunk came for a packet whose parts were given up. Whether it is awaited."""
    held = Packet.objects.filter(name=name, state=PacketState.ARRIVING).first()
    if held is None or not _make_room(wire.read(bytes(held.header))):
        return False
    Packet.objects.filter(pk=held.pk).update(given_up_at=None)
    return True


def _first(signed: SignedHeader, *, at: datetime, by_usb: bool) -> Packet:
    """Nobody has told of it before. Where there is no room for it, nothing is changed."""
    try:
        _make_room(signed)
        return _new(signed, at=at, by_usb=by_usb)
    except shelf.Full:
        shelf.tidy(signed.hash.hex())
        raise


def _make_room(signed: SignedHeader) -> bool:
    """A folder for its parts, unless its bytes are here already and whole. Whether its parts are awaited."""
    name, header = signed.hash.hex(), signed.header
    if shelf.held(header.digest.hex()).exists() and copies.mend(header.digest.hex()):
        return False
    if not shelf.arriving(name).exists():
        shelf.check_room(header.length)
    shelf.begin(name, length=header.length, chunks=len(header.chunks))
    return True


def last_number(epoch: Epoch) -> int | None:
    """The highest that these keys ever signed a header for, as far as it came here; nothing came: none."""
    found = _last_of.first(epoch.station.key, epoch.number)
    return found.sequence if found else None


_last_of = Asked(
    lambda station, number: (
        Packet.objects.only("sequence")
        .filter(station_key=station, epoch_number=number, epoch__isnull=False)  # a stranger names any number
        .order_by("-sequence")[:1]
    ),
    *(str, int),
)


def header_of(packet: Packet) -> Header:
    return wire.read(bytes(packet.header)).header


def _known(*, name: str) -> Packet | None:
    """With what a call about it needs. Most headers are new, and a question costs by what it asks for."""
    return _of_name.first(name)


_of_name = Asked(
    lambda name: (
        Packet.objects.only("name", "packet_id", "header", "digest", "length", "state", "quarantine")
        .filter(name=name)
        .order_by()
    ),
    str,
)


def _new(signed: SignedHeader, *, at: datetime, by_usb: bool) -> Packet:
    for attempt in range(TRIES):
        try:
            return _place(signed, at=at, by_usb=by_usb)
        except IntegrityError:
            held = _known(name=signed.hash.hex())  # somebody was quicker
            if held is not None:
                return held
            if attempt == TRIES - 1:
                raise
    raise AssertionError


@in_turn()
@transaction.atomic
def _place(signed: SignedHeader, *, at: datetime, by_usb: bool) -> Packet:
    header = signed.header
    epoch = known.epoch(header.station.hex(), header.epoch, is_locked=True)
    key = _key(signed, epoch)
    why = arrivals.BY_KEY.get(key)
    if why in UNPROVEN:
        _check_strangers(header.length)
        epoch = None
    elif why is None:
        assert epoch is not None
        why = _sort_in(signed, epoch, at=at)
    return _row(signed, epoch, why, at=at, by_usb=by_usb)


def judged_again(packet: Packet, *, at: datetime) -> str:
    """Why a packet is in quarantine still, if it is: nobody could vouch for it, or it could not be read. Keys
    that were revoked since it came were good when it did.
    """
    signed = wire.read(bytes(packet.header))
    epoch = known.epoch(packet.station_key, packet.epoch_number)
    key = _key(signed, epoch)
    why = arrivals.BY_KEY.get(key)
    if why not in UNPROVEN:
        assert epoch is not None
        if why == Why.REVOKED and _was_believed(packet, epoch):
            return ""
        packet.epoch = epoch
        why = why or _sort_in(signed, epoch, at=at)
    return why or ""


def _was_believed(packet: Packet, epoch: Epoch) -> bool:
    """Its keys were looked at when it came, and it is in quarantine for what is in it alone."""
    is_after_a_fork = epoch.frozen_from is not None and packet.sequence >= epoch.frozen_from
    return packet.quarantine not in UNPROVEN and not is_after_a_fork


def _key(signed: SignedHeader, epoch: Epoch | None) -> Key:
    if epoch is None:
        return Key.UNKNOWN
    try:
        signed.verify(VerifyKey(bytes(epoch.sign_public)))
    except WireTrouble:
        return Key.FORGED
    return KEYS[epoch.state]


def _check_strangers(length: int) -> None:
    """Whoever is unknown may fill a corner of the disk and of the database and no more."""
    found = Packet.objects.filter(quarantine__in=list(UNPROVEN), given_up_at=None)
    told = found.aggregate(bytes=Sum("length"), packets=Count("pk"))
    lying = (told["bytes"] or 0) + told["packets"] * EACH
    if lying + length + EACH > settings.INTAKE_STRANGERS_MB * 1024 * 1024:
        raise shelf.Full


def _row(signed: SignedHeader, epoch: Epoch | None, why: Why | None, *, at: datetime, by_usb: bool) -> Packet:
    h = signed.header
    packet = Packet.objects.create(
        name=signed.hash.hex(),
        packet_id=h.packet_id.hex(),
        station_key=h.station.hex(),
        epoch_number=h.epoch,
        epoch=epoch,
        sequence=h.sequence,
        previous=h.previous.hex(),
        operator_key=h.operator.hex(),
        pack_version=h.pack_version,
        header=signed.envelope,
        digest=h.digest.hex(),
        length=h.length,
        sealed_at=h.sealed_at,
        office_time_seen=h.office_time_seen,
        is_clock_odd=arrivals.is_clock_odd(
            sealed_at=h.sealed_at, office_time_seen=h.office_time_seen, received_at=at
        ),
        quarantine=why or "",
        told_at=at,
        asked_at=at,
        came_by_usb=by_usb,
    )
    if why in UNPROVEN:
        _audit_stranger(packet, at=at)
    elif why is not None:
        _audit(packet, at=at)
    return packet


# -- conflicts that a header shows ------------------------------------------------------------------


def _sort_in(signed: SignedHeader, epoch: Epoch, *, at: datetime) -> Why | None:
    """Look at everything that may stand in its way, and hold back what the rule says of all of it."""
    near = _near(signed.header, epoch)
    told = [_told(packet) for packet in near]
    mine = Told(signed.hash.hex(), signed.header.packet_id.hex(), _name(epoch), signed.header.sequence)
    found = arrivals.sort_out([*told, mine])
    if _name(epoch) in found.cloned:
        _freeze(epoch, from_sequence=_fork([*told, mine], found), at=at)
    for packet in near:
        why = found.held_back.get(packet.name)
        if why is not None and packet.quarantine != why:
            _hold_back(packet, why, at=at)
    why = found.held_back.get(mine.name)
    return why or (Why.FROZEN if _is_frozen(epoch, mine.sequence) else None)


def _near(header: Header, epoch: Epoch) -> list[Packet]:
    """Proven packets with this id or this number, and those that showed earlier that the disk was cloned."""
    found = _in_the_way(header.packet_id.hex(), epoch.pk, header.sequence)
    return [packet for packet in found if packet.quarantine not in {*UNPROVEN, Why.REVOKED}]


_in_the_way = Asked(
    lambda packet_id, epoch, sequence: (
        Packet.objects.only("name", "packet_id", "epoch", "sequence", "quarantine")
        .filter(
            Q(packet_id=packet_id)
            | Q(epoch_id=epoch, sequence=sequence)
            | Q(epoch_id=epoch, quarantine=Why.SAME_SEQUENCE)
        )
        .order_by()
    ),
    *(str, int, int),
)


def _told(packet: Packet) -> Told:
    return Told(packet.name, packet.packet_id, str(packet.epoch_id), packet.sequence)


def _name(epoch: Epoch) -> str:
    return str(epoch.pk)


def _fork(told: Iterable[Told], found: arrivals.Arrived) -> int:
    return min(t.sequence for t in told if found.held_back.get(t.name) == Why.SAME_SEQUENCE)


def _freeze(epoch: Epoch, *, from_sequence: int, at: datetime) -> None:
    """What came of this epoch from that number on is held back as well, though it was believed."""
    stations.freeze(epoch=epoch, why="clone", by=None, at=at, from_sequence=from_sequence)
    epoch.refresh_from_db()
    later = Packet.objects.filter(epoch=epoch, sequence__gt=from_sequence, quarantine="")
    for packet in later:
        _hold_back(packet, Why.FROZEN, at=at)


def _is_frozen(epoch: Epoch, sequence: int) -> bool:
    return epoch.state == EpochState.FROZEN and sequence >= (epoch.frozen_from or 0)


def _hold_back(packet: Packet, why: Why, *, at: datetime) -> None:
    packet.quarantine = why
    packet.save(update_fields=["quarantine"])
    _audit(packet, at=at)


def _audit(packet: Packet, *, at: datetime) -> None:
    details = {"why": packet.quarantine, "sequence": packet.sequence}
    audit.record("packet.quarantined", f"packet:{packet.packet_id}", by="receiver", at=at, details=details)


def _audit_stranger(packet: Packet, *, at: datetime) -> None:
    """Nothing is ever taken out of the trail, and anybody at all may send headers: the first of an hour is
    told. All of them are on the page of packets.
    """
    lately = Entry.objects.filter(
        event="packet.quarantined", subject="packets", at__gt=at - STRANGERS_EVERY, at__lte=at
    )
    if not any(each.details["why"] == packet.quarantine for each in lately):
        details = {"why": packet.quarantine}
        audit.record("packet.quarantined", "packets", by="receiver", at=at, details=details)
