"""Where a long list that is compared in the background says how far it is, and what stopped it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from rekam.domain.trouble import RuleBroken
from rekam.files import FileProblem
from rekam.office import background, storage
from rekam.office.clients import words
from rekam.office.clients.looking import Follow
from rekam.office.clients.models import Roll

READ, AGAIN = "read", "again"
SLOW_START_SECONDS = 15  # after so long in the queue, a reader is told what may be the matter
STEPS: dict[str, str | Promise] = {
    "reading": _("Reading the rows"),
    "numbers": _("Looking for the numbers"),
    "damaged": _("Looking for damaged numbers"),
    "names": _("Looking for the names"),
    "births": _("Looking for the dates of birth"),
    "judging": _("Judging what fits"),
    "writing": _("Writing it down"),
}


@dataclass(frozen=True, slots=True)
class Work:
    """What is being done with a list at this moment."""

    what: str
    line: str
    percent: int
    is_waiting: bool
    is_slow_to_start: bool
    is_lost: bool


def folder_of(roll: Roll) -> Path:
    """Made when missing. Only the office's own account may look into it."""
    folder = storage.data_folder() / "matching" / str(roll.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def under_way(roll: Roll) -> Work | None:
    seen = background.under_way(folder_of(roll))
    if seen is None:
        return None
    step, done = str(seen.progress.get("step", "")), float(seen.progress.get("done", 0.0))
    return Work(
        what=seen.what,
        line=str(STEPS.get(step, "")),
        percent=round(done * 100),
        is_waiting=seen.is_waiting,
        is_slow_to_start=seen.is_waiting and seen.seconds > SLOW_START_SECONDS,
        is_lost=seen.is_lost,
    )


def follower(folder: Path) -> Follow:
    """Tells how far it is (0 to 1), and stops there if somebody asked for it."""

    def follow(step: str, done: float) -> None:
        if background.must_stop(folder):
            raise RuleBroken("roll.stopped", gettext_noop("Comparing was stopped. Nothing was taken in."))
        background.tell(folder, {"step": step, "done": done})

    return follow


def keep_trouble(folder: Path, trouble: RuleBroken | FileProblem) -> None:
    """For whoever looks next, in both languages."""
    told = {language: _told(trouble, language) for language in ("id", "en")}
    background.tell(folder, {"trouble": {"code": trouble.code, **told}})


def _told(trouble: RuleBroken | FileProblem, language: str) -> str:
    if isinstance(trouble, FileProblem):
        return f"{trouble.sentence(language)} {trouble.next_step(language)}"
    with translation.override(language):
        return trouble.told(gettext(str(trouble.sentence)))


def trouble_of(roll: Roll) -> dict[str, Any] | None:
    """What stopped it last, for the reader."""
    kept = background.progress(folder_of(roll)).get("trouble")
    return {"code": kept["code"], "told": kept[words.language()]} if kept else None
