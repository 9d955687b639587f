"""A solver at work in the background: what it has come to, how it is stopped, and how a terminal follows it.

Rosters and plans of visits are worked out the same way. What is known while it goes on lies in a folder of
the work's own (see ``background``); values and bounds are in the units of whoever plans.
"""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from rekam.office import background, storage

SLOW_START_SECONDS = 15  # after so long in the queue, a reader is told what may be the matter
LOOK_SECONDS = 0.2
# Threads of a solver. Work is counted as if each had a core of its own, so more of them than cores would find
# no time for the proof; and the same seed gives the same answer where there are as many cores.
THREADS = min(4, os.cpu_count() or 1)
Answer = TypeVar("Answer")


def folder_of(kind: str, number: int) -> Path:
    """Made when missing. Only the office's own account may look into it."""
    folder = storage.data_folder() / kind / str(number)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@dataclass(frozen=True, slots=True)
class Planning:
    """What planning has come to at this moment; no value: nothing has been found yet."""

    seconds: int
    allowed: int
    value: int | None
    bound: int | None
    is_waiting: bool
    is_lost: bool

    @property
    def shown_seconds(self) -> int:
        """Of those allowed; what comes after the last of them is only tidying up."""
        return min(self.seconds, self.allowed)

    @property
    def is_slow_to_start(self) -> bool:
        return self.is_waiting and self.seconds > SLOW_START_SECONDS


def under_way(folder: Path, allowed: int) -> Planning | None:
    """What is being planned, if anything. *allowed* is in seconds."""
    seen = background.under_way(folder)
    if seen is None:
        return None
    told = seen.progress
    return Planning(
        seconds=int(time.time() - told["began"]) if "began" in told else seen.seconds,
        allowed=allowed,
        value=told.get("value"),
        bound=told.get("bound"),
        is_waiting=seen.is_waiting,
        is_lost=seen.is_lost,
    )


def teller(folder: Path) -> Callable[[int | None, int | None, float], None]:
    """What a solver calls with the best so far, what is proven and its seconds."""
    began = time.time()

    def tell(value: int | None, bound: int | None, seconds: float) -> None:
        background.tell(folder, {"began": began, "value": value, "bound": bound})

    tell(None, None, 0.0)
    return tell


def stopper(folder: Path) -> Callable[[], bool]:
    """What a solver asks whether to stop. One wish of a person is heard by every stage that follows."""
    asked: list[bool] = []

    def stop() -> bool:
        if not asked and background.must_stop(folder):
            asked.append(True)
        return bool(asked)

    return stop


@contextmanager
def bar(
    folder: Path, allowed: int, out: Console, so_far: Callable[[Planning], str]
) -> Iterator[Callable[[], None]]:
    """A bar at the terminal: seconds gone, the best so far and what is proven."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        task: TaskID = progress.add_task(_("planning"), total=float(allowed))

        def show() -> None:
            seen = under_way(folder, allowed)
            if seen is not None and not seen.is_waiting:
                progress.update(task, completed=seen.shown_seconds, description=so_far(seen))

        yield show


def followed(solve: Callable[..., Answer], folder: Path, show: Callable[[], None]) -> Callable[..., Answer]:
    """The same solver in a thread of its own, so that the bar moves and Ctrl-C keeps the best so far."""

    def beside(problem: Any, **how: Any) -> Answer:
        with ThreadPoolExecutor(max_workers=1) as threads:
            future: Future[Answer] = threads.submit(solve, problem, **how)
            while True:
                try:
                    return future.result(timeout=LOOK_SECONDS)
                except NotYet:
                    if future.done():  # the solver's own trouble, not ours
                        raise
                    show()
                except KeyboardInterrupt:
                    background.ask_to_stop(folder)

    return beside
