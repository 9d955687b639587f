"""The best roster that the time allows, and a proof of how good it is."""

from collections.abc import Iterable

from ortools.sat.python import cp_model

from rekam.domain.rosters import penalty
from rekam.domain.rosters.answer import Answer, Progress, Status, Stop
from rekam.domain.rosters.compact import Compact, Months
from rekam.domain.rosters.model import Duty, Problem, by_worker
from rekam.domain.rosters.rules import people

__all__ = ["Answer", "Status", "solve"]


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    workers: int = 4,
    hint: Iterable[Duty] | None = None,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Answer:
    """A roster that keeps every hard rule at the least penalty found, with the bound that was proven."""
    compact = Compact(problem, people(problem))
    if hint is not None:
        compact.hint({w: {day: d.post for day, d in m.items()} for w, m in by_worker(problem, hint).items()})
    watch = _Watch(progress, stop)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.interleave_search = True
    status = solver.solve(compact.model, watch)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer((), 0, 0, Status.IMPOSSIBLE, solver.wall_time, 0.0)
    duties = duties_of(compact.months(solver.boolean_value))
    parts = penalty.count(problem, duties)
    best = status == cp_model.OPTIMAL
    return Answer(
        assignments=duties,
        penalty=sum(parts.values()),
        bound=round(solver.best_objective_bound),
        status=Status.BEST if best else Status.STOPPED if watch.stopped else Status.OUT_OF_TIME,
        seconds=solver.wall_time,
        best_at=watch.best_at,
        unmet=penalty.unmet(problem, duties),
        parts=parts,
    )


def duties_of(months: Months) -> tuple[Duty, ...]:
    """Months as duties, in order."""
    return tuple(
        sorted(Duty(code, day, *post) for code, month in months.items() for day, post in month.items())
    )


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of each better roster, and stops when asked."""

    def __init__(self, progress: Progress | None, stop: Stop | None) -> None:
        super().__init__()
        self.progress, self.stop = progress, stop
        self.best_at, self.stopped = 0.0, False

    def on_solution_callback(self) -> None:
        self.best_at = self.wall_time
        if self.progress is not None:
            self.progress(round(self.objective_value), round(self.best_objective_bound), self.wall_time)
        if self.stop is not None and self.stop():
            self.stopped = True
            self.stop_search()
