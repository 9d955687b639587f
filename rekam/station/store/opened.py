"""Whether the store is open: its key, in the memory of this process alone, and the connections with it."""

import threading
import weakref
from typing import Any


class Locked(Exception):
    """The store was asked something while nobody has unlocked it."""


class _Opened:
    """One per process. The key leaves memory when the store is locked; every connection goes with it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._key: bytearray | None = None
        self._connections: weakref.WeakSet[Any] = weakref.WeakSet()
        self.generation = 0  # a connection of an earlier one is closed

    @property
    def is_open(self) -> bool:
        return self._key is not None

    def open(self, key: bytes) -> None:
        with self._lock:
            self._key = bytearray(key)

    def key(self) -> bytes:
        with self._lock:
            if self._key is None:
                raise Locked
            return bytes(self._key)

    def joins(self, connection: Any) -> None:
        with self._lock:
            self._connections.add(connection)

    def close(self) -> None:
        """Forget the key. Connections of other threads are closed under them: they hold the key as well."""
        with self._lock:
            if self._key is not None:
                self._key[:] = bytes(len(self._key))
            self._key = None
            self.reopen()

    def reopen(self) -> None:
        """Every connection ends; the next question opens a new one. After trouble with the disk, for one."""
        with self._lock:
            self.generation += 1
            for connection in list(self._connections):
                connection.close()
            self._connections.clear()


store = _Opened()
