"""The best plan that can be put together from known routes: an integer programme, by SCIP.

Its relaxation is close to whole numbers, and SCIP leans on it (the same was measured for rosters).
"""

from collections.abc import Sequence
from typing import Any

from ortools.linear_solver import pywraplp

from rekam.domain.outreach.ground import Ground
from rekam.domain.outreach.left import Left
from rekam.domain.outreach.master import Master
from rekam.domain.outreach.pace import Pace
from rekam.domain.outreach.trips import Trip

DONE = (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)


def mix(
    ground: Ground,
    left: Left,
    trips: Sequence[Trip],
    held: Sequence[Trip],
    effort: Pace,
    *,
    nodes: int,
    seconds: float,
) -> tuple[list[Trip], bool]:
    """Routes, each as often as it is taken, and whether nothing better can be put together from these."""
    master = Master(ground, left, solver="SCIP")
    for trip in (*trips, *held):
        master.add(trip)
    solver: Any = master.lp
    clock = 1 if effort.is_own else 2  # SCIP's names for the processor's time and the clock on the wall
    solver.SetSolverSpecificParametersAsString(
        f"limits/nodes = {nodes}\nrandomization/randomseedshift = 1\ntiming/clocktype = {clock}\n"
    )
    solver.SetTimeLimit(int(1000 * max(0.1, min(seconds, effort.seconds_left))))
    times = [held.count(trip) for trip in master.trips]
    solver.SetHint(list(master.parts.values()), [float(n) for n in times])
    exactly = pywraplp.MPSolverParameters()
    exactly.SetDoubleParam(exactly.RELATIVE_MIP_GAP, 0.0)  # by default a ten-thousandth is good enough
    status = solver.Solve(exactly)
    effort.spend(2e-8 * (solver.iterations() + 50) * (len(master.sites) + len(master.trips)))
    if status not in DONE:
        return list(held), False
    taken = [round(share) for share in master.shares()]
    best = [trip for trip, n in zip(master.trips, taken, strict=True) for _ in range(n)]
    return best, status == pywraplp.Solver.OPTIMAL
