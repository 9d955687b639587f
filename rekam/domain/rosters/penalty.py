"""What a roster costs, part by part, counted from nothing but the problem and its duties."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rekam.domain.rosters.model import Cover, Duty, Problem, Worker, by_worker

PARTS = ("missing", "extra", "travel", "wishes", "shares", "hours", "rest", "changes")


@dataclass(frozen=True, slots=True)
class Unmet:
    """A cover that lacks people."""

    cover: Cover
    missing: int


def count(problem: Problem, duties: Iterable[Duty]) -> dict[str, int]:
    """The penalty by part; their sum is the penalty of the roster."""
    duties = list(duties)
    parts = dict.fromkeys(PARTS, 0)
    present = Counter((duty.day, duty.post) for duty in duties)
    for cover in problem.covers:
        short = cover.wanted - present[cover.day, cover.post]
        parts["missing"] += cover.missing * max(0, short)
        parts["extra"] += cover.extra * max(0, -short)
    held = by_worker(problem, duties)
    before = by_worker(problem, problem.previous or ())
    for worker in problem.workers:
        mine = held[worker.code]
        for part, cost in of_worker(problem, worker, mine).items():
            parts[part] += cost
        if problem.previous is not None:
            parts["changes"] += of_changes(problem, mine, before[worker.code])
    return parts


def unmet(problem: Problem, duties: Iterable[Duty]) -> tuple[Unmet, ...]:
    """The covers that lack people, in the order of the problem."""
    present = Counter((duty.day, duty.post) for duty in duties)
    short = ((cover, cover.wanted - present[cover.day, cover.post]) for cover in problem.covers)
    return tuple(Unmet(cover, missing) for cover, missing in short if missing > 0)


def of_worker(problem: Problem, worker: Worker, mine: dict[int, Duty]) -> dict[str, int]:
    """What one worker's month costs, cover and changes aside."""
    wishes = sum(w.weight for w in worker.wishes if _is_at(mine, w.day, w.shift) != w.wants_duty)
    shares = sum(s.cost(sum(_is_among(mine, day, s.shifts) for day in s.days)) for s in worker.shares)
    return {
        "travel": sum(worker.places.get(duty.place, 0) for duty in mine.values()),
        "wishes": wishes,
        "shares": shares,
        "hours": hours_cost(worker, sum(problem.shift[duty.shift].minutes for duty in mine.values())),
        "rest": worker.limits.short_rest * _short_rests(problem, worker, mine),
    }


def hours_cost(worker: Worker, minutes: int) -> int:
    """What it costs to work more or less than wanted, for each hour begun."""
    limits = worker.limits
    if limits.wanted_minutes is None:
        return 0
    short, over = limits.wanted_minutes - minutes, minutes - limits.wanted_minutes
    return limits.short_hour * -(-max(0, short) // 60) + limits.over_hour * -(-max(0, over) // 60)


def of_changes(problem: Problem, mine: dict[int, Duty], earlier: dict[int, Duty]) -> int:
    changed = sum(mine.get(day) != earlier.get(day) for day in range(problem.days))
    return problem.changed_day * changed + problem.changed_worker * bool(changed)


def _is_at(mine: dict[int, Duty], day: int, shift: str | None) -> bool:
    return _is_among(mine, day, None if shift is None else frozenset({shift}))


def _is_among(mine: dict[int, Duty], day: int, shifts: frozenset[str] | None) -> bool:
    return day in mine and (shifts is None or mine[day].shift in shifts)


def _short_rests(problem: Problem, worker: Worker, mine: dict[int, Duty]) -> int:
    """Rests shorter than good that end within the roster, or with the first duty that is settled after it.
    One without a known start was long enough.
    """
    on = [shift is not None for shift in worker.before] + [day in mine for day in range(problem.days)]
    settled = [shift is not None for shift in worker.after]
    on += settled[: settled.index(True) + 1] if True in settled else []
    found, length = 0, worker.limits.good_rest
    for day, works in enumerate(on):
        if works and 0 < length < worker.limits.good_rest and day >= len(worker.before):
            found += 1
        length = 0 if works else length + 1
    return found
