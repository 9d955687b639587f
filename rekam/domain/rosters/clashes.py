"""Why there is no roster: whose hard rules cannot hold together.

Cover is soft, and every hard rule binds one worker alone. So there is no roster exactly when some worker has
no month at all, and the reason is found by leaving out rules of that worker, one after the other, as long as
the rest still cannot hold.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from rekam.domain.rosters.answer import Clash
from rekam.domain.rosters.model import Duty, Post, Problem, Shift, Worker
from rekam.domain.rosters.paths import Paths
from rekam.domain.rosters.patterns import DEAREST, Shape, Spots, shapes_of
from rekam.domain.rosters.rules import HARD, Person, people, person

Reason = TypeVar("Reason")


def clashes(problem: Problem) -> tuple[Clash, ...]:
    """For each worker without any month the rules that clash; nothing where there is a roster."""
    spots = Spots(problem)
    prices = np.zeros(len(spots.all), dtype=np.int64)
    stuck = [
        number
        for shape in shapes_of(problem, spots, enumerate(people(problem)))
        for number, cost in zip(shape.numbers, Paths(shape, prices).best().tolist(), strict=True)
        if cost >= DEAREST
    ]
    return tuple(_clash(problem, problem.workers[number]) for number in sorted(stuck))


def _clash(problem: Problem, worker: Worker) -> Clash:
    fixed = frozenset(duty for duty in problem.fixed if duty.worker == worker.code)
    rules = _fewest(HARD, lambda kept: not _has_month(problem, worker, fixed, frozenset(HARD) - set(kept)))
    without = frozenset(HARD) - set(rules)
    days: set[int] = set()
    if "fixed" in rules:
        listed = sorted({duty.day for duty in fixed})
        held = _fewest(listed, lambda k: not _has_month(problem, worker, _on(fixed, k), without))
        fixed = _on(fixed, held)
        days.update(held)
    if "absent" in rules:
        away = _fewest(
            sorted(worker.absent), lambda k: not _has_month(problem, _away(worker, k), fixed, without)
        )
        days.update(away)
    return Clash(worker.code, tuple(rules), tuple(sorted(days)))


def _fewest(reasons: Sequence[Reason], still: Callable[[list[Reason]], bool]) -> list[Reason]:
    """Reasons of which none can be left out."""
    kept = list(reasons)
    for reason in reasons:
        fewer = [other for other in kept if other != reason]
        if still(fewer):
            kept = fewer
    return kept


def _on(duties: Iterable[Duty], days: Iterable[int]) -> frozenset[Duty]:
    held = set(days)
    return frozenset(duty for duty in duties if duty.day in held)


def _away(worker: Worker, days: Iterable[int]) -> Worker:
    held = set(days)
    return replace(worker, absent={day: why for day, why in worker.absent.items() if day in held})


def _has_month(problem: Problem, worker: Worker, fixed: Iterable[Duty], without: frozenset[str]) -> bool:
    """Whether the worker can keep what is left of the rules."""
    posts: dict[int, set[Post]] = {}
    for duty in fixed:
        posts.setdefault(duty.day, set()).add(duty.post)
    if "never_before" in without:
        problem = replace(problem, shifts=tuple(Shift(s.code, s.minutes) for s in problem.shifts))
    free: Person = person(problem, worker, posts, {}, without)
    spots = Spots(problem)
    prices = np.zeros(len(spots.all), dtype=np.int64)
    return int(Paths(Shape(problem, spots, [(0, free)]), prices).best()[0]) < DEAREST
