"""The whole problem as one CP-SAT model, begun at the best roster that the prices found.

Prices for posts prove much in little time and lead near the best; where fairness ties everybody's months
together they rarely close the last gap. For a month of an office this model does.
"""

from ortools.sat.python import cp_model

from rekam.domain.rosters.compact import Compact
from rekam.domain.rosters.model import Post
from rekam.domain.rosters.setting import Setting


def finish(setting: Setting, *, seconds: float, seed: int, workers: int) -> None:
    """Go on from the best roster of *setting* for so many seconds; what is found and proven goes into it."""
    people = setting.people
    compact = Compact(setting.problem, people)
    posts = [(setting.people[number].code, month.spots) for number, month in setting.best.items()]
    compact.hint({code: dict(setting.spots.all[spot] for spot in spots) for code, spots in posts})
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.interleave_search = True

    def heard(_bound: float) -> None:
        if setting.effort.is_stopped():
            solver.stop_search()

    solver.best_bound_callback = heard
    status = solver.solve(compact.model, _Watch(setting))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        _offer(setting, compact.months(solver.boolean_value))
        setting.prove(round(solver.best_objective_bound))


def _offer(setting: Setting, months: dict[str, dict[int, Post]]) -> None:
    numbered = {number: months.get(person.code, {}) for number, person in enumerate(setting.people)}
    found = {number: setting.month(number, posts) for number, posts in numbered.items()}
    whole = {number: month for number, month in found.items() if month is not None}
    if len(whole) == len(setting.people):
        setting.offer(whole)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of each better roster, and hears when somebody asks to stop."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting

    def on_solution_callback(self) -> None:
        self.setting.tell(round(self.objective_value), round(self.best_objective_bound))
        if self.setting.effort.is_stopped():
            self.stop_search()
