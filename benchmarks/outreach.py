"""./run bench outreach: plans of visits on invented cases, beside greedy, PyVRP alone and OR-Tools routing.

half_days     90 sites, 284 half-day blocks, 4 teams, 12 days: proven optimal within 5 s
short_blocks  220 sites, 1,300 short blocks, 6 teams, 24 days: proven gap of at most 2 % within 60 s
quarter       Kutai Timur's quarter, 300 places, 10 crews, 78 days: proven gap of at most 3 % within 120 s
replan        one kit breaks for two weeks: at most 10 s, at most 10 % of the other visits changed
"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import outreach_cases, outreach_others
from benchmarks.board import Board
from rekam.domain.outreach.answer import Answer, Route
from rekam.domain.outreach.model import Problem
from rekam.domain.outreach.pace import Clock
from rekam.domain.outreach.replan import Outage, Replanned, replan
from rekam.domain.outreach.solve import Method, solve


@dataclass(frozen=True)
class Case:
    """An invented case with the seconds it may take, of which the search gets nearly all, and the most that
    its proven gap may be, in per cent.
    """

    make: Callable[[], Problem]
    seconds: float
    most_gap: float


CASES = {
    "half_days": Case(outreach_cases.half_days, 5, 0),
    "short_blocks": Case(outreach_cases.short_blocks, 60, 2),
    "quarter": Case(outreach_cases.quarter, 120, 3),
}
REPLAN_SECONDS, MOST_CHANGED = 10.0, 10.0
GIVEN = 0.94  # of the seconds: what is begun is ended, and the answer told, after the search was over
GIVEN_TO_REPLAN = 0.9
BROKEN_DAYS = 14


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--case", choices=tuple(CASES), action="append")
    parser.add_argument("--own", action="store_true", help="by our own seconds on a processor")
    parser.add_argument("--alone", action="store_true", help="without the others beside")
    options = parser.parse_args()
    board = Board("outreach (targets are meant for four cores)")
    clock = time.process_time if options.own else None
    for name in options.case or CASES:
        case = CASES[name]
        problem = case.make()
        answer = _ours(board, name, case, problem, clock)
        if not options.alone:
            _others(board, name, problem, case.seconds, answer, clock)
        _replan(board, name, problem, answer, clock)
    return board.show()


def _ours(board: Board, name: str, case: Case, problem: Problem, clock: Clock | None) -> Answer:
    began, cpu = time.perf_counter(), time.process_time()
    answer = solve(problem, seconds=GIVEN * case.seconds, seed=1, clock=clock)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    board.figure(f"{name}: expected less travel, by {answer.method}", answer.value / 1000, "recordings")
    if answer.bound is not None:
        board.figure(f"{name}: proven bound", answer.bound / 1000, "recordings")
    gap = float("inf") if answer.gap is None else 100 * answer.gap
    board.figure(f"{name}: proven gap", gap, "%", at_most=case.most_gap)
    _times(board, name, took, used, case.seconds, clock)
    return answer


def _times(board: Board, name: str, took: float, used: float, most: float, clock: Clock | None) -> None:
    """The target is for the clock that the search went by."""
    board.figure(f"{name}: seconds on the wall", took, "s", at_most=None if clock else most)
    board.figure(f"{name}: seconds of our own on a processor", used, "s", at_most=most if clock else None)


def _others(
    board: Board, name: str, problem: Problem, seconds: float, ours: Answer, clock: Clock | None
) -> None:
    greedy = solve(problem, seconds=seconds, seed=1, clock=clock, method=Method.GREEDY)
    board.figure(f"{name}: greedy, {greedy.seconds:.1f} s", greedy.value / 1000, "recordings")
    alone = outreach_others.pyvrp(problem, seconds, clock)
    board.figure(f"{name}: PyVRP alone", alone / 1000, "recordings", at_most=ours.value / 1000)
    led = solve(problem, seconds=seconds, seed=1, clock=clock, method=Method.PYVRP)
    found = f"{name}: PyVRP from our greedy beginning, {led.seconds:.0f} s"
    board.figure(found, led.value / 1000, "recordings", at_most=ours.value / 1000)
    routing = outreach_others.routing(problem, int(seconds))
    board.figure(f"{name}: OR-Tools routing, {seconds:.0f} s", routing / 1000, "recordings")


def _replan(board: Board, name: str, problem: Problem, answer: Answer, clock: Clock | None) -> None:
    """A kit that was to go out breaks at a third of the plan."""
    since = problem.days // 3
    later = [route for route in answer.routes if route.days[0] >= since]
    kit = later[0].kit
    outage = Outage(kits={kit: frozenset(range(since, since + BROKEN_DAYS))})
    began, cpu = time.perf_counter(), time.process_time()
    seconds = GIVEN_TO_REPLAN * REPLAN_SECONDS
    found = replan(problem, answer.routes, outage, seconds=seconds, seed=1, since=since, clock=clock)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    _changed(board, name, found, later)
    _times(board, f"{name}, one kit broken", took, used, REPLAN_SECONDS, clock)


def _changed(board: Board, name: str, found: Replanned, later: list[Route]) -> None:
    others = sum(len(route.visits) for route in later) - len(found.at_risk)
    board.figure(f"{name}, one kit broken: visits at risk", len(found.at_risk), f"beside {others} others")
    share = 100 * found.others_changed / max(1, others)
    what = f"{name}, one kit broken: others moved, lost or with another crew"
    board.figure(what, share, "%", at_most=MOST_CHANGED)
    crews = sum(not change.was_at_risk and change.crew is not None for change in found.changes)
    board.figure(f"{name}, one kit broken: of these on their day, with another crew", crews, f"of {others}")


if __name__ == "__main__":
    sys.exit(main())
