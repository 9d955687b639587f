"""Receipts that the office left on a disk: each is believed as one that came over the line, or not at all.

A disk goes round: it may carry receipts of other laptops, and old ones. What an office said before it was set
back to a backup counts no more for a packet that it was then found not to hold.

Over the line a packet is asked for once more before it is deleted. Here the disk asks: the office takes away
every receipt that lies there, looks at each packet, and leaves a receipt beside what it holds; what it had
lost it takes from the disk anew, with a receipt of that day. So only what lies on this very disk beside an
old receipt of both copies may go. How late it is the newest receipt of its folder says, and this laptop's
clock as well, since it read that receipt: an office whose clock stands wrong alone deletes nothing early.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken, Trouble
from rekam.station.identity import actions as identity_actions
from rekam.station.identity import queries as identity
from rekam.station.outbox import reading, receiving
from rekam.station.outbox.models import Packet, State
from rekam.station.packs import queries as packs
from rekam.wire import carried, receipts
from rekam.wire.keys import VerifyKey
from rekam.wire.receipts import Level, Receipt

LARGEST = 1 << 16  # read of a file; a receipt is far smaller, and what is larger is refused as too large
STATES = {Level.HELD: State.HELD, Level.HELD_TWICE: State.HELD_TWICE}
FIELDS = ["state", "receipt_1", "receipt_2", "held_twice_at", "held_twice_seen_at", "lost_there_at"]

UNKNOWN = gettext_noop(
    "The receipt names a number that this installation of the laptop does not have. Nothing is deleted; tell "
    "the office."
)
OUTDATED = gettext_noop(
    "The receipt is from before the office lost the packet to an older backup. Nothing is deleted; the "
    "packet goes to the office again."
)


@dataclass(frozen=True)
class Refused:
    """A file that was not believed, and why. Nothing is deleted for it."""

    name: str
    trouble: Trouble | None = None  # none: the disk did not give it back

    @property
    def code(self) -> str:
        return self.trouble.code if self.trouble else "receipt.not_read"


@dataclass
class Found:
    """What became of the receipts of a disk."""

    once: int = 0
    twice: int = 0
    known: int = 0
    others: int = 0  # of other laptops
    deleted: int = 0
    refused: list[Refused] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)  # numbers that this laptop's own disk does not give back
    newest: dict[Path, datetime] = field(default_factory=dict)  # when the office had it, by folder
    lying: list[tuple[int, Path]] = field(default_factory=list)  # packets beside their receipt, and where

    @property
    def taken(self) -> int:
        return self.once + self.twice

    @property
    def files(self) -> int:
        return self.taken + self.known + self.others + len(self.refused) + len(self.lost)


def take_back(folder: Path, *, at: datetime) -> Found:
    """Read every receipt of a folder, then delete what may go by the one rule there is."""
    keys = _keys()
    found = Found()
    for path in sorted(folder.rglob(f"*{carried.RECEIPT}")):
        try:
            _one(path, found, keys, at=at)
        except Trouble as trouble:
            found.refused.append(Refused(path.name, trouble))
        except OSError:
            found.refused.append(Refused(path.name))
    _delete(found, keys, at=at)
    return found


def _delete(found: Found, keys: Sequence[VerifyKey], *, at: datetime) -> None:
    rules = packs.rules()
    if rules is None:
        return
    holding = timedelta(seconds=rules.holding_seconds)
    over = receiving.over_here(holding, at=at)
    for pk, folder in found.lying:
        before = found.newest[folder] - holding
        if over.filter(pk=pk, held_twice_seen_at__lte=before).exists():
            found.deleted += receiving.delete(pk, keys=keys, before=before, at=at)


def _keys() -> Sequence[VerifyKey]:
    pack = packs.in_use()
    if pack is None or not pack.receipt_keys:
        raise RuleBroken("pack.none", gettext_noop("There is no roster pack here. Take one from the office."))
    return pack.receipts


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise OSError(f"{path.name} is no file")
    with path.open("rb") as file:
        return file.read(LARGEST)


def _one(path: Path, found: Found, keys: Sequence[VerifyKey], *, at: datetime) -> None:
    data = _read(path)
    receipt = receipts.read_receipt(data, *keys)
    found.newest[path.parent] = max(found.newest.get(path.parent, receipt.office_time), receipt.office_time)
    if receipt.station != bytes(identity.identity().station):
        found.others += 1
        return
    lost: set[reading.Number] = set()
    packet = next(reading.whole(Packet.objects.filter(packet_id=receipt.packet_id), lost), None)
    found.lost |= {number.sequence for number in lost}
    if packet is not None:
        _count(receipt, found, is_new=_kept(packet, receipt, data, keys, at=at))
        if receipt.level == Level.HELD_TWICE and path.with_suffix(carried.SUFFIX).is_file():
            found.lying.append((packet.pk, path.parent))
    elif not lost:
        raise RuleBroken("receipt.unknown_packet", UNKNOWN)


@transaction.atomic
def _kept(packet: Packet, receipt: Receipt, data: bytes, keys: Sequence[VerifyKey], *, at: datetime) -> bool:
    """Whether it says more than what was known."""
    packet.refresh_from_db(fields=FIELDS)  # the sender may have met the office meanwhile
    if packet.state == State.DELETED:
        return False
    if packet.lost_there_at is not None and receipt.office_time <= packet.lost_there_at:
        raise RuleBroken("receipt.outdated", OUTDATED)
    receiving.check(packet, data, keys)
    identity_actions.see_office_time(receipt.office_time)
    is_new = packet.state != State.HELD_TWICE and STATES[Level(receipt.level)] != packet.state
    if is_new:
        receiving.take(packet, data, keys=keys, at=at)
    return is_new


def _count(receipt: Receipt, found: Found, *, is_new: bool) -> None:
    if not is_new:
        found.known += 1
    elif receipt.level == Level.HELD_TWICE:
        found.twice += 1
    else:
        found.once += 1
