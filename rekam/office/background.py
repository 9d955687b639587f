"""Long work in the background, as it is seen from outside: who began it, how far it is, whether it lives.

It is told by small files in a folder of the work's own and not by the database: on SQLite nobody else can
write while a transaction runs, and a worker that was killed cannot say so anywhere. While it lives its pulse
goes on.
"""

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PULSE_SECONDS = 2
LOST_SECONDS = 20  # without a pulse for so long, the worker was killed


@dataclass(frozen=True, slots=True)
class Seen:
    """A piece of work at this moment. ``progress`` is its own last word; nothing before it began."""

    what: str
    seconds: int
    progress: Mapping[str, Any]
    is_waiting: bool = False
    is_lost: bool = False


def begin(folder: Path, what: str) -> bool:
    """Take the folder for one piece of work. Two people who press at once: only the first may."""
    current = under_way(folder)
    if current is not None and current.is_lost:
        end(folder)
    try:
        with (folder / "work.json").open("x") as file:
            json.dump({"what": what, "asked": time.time()}, file)
    except FileExistsError:
        return False
    for leftover in ("stop", "progress.json"):
        (folder / leftover).unlink(missing_ok=True)
    return True


def end(folder: Path) -> None:
    for name in ("work.json", "pulse", "stop"):
        (folder / name).unlink(missing_ok=True)


def under_way(folder: Path) -> Seen | None:
    """What is being done, if anything."""
    try:
        told = json.loads((folder / "work.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    since = int(time.time() - told["asked"])
    pulse = _age(folder)
    if pulse is None:
        return Seen(told["what"], since, {}, is_waiting=True)
    return Seen(told["what"], since, progress(folder), is_lost=pulse > LOST_SECONDS)


def _age(folder: Path) -> float | None:
    try:
        return time.time() - (folder / "pulse").stat().st_mtime
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def alive(folder: Path) -> Iterator[None]:
    """Keep the pulse going. A bug leaves the work behind, for a person to see that it was lost.

    Who was thought lost and comes back leaves the work that was begun in its place alone.
    """
    mine = _told(folder)
    done = threading.Event()
    _beat(folder, mine)

    def beat() -> None:
        while not done.wait(PULSE_SECONDS):
            _beat(folder, mine)

    heart = threading.Thread(target=beat, daemon=True)
    heart.start()
    try:
        yield
    except BaseException:
        _stop(done, heart)
        with contextlib.suppress(OSError):
            if _told(folder) == mine:
                os.utime(folder / "pulse", (0, 0))
        raise
    _stop(done, heart)
    if _told(folder) in (mine, None):
        end(folder)


def _told(folder: Path) -> str | None:
    """Which work the folder was taken for, and when."""
    try:
        return (folder / "work.json").read_text()
    except FileNotFoundError:
        return None


def _beat(folder: Path, mine: str | None) -> None:
    with contextlib.suppress(OSError):  # a full disk, or a folder that was cleared
        if _told(folder) == mine:
            (folder / "pulse").touch()


def _stop(done: threading.Event, heart: threading.Thread) -> None:
    done.set()
    heart.join()


def tell(folder: Path, progress: Mapping[str, Any]) -> None:
    """Say how far the work is, whole or not at all."""
    part = folder / "progress.part"
    part.write_text(json.dumps(progress))
    part.replace(folder / "progress.json")


def progress(folder: Path) -> Mapping[str, Any]:
    """The last word of ``tell``."""
    try:
        found: dict[str, Any] = json.loads((folder / "progress.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def ask_to_stop(folder: Path) -> None:
    """A wish: the work itself looks for it."""
    (folder / "stop").touch()


def must_stop(folder: Path) -> bool:
    """Whether somebody asked. A wish is fulfilled once: what is begun afterwards goes on."""
    try:
        (folder / "stop").unlink()
    except FileNotFoundError:
        return False
    return True
