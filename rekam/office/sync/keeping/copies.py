"""The two copies of a packet: whichever is whole is read, and the other is made good again from it.

That a file lies there says nothing: it may have rotted, or come out of a backup by half. What is not whole is
put aside under a name of its own, beside where it lay, for whoever looks after the disk. It goes when its
packet is erased, and stays no longer than any image may.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import structlog

from rekam.office.sync.keeping import shelf

DAMAGED = ".damaged-"  # and a number: what is left of a file, after its name
# What a disk says of a file that it does not give back. Anything else, as too many open files, says nothing
# of the file, and no good one is put aside for it.
ROTTEN = (errno.ENOENT, errno.EIO, errno.EBADMSG, errno.EUCLEAN, errno.ENODATA)

log = structlog.get_logger(__name__)


def read(digest: str) -> bytes | None:
    """The bytes, from whichever copy is whole. Nothing where none is within reach."""
    data = _whole(shelf.held(digest), digest)
    if data is not None:
        return data
    try:
        mend(digest)
    except (OSError, shelf.Full) as trouble:  # no room for it on the first disk: it is read all the same
        log.warning("packet.not_mended", digest=digest, trouble=type(trouble).__name__)
    return _whole(shelf.held(digest), digest) or _second(digest)


def mend(digest: str) -> bool:
    """Whether the first copy is whole, by now: one that is not is put aside and written anew from the second.
    Where that is not whole either, it is put aside as well.
    """
    place = shelf.held(digest)
    if is_whole(place, digest):
        return True
    shelf.make(place.parent)
    with _alone(place.parent):
        if is_whole(place, digest):  # somebody was quicker
            return True
        _put_aside(place)
        data = _second(digest)
        if data is None:
            return False
        try:
            _write(data, place)
        except (OSError, shelf.Full):
            place.unlink(missing_ok=True)  # nobody takes for whole what may not have reached the disk
            raise
        log.warning("packet.mended", digest=digest)
    return shelf.digest_of(place, from_disk=True) == digest


def copy(digest: str) -> bool:
    """Write the second copy, read it back, and say whether it is equal to what the packet's header names; and
    whether the first is, of which it is the second.

    One that lies there already is written anew: whoever wrote it may have been killed before it was synced,
    or its sync failed, and then a second one succeeds though nothing reached the disk.
    """
    folder = shelf.second()
    if folder is None or not shelf.can_copy():
        return False
    place, data = shelf.held(digest, folder), _whole(shelf.held(digest), digest)
    if data is None:
        data = _whole(shelf.held(digest), digest) if mend(digest) else None
    if data is None:  # both are put aside
        return False
    _write(data, place)
    return shelf.digest_of(place, from_disk=True) == digest


def write_anew(digest: str) -> bool:
    """Write the first copy anew, where one lies there and is whole: nobody knows any more whether it was
    synced, or with what outcome. Whether it is there, and on the disk.
    """
    place = shelf.held(digest)
    data = _whole(place, digest)
    if data is None:
        return False
    with _alone(place.parent):
        _write(data, place)
    return True


def renew_second(digest: str) -> bool:
    """Write the second copy anew where it is not whole, from the first; what lay there is put aside. Whether
    it is whole by now.
    """
    folder = shelf.second()
    if folder is None or not shelf.can_copy():
        return False
    place = shelf.held(digest, folder)
    shelf.make(place.parent)
    with _alone(place.parent):
        if not is_whole(place, digest):
            _put_aside(place)
    return copy(digest)


def is_whole(place: Path, digest: str, *, from_disk: bool = False) -> bool:
    """Whether a file is there and is what its name says; *from_disk*: not what the system remembers of it."""
    with _rotten_told():
        return shelf.digest_of(place, from_disk=from_disk) == digest
    return False


def is_there(digest: str) -> bool:
    """Whether a file lies in one of the places, whatever it is."""
    return any(shelf.held(digest, folder).exists() for folder in shelf.folders())


def damaged(*, before: float) -> list[Path]:
    """What was put aside and had been written before then."""
    found = [path for folder in shelf.folders() for path in folder.glob(f"*/*{DAMAGED}*")]
    return [path for path in found if path.stat().st_mtime < before]


# -- files ------------------------------------------------------------------------------------------


def _whole(place: Path, digest: str) -> bytes | None:
    with _rotten_told():
        data = place.read_bytes()
        return data if hashlib.sha256(data).hexdigest() == digest else None
    return None


@contextlib.contextmanager
def _rotten_told() -> Iterator[None]:
    """A file that the disk does not give back is as good as none."""
    try:
        yield
    except OSError as error:
        if error.errno not in ROTTEN:
            raise


def _second(digest: str) -> bytes | None:
    """The second copy, where its disk is there and it is whole."""
    folder = shelf.second()
    if folder is None or not shelf.can_copy():
        return None
    data = _whole(shelf.held(digest, folder), digest)
    if data is None:
        _put_aside(shelf.held(digest, folder))
    return data


def _put_aside(place: Path) -> None:
    """Under the first name that is free."""
    number = 1
    while (name := place.with_name(f"{place.name}{DAMAGED}{number}")).exists():
        number += 1
    with contextlib.suppress(FileNotFoundError):
        place.rename(name)
        shelf.sync(place.parent)
        log.warning("packet.damaged", file=str(name))


def _write(data: bytes, place: Path) -> None:
    """Into a new file, each time anew: what a failed sync leaves is never synced again."""
    shelf.make(place.parent)
    part = place.with_suffix(f".{os.getpid()}")
    part.unlink(missing_ok=True)
    try:
        with shelf.full_told(), part.open("wb") as written:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
        part.rename(place)
    except (OSError, shelf.Full):
        part.unlink(missing_ok=True)
        raise
    shelf.sync(place.parent)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else puts aside or mends what lies here: what somebody has just made good stays."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
