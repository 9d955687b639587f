"""The second copy: the sealed packet as a file on another disk, there before the name says so."""

import logging
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from rekam import disks
from rekam.station import folder
from rekam.station.identity.models import Identity
from rekam.station.outbox import reading
from rekam.station.outbox.models import Packet, State
from rekam.station.store.opened import store
from rekam.wire import carried, packets
from rekam.wire.packets import Sealed

log = logging.getLogger("rekam.station")

MOUNTS = ("/media", "/run/media", "/mnt", "/Volumes")
_one_at_a_time = threading.Lock()  # the counter and the sender would write one file together


def chosen() -> Path | None:
    """The folder for second copies, if one was chosen and its disk is there now."""
    wanted = _wanted()
    return wanted if wanted and _lies_here(wanted) is False else None


def is_on_own_disk() -> bool:
    """While a disk is away, its folder may be there all the same: on the disk of this laptop."""
    wanted = _wanted()
    return wanted is not None and _lies_here(wanted) is True


def is_on_another_part() -> bool:
    """The folder lies on another file system of this laptop's own disk, and would break with it."""
    return _ask(disks.is_another_part) is True


def is_disk_known() -> bool:
    """Whether this system tells on which disk the chosen folder lies. If not, a person has to look."""
    return _ask(lambda wanted, own: disks.is_same(wanted, own) is None) is not True


def _wanted() -> Path | None:
    text = Identity.objects.values_list("second_folder", flat=True).first()
    return Path(text) if text else None


def _ask(question: Callable[[Path, Path], bool | None]) -> bool | None:
    """Of the chosen folder and this laptop's own; none where none was chosen, or it cannot be written to."""
    wanted = _wanted()
    try:
        return question(wanted, settings.FOLDER) if wanted and _is_usable(wanted) else None
    except OSError:
        return None


def _is_usable(path: Path) -> bool:
    try:
        return path.is_dir() and os.access(path, os.W_OK)
    except OSError:  # a disk that answers with an error is as good as none
        return False


def _lies_here(path: Path) -> bool | None:
    """Whether a folder is one of this laptop's own disk; none where it cannot be written to."""
    try:
        return is_same_disk(path) if _is_usable(path) else None
    except OSError:
        return None


def copy(packet: Packet, *, at: datetime) -> bool:
    """Whether the packet now lies on a second disk. Without one, or when it fails, the first copy stands:
    the recording is saved by then, and nothing that happens here may make it look otherwise.
    """
    try:
        with _one_at_a_time:
            return _copied(packet, at=at)
    except OSError as trouble:  # pulled out, full, or worn: the screen says one copy
        log.warning("no second copy of number %s: %s", packet.sequence, type(trouble).__name__)
    except DatabaseError as trouble:  # it cannot be noted: the store is opened anew before anything else
        log.warning("the second copy of number %s is not noted: %s", packet.sequence, type(trouble).__name__)
        connection.close()
        store.reopen()
    return False


def _copied(packet: Packet, *, at: datetime) -> bool:
    target = chosen()
    if target is None or packet.ciphertext is None:
        return False
    held = Packet.objects.filter(pk=packet.pk, copied_at=None)
    if held.exists():
        path = write(packet, target)
        if is_same_disk(path):  # the disk was pulled out just now, and its folder is one of this disk
            path.unlink()
            return False
        held.update(copied_at=at, copied_to=str(target))
    return True


def copy_all(*, at: datetime, lost: set[reading.Number] | None = None) -> int:
    """Everything that has no second copy yet: after a disk was plugged in. One that is not written ends it;
    one that cannot be read (*lost*) does not.
    """
    if chosen() is None:
        return 0
    copied = 0
    missing = Packet.objects.filter(copied_at=None).exclude(state=State.DELETED)
    for packet in reading.whole(missing, set() if lost is None else lost):
        if not copy(packet, at=at):
            break
        copied += 1
    return copied


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
    """A copy beside the original is no second copy, nor one on another part of the disk that it lies on. What
    is not there yet would lie where its folder does. Where the system tells nothing, another file system is
    taken for another disk, and the page says that nobody knows it.
    """
    return disks.is_same(path, settings.FOLDER) is True


def choose(folder_name: str) -> None:
    """From now on second copies go there, also of what has none but on this laptop's own disk."""
    _uncount_own()
    Identity.objects.update(second_folder=folder_name)


def _uncount_own() -> None:
    """A copy that was written before anybody told that its folder lies on this laptop's own disk is none. The
    folder of a disk that is away may be there all the same, and its copies are not in it.
    """
    counted = Packet.objects.exclude(copied_at=None).exclude(state=State.DELETED)
    for place in counted.order_by().values_list("copied_to", flat=True).distinct():
        there = _names(Path(place)) if _lies_here(Path(place)) else set()
        of_place = counted.filter(copied_to=place) if there else Packet.objects.none()
        own = [each.pk for each in reading.each(of_place, set()) if name(each) in there]
        Packet.objects.filter(pk__in=own).update(copied_at=None, copied_to="")


def _names(place: Path) -> set[str]:
    try:
        return {path.name for path in place.iterdir()}
    except OSError:
        return set()


def plugged() -> list[Path]:
    """Disks that were plugged in, as far as this system shows them."""
    found: list[Path] = []
    for mount in MOUNTS:
        for path in (*Path(mount).glob("*"), *Path(mount).glob("*/*")):
            if _is_usable(path) and path.is_mount():
                found.append(path)
    return sorted(set(found))
