"""One process at a time serves a store: two would each lock and send on their own, and neither would know."""

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken

NAME = "running"  # in the station's folder: where the browser finds the process that holds it

_RUNS = gettext_noop("The station runs already on this laptop: go on in the browser at %(address)s")


@dataclass(frozen=True)
class Held:
    """The folder itself is locked, which takes no room: a station starts on a disk that is full or may not be
    written to, and says so.
    """

    folder: Path
    lock: int

    def close(self) -> None:
        os.close(self.lock)


def hold(folder: Path) -> Held:
    """Held until it is closed, and let go of however the process ends."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        os.close(lock)
        raise RuleBroken("station.runs", _RUNS, address=_address(folder)) from held
    return Held(folder, lock)


def tell(held: Held, address: str) -> None:
    """Where it is found, for whoever starts it a second time."""
    with suppress(OSError):
        (held.folder / NAME).write_text(address, encoding="utf-8")


def _address(folder: Path) -> str:
    with suppress(OSError):
        return (folder / NAME).read_text(encoding="utf-8").strip() or "http://localhost/"
    return "http://localhost/"
