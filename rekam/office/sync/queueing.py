"""SQLite lets one write at a time, and who waits for it sleeps in ever longer steps while others slip in.

So the writers of the intake queue, in all its processes: threads of one in memory, processes at a lock of the
system, which wakes them in the order in which they came. PostgreSQL needs no such thing.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connection

_first = Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Around a short transaction that nothing else of this thread surrounds."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _first, _turn().open("a") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)  # until the file is closed, also by a kill
        yield


def _turn() -> Path:
    folder = Path(settings.DATA) / "packets"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "turn"
