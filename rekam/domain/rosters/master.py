"""Which mixture of known months would be the best, and what each post is therefore worth.

The linear programme behind the proven bound: every worker takes months in parts that add up to one, every
cover is met by them or paid for. Its prices say where a better month would help.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from rekam.domain.rosters.patterns import SCALE, Month, Numbers
from rekam.domain.rosters.setting import Setting

Floats = NDArray[np.float64]


class Master:
    """Months as columns; workers and covers as rows."""

    def __init__(self, setting: Setting, numbers: Sequence[int], wanted: Numbers) -> None:
        self.setting, self.wanted = setting, wanted
        self.lp: Any = pywraplp.Solver.CreateSolver("GLOP")
        self.cost = self.lp.Objective()
        self.cost.SetMinimization()
        self.workers = {number: self.lp.Constraint(1.0, 1.0) for number in numbers}
        self.covers = [self.lp.Constraint(float(n), float(n)) for n in wanted.tolist()]
        self.rows_at: list[list[Any]] = [[] for _ in setting.spots.all]
        for row, spot, cover in zip(self.covers, setting.spot_of, setting.problem.covers, strict=True):
            self.rows_at[spot].append(row)
            self._variable(cover.missing, [(row, 1.0)])
            self._variable(cover.extra, [(row, -1.0)])
        self.months: list[Month] = []
        self.parts: list[Any] = []
        self.known: set[tuple[int, tuple[int, ...]]] = set()
        self.work = 0.0  # of the last solution
        self.parameters = pywraplp.MPSolverParameters()
        self.parameters.SetIntegerParam(self.parameters.PRESOLVE, self.parameters.PRESOLVE_OFF)

    def add(self, month: Month) -> bool:
        """One more month, unless it is known."""
        key = (month.person, month.spots)
        if key in self.known:
            return False
        self.known.add(key)
        rows = [row for spot in month.spots for row in self.rows_at[spot]]
        self.parts.append(
            self._variable(month.cost, [(row, 1.0) for row in (self.workers[month.person], *rows)])
        )
        self.months.append(month)
        return True

    def solve(self) -> float:
        """The least cost of a mixture."""
        self.lp.Solve(self.parameters)
        self.work = 2e-8 * (self.lp.iterations() + 20) * (len(self.covers) + len(self.parts))
        return float(self.cost.Value())

    def cover_prices(self) -> Floats:
        """What one more person is worth to each cover."""
        return np.array([row.dual_value() for row in self.covers])

    def worker_prices(self) -> dict[int, float]:
        """What each worker's month costs at the least, less what it earns."""
        return {number: row.dual_value() for number, row in self.workers.items()}

    def shares(self) -> list[float]:
        """How much of each month is taken."""
        return [part.solution_value() for part in self.parts]

    def whole(self, prices: Floats) -> Numbers:
        """Prices as whole numbers within what a cover can be worth: then what they prove is exact."""
        rounded = np.rint(prices * SCALE).astype(np.int64)
        return np.clip(rounded, -SCALE * self.setting.extra, SCALE * self.setting.missing)

    def by_spot(self, whole: Numbers) -> Numbers:
        """The price of each spot: that of all its covers together."""
        return self.setting.by_spot(whole)

    def _variable(self, cost: int, entries: Sequence[tuple[Any, float]]) -> Any:
        variable = self.lp.NumVar(0.0, self.lp.infinity(), "")
        self.cost.SetCoefficient(variable, float(cost))
        for row, amount in entries:
            row.SetCoefficient(variable, amount)
        return variable
