"""Many short stops: a search made for routes (PyVRP), whose routes are then fitted to the real hours.

It knows one time window for a client, the same on all days, and no breaks. So it is told the hours from a
site's first opening to its last closing, which sites are closed on which kind of day, and one client for each
block; afterwards every route is walked through the real windows, and what does not fit is left out. It knows
no nights away and no promises: those come from the rest of the search.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyvrp

from rekam.domain.outreach.ground import Ground, Numbers, Team
from rekam.domain.outreach.left import Left
from rekam.domain.outreach.pace import Pace
from rekam.domain.outreach.telling import begins
from rekam.domain.outreach.trips import Trip, Trips

NOWHERE = 1_000_000  # minutes: too far for any shift
PER_CLIENT = 4e-6  # work of one step, for each client


class Ending:
    """Tells PyVRP when to end: by its steps, and when the effort is over."""

    def __init__(self, effort: Pace, clients: int, share: float) -> None:
        self.effort, self.step, self.left = effort, PER_CLIENT * clients, share * effort.most
        self.until = effort.seconds + share * effort.given

    def __call__(self, best_cost: float) -> bool:
        self.effort.spend(self.step)
        self.left -= self.step
        return self.left <= 0 or self.effort.seconds > self.until or self.effort.is_over()


def search(ground: Ground, left: Left, asking: Trips, effort: Pace, *, seed: int, share: float) -> list[Trip]:
    """Routes for what is left, by a share of the effort."""
    clients = [
        (number, expected)
        for number, site in enumerate(ground.problem.sites)
        for expected in site.expected[int(left.used[number]) :]
        if site.windows and expected > 0
    ]
    teams = [team for team in ground.teams if left.team[team.number] > 0]
    if not clients or not teams:
        return []
    data = _data(ground, left, clients, teams)
    result = pyvrp.solve(data, Ending(effort, len(clients), share), seed=seed, collect_stats=False)
    if not result.is_feasible():
        return []
    routes = (
        (
            teams[route.vehicle_type()],
            [clients[activity.idx][0] for activity in route.schedule() if activity.is_client()],
        )
        for route in result.best.routes()
    )
    return list(fitted(ground, left, asking, routes))


def _data(ground: Ground, left: Left, clients: list[tuple[int, int]], teams: list[Team]) -> pyvrp.ProblemData:
    """Depots stand at the first locations, sites at those after them."""
    problem = ground.problem
    bases = len(problem.bases)
    points = np.array([base.point for base in problem.bases] + ground.point.tolist())
    minutes = ground.travel[np.ix_(points, points)]
    profiles: list[Any] = [_profile(ground, minutes, team) for team in teams]
    hours = [_hours(ground, number) for number in range(len(problem.sites))]
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in points],
        clients=[
            pyvrp.Client(
                location=bases + number,
                service_duration=int(ground.minutes[number]),
                tw_early=hours[number][0],
                tw_late=max(hours[number]),
                prize=expected,
                required=False,
            )
            for number, expected in clients
        ],
        depots=[pyvrp.Depot(location=number) for number in range(bases)],
        vehicle_types=[
            pyvrp.VehicleType(
                num_available=int(left.team[team.number]),
                start_depot=team.kind.base,
                end_depot=team.kind.base,
                tw_early=team.kind.shift.opens,
                tw_late=team.kind.shift.closes,
                unit_distance_cost=problem.travel_price,
                profile=number,
            )
            for number, team in enumerate(teams)
        ],
        distance_matrices=profiles,
        duration_matrices=profiles,
    )


def _profile(ground: Ground, minutes: Numbers, team: Team) -> Numbers:
    """Travel of a team: sites that it cannot serve on its days are nowhere."""
    bases = len(ground.problem.bases)
    closed = bases + np.flatnonzero(~(ground.is_open[team.group] & ground.allowed(team.kind)))
    found = minutes.copy()
    found[:, closed] = found[closed, :] = NOWHERE
    np.fill_diagonal(found, 0)
    return found


def _hours(ground: Ground, number: int) -> tuple[int, int]:
    """The first minute at which a block of the site can begin, on any day, and the last."""
    site = ground.problem.sites[number]
    windows = [window for ours in site.windows.values() for window in ours]
    if not windows:
        return 0, 0
    return min(w.opens for w in windows), max(w.closes for w in windows) - site.block_minutes


def fitted(
    ground: Ground, left: Left, asking: Trips, routes: Iterable[tuple[Team, list[int]]]
) -> Iterable[Trip]:
    """Each route walked through the real hours; blocks that do not fit are left out."""
    for team, sites in routes:
        calls = _walk(ground, left, team, sites)
        if calls:
            trip = Trip((team.number,), (calls,), asking.minutes((team.number,), (calls,)))
            if left.allows(ground, trip):
                left = left.after(ground, trip)
                yield trip


def _walk(ground: Ground, left: Left, team: Team, sites: list[int]) -> tuple[tuple[int, int], ...]:
    """Sites in this order with as many blocks as were planned, or fewer."""
    problem, day = ground.problem, ground.groups[team.group][0]
    home = problem.bases[team.kind.base].point
    point, at, found = home, team.kind.shift.opens, list[tuple[int, int]]()
    for number in dict.fromkeys(sites):
        site = problem.sites[number]
        there = at + problem.minutes(point, site.point)
        wanted = min(sites.count(number), int(ground.blocks[number] - left.used[number]))
        starts = begins(site, site.windows.get(day, ()), there, wanted)
        latest = team.kind.shift.closes - problem.minutes(site.point, home) - site.block_minutes
        starts = tuple(start for start in starts if start <= latest)
        if starts:
            found.append((number, len(starts)))
            point, at = site.point, starts[-1] + site.block_minutes
    return tuple(found)
