"""Packets on the office's disk: arriving in pieces, then one file named by its hash, then a second copy.

A packet arrives in a folder named by the hash of its header. ``body`` has its final length from the start and
each chunk is written at its place; ``have`` has one byte for each chunk. After a power cut ``have`` may claim
what ``body`` has lost: nothing is believed before the whole was hashed again.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from rekam import disks
from rekam.domain.trouble import RuleBroken

PIECE = 1024 * 1024
# Lies in the folder of second copies from its first day. A disk that is away leaves an empty folder behind,
# and copies that went there would lie on the first disk.
MARK = "rekam-second-copy"
FULL = (errno.ENOSPC, errno.EDQUOT)
PARTS = tuple(f"{number:02x}" for number in range(256))  # folders that packets are held in, by their hash
DIGITS = 64  # of a hash; names of copies that were broken off are longer
APART = ".erasing"  # after the name of a file that goes as soon as its line is in the trail


class Full(RuleBroken):
    """No room: nothing was changed, and the station keeps what it has."""

    def __init__(self) -> None:
        super().__init__(
            "office.full",
            gettext_noop("The office's disk is full. The station keeps everything and tries again."),
        )


def root() -> Path:
    return Path(settings.DATA) / "packets"


def second() -> Path | None:
    """The folder on another disk; an office without one gives no second receipts."""
    return Path(settings.SECOND_COPY) if settings.SECOND_COPY else None


class Doubt(StrEnum):
    """What is wrong with the folder of second copies."""

    NONE_SET = "none_set"
    AWAY = "away"  # its disk is not connected, and nothing is copied
    SAME_DISK = "same_disk"  # both copies go with one disk
    SAME_PARTS = "same_parts"  # the same: two parts of one disk
    UNTOLD = "untold"  # the system does not say on which disk it lies; a person has to look


def doubt() -> Doubt | None:
    """As far as the system tells where folders lie. A disk that answers with an error is as good as away."""
    copies = second()
    if copies is None:
        return Doubt.NONE_SET
    try:
        return _doubt_of(copies)
    except OSError:
        return Doubt.AWAY


def _doubt_of(copies: Path) -> Doubt | None:
    if not (copies / MARK).exists():
        return Doubt.AWAY
    if disks.is_another_part(copies, root()):
        return Doubt.SAME_PARTS
    return {True: Doubt.SAME_DISK, False: None, None: Doubt.UNTOLD}[disks.is_same(copies, root())]


def can_copy() -> bool:
    return doubt() not in (Doubt.NONE_SET, Doubt.AWAY)


def begin_second() -> None:
    """Mark the folder for second copies as the one; a person or the first day says so, never a packet."""
    copies = second()
    if copies is None:
        return
    make(copies)
    (copies / MARK).write_text("Rekam keeps second copies of sealed recordings here.\n", encoding="ascii")
    sync(copies / MARK)
    sync(copies)


def held(digest: str, under: Path | None = None) -> Path:
    return (under or root() / "held") / digest[:2] / digest


def arriving(name: str) -> Path:
    return root() / "incoming" / name


@contextlib.contextmanager
def full_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Full from error
        raise


def folders() -> list[Path]:
    """Where whole packets are held: of the second copies only while they are there."""
    copies = second()
    return [root() / "held", *([copies] if copies and can_copy() else [])]


def lying(folder: Path, part: str) -> list[str]:
    """The hashes of what lies in one of the parts of a folder, also of what was set apart to be erased."""
    with contextlib.suppress(FileNotFoundError):
        names = {name.removesuffix(APART) for name in os.listdir(folder / part)}
        return [name for name in names if len(name) == DIGITS and name.isascii() and name.startswith(part)]
    return []


def prepare() -> None:
    """Make the folders that packets are held in, so that no commit has to."""
    for folder in folders():
        for part in PARTS:
            (folder / part).mkdir(parents=True, exist_ok=True)
        sync(folder)
        sync(folder.parent)


def check_room(length: int) -> None:
    """Whether a packet of so many bytes fits, with the reserve that everything else at the office needs."""
    root().mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(root()).free < length + settings.INTAKE_RESERVE_MB * 1024 * 1024:
        raise Full


def begin(name: str, *, length: int, chunks: int) -> None:
    """Make the folder, or find it made."""
    with full_told():
        folder = arriving(name)
        folder.mkdir(parents=True, exist_ok=True)
        for file, size in (("body", length), ("have", chunks)):
            # The worker may be another user of the same group: what others may is for the umask to say.
            descriptor = os.open(folder / file, os.O_RDWR | os.O_CREAT, 0o660)
            try:
                if os.fstat(descriptor).st_size != size:
                    os.ftruncate(descriptor, size)
            finally:
                os.close(descriptor)


def put(name: str, number: int, chunk: bytes, *, at: int) -> bool:
    """Write a chunk whose hash was found right; twice is the same as once. Not where there is no folder for
    it (any more).
    """
    folder = arriving(name)
    with full_told(), contextlib.suppress(FileNotFoundError):
        _write_at(folder / "body", chunk, at)
        _write_at(folder / "have", b"\1", number)
        return True
    return False


def _write_at(path: Path, data: bytes, at: int) -> None:
    descriptor = os.open(path, os.O_WRONLY)
    try:
        view = memoryview(data)
        while view:
            written = os.pwrite(descriptor, view, at)
            view, at = view[written:], at + written
    finally:
        os.close(descriptor)


def numbers(name: str) -> list[int]:
    """The chunks that are here, as far as can be told before the whole is hashed."""
    try:
        return [n for n, byte in enumerate((arriving(name) / "have").read_bytes()) if byte]
    except FileNotFoundError:
        return []


@contextlib.contextmanager
def alone(name: str) -> Iterator[bool]:
    """Only one process settles a packet at a time. Whether its folder is (still) there."""
    folder = arriving(name)
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield (folder / "body").exists()
    finally:
        os.close(descriptor)


def damaged(name: str, digest: str, *, chunk_size: int, chunks: Sequence[bytes]) -> tuple[list[int], str]:
    """The chunks that are missing or not what the header says, and the hash of the whole. Where the whole is
    *digest*, no chunk is looked at singly; of the bad ones what ``have`` said is taken back.
    """
    body, have = arriving(name) / "body", set(numbers(name))
    whole = digest_of(body)
    if len(have) == len(chunks) and whole == digest:
        return [], whole
    bad = []
    with body.open("rb") as file:
        for number, wanted in enumerate(chunks):
            piece = file.read(chunk_size)
            if number not in have or hashlib.sha256(piece).digest() != wanted:
                bad.append(number)
    for number in bad:
        _write_at(arriving(name) / "have", b"\0", number)
    return bad, whole


def settle(name: str, digest: str) -> None:
    """Durable under its own hash: fsync the file, rename, fsync the folder. Only then may anybody be told.

    After a failed fsync the system may take for written what never reached the disk, and the next one of the
    same file or folder succeeds. So nothing is tried again in place: the parts go, and come again into a new
    file. What had its own name by then is written anew by whoever finds it there.
    """
    body, place = arriving(name) / "body", held(digest)
    try:
        with full_told():
            make(place.parent)
            sync(body)
            body.rename(place)
            sync(place.parent)
    except (OSError, Full):
        tidy(name)
        raise


def tidy(name: str) -> None:
    """The folder of an arrival that is over. What is left of one after a crash does no harm."""
    shutil.rmtree(arriving(name), ignore_errors=True)


def names() -> list[str]:
    """Everything that has a folder to arrive in."""
    folder = root() / "incoming"
    return [each.name for each in folder.iterdir()] if folder.exists() else []


def give_up(name: str, *, before: float) -> bool:
    """Erase the parts of an arrival of which nothing came since then. Whether they are gone."""
    with alone(name):  # a commit at this moment is waited for, and leaves nothing to erase
        folder = arriving(name)
        each = [folder, folder / "body", folder / "have"]
        if any(path.exists() and path.stat().st_mtime >= before for path in each):
            return False
        tidy(name)
    return True


def make(folder: Path) -> None:
    """Also after a power cut."""
    if folder.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        sync(folder.parent)
        sync(folder.parent.parent)
    except OSError:
        folder.rmdir()  # it is made anew: one that lies there is taken for synced
        raise


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_of(path: Path, *, from_disk: bool = False) -> str:
    """The hash of a file; *from_disk*: after asking the system to forget what it has of it in memory."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        if from_disk and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(PIECE):
            whole.update(piece)
    return whole.hexdigest()


def is_whole(digest: str) -> bool:
    """Whether the file of this name is there and is what it says. Not whether it has reached the disk."""
    place = held(digest)
    return place.exists() and digest_of(place) == digest


def is_lying(place: Path) -> bool:
    """Whether a file lies there, or was set apart there to be erased."""
    return place.exists() or _apart(place).exists()


def set_apart(place: Path) -> Path:
    """Before the erasure of a file is written down: a disk that would not let go of it says so here. What was
    set apart already stays so.
    """
    if place.name.endswith(APART):
        return place
    apart = _apart(place)
    with contextlib.suppress(FileNotFoundError):
        place.rename(apart)
    sync(place.parent)
    return apart


def _apart(place: Path) -> Path:
    return place.with_name(place.name + APART)


def erase(digest: str, *, under: Sequence[Path] | None = None) -> int:
    """Remove every copy, or those in some folders, and look that it is gone. How many there were."""
    everywhere = [root() / "held", *([copies] if (copies := second()) else [])]
    places = [held(digest, folder) for folder in (everywhere if under is None else under)]
    found = [place for place in places if place.exists()]
    for place in found:
        place.unlink()
    for place in places:
        for part in place.parent.glob(f"{digest}.*"):  # of a copy that was broken off
            part.unlink()
        if place.parent.exists():
            sync(place.parent)
    if any(place.exists() for place in places):
        raise OSError(errno.EEXIST, "not erased")
    return len(found)
