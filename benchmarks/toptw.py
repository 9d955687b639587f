"""./run bench toptw [FOLDER]: plans of visits on public instances of team orienteering with time windows.

Every file of the folder is solved for one to four routes, for ten seconds each, and its routes are checked by
the file alone. Beside what was found stand the bound proven in the same run and, where one is known, the
proven optimum. The instances are not part of the project.
"""

import sys
import time
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.board import Board
from benchmarks.toptw_instances import Instance, read
from rekam.domain.outreach.answer import Answer
from rekam.domain.outreach.solve import solve

SECONDS, MOST_GAP = 10.0, 0.5
ROUTES = (1, 2, 3, 4)

# Proven optimal values by number of routes, as published; c104 with one route is the best published.
OPTIMA = {
    "c101": {1: 320, 2: 590, 3: 810, 4: 1020},
    "r101": {1: 198, 2: 349, 3: 484, 4: 611},
    "rc101": {1: 219, 2: 427, 3: 621, 4: 811},
    "pr01": {1: 308, 2: 502, 4: 657},
    "c104": {1: 420},
}


@dataclass(frozen=True)
class Run:
    """One instance with so many routes. ``profit`` was counted by the checker, ``cpu`` is our own time."""

    name: str
    routes: int
    answer: Answer
    profit: float
    seconds: float
    cpu: float

    @property
    def optimum(self) -> int | None:
        return OPTIMA.get(self.name, {}).get(self.routes)

    @property
    def gap(self) -> float | None:
        """To the proven optimum, in per cent."""
        return None if self.optimum is None else 100 * (self.optimum - self.profit) / self.optimum

    @property
    def own_gap(self) -> float | None:
        """To the bound proven in the same run, in per cent."""
        gap = self.answer.gap
        return None if gap is None else 100 * gap


def main() -> int:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="with files as described in toptw_instances")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--own", action="store_true", help="by our own seconds on a processor")
    parser.add_argument("--known", action="store_true", help="only instances with a known optimum")
    parser.add_argument("--only", action="append", help="one instance by name")
    options = parser.parse_args()
    files = sorted(options.folder.glob("*.txt")) if options.folder else []
    if not files:
        parser.error("a folder with instances is needed")
    runs = [run for file in files for run in _runs(read(file), options)]
    _show(runs)
    return _board(runs, options).show()


def _runs(instance: Instance, options: Namespace) -> list[Run]:
    if options.only and instance.name not in options.only:
        return []
    known = OPTIMA.get(instance.name, {})
    return [_run(instance, m, options) for m in ROUTES if m in known or not options.known]


def _run(instance: Instance, routes: int, options: Namespace) -> Run:
    print(f"... {instance.name}, {routes} routes", file=sys.stderr, flush=True)
    problem = instance.problem(routes)
    began, cpu = time.perf_counter(), time.process_time()
    clock = time.process_time if options.own else None
    answer = solve(problem, seconds=options.seconds, seed=1, clock=clock)
    took, used = time.perf_counter() - began, time.process_time() - cpu
    profit = instance.check([[int(call.site) for call in route.calls] for route in answer.routes])
    return Run(instance.name, routes, answer, profit, took, used)


def _show(runs: list[Run]) -> None:
    table = Table("Instance", "Routes", "Found", "Bound", "Optimum", "Gap", "Own gap", "By", "Seconds", "Own")
    for run in runs:
        bound = "" if run.answer.bound is None else f"{run.answer.bound / 1000:g}"
        gaps = ("" if gap is None else f"{gap:.2f} %" for gap in (run.gap, run.own_gap))
        table.add_row(
            run.name,
            str(run.routes),
            f"{run.profit:g}",
            bound,
            str(run.optimum or ""),
            *gaps,
            str(run.answer.method),
            f"{run.seconds:.1f}",
            f"{run.cpu:.1f}",
        )
    Console(width=130).print(table)


def _board(runs: list[Run], options: Namespace) -> Board:
    board = Board("toptw")
    gaps = [run.gap for run in runs if run.gap is not None]
    if gaps:
        seconds = f"{options.seconds:g} s{' of our own' if options.own else ''}"
        what = f"mean gap to {len(gaps)} known optima, {seconds} each"
        board.figure(what, sum(gaps) / len(gaps), "%", at_most=MOST_GAP)
        board.figure("largest of these gaps", max(gaps), "%")
    board.figure("longest run", max(run.seconds for run in runs), "s", at_most=options.seconds)
    own = [run.own_gap for run in runs if run.own_gap is not None]
    board.figure("runs with a bound", len(own), f"of {len(runs)}")
    board.figure("runs proven optimal", sum(gap <= 0 for gap in own), f"of {len(runs)}")
    return board


if __name__ == "__main__":
    sys.exit(main())
