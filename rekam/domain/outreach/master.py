"""The linear programme over known routes: what each thing is worth, and from that what no plan can exceed.

    site      blocks counted (each counts what it expects)  ≤ blocks worked by routes
    team      routes of a team                              ≤ what its crews can do
    kits      routes of all kinds of crew                   ≤ fit kits, where these are fewer
    limit     visits of a site on alike days                ≤ what the site takes
    want      routes that keep it                           ≥ kits wanted, or each missing one costs
    floor     recordings counted in a district              ≥ its floor, or what is missing costs

The same rows over whole routes are the integer programme (``mix``).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from rekam.domain.outreach.duals import Duals
from rekam.domain.outreach.ground import Ground, Numbers
from rekam.domain.outreach.left import Left, blocks_of, cost, limits_of, wants_of
from rekam.domain.outreach.trips import SCALE, Trip

Free = frozenset[int | str]


class Master:
    """Grows by routes. ``free`` are wants (by number) and floors (by district) that ask for nothing."""

    def __init__(self, ground: Ground, left: Left, *, solver: str = "GLOP", free: Free = frozenset()) -> None:
        self.ground, self.left, self.is_whole = ground, left, solver != "GLOP"
        self.lp: Any = pywraplp.Solver.CreateSolver(solver)
        self.objective = self.lp.Objective()
        self.objective.SetMaximization()
        self.sites = self._rows(np.zeros(len(ground.blocks)))
        self.teams, self.kits, self.limits = (self._rows(part) for part in (left.team, left.kits, left.limit))
        wanted = [0 if n in free else kits for n, kits in enumerate(left.want.tolist())]
        self.floor_left = [
            0 if district in free else max(0, floor)
            for (district, _), floor in zip(ground.floors, left.floor.tolist(), strict=True)
        ]
        self.want_left = wanted
        self.wants = [self.lp.Constraint(float(n), self.lp.infinity()) for n in wanted]
        self.floors = [self.lp.Constraint(float(n), self.lp.infinity()) for n in self.floor_left]
        self._count_blocks()
        self.missing = [
            self._variable(-want.cost, [(row, 1)]) for row, want in zip(self.wants, ground.wants, strict=True)
        ] + [self._variable(-ground.problem.short_floor, [(row, 1)]) for row in self.floors]
        self.parts: dict[tuple[object, object], Any] = {}
        self.trips: list[Trip] = []
        self.work = 0.0

    def _rows(self, most: Iterable[float]) -> list[Any]:
        return [self.lp.Constraint(-self.lp.infinity(), float(n)) for n in most]

    def _count_blocks(self) -> None:
        """One variable for all blocks of a site that expect the same."""
        for number, (site, row) in enumerate(zip(self.ground.problem.sites, self.sites, strict=True)):
            floor = self.ground.floor_of[number]
            left = Counter(site.expected[int(self.left.used[number]) :])
            for expected, times in sorted(left.items(), reverse=True):
                entries = [(row, 1)] + ([(self.floors[floor], expected)] if floor >= 0 else [])
                self._variable(expected, entries, times)

    def _variable(
        self, worth: int, entries: Iterable[tuple[Any, int]], most: float = -1, *, is_whole: bool = False
    ) -> Any:
        most = self.lp.infinity() if most < 0 else float(most)
        variable = self.lp.IntVar(0.0, most, "") if is_whole else self.lp.NumVar(0.0, most, "")
        self.objective.SetCoefficient(variable, float(worth))
        for row, amount in entries:
            row.SetCoefficient(variable, float(amount))
        return variable

    def add(self, trip: Trip) -> bool:
        """Whether it is new."""
        key = (trip.teams, trip.calls)
        if key in self.parts:
            return False
        ground = self.ground
        entries = [(self.sites[site], -blocks) for site, blocks in blocks_of(trip).items()]
        entries += [(self.teams[team], n) for team, n in Counter(trip.teams).items()]
        rows = Counter(ground.kit_row_of[team] for team in trip.teams if team in ground.kit_row_of)
        entries += [(self.kits[row], n) for row, n in rows.items()]
        entries += [(self.limits[row], n) for row, n in Counter(limits_of(ground, trip)).items()]
        entries += [(self.wants[row], n) for row, n in Counter(wants_of(ground, trip)).items()]
        self.parts[key] = self._variable(-cost(ground, trip), entries, is_whole=self.is_whole)
        self.trips.append(trip)
        return True

    def solve(self) -> float:
        """The most that a mixture of routes is worth."""
        self.lp.Solve()
        self.work = 2e-8 * (self.lp.iterations() + 20) * (len(self.sites) + len(self.teams) + len(self.parts))
        return float(self.objective.Value())

    def shares(self) -> list[float]:
        """How often each route is taken."""
        return [part.solution_value() for part in self.parts.values()]

    @property
    def penalty(self) -> float:
        """What missing kits and recordings cost in the mixture just found."""
        costs = (self.objective.GetCoefficient(v) * v.solution_value() for v in self.missing)
        return -float(sum(costs))

    def duals(self) -> Duals:
        """What one more of each is worth, as whole scaled numbers within what it can be worth."""
        ground = self.ground
        wants = _whole(self.wants, -1)
        floors = _whole(self.floors, -1)
        return Duals(
            block=_whole(self.sites),
            team=_whole(self.teams),
            kits=_whole(self.kits),
            limit=_whole(self.limits),
            want=np.minimum(wants, [SCALE * want.cost for want in ground.wants] or wants),
            floor=np.minimum(floors, SCALE * ground.problem.short_floor),
        )


def _whole(rows: Sequence[Any], sign: int = 1) -> Numbers:
    values = np.array([sign * SCALE * row.dual_value() for row in rows])
    whole: Numbers = np.maximum(0, np.rint(values)).astype(np.int64)
    return whole
