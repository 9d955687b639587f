"""Work on an import that the background does: who began it, how far it is, and whether it still lives.

It is told by small files on the import's desk and not by the database: on SQLite nobody else can write
while a commit runs, and a worker that was killed cannot say so anywhere. While it lives its pulse goes on.
"""

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.imports.desk import Desk

PULSE_SECONDS = 2
LOST_SECONDS = 20  # without a pulse for so long, the worker was killed
SLOW_START_SECONDS = 15  # after so long in the queue, a reader is told what may be the matter


class What(TextChoices):
    REVIEW = "review", _("The file is being read and compared")
    COMMIT = "commit", _("The import is being committed")
    UNDO = "undo", _("The import is being undone")


STEPS: dict[str, str | Promise] = {
    "waiting": _("Waiting for its turn"),
    "opening": _("Opening the file"),
    "checking": _("Checking every row"),
    "comparing": _("Comparing with the register"),
    "counting": _("Counting what would change"),
    "ready": _("Done"),
    "committing": _("Writing to the register"),
    "undoing": _("Taking the changes back"),
}
# Steps in one piece: how much of them is done cannot be said, only that they go on.
IN_ONE_PIECE = ("waiting", "undoing")


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done with an import at this moment."""

    what: What
    step: str
    done: float
    seconds: int
    is_waiting: bool = False
    is_lost: bool = False

    @property
    def line(self) -> str:
        return str(STEPS.get(self.step, self.step))

    @property
    def percent(self) -> int | None:
        """Nothing when the length of the step is not known."""
        return None if self.step in IN_ONE_PIECE else round(self.done * 100)

    @property
    def can_be_stopped(self) -> bool:
        """An undo is one step: once begun, it ends."""
        return self.is_waiting or self.what != What.UNDO

    @property
    def is_slow_to_start(self) -> bool:
        return self.is_waiting and self.seconds > SLOW_START_SECONDS


def begin(desk: Desk, what: What) -> None:
    """Take the import for one piece of work. Two people who press at once: the second is told."""
    current = under_way(desk)
    if current is not None and current.is_lost:
        end(desk)
    for leftover in ("stop", "progress.json"):
        (desk.folder / leftover).unlink(missing_ok=True)
    try:
        with (desk.folder / "work.json").open("x") as file:
            json.dump({"what": what, "asked": time.time()}, file)
    except FileExistsError:
        raise busy() from None


def busy() -> RuleBroken:
    return RuleBroken("import.busy", gettext_noop("Somebody else is working on this import."))


def end(desk: Desk) -> None:
    for name in ("work.json", "pulse", "stop"):
        (desk.folder / name).unlink(missing_ok=True)


def under_way(desk: Desk) -> Work | None:
    """What is being done with the import, if anything."""
    try:
        told = json.loads((desk.folder / "work.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    since = time.time() - told["asked"]
    pulse, what = _age(desk), What(told["what"])
    if pulse is None:
        return Work(what, "waiting", 0.0, int(since), is_waiting=True)
    step, done = desk.progress().values()
    return Work(what, str(step), float(str(done)), int(since), is_lost=pulse > LOST_SECONDS)


def _age(desk: Desk) -> float | None:
    try:
        return time.time() - (desk.folder / "pulse").stat().st_mtime
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def alive(desk: Desk) -> Iterator[None]:
    """Keep the pulse going. A bug leaves the work behind, for a person to see that it was lost."""
    done = threading.Event()
    _beat(desk)

    def beat() -> None:
        while not done.wait(PULSE_SECONDS):
            _beat(desk)

    heart = threading.Thread(target=beat, daemon=True)
    heart.start()
    try:
        yield
    except BaseException:
        _stop(done, heart)
        with contextlib.suppress(OSError):
            os.utime(desk.folder / "pulse", (0, 0))
        raise
    _stop(done, heart)
    end(desk)


def _beat(desk: Desk) -> None:
    with contextlib.suppress(OSError):  # a full disk, or a desk that was cleared
        (desk.folder / "pulse").touch()


def _stop(done: threading.Event, heart: threading.Thread) -> None:
    done.set()
    heart.join()
