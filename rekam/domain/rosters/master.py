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
# A person missing may cost ten thousand times what one is worth elsewhere, and such prices lead astray for
# long. So missing is cheap at first, and dearer only where somebody still is missing: any price proves
# something.
FIRST_CAP = 100
CAP_STEP = 4


class Master:
    """Months as columns; workers and covers as rows."""

    def __init__(
        self, setting: Setting, numbers: Sequence[int], wanted: Numbers, caps: Numbers | None = None
    ) -> None:
        self.setting, self.wanted = setting, wanted
        self.lp: Any = pywraplp.Solver.CreateSolver("GLOP")
        self.cost = self.lp.Objective()
        self.cost.SetMinimization()
        self.workers = {number: self.lp.Constraint(1.0, 1.0) for number in numbers}
        self.covers = [self.lp.Constraint(float(n), float(n)) for n in wanted.tolist()]
        self.rows_at: list[list[Any]] = [[] for _ in setting.spots.all]
        self.caps = np.minimum(setting.missing, FIRST_CAP) if caps is None else caps.copy()
        self.missing = []
        for row, spot, cap, extra in zip(
            self.covers, setting.spot_of, self.caps.tolist(), setting.extra.tolist(), strict=True
        ):
            self.rows_at[spot].append(row)
            self.missing.append(self._variable(cap, [(row, 1.0)]))
            self._variable(extra, [(row, -1.0)])
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
        self.work = 8e-8 * (self.lp.iterations() + 20) * (len(self.covers) + len(self.parts))
        return float(self.cost.Value())

    def raise_caps(self) -> bool:
        """Where somebody is missing below the true cost, ask for more; False where all is true."""
        short = np.array([variable.solution_value() > 1e-6 for variable in self.missing], dtype=bool)
        short &= self.caps < self.setting.missing
        self.caps[short] = np.minimum(self.setting.missing, self.caps * CAP_STEP)[short]
        for row in np.flatnonzero(short).tolist():
            self.cost.SetCoefficient(self.missing[row], float(self.caps[row]))
        return bool(short.any())

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
        return np.clip(rounded, -SCALE * self.setting.extra, SCALE * self.caps)

    def by_spot(self, whole: Numbers) -> Numbers:
        """The price of each spot: that of all its covers together."""
        return self.setting.by_spot(whole)

    def _variable(self, cost: int, entries: Sequence[tuple[Any, float]]) -> Any:
        variable = self.lp.NumVar(0.0, self.lp.infinity(), "")
        self.cost.SetCoefficient(variable, float(cost))
        for row, amount in entries:
            row.SetCoefficient(variable, amount)
        return variable
