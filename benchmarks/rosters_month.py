"""The demo's October, planned once: a run of its own, as the office has to be made first."""

import json
import math
import sys
import time
from datetime import date
from typing import NamedTuple

from benchmarks import office
from rekam.domain.rosters.answer import Answer
from rekam.domain.rosters.model import Problem
from rekam.domain.rosters.solve import solve

MONTH = date(2016, 10, 1)
GOOD_GAP = 0.02


class Seen(NamedTuple):
    """How far it was, and what it had taken."""

    penalty: int
    bound: int
    seconds: float
    processor: float


def main(scale: str, seconds: str, seed: str, threads: str) -> None:
    with office.fresh("sqlite", is_set_up=False):
        problem = _problem(float(scale))
    began = time.process_time()
    seen: list[Seen] = []

    def see(penalty: int, bound: int, at: float) -> None:
        seen.append(Seen(penalty, bound, at, time.process_time() - began))

    answer = solve(problem, seconds=float(seconds), seed=int(seed), workers=int(threads), progress=see)
    print(json.dumps(_found(problem, answer, seen) | {"processor": time.process_time() - began}))


def _problem(scale: float) -> Problem:
    from rekam.office.rosters import planning, queries
    from rekam.office.web import rehearsal

    rehearsal.build(scale=scale, tell=lambda _step, _done: None)
    published = queries.published(MONTH)
    assert published is not None, "the demo publishes October"
    return planning.prepare(published).problem


def _found(problem: Problem, answer: Answer, seen: list[Seen]) -> dict[str, float]:
    good = (each for each in seen if each.penalty - each.bound <= GOOD_GAP * each.penalty)
    first = next(good, Seen(0, 0, math.inf, math.inf))
    return {
        "officers": len(problem.workers),
        "places": len({cover.place for cover in problem.covers if cover.wanted}),
        "days": problem.days,
        "penalty": answer.penalty,
        "bound": answer.bound,
        "gap_percent": 100 * answer.gap,
        "gap_at": first.seconds,
        "gap_processor": first.processor,
        "best_at": answer.best_at,
        "seconds": answer.seconds,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
