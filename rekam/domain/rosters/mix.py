"""The best roster that can be put together from known months.

A set-partitioning programme. Its relaxation is so close to whole numbers that branch and bound by SCIP, which
leans on it, ends where search by clauses does not: measured on the public instances 5 and 6, SCIP proved the
best mixture in 8 and 12 s on one core, CP-SAT took 9 and 40 s on four.
"""

from collections.abc import Sequence
from typing import Any

from ortools.linear_solver import pywraplp

from rekam.domain.rosters.patterns import Month, Numbers
from rekam.domain.rosters.setting import Months, Setting

DONE = (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE)


def mix(
    setting: Setting, months: Sequence[Month], wanted: Numbers, held: Months, *, nodes: int
) -> Months | None:
    """One month for each worker held, at the least cost found; None where nothing beats those held."""
    solver: Any = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetSolverSpecificParametersAsString(f"limits/nodes = {nodes}\nrandomization/randomseedshift = 1\n")
    solver.SetTimeLimit(int(1000 * max(0.1, setting.effort.seconds_left)))
    takes = [solver.BoolVar("") for _ in months]
    objective = solver.Objective()
    objective.SetMinimization()
    workers = {number: solver.Constraint(1.0, 1.0) for number in held}
    rows = [solver.Constraint(float(n), float(n)) for n in wanted.tolist()]
    rows_at: list[list[Any]] = [[] for _ in setting.spots.all]
    for row, spot, cover in zip(rows, setting.spot_of, setting.problem.covers, strict=True):
        rows_at[spot].append(row)
        for cost, sign in ((cover.missing, 1.0), (cover.extra, -1.0)):
            slack = solver.NumVar(0.0, solver.infinity(), "")
            objective.SetCoefficient(slack, float(cost))
            row.SetCoefficient(slack, sign)
    for take, month in zip(takes, months, strict=True):
        objective.SetCoefficient(take, float(month.cost))
        workers[month.person].SetCoefficient(take, 1.0)
        for spot in month.spots:
            for row in rows_at[spot]:
                row.SetCoefficient(take, 1.0)
    solver.SetHint(takes, [float(held[month.person] == month) for month in months])
    status = solver.Solve()
    setting.effort.spend(1e-7 * (solver.iterations() + 50) * (len(rows) + len(takes)))
    if status not in DONE:
        return None
    return {m.person: m for take, m in zip(takes, months, strict=True) if take.solution_value() > 0.5}
