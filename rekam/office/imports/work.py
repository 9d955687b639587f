"""Work on an import that the background does, in the words of imports: what, which step, how far."""

import contextlib
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office import background
from rekam.office.imports.desk import Desk

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
    if not background.begin(desk.folder, what):
        raise busy()


def busy() -> RuleBroken:
    return RuleBroken("import.busy", gettext_noop("Somebody else is working on this import."))


def end(desk: Desk) -> None:
    background.end(desk.folder)


def under_way(desk: Desk) -> Work | None:
    """What is being done with the import, if anything."""
    seen = background.under_way(desk.folder)
    if seen is None:
        return None
    step, done = desk.progress().values()
    if seen.is_waiting:
        step, done = "waiting", 0.0
    return Work(
        What(seen.what), str(step), float(str(done)), seen.seconds, seen.is_waiting, is_lost=seen.is_lost
    )


def alive(desk: Desk) -> contextlib.AbstractContextManager[None]:
    """Keep the pulse going. A bug leaves the work behind, for a person to see that it was lost."""
    return background.alive(desk.folder)
