"""SQLite lets one write at a time, and who waits for it sleeps in ever longer steps while others slip in.
Threads of one process rather queue; PostgreSQL needs no such thing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

_first = Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Around a short transaction that nothing else of this thread surrounds."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _first:
        yield
