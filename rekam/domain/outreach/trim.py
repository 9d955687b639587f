"""Routes that together work no block twice: where several go to a site that has fewer blocks, some do less.

Routes that keep a promise or a visit of the plan in force come first, then the others in their order.
"""

from collections.abc import Iterable

from rekam.domain.outreach.ground import Ground
from rekam.domain.outreach.left import Left, everything, wants_of
from rekam.domain.outreach.telling import begins
from rekam.domain.outreach.trips import Trip, Trips

Day = tuple[tuple[int, int], ...]


def trimmed(ground: Ground, asking: Trips, trips: Iterable[Trip]) -> tuple[list[Trip], Left]:
    """The routes, shorter where they must be, and what they leave. What cannot be is left out."""
    left, found = everything(ground), list[Trip]()
    order = sorted(trips, key=lambda trip: -sum(ground.wants[want].cost for want in wants_of(ground, trip)))
    for trip in order:
        ours = trip if left.allows(ground, trip) else _shorter(ground, asking, left, trip)
        if ours is not None and left.allows(ground, ours):
            found.append(ours)
            left = left.after(ground, ours)
    return found, left


def _shorter(ground: Ground, asking: Trips, left: Left, trip: Trip) -> Trip | None:
    rest = (ground.blocks - left.used).tolist()
    days: list[Day] = []
    for calls in trip.calls:
        day: list[tuple[int, int]] = []
        for site, blocks in calls:
            if min(blocks, rest[site]) > 0:
                day.append((site, min(blocks, rest[site])))
                rest[site] -= day[-1][1]
        days.append(tuple(day))
    if not _can(ground, trip.teams, days):
        return None
    return Trip(trip.teams, tuple(days), asking.minutes(trip.teams, tuple(days)))


def _can(ground: Ground, teams: tuple[int, ...], days: list[Day]) -> bool:
    """Whether crews can do that: fewer calls take longer where ways through a third point are shorter."""
    problem = ground.problem
    home = problem.bases[ground.teams[teams[0]].kind.base].point
    point = home
    for n, (number, calls) in enumerate(zip(teams, days, strict=True)):
        team = ground.teams[number]
        at, day = team.kind.shift.opens, ground.groups[team.group][0]
        for number_, blocks in calls:
            site = problem.sites[number_]
            starts = begins(site, site.windows.get(day, ()), at + problem.minutes(point, site.point), blocks)
            if len(starts) < blocks:
                return False
            point, at = site.point, starts[-1] + site.block_minutes
        is_last = n == len(teams) - 1
        back = problem.minutes(point, home) if is_last else 0
        if not calls or at + back > team.kind.shift.closes or not (is_last or ground.far[calls[-1][0]]):
            return False
    return True
