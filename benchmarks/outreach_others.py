"""The same problems by PyVRP and by OR-Tools routing, as one would state them there. Routes of both are
fitted to the real hours in the same way, and what they leave of the days is filled up.
"""

from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from rekam.domain.outreach.ground import Ground, Team
from rekam.domain.outreach.left import everything, value
from rekam.domain.outreach.model import Problem
from rekam.domain.outreach.naming import Dealing
from rekam.domain.outreach.pace import Clock, Pace
from rekam.domain.outreach.search import Search
from rekam.domain.outreach.short_stops import fitted
from rekam.domain.outreach.trips import Trips

ALL_OF_IT = 10.0  # so many times the steps one usually gives it: the seconds end it


def pyvrp(problem: Problem, seconds: float, clock: Clock | None) -> int:
    """What PyVRP finds from its own beginning, in all of the seconds."""
    search = Search(Ground(problem), Pace(seconds, None, clock), 1, None)
    search.short_stops(ALL_OF_IT)
    return search.value


def routing(problem: Problem, seconds: int) -> int:
    """What the plan found is worth."""
    ground = Ground(problem)
    trips = fitted(ground, everything(ground), Trips(ground), Stated(ground).solve(seconds))
    return value(ground, [one.trip for one in Dealing(ground).deal(trips)])


class Stated:
    """One vehicle for each crew and day, one node for each block."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.bases = ground, len(ground.problem.bases)
        sites = enumerate(ground.problem.sites)
        self.clients = [(n, e) for n, site in sites for e in site.expected if e > 0 and site.windows]
        self.teams = [team for team in ground.teams for _ in range(team.most)]
        homes = [team.kind.base for team in self.teams]
        nodes = self.bases + len(self.clients)
        self.manager = pywrapcp.RoutingIndexManager(nodes, len(self.teams), homes, homes)
        self.model: Any = pywrapcp.RoutingModel(self.manager)
        self._ways()
        for vehicle, team in enumerate(self.teams):
            for index in (self.model.Start(vehicle), self.model.End(vehicle)):
                self.time.CumulVar(index).SetRange(team.kind.shift.opens, team.kind.shift.closes)
        can = {team: ground.is_open[team.group] & ground.allowed(team.kind) for team in ground.teams}
        for node in range(len(self.clients)):
            self._client(node, can)

    def _ways(self) -> None:
        ground, bases = self.ground, self.ground.problem.bases
        points = [base.point for base in bases] + [int(ground.point[n]) for n, _ in self.clients]
        ways = ground.travel[np.ix_(points, points)]
        work = np.array([0] * len(bases) + [int(ground.minutes[n]) for n, _ in self.clients])
        costs = self.model.RegisterTransitMatrix((ground.problem.travel_price * ways).tolist())
        self.model.SetArcCostEvaluatorOfAllVehicles(costs)
        hours = self.model.RegisterTransitMatrix((ways + work[:, None]).tolist())
        self.model.AddDimension(hours, 24 * 60, 24 * 60, False, "time")
        self.time: Any = self.model.GetDimensionOrDie("time")

    def _client(self, node: int, can: dict[Team, Any]) -> None:
        number, expected = self.clients[node]
        site = self.ground.problem.sites[number]
        index = self.manager.NodeToIndex(self.bases + node)
        windows = [w for ours in site.windows.values() for w in ours]
        latest = max(w.closes for w in windows) - site.block_minutes
        self.time.CumulVar(index).SetRange(min(w.opens for w in windows), latest)
        vehicles = [v for v, team in enumerate(self.teams) if can[team][number]]
        self.model.VehicleVar(index).SetValues([-1, *vehicles])
        self.model.AddDisjunction([index], expected)

    def solve(self, seconds: int) -> list[tuple[Team, list[int]]]:
        """Teams with their sites in order."""
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        first, search = routing_enums_pb2.FirstSolutionStrategy, routing_enums_pb2.LocalSearchMetaheuristic
        parameters.first_solution_strategy = first.PARALLEL_CHEAPEST_INSERTION
        parameters.local_search_metaheuristic = search.GUIDED_LOCAL_SEARCH
        parameters.time_limit.seconds = seconds
        found: Any = self.model.SolveWithParameters(parameters)
        return [] if found is None else [(t, self._sites(found, v)) for v, t in enumerate(self.teams)]

    def _sites(self, found: Any, vehicle: int) -> list[int]:
        sites, index = [], found.Value(self.model.NextVar(self.model.Start(vehicle)))
        while not self.model.IsEnd(index):
            sites.append(self.clients[self.manager.IndexToNode(index) - self.bases][0])
            index = found.Value(self.model.NextVar(index))
        return sites
