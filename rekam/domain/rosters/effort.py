"""How much work solving may do, and when it has to end.

Two measures. *Work* is counted from what is computed (states of tables, steps of the linear programme, the
solvers' own counts), about one unit for a second of one ordinary core: it is the same whenever the same is
computed, so what ends by work ends at the same roster. The *clock* is the promise to whoever waits. Work is
given out so that it ends before the clock does, unless the machine is slow or busy.
"""

from collections.abc import Callable

from ortools.linear_solver import pywraplp

# Of the seconds given, so much is planned as work: the rest is for a machine that is slower than ours.
PLANNED = 0.7


class Effort:
    """What is left to spend. The clock is the solver library's own: rules have none."""

    def __init__(self, seconds: float, stop: Callable[[], bool] | None = None) -> None:
        self._timer = pywraplp.Solver.CreateSolver("GLOP")
        self._seconds, self._stop = seconds, stop
        self.most = PLANNED * seconds
        self.spent = 0.0
        self.was_stopped = False
        self.was_cut = False  # by the clock: then a second run may end elsewhere

    @property
    def seconds(self) -> float:
        """Since the start."""
        return float(self._timer.WallTime()) / 1000

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._seconds - self.seconds)

    @property
    def left(self) -> float:
        """Work left."""
        return max(0.0, self.most - self.spent)

    def spend(self, work: float) -> None:
        self.spent += work

    def is_over(self) -> bool:
        """Whether to end now with the best there is."""
        if self._stop is not None and not self.was_stopped:
            self.was_stopped = self._stop()
        if not self.was_stopped and self.left > 0 and self.seconds_left <= 0:
            self.was_cut = True
        return self.was_stopped or self.was_cut or self.left <= 0
