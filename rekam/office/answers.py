"""Where answers are kept that every process of the server may use: files, and what was read of them.

Reading a file again costs more than most questions. So each process remembers what it read, for as long as
the file is the same one. What is kept here is shared by everybody who asks: read it, never change it.
"""

import os
import pickle
import threading
import time
import zlib
from pathlib import Path
from typing import Any

from django.core.cache import BaseCache, caches
from django.core.cache.backends.filebased import FileBasedCache
from django.utils.connection import ConnectionProxy

NAME = "answers"
MOST_REMEMBERED = 128
LARGEST_REMEMBERED = 256 * 1024  # bytes of the file: longer answers are rare, and memory is not
Mark = tuple[int, int, int]


class Answers(FileBasedCache):
    """A cache of files whose unchanged files are not read twice by one process."""

    def __init__(self, dir: str | Path, params: dict[str, Any]) -> None:
        super().__init__(str(dir), params)
        self._remembered: dict[str, tuple[Mark, float | None, Any]] = {}
        self._alone = threading.Lock()

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        place = self._key_to_file(key, version)  # type: ignore[attr-defined]
        try:
            now = _mark(os.stat(place))
            held = self._remembered.get(place) or self._read(place)
        except FileNotFoundError:
            return default
        if held[0] != now:
            held = self._read(place)
        _, until, answer = held
        return answer if until is None or time.time() < until else default

    def _read(self, place: str) -> tuple[Mark, float | None, Any]:
        """The mark is taken of the file that was opened, not of another one that replaced it meanwhile."""
        with open(place, "rb") as file:
            about = os.fstat(file.fileno())
            until: float | None = pickle.load(file)
            found = (_mark(about), until, pickle.loads(zlib.decompress(file.read())))
        if about.st_size <= LARGEST_REMEMBERED:
            with self._alone:
                if len(self._remembered) >= MOST_REMEMBERED:
                    self._remembered.pop(next(iter(self._remembered)))
                self._remembered[place] = found
        return found


def _mark(about: os.stat_result) -> Mark:
    """A file that was written anew is another one."""
    return about.st_ino, about.st_mtime_ns, about.st_size


answers: BaseCache = ConnectionProxy(caches, NAME)  # type: ignore[assignment]
