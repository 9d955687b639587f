"""Everything that the office has not proved to hold twice, as files, whatever state this station is in."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db.models import Q

from rekam.station.identity.models import Identity
from rekam.station.outbox import copies, reading
from rekam.station.outbox.models import Packet, State
from rekam.station.packs import queries as packs
from rekam.wire import carried
from rekam.wire.packets import Sealed


@dataclass(frozen=True)
class Exported:
    written: int
    there: int  # an equal file lay there already
    folder: Path
    lost: tuple[int, ...]  # numbers that cannot be read from the disk
    is_here: bool  # the folder lies on the disk of this laptop itself


def export(target: Path, *, everything: bool = False) -> Exported:
    """Sealed files for the office's intake. Nothing here changes: an export is not a receipt."""
    target.mkdir(parents=True, exist_ok=True)
    wanted = Packet.objects.exclude(state=State.DELETED)
    if not everything:
        wanted = wanted.exclude(_settled())
    written = there = 0
    lost: set[reading.Number] = set()
    for packet in reading.whole(wanted, lost):
        if _lies_there(packet, target / copies.name(packet)):
            there += 1
            continue
        copies.write(packet, target)
        written += 1
    return Exported(
        written, there, target, tuple(sorted(number.sequence for number in lost)), copies.is_same_disk(target)
    )


def _settled() -> Q:
    """What the office need not see again. Once its holding time has passed it does: only then it may go."""
    held, rules, who = Q(state=State.HELD_TWICE), packs.rules(), Identity.objects.first()
    if rules is None or who is None or who.time_seen is None:
        return held
    return held & Q(held_twice_seen_at__gt=who.time_seen - timedelta(seconds=rules.holding_seconds))


def _lies_there(packet: Packet, path: Path) -> bool:
    whole = carried.write(Sealed(bytes(packet.header), bytes(packet.ciphertext or b"")))
    return path.exists() and path.read_bytes() == whole
