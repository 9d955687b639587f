"""What the plan in force can no longer do: kits that broke, crews that are short, roads that closed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from rekam.office.outreach import ground, queries, teams, wishes
from rekam.office.outreach.models import Plan, Stop


class Risk(StrEnum):
    """Why a stop may not take place as it was planned."""

    KIT = "kit"  # its kit is down and not promised back by then
    CREW = "crew"  # the roster leaves fewer crews free than the plan sends out
    ROAD = "road"  # nobody gets there on that day, or the place is closed


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A stop with everything that stands against it."""

    stop: Stop
    risks: tuple[Risk, ...]


def at_risk(plan: Plan, on: date, at: datetime) -> list[AtRisk]:
    """The stops of a plan from a day on that cannot be made as things stand now, in the order of days."""
    start = max(plan.starts, on)
    if start > plan.ends:
        return []
    coming = list(queries.stops(plan, since=start))
    going = {str(team.place.pk): team for team in teams.teams(start, plan.ends, wishes.read(plan.wishes), at)}
    closed = _closed(start, plan.ends, coming)
    short = _short(start, going.values(), coming)
    fit = {kit.code: kit.days for team in going.values() for kit in team.kits}
    found = []
    for stop in coming:
        day = (stop.stands_on - start).days
        risks = []
        if day not in fit.get(stop.kit.code, frozenset()):
            risks.append(Risk.KIT)
        if stop.pk in short:
            risks.append(Risk.CREW)
        if stop.pk in closed:
            risks.append(Risk.ROAD)
        if risks:
            found.append(AtRisk(stop, tuple(risks)))
    return found


def _closed(start: date, end: date, coming: Iterable[Stop]) -> set[int]:
    closures = queries.closures(start, end)
    return {
        stop.pk
        for stop in coming
        if any(
            c.starts <= stop.stands_on <= c.ends and ground.is_about(c, stop.place, stop.area)
            for c in closures
        )
    }


def _short(start: date, going: Iterable[teams.Team], coming: Iterable[Stop]) -> set[int]:
    """The stops of routes for which no crew is left on their day, promised ones last."""
    free = {
        (team.place.pk, day): sum(day in crew.shifts for crew in team.crews)
        for team in going
        for day in {day for crew in team.crews for day in crew.shifts}
    }
    routes: dict[tuple[int, int], dict[int, list[Stop]]] = defaultdict(lambda: defaultdict(list))
    for stop in coming:
        routes[stop.base_id, (stop.stands_on - start).days][stop.route].append(stop)
    found: set[int] = set()
    for key, by_route in routes.items():
        held = sorted(by_route.values(), key=lambda stops: not any(s.is_promised for s in stops))
        for stops in held[free.get(key, 0) :]:
            found.update(stop.pk for stop in stops)
    return found
