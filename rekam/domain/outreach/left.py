"""What a plan leaves over: blocks, crews, kits, places, wants and floors not yet taken by its routes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from rekam.domain.outreach.ground import Ground, Numbers
from rekam.domain.outreach.trips import Trip


@dataclass(frozen=True)
class Left:
    """``used`` blocks by site; what is left by team, kit row, limit, want (kits) and floor (thousandths)."""

    used: Numbers
    team: Numbers
    kits: Numbers
    limit: Numbers
    want: Numbers
    floor: Numbers

    def after(self, ground: Ground, trip: Trip, times: int = 1) -> "Left":
        """What is left once a route is taken."""
        used, team, kits, limit, want = (
            part.copy() for part in (self.used, self.team, self.kits, self.limit, self.want)
        )
        floor = self.floor.copy()
        for site, blocks in blocks_of(trip).items():
            for _ in range(times * blocks):
                if used[site] < ground.blocks[site]:
                    if ground.floor_of[site] >= 0:
                        floor[ground.floor_of[site]] -= ground.problem.sites[site].expected[used[site]]
                    used[site] += 1
        for number in trip.teams:
            team[number] -= times
            if number in ground.kit_row_of:
                kits[ground.kit_row_of[number]] -= times
        for number in limits_of(ground, trip):
            limit[number] -= times
        for number in wants_of(ground, trip):
            want[number] = max(0, want[number] - times)
        return replace(self, used=used, team=team, kits=kits, limit=limit, want=want, floor=floor)

    def allows(self, ground: Ground, trip: Trip) -> bool:
        """Whether the route can be taken as well, and every block of it counts."""
        if any(self.used[s] + n > ground.blocks[s] for s, n in blocks_of(trip).items()):
            return False
        if any(self.team[t] < n for t, n in Counter(trip.teams).items()):
            return False
        rows = Counter(ground.kit_row_of[t] for t in trip.teams if t in ground.kit_row_of)
        if any(self.kits[row] < n for row, n in rows.items()):
            return False
        return not any(self.limit[n] < times for n, times in Counter(limits_of(ground, trip)).items())


def everything(ground: Ground) -> Left:
    """Before any route is taken."""
    return Left(
        used=np.zeros(len(ground.blocks), dtype=np.int64),
        team=np.array([team.most for team in ground.teams], dtype=np.int64),
        kits=np.array([most for _, most in ground.kit_rows], dtype=np.int64),
        limit=np.array([most for _, _, most in ground.limits], dtype=np.int64),
        want=np.array([want.kits for want in ground.wants], dtype=np.int64),
        floor=np.array([floor for _, floor in ground.floors], dtype=np.int64),
    )


def value(ground: Ground, trips: Iterable[Trip]) -> int:
    """What the model says a plan is worth, in thousandths."""
    left, costs = everything(ground), 0
    for trip in trips:
        left = left.after(ground, trip)
        costs += cost(ground, trip)
    return worth(ground, left, costs)


def worth(ground: Ground, left: Left, costs: int) -> int:
    """The same, from what is left and what the routes cost."""
    problem = ground.problem
    expected: int = sum(sum(s.expected[:n]) for s, n in zip(problem.sites, left.used.tolist(), strict=True))
    missing: int = sum(w.cost * n for w, n in zip(ground.wants, left.want.tolist(), strict=True))
    short: int = problem.short_floor * sum(max(0, floor) for floor in left.floor.tolist())
    return expected - costs - missing - short


def cost(ground: Ground, trip: Trip) -> int:
    """What a route costs by itself, in thousandths: its way, and visits that were told to other crews."""
    problem = ground.problem
    found = problem.travel_price * trip.travel
    if problem.mixed_visit and ground.told:
        found += problem.mixed_visit * _mixed(ground, trip)
    return found


def _mixed(ground: Ground, trip: Trip) -> int:
    """Visits that were told to another crew than most visits of their day are."""
    found = 0
    for team, calls in zip(trip.teams, trip.calls, strict=True):
        group = ground.teams[team].group
        told = [ground.told[group, site] for site, _ in calls if (group, site) in ground.told]
        shares = Counter(crew for crews in told for crew in crews)
        found += len(told) - max(shares.values(), default=0)
    return found


def blocks_of(trip: Trip) -> Counter[int]:
    """Blocks worked at each site."""
    found: Counter[int] = Counter()
    for day in trip.calls:
        for site, blocks in day:
            found[site] += blocks
    return found


def wants_of(ground: Ground, trip: Trip) -> Iterator[int]:
    """Numbers of the wants that a route keeps."""
    for team, calls in zip(trip.teams, trip.calls, strict=True):
        for site, blocks in calls:
            for want in ground.wants_at.get((ground.teams[team].group, site), ()):
                if blocks >= ground.wants[want].blocks:
                    yield want


def limits_of(ground: Ground, trip: Trip) -> Iterator[int]:
    """Numbers of the limits that a route counts towards, once for each visit."""
    for team, calls in zip(trip.teams, trip.calls, strict=True):
        for site, _ in calls:
            number = ground.limit_of.get((site, ground.teams[team].group))
            if number is not None:
                yield number
