"""Where this laptop keeps what is its own: decided here and nowhere else.

Nothing here is open to a reader of the disk but the station's own name, the office's name and its address.
"""

import os
from contextlib import suppress
from pathlib import Path

STORE = "station.db"  # SQLCipher; with -wal and -shm beside it
KEYRING = "keyring"  # the store's key, wrapped once for each operator
ATTEMPTS = "attempts"  # wrong passwords, so that a restart forgives none
ENROLMENT = "enrolment"  # the station's keys between enrolment and its first pack; erased then
ABOUT = "about"  # station, office and address, in clear


def folder() -> Path:
    """REKAM_STATION, or `station` in the data folder. Made when missing, for its owner alone."""
    chosen = os.environ.get("REKAM_STATION")
    path = Path(chosen) if chosen else Path(os.environ.get("REKAM_DATA", "data")) / "station"
    path = path.expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def is_new(path: Path) -> bool:
    """Nothing of a station lies there yet: a new laptop, or a place whose disk is not connected."""
    return not any((path / each).exists() for each in (STORE, KEYRING, ENROLMENT, ABOUT))


def write_durably(path: Path, content: bytes) -> None:
    """Either the old file or the new one is there afterwards, also after a power cut. What a full disk took
    of the new one is given back.
    """
    draft = path.with_name(path.name + ".new")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            _write_all(handle, content)
            os.fsync(handle)
        finally:
            os.close(handle)
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def erase(path: Path) -> None:
    """Overwritten, then removed. A flash disk may keep old blocks: what is erased here was short-lived."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
