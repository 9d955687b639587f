"""A day is played once in the two processes that are forked, before anything is proved: what a program makes
ready on its first call is ready in every child. Whatever the day left in their memory is taken back.
"""

import contextlib
import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proof.world import World

Undo = Callable[[], object]


def play(world: "World") -> None:
    """What a trial asks of either side, and nothing goes wrong."""
    world.begin_rehearsal()
    for people in (1, 3):
        world.record(people)
        for _ in range(2):
            world.try_to_send()
            world.office.call("copy")
        world.office.call("rehearse")
    world.check_laptop()
    for name in ("truth", "log"):
        world.office.call(name)
    world.end_rehearsal()


@contextlib.contextmanager
def forgotten() -> Iterator[None]:
    """The memory of the product's modules is afterwards what it was: their names, what those hold, and no
    remembered answers. Connections are closed.
    """
    undo, threads = list(_undoing()), _threads()
    try:
        yield
    finally:
        _close()
        for each in undo:
            each()
        begun = _threads() - threads
        assert not begun, f"threads were begun, which no fork would have: {begun}"
        gc.collect()
        gc.freeze()  # a child does not copy what it only looks through


def _threads() -> set[str]:
    """Those that a fork would miss, by name; an allocator's own it begins again by itself."""
    names = {(task / "comm").read_text().strip() for task in Path("/proc/self/task").iterdir()}
    return {name for name in names if not name.startswith("jemalloc")}


def _undoing() -> Iterator[Undo]:
    for name, module in list(sys.modules.items()):
        if name.startswith("rekam.") and module is not None:
            yield _names_of(vars(module))
            yield from filter(None, map(_content_of, list(vars(module).values())))


def _names_of(names: dict[str, Any]) -> Undo:
    kept = dict(names)
    return lambda: names.update(kept)


def _content_of(value: Any) -> Undo | None:
    if hasattr(value, "cache_clear"):
        return value.cache_clear
    if isinstance(value, Event):
        return value.clear
    if isinstance(value, dict | set | list):
        return _refilled(value)
    if type(value).__module__.startswith("rekam.") and hasattr(value, "__dict__"):
        return _refilled(vars(value)) if not isinstance(value, type) else None
    return None


def _refilled(value: Any) -> Undo:
    kept = value.copy()

    def refill() -> None:
        if value != kept:
            value.clear()
            value.extend(kept) if isinstance(value, list) else value.update(kept)

    return refill


def _close() -> None:
    """The station's store is locked, every connection of either side is closed."""
    from django.core.cache import caches
    from django.db import connections

    connections.close_all()
    if opened := sys.modules.get("rekam.station.store.opened"):
        opened.store.close()
    for cache in caches.all(initialized_only=True):
        if "locmem" in type(cache).__module__:
            cache.clear()
