"""Packets that were carried here on a disk: the same steps as over a line, and receipts to take back."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from rekam.domain.trouble import Trouble
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.sync.keeping import shelf
from rekam.office.sync.models import Packet, PacketState
from rekam.office.sync.receiving import arriving, holding
from rekam.wire import carried, packets
from rekam.wire.packets import Sealed
from rekam.wire.receipts import Level
from rekam.wire.trouble import WireTrouble


@dataclass
class Brought:
    """What became of the files of a disk."""

    taken: int = 0
    known: int = 0
    quarantined: int = 0
    leaves_receipts: bool = True
    refused: list[tuple[str, str]] = field(default_factory=list)


def bring_in(folder: Path, *, by: User | None, at: datetime) -> Brought:
    """Take every packet of a folder in. Beside each the best receipt there is is left: a laptop that gets the
    disk back may believe it as one that came over a line.
    """
    found = Brought()
    found.leaves_receipts = _take_away_receipts(folder)
    for path in sorted(folder.rglob(f"*{carried.SUFFIX}")):
        try:
            _one(path, found, at=at)
        except (Trouble, OSError) as trouble:
            found.refused.append((_named(path), getattr(trouble, "code", type(trouble).__name__)))
    _tell(found, by=by, at=at)
    return found


def _named(path: Path) -> str:
    """To be read by people: a disk that another system wrote may have names that are no text here."""
    return os.fsencode(path.name).decode(errors="replace")


def _take_away_receipts(folder: Path) -> bool:
    """Those of earlier times, before anything is looked at: a receipt that lies there afterwards was given
    today. Beside a packet that is refused, or not reached any more, an old one would say that it is held.
    False where one stays; then none is left.
    """
    try:
        for path in list(folder.rglob(f"*{carried.RECEIPT}")):
            path.unlink()
    except OSError:
        return False
    return True


@transaction.atomic
def _tell(found: Brought, *, by: User | None, at: datetime) -> None:
    details = {
        "taken": found.taken,
        "same": found.known,
        "held": found.quarantined,
        "refused": len(found.refused),
    }
    audit.record("packets.imported", "packets", by=by, at=at, details=details)


def _one(path: Path, found: Brought, *, at: datetime) -> None:
    if path.stat().st_size > carried.LARGEST:
        raise WireTrouble("message.too_large", size=path.stat().st_size, limit=carried.LARGEST)
    sealed = carried.read(path.read_bytes())
    packet = arriving.tell(sealed.header, at=at, by_usb=True)
    if packet.state == PacketState.ARRIVING:
        for number, start, chunk in _chunks(sealed):
            shelf.put(packet.name, number, chunk, at=start)
        holding.commit(packet, at=at)
        found.taken += 1
    else:
        found.known += 1
    found.quarantined += packet.quarantine != ""
    if found.leaves_receipts:
        _leave_receipt(path, packet, at=at)


def _chunks(sealed: Sealed) -> Iterator[tuple[int, int, bytes]]:
    header = packets.read(sealed.header).header
    packets.check_ciphertext(header, sealed.ciphertext)
    for number in range(len(header.chunks)):
        span = header.span(number)
        yield number, span.start, sealed.ciphertext[span.start : span.stop]


def _leave_receipt(path: Path, packet: Packet, *, at: datetime) -> None:
    """A disk that cannot be written to gets none; the laptop asks over the line later. Where the second copy
    cannot be made now, the packet is taken all the same, and the copier makes it later.
    """
    try:
        data = holding.second(packet, at=at)
    except (OSError, shelf.Full):
        data = None
    data = data or holding.receipt(packet, Level.HELD)
    if data is not None:
        try:
            path.with_suffix(carried.RECEIPT).write_bytes(data)
        except OSError:
            return
