"""Saving: one transaction takes the next number, seals, keeps the packet and lets the draft go.

"Saved" is said after COMMIT and never before. When the disk refuses a sync, nothing is tried again in place:
every connection is closed, the file is opened anew and written through, and what is then there counts.
"""

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.station import bell, clock, pace
from rekam.station.identity import queries as identity
from rekam.station.identity import stopping
from rekam.station.identity.models import Epoch
from rekam.station.operators import present
from rekam.station.operators.models import Operator
from rekam.station.outbox import copies
from rekam.station.outbox.models import Body, Packet
from rekam.station.packs import queries as packs
from rekam.station.store.opened import store
from rekam.wire import packets, shapes
from rekam.wire.packets import Sealed
from rekam.wire.packs import Pack
from rekam.wire.recordings import Kind, Recording, sign_recording

log = logging.getLogger("rekam.station")


@dataclass(frozen=True)
class Saved:
    """What the screen may say now: it is on this disk, and on a second one or not."""

    slip_code: str
    sequence: int
    copies: int


class Draft(Protocol):
    """What becomes of a draft in the transaction that keeps its packet."""

    def delete(self) -> object: ...


def new_packet_id() -> bytes:
    """The recording names it, so it is known before the packet is sealed."""
    return secrets.token_bytes(16)


def finish(*, recording: Recording, by: Operator, at: datetime, draft: Draft | None = None) -> Saved:
    """Sign as the operator, seal for the office, keep, forget the draft. Then the second copy."""
    content = _signed(recording, by)
    try:
        packet = _keep(recording, content, at=at, draft=draft)
    except OperationalError as trouble:
        if not store.is_open:  # locked in the middle: nothing was kept, and the disk is not to blame
            raise
        log.error("the disk refused a packet: %s", trouble)
        packet = _after_trouble(recording)
    copied = copies.copy(packet, at=at)
    bell.ring()
    return Saved(packet.slip_code, packet.sequence, 2 if copied else 1)


def _signed(recording: Recording, by: Operator) -> bytes:
    key = present.signing_key(by.pk)
    if key is None:
        raise RuleBroken("sign_in.again", gettext_noop("Your key is not here any more. Sign in again."))
    said = shapes.legible(replace(recording, operator=bytes.fromhex(by.pk)))
    return sign_recording(said, key)


def _keep(recording: Recording, content: bytes, *, at: datetime, draft: Draft | None) -> Packet:
    with transaction.atomic(durable=True):
        epoch = identity.epoch()
        if epoch.frozen_at is not None:
            raise stopping.set_back(epoch) or RuleBroken(
                "epoch.frozen",
                gettext_noop(
                    "The office has stopped this laptop's keys. Enrol the laptop again; nothing is lost."
                ),
            )
        sealed = _sealed(recording, content, epoch, at=at)
        packet = _row(recording, sealed, epoch, at=at)
        Epoch.objects.filter(pk=epoch.pk).update(
            next_sequence=epoch.next_sequence + 1, previous=packet.header_hash
        )
        if draft is not None:
            draft.delete()
    return packet


def _sealed(recording: Recording, content: bytes, epoch: Epoch, *, at: datetime) -> Sealed:
    who, pack = identity.identity(), _pack()
    return packets.seal(
        content,
        packet_id=recording.packet_id,
        station=bytes(who.station),
        epoch=epoch.number,
        sequence=epoch.next_sequence,
        previous=bytes(epoch.previous),
        sealed_at=at,
        boot_id=clock.boot_id(),
        office_time_seen=who.time_seen,
        operator=recording.operator,
        pack_version=pack.version,
        recipients=pack.intake,
        signing=identity.signing_key(epoch),
        chunk_size=pace.chunk_size(),
    )


def _pack() -> Pack:
    pack = packs.in_use()
    if pack is None:
        raise RuleBroken("pack.none", gettext_noop("There is no roster pack here. Take one from the office."))
    return pack


def _row(recording: Recording, sealed: Sealed, epoch: Epoch, *, at: datetime) -> Packet:
    signed = packets.read(sealed.header)
    packet = Packet.objects.create(
        packet_id=recording.packet_id,
        epoch=epoch.number,
        sequence=signed.header.sequence,
        kind=recording.kind.value,
        slip_code=recording.slip_code,
        header=sealed.header,
        header_hash=signed.hash,
        digest=signed.header.digest,
        size=signed.header.length,
        sealed_at=at,
    )
    Body.objects.create(packet=packet, ciphertext=sealed.ciphertext)
    packet.ciphertext = sealed.ciphertext
    return packet


def _after_trouble(recording: Recording) -> Packet:
    """Reopened, and the log written through into the file with syncs of its own: only then is it believed.

    What a failed sync left in the memory of the system may look written and not be.
    """
    connection.close()
    store.reopen()
    try:
        write_through()
        found = Packet.objects.filter(packet_id=recording.packet_id).first()
    except DatabaseError as trouble:
        raise disk_trouble(recording.kind) from trouble
    if found is None:
        raise disk_trouble(recording.kind)
    return found


def write_through() -> None:
    with connection.cursor() as cursor:
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise OperationalError("others hold the store")


def disk_trouble(kind: Kind) -> RuleBroken:
    return RuleBroken("outbox.disk", _NOT_TAKEN[kind])


_NOT_TAKEN = {
    Kind.RECORDING: gettext_noop(
        "The disk did not take the recording: it is not saved, and your draft is kept. Free some space, "
        "then save again. If this comes again, stop recording on this laptop and export what is unsent."
    ),
    Kind.CLOSING: gettext_noop(
        "The disk did not take the closing: the day is still open, and its figures are kept. Free some "
        "space, then close the day again. If this comes again, export what is unsent and tell the office."
    ),
    Kind.TROUBLE: gettext_noop(
        "The disk did not take the report: it does not go to the office. Free some space, then report the "
        "device again."
    ),
}
