"""Routes of an earlier plan as a beginning: what of them can still be done."""

from collections.abc import Iterable, Sequence

from rekam.domain.outreach.answer import Call, Route
from rekam.domain.outreach.ground import Ground, kind_of
from rekam.domain.outreach.left import Left, everything
from rekam.domain.outreach.model import Crew
from rekam.domain.outreach.telling import begins
from rekam.domain.outreach.trips import Calls, Trip, Trips


def still_possible(ground: Ground, asking: Trips, routes: Iterable[Route]) -> tuple[list[Trip], Left]:
    """Routes that still can be done together, without the visits that cannot; and what they leave.

    Where not all of them can, those make room that any crew may take over: they are at risk.
    """
    taken: list[Trip] = []
    left = everything(ground)
    free = {(visit.day, visit.site) for visit in ground.problem.kept if not visit.crew}
    order = sorted(routes, key=lambda route: any((visit.day, visit.site) in free for visit in route.visits))
    for route in order:
        trip = _trip(ground, asking, route)
        if trip is not None and left.allows(ground, trip):
            taken.append(trip)
            left = left.after(ground, trip)
    return taken, left


def _trip(ground: Ground, asking: Trips, route: Route) -> Trip | None:
    """A route of this problem, shortened where a visit is no longer possible."""
    found = [
        (number, crew)
        for number, base in enumerate(ground.problem.bases)
        for crew in base.crews
        if (base.code, crew.code) == (route.base, route.crew)
    ]
    if not found or not all(day in found[0][1].shifts and day in ground.group_of for day in route.days):
        return None
    base, crew = found[0]
    keys = [(ground.group_of[day], kind_of(base, crew, day)) for day in route.days]
    if not all(key in ground.team_of for key in keys):
        return None
    teams = tuple(ground.team_of[key] for key in keys)
    calls = _calls(ground, base, crew, route)
    return None if calls is None else Trip(teams, calls, asking.minutes(teams, calls))


def _calls(ground: Ground, base: int, crew: Crew, route: Route) -> Calls | None:
    """Its visits; of one day those that can be made one after the other, of several days all or none."""
    kept = [call for call in route.calls if call.site in ground.number]
    while kept:
        late = _first_late(ground, base, crew, kept)
        if late is None:
            break
        if len(route.days) > 1:
            return None
        kept.remove(late)
    days = tuple(
        tuple((ground.number[call.site], len(call.starts)) for call in kept if call.day == day)
        for day in route.days
    )
    return days if all(days) else None


def _first_late(ground: Ground, base: int, crew: Crew, calls: Sequence[Call]) -> Call | None:
    """The first visit that cannot be made, or that nobody would be back from in time."""
    problem = ground.problem
    home = problem.bases[base].point
    point, at, last = home, 0, None
    for call in calls:
        site = problem.site[call.site]
        if last is None or call.day != last.day:
            at = crew.shifts[call.day].opens
        starts = begins(
            site, site.windows.get(call.day, ()), at + problem.minutes(point, site.point), len(call.starts)
        )
        if len(starts) < len(call.starts) or not site.skills <= crew.skills:
            return call
        point, at, last = site.point, starts[-1] + site.block_minutes, call
        if at > crew.shifts[call.day].closes:
            return call
    return last if last and at + problem.minutes(point, home) > crew.shifts[last.day].closes else None
