"""What an office is told when an import stops: what happened, and what to do now.

Trouble with the file has its sentences in ``rekam.files``; here is the trouble of the work around it. The
codes are kept with the import, the words are found when somebody looks.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rekam import files
from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem


@dataclass(frozen=True, slots=True)
class Said:
    """A trouble in the words of the reader."""

    code: str
    what: str
    todo: str


OFFICE: dict[str, tuple[str | Promise, str | Promise]] = {
    "import.busy": (
        _("Somebody else is working on this import."),
        _("Wait until the work on it has ended, then look at the present state."),
    ),
    "import.day_impossible": (
        _("The day of the export is in the future, or before 2000."),
        _("Give the day on which the register made this file, and send it again."),
    ),
    "import.lost": (
        _("The work ended before it was done: the program was stopped or the machine was switched off."),
        _("Nothing has changed. Start it again."),
    ),
    "import.not_now": (
        _("The import is no longer in the state you saw, so this cannot be done with it."),
        _("Look at its present state; somebody else may have decided on it."),
    ),
    "import.review_again": (
        _("The register has changed since the review, so nothing was committed. The review was made again."),
        _("Look at the new numbers below and commit again if they are right."),
    ),
    "import.stopped": (
        _("The work was stopped. Nothing has changed."),
        _("Start it again when you want to go on, or put the file aside."),
    ),
    "import.touched_since": (
        _("Something later has changed or confirmed rows of this import: %(count)s."),
        _("Undo the later import first, or correct the residents one by one."),
    ),
    "office.not_set_up": (
        _("This office is not set up yet."),
        _("Ask the administrator to run “rekam setup” on the server."),
    ),
    "storage.busy": (
        _("Somebody else is writing to the register. Nothing has changed."),
        _("Try again in a minute."),
    ),
    "storage.away": (
        _("The office's database does not answer."),
        _(
            "Try again in a minute. If it stays so, tell the administrator: the database server may have to "
            "be started."
        ),
    ),
    "storage.full": (
        _("The disk of the server is full. Nothing has changed."),
        _("Ask the administrator to make room in the data folder, then try again."),
    ),
}


def as_json(trouble: RuleBroken | FileProblem) -> dict[str, Any]:
    """A trouble as it is kept with an import."""
    values = trouble.params if isinstance(trouble, FileProblem) else trouble.values
    return {"code": trouble.code, "values": {name: str(value) for name, value in values.items()}}


def say(kept: dict[str, Any]) -> Said:
    """What ``as_json`` kept, in the language of the reader."""
    code, values = str(kept["code"]), {str(name): str(value) for name, value in kept["values"].items()}
    if code in OFFICE:
        what, todo = (str(text) % defaultdict(str, values) for text in OFFICE[code])
        return Said(code, what, todo)
    return Said(code, *files.say(code, get_language() or "id", **values))


def tell(trouble: RuleBroken | FileProblem) -> Said:
    """A trouble of this very moment."""
    return say(as_json(trouble))
