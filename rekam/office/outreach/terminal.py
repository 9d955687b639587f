"""Planning visits at the terminal: a bar while it goes on, Ctrl-C keeps the best so far; and adopting."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from rekam.domain import wording
from rekam.domain.outreach.model import RECORDING
from rekam.domain.outreach.solve import solve
from rekam.office import background, solving
from rekam.office.accounts import rights
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Right
from rekam.office.outreach import planning, queries, tasks, told, work
from rekam.office.outreach.adopting import Adopted
from rekam.office.outreach.models import Plan, Stop
from rekam.office.regions import queries as regions
from rekam.office.rosters.asked import language


def plan(*, out: Console, **asked: Any) -> Plan:
    """Plan here and now. Nobody is told; adopting stays with a person."""
    with transaction.atomic():
        made = planning.begin(by=None, at=timezone.now(), **asked)
        tasks.take(made)
    folder = work.folder_of(made)
    with background.alive(folder), solving.bar(folder, made.seconds, out, told.so_far) as show:
        return tasks.work_out(made, by=None, solver=solving.followed(solve, folder, show))


# -- what came of it ------------------------------------------------------------------------------------


def as_data(made: Plan) -> dict[str, Any]:
    """A plan as a program reads it. Recordings are numbers of people."""
    gap = told.gap(made)
    return {
        "plan": made.pk,
        "from": made.starts.isoformat(),
        "to": made.ends.isoformat(),
        "status": made.status,
        "method": made.method,
        "seed": made.seed,
        "seconds": made.took_seconds,
        "expected": _people(made.expected),
        "range": [_people(made.low), _people(made.high)],
        "bound": _people(made.bound),
        "gap_percent": None if gap is None else round(gap, 2),
        "travel_minutes": made.travel_minutes,
        "stops": [_stop(stop) for stop in queries.stops(made)],
        "broken": made.broken,
        "short": made.short,
        "prices": made.prices,
        "what_if": made.what_if,
        "left_out": [fact for fact in made.facts if fact["left"]],
    }


def _people(thousandths: int | None) -> float | None:
    return None if thousandths is None else thousandths / RECORDING


def _stop(stop: Stop) -> dict[str, Any]:
    return {
        "on": stop.stands_on.isoformat(),
        "crew": stop.crew,
        "kit": stop.kit.code,
        "area": stop.area.code,
        "place": named(stop),
        "starts": f"{stop.starts:%H:%M}",
        "ends": f"{stop.ends:%H:%M}",
        "expected": _people(stop.expected),
        "range": [_people(stop.low), _people(stop.high)],
        "promised": stop.is_promised,
    }


def named(stop: Stop) -> str:
    return stop.client.name if stop.client else stop.place.name if stop.place else stop.area.name


def tell(made: Plan, *, as_json: bool) -> int:
    """Say what planning found; returns the exit code: 1 where a promise or a floor is not kept."""
    if as_json:
        print(json.dumps(as_data(made), ensure_ascii=False, indent=2))
    else:
        _say(made)
    return 1 if made.broken or made.short else 0


def _say(made: Plan) -> None:
    facts = {
        "n": told.recordings(made.expected), "low": told.recordings(made.low),
        "high": told.recordings(made.high), "stops": wording.number(made.stops.count(), language()),
    }  # fmt: skip
    print(_("%(stops)s visits, %(n)s recordings expected (%(low)s to %(high)s)") % facts)
    print(f"{told.STATUSES[made.status]} {told.quality(made.value, made.bound)}")
    print(told.METHODS[made.method])
    for line in [*told.broken(made), *told.assumed(made)]:
        print(f"  {line}")
    print(_("This is plan %(plan)s. To adopt it: rekam outreach adopt %(plan)s") % {"plan": made.pk})
    table = Table(_("Day"), _("Crew"), _("Kit"), _("Where"), _("From"), _("Recordings"))
    for stop in queries.stops(made):
        table.add_row(
            wording.short_date(stop.stands_on), stop.crew, stop.kit.code, named(stop),
            f"{stop.starts:%H.%M}–{stop.ends:%H.%M}", told.recordings(stop.expected),
        )  # fmt: skip
    (Console() if sys.stdout.isatty() else Console(width=140)).print(table)


# -- adopting it ----------------------------------------------------------------------------------------


def numbered(number: int) -> Plan:
    """The plan with this number, as planning and its page say it."""
    found = Plan.objects.filter(pk=number).first()
    if found is None:
        told_ = _("There is no plan %(number)s. The page of visit plans shows them.") % {"number": number}
        raise CommandError(told_, returncode=2)
    return found


def planner(name: str) -> User | None:
    """Who acts: a person who may plan for the whole office; nobody where no name is said."""
    if not name:
        return None
    found = User.objects.filter(username=name.lower(), is_active=True).first()
    if found is None:
        told_ = _("Nobody with the user name %(name)s is active here.") % {"name": name}
        raise CommandError(told_, returncode=2)
    rights.check(found, Right.PLAN_OUTREACH, area=regions.office().regency.code)
    return found


def tell_adopted(made: Plan, done: Adopted, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"plan": made.pk, **asdict(done)}))
        return
    text = _(
        "Plan %(plan)s is adopted. Visits: %(added)s new, %(changed)s changed, %(same)s as before, "
        "%(cancelled)s cancelled; %(places)s new service points."
    )
    print(text % {"plan": made.pk, **asdict(done)})
