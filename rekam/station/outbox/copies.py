"""The second copy: the sealed packet as a file on another disk, there before the name says so."""

import logging
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from rekam.station import folder
from rekam.station.identity.models import Identity
from rekam.station.outbox.models import Packet, State
from rekam.wire import carried, packets
from rekam.wire.packets import Sealed

log = logging.getLogger("rekam.station")

MOUNTS = ("/media", "/run/media", "/mnt", "/Volumes")


def chosen() -> Path | None:
    """The folder for second copies, if one was chosen and its disk is there now."""
    text = Identity.objects.values_list("second_folder", flat=True).first()
    if not text:
        return None
    path = Path(text)
    return path if path.is_dir() and os.access(path, os.W_OK) else None


def copy(packet: Packet, *, at: datetime) -> bool:
    """Whether the packet now lies on a second disk. Without one, or when it fails, the first copy stands."""
    target = chosen()
    if target is None or packet.ciphertext is None:
        return False
    try:
        write(packet, target)
    except OSError as trouble:  # pulled out, full, or worn: the screen says one copy
        log.warning("no second copy of number %s: %s", packet.sequence, type(trouble).__name__)
        return False
    Packet.objects.filter(pk=packet.pk).update(copied_at=at, copied_to=str(target))
    return True


def copy_all(*, at: datetime) -> int:
    """Everything that has no second copy yet: after a disk was plugged in."""
    missing = Packet.objects.filter(copied_at=None, ciphertext__isnull=False)
    return sum(copy(packet, at=at) for packet in missing.iterator(chunk_size=4))


def write(packet: Packet, target: Path) -> Path:
    """File synced, renamed, folder synced."""
    path = target / name(packet)
    content = carried.write(Sealed(bytes(packet.header), bytes(packet.ciphertext or b"")))
    folder.write_durably(path, content)
    return path


def name(packet: Packet) -> str:
    return carried.name(packets.read(bytes(packet.header)).header)


def forget(packet: Packet) -> None:
    """Once the packet itself was deleted by the rule of receipts, its copy may go, if it can be reached."""
    if packet.state != State.DELETED or not packet.copied_to:
        return
    path = Path(packet.copied_to) / name(packet)
    try:
        path.unlink(missing_ok=True)
    except OSError:  # the disk is elsewhere: the copy is sealed and does no harm
        return


def is_same_disk(path: Path) -> bool:
    """A copy beside the original is no second copy."""
    return path.stat().st_dev == settings.FOLDER.stat().st_dev


def choose(folder_name: str) -> None:
    Identity.objects.update(second_folder=folder_name)


def disks() -> list[Path]:
    """Disks that were plugged in, as far as this system shows them."""
    found: list[Path] = []
    for mount in MOUNTS:
        for path in (*Path(mount).glob("*"), *Path(mount).glob("*/*")):
            if path.is_mount() and os.access(path, os.W_OK):
                found.append(path)
    return sorted(set(found))
