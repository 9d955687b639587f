"""Neighbourhoods: some of the workers are planned anew while all others stay.

Each is one CP-SAT model, solved by one thread within a fixed amount of work, so that it ends the same way
whenever it is asked the same. Several are solved side by side, also beside something else, and taken over in
their order at a fixed point: which one is ready first changes nothing.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from rekam.domain.rosters.compact import Compact
from rekam.domain.rosters.model import Duty, Post
from rekam.domain.rosters.setting import Setting

FIRST_SIZE, MOST_SIZE = 10, 16  # workers
MEASURE = 0.1  # for one, in the solver's own measure
SECONDS_A_MEASURE = 4.0  # of one core
STATING = 0.05  # work of stating one
FAILS = 16
STRANGERS = 0.005  # how readily those come along who have no post in common


class Found(NamedTuple):
    """What one neighbourhood came to."""

    posts: dict[str, dict[int, Post]]  # nothing where nothing was found
    bound: float
    measure: float
    is_whole: bool  # it was searched to its end


class Begun(NamedTuple):
    """Neighbourhoods that are being solved, with their workers."""

    chosen: list[list[int]]
    found: "list[Future[Found]]"


class Nearby:
    """Neighbourhoods around the best roster."""

    def __init__(self, setting: Setting, rng: np.random.Generator, threads: int) -> None:
        self.setting, self.rng, self.threads = setting, rng, max(1, threads)
        self.size = min(FIRST_SIZE, len(setting.people))
        self.waiting: list[int] = []
        self.pool = ThreadPoolExecutor(self.threads)

    def close(self) -> None:
        """Its threads end; what they were solving is not waited for."""
        self.pool.shutdown(wait=False, cancel_futures=True)

    def search(self, work: float) -> bool:
        """Go on while neighbourhoods can be searched to their ends, for so much work, or until FAILS in a row
        brought nothing: then they are larger next time. Whether anything better was found.
        """
        setting, left, before = self.setting, FAILS, self.setting.penalty
        until = setting.effort.spent + work
        while left > 0 and not (setting.is_proven() or setting.effort.is_over()):
            improved, is_easy = self._batch()
            left = FAILS if improved else left - self.threads
            if setting.effort.spent > until or self.size == len(setting.people) or not is_easy:
                return setting.penalty < before
        self.size = min(self.size + 2, MOST_SIZE, len(self.setting.people))
        return setting.penalty < before

    def _batch(self) -> tuple[bool, bool]:
        """Whether it found anything better, and whether any of it was searched to its end."""
        return self.finish(self.begin(1 if self.size == len(self.setting.people) else self.threads))

    def begin(self, count: int) -> Begun:
        """So many neighbourhoods of the best roster as it is now."""
        chosen = [self._workers() for _ in range(count)]
        seeds = self.rng.integers(1 << 30, size=count).tolist()
        models = [self._model(numbers) for numbers in chosen]
        self.setting.effort.spend(STATING * count)
        return Begun(
            chosen, [self.pool.submit(self._solved, *each) for each in zip(models, seeds, strict=True)]
        )

    def finish(self, begun: Begun, beside: float = 0.0) -> tuple[bool, bool]:
        """Wait for them and take over what they found. *beside*: work that was done meanwhile and counted."""
        found = [each.result() for each in begun.found]
        measure = sum(each.measure for each in found)
        self.setting.effort.spend(max(0.0, SECONDS_A_MEASURE * measure / self.threads - beside))
        improved = [self._take(numbers, each) for numbers, each in zip(begun.chosen, found, strict=True)]
        return any(improved), any(each.is_whole for each in found)

    def _take(self, numbers: Sequence[int], found: Found) -> bool:
        setting = self.setting
        if len(numbers) == len(setting.people):
            setting.prove(round(found.bound))
        if not found.posts:
            return False
        new = {n: setting.month(n, found.posts[setting.people[n].code]) for n in numbers}
        months = {number: month for number, month in new.items() if month is not None}
        for month in months.values():
            setting.keep(month)
        return setting.offer({**setting.best, **months})

    def _workers(self) -> list[int]:
        """Everybody has their turn to be first; those who can stand in for them come along."""
        everybody = len(self.setting.people)
        if self.size == everybody:
            return list(range(everybody))
        if not self.waiting:
            self.waiting = self.rng.permutation(everybody).tolist()
        first = self.waiting.pop()
        alike = np.array([self.setting.in_common(first, n) for n in range(everybody)]) + STRANGERS
        alike[first] = 0
        others = self.rng.choice(everybody, self.size - 1, replace=False, p=alike / alike.sum())
        return [first, *others.tolist()]

    def _model(self, numbers: Sequence[int]) -> Compact:
        setting, chosen = self.setting, set(numbers)
        people, spots = setting.people, setting.spots.all
        others = (
            Duty(people[number].code, spots[spot][0], *spots[spot][1])
            for number, month in setting.best.items()
            if number not in chosen
            for spot in month.spots
        )
        compact = Compact(setting.problem, [people[number] for number in numbers], others)
        held = {people[n].code: dict(spots[spot] for spot in setting.best[n].spots) for n in numbers}
        compact.hint(held)
        return compact

    def _solved(self, compact: Compact, seed: int) -> Found:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = MEASURE
        solver.parameters.max_time_in_seconds = max(0.1, self.setting.effort.seconds_left)
        status = solver.solve(compact.model)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        posts = compact.months(solver.boolean_value) if found else {}
        measure = solver.response_proto.deterministic_time
        return Found(posts, solver.best_objective_bound, measure, status == cp_model.OPTIMAL)
