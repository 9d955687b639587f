"""Planning a month at the terminal: a bar while it goes on, Ctrl-C keeps the best so far."""

import json
import sys
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from rekam.domain import wording
from rekam.domain.rosters.solve import solve
from rekam.office import background, solving
from rekam.office.rosters import planning, queries, sentences, tasks, told, work
from rekam.office.rosters.asked import language, today
from rekam.office.rosters.models import Roster


def plan(*, month: date, seconds: int, seed: int, from_day: date | None, out: Console) -> Roster:
    """Plan a month here and now. Nobody is told; publishing stays with a person at the screen."""
    with transaction.atomic():
        about: dict[str, Any] = {"at": timezone.now(), "on": today(), "from_day": from_day}
        roster = planning.begin(month=month, by=None, seconds=seconds, seed=seed, **about)
        tasks.take(roster)
    folder = work.folder_of(roster)
    with background.alive(folder), solving.bar(folder, roster.seconds, out, told.so_far) as show:
        return tasks.plan(roster, by=None, solver=solving.followed(solve, folder, show))


# -- what came of it ------------------------------------------------------------------------------------


def as_data(roster: Roster) -> dict[str, Any]:
    """A planned roster as a program reads it."""
    gap = told.gap(roster)
    return {
        "month": f"{roster.month:%Y-%m}",
        "version": roster.version,
        "status": roster.status,
        "seed": roster.seed,
        "seconds": roster.took_seconds,
        "best_at_seconds": roster.best_at_seconds,
        "penalty": roster.penalty,
        "bound": roster.bound,
        "gap_percent": None if gap is None else round(gap, 2),
        "parts": {name: points for name, points in roster.parts.items() if points},
        "duties": roster.duties.count(),
        "missing": [
            {
                "on": row.on.isoformat(),
                "place": row.place.name,
                "shift": row.shift.code,
                "skill": row.skill,
                "count": row.missing,
                "why": row.why.get("counts", {}),
            }
            for row in queries.unmet(roster)
        ],
        "trouble": roster.trouble,
    }


def tell(roster: Roster, *, as_json: bool) -> int:
    """Say what planning found; returns the exit code."""
    if as_json:
        print(json.dumps(as_data(roster), ensure_ascii=False, indent=2))
    elif roster.trouble:
        _say_trouble(roster)
    else:
        _say(roster)
    return 1 if roster.trouble else 0


def _say_trouble(roster: Roster) -> None:
    said = sentences.say(roster.trouble or {})
    print(f"{said.what} [{said.code}]")
    for line in [*said.lines, said.todo]:
        print(f"  {line}")


def _say(roster: Roster) -> None:
    speech = language()
    facts = {
        "month": wording.month(roster.month, speech),
        "version": roster.version,
        "duties": wording.number(roster.duties.count(), speech),
    }
    print(_("%(month)s, version %(version)s: %(duties)s duties") % facts)
    print(told.ended(roster))
    print(told.quality(roster.penalty, roster.bound))
    for label, points in told.parts(roster):
        print(f"  {label}: {wording.number(points, speech)}")
    _say_missing(roster)


def _say_missing(roster: Roster) -> None:
    gaps = told.gaps(queries.unmet(roster))
    if not gaps:
        print(_("Every place has whom it wants."))
        return
    table = Table(_("Day"), _("What is missing"), _("Why"))
    for gap in gaps:
        table.add_row(wording.short_date(gap.row.on), gap.what, gap.why)
    (Console() if sys.stdout.isatty() else Console(width=140)).print(table)
