"""One public instance, by the product and by one plain model; both judged by the independent checker."""

import re
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from benchmarks.rosters_checker import Checker
from benchmarks.rosters_instances import parse
from rekam.domain.rosters.answer import Clash, Status
from rekam.domain.rosters.compact import Compact
from rekam.domain.rosters.rules import people
from rekam.domain.rosters.solve import solve


@dataclass(frozen=True)
class Result:
    """What was found, what the checker says against it, and what it took."""

    text: str  # of the instance, as it was solved
    value: int
    bound: int
    best_at: float
    seconds: float
    processor: float
    broken: tuple[str, ...]
    mended: tuple[str, ...] = ()


def ours(text: str, seconds: float, seed: int, threads: int) -> Result:
    """By the product. Where no roster can keep the rules of the file, they are mended, and that is told."""
    began = time.process_time()
    answer = solve(parse(text), seconds=seconds, seed=seed, workers=threads, progress=_shown)
    mended: tuple[str, ...] = ()
    if answer.status == Status.IMPOSSIBLE:
        text, mended = _mended(text, answer.clashes)
        answer = solve(parse(text), seconds=seconds, seed=seed, workers=threads, progress=_shown)
    return Result(
        text=text,
        value=answer.penalty,
        bound=answer.bound,
        best_at=answer.best_at,
        seconds=answer.seconds,
        processor=time.process_time() - began,
        broken=_broken(text, ((d.worker, d.day, d.shift) for d in answer.assignments), answer.penalty),
        mended=mended,
    )


def plain(text: str, seconds: float, seed: int, threads: int) -> Result | None:
    """By one CP-SAT model of everything, without hints; None where it finds nothing."""
    began, problem = time.process_time(), parse(text)
    compact = Compact(problem, people(problem))
    solver, watch = cp_model.CpSolver(), _Watch()
    solver.parameters.num_workers = threads
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(compact.model, watch)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    months = compact.months(solver.boolean_value)
    duties = ((code, day, post.shift) for code, month in months.items() for day, post in month.items())
    value = round(solver.objective_value)
    return Result(
        text=text,
        value=value,
        bound=round(solver.best_objective_bound),
        best_at=watch.best_at,
        seconds=solver.wall_time,
        processor=time.process_time() - began,
        broken=_broken(text, duties, value),
    )


class _Watch(cp_model.CpSolverSolutionCallback):
    """When the last solution was found."""

    best_at = 0.0

    def on_solution_callback(self) -> None:
        self.best_at = self.wall_time


def _broken(text: str, duties: Iterable[tuple[str, int, str]], value: int) -> tuple[str, ...]:
    verdict = Checker(text).verdict(duties)
    wrong = (f"penalty {verdict.penalty}, not {value}",) if verdict.penalty != value else ()
    return (*verdict.broken, *wrong)


def _mended(text: str, clashes: Iterable[Clash]) -> tuple[str, tuple[str, ...]]:
    """Where an employee must work more shifts than they may, the horizon is the limit, as in other copies."""
    told_ = []
    days = re.search(r"SECTION_HORIZON\s+(?:#.*\s+)*(\d+)", text)
    for clash in clashes:
        if "most_of" not in clash.rules or days is None:
            raise SystemExit(f"no roster: {clash.worker} cannot keep {', '.join(clash.rules)}")
        row = re.search(rf"^{re.escape(clash.worker)},[^,\n]*=[^,\n]*,", text, re.MULTILINE)
        assert row is not None
        text = text.replace(row.group(), re.sub(r"=\d+", f"={days.group(1)}", row.group()), 1)
        told_.append(f"no roster as it stands: {clash.worker} cannot keep {' and '.join(clash.rules)}")
        told_.append(f"    solved with {days.group(1)} as the most shifts of {clash.worker} instead")
    return text, tuple(told_)


def told(line: str) -> None:
    print(f"... {line}", file=sys.stderr, flush=True)


def _shown(penalty: int, bound: int, seconds: float) -> None:
    print(f"\r    {seconds:6.1f} s  penalty {penalty}  bound {bound}   ", end="", file=sys.stderr, flush=True)
