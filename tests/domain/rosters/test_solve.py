"""A roster can be waited for, stopped, repeated and explained."""

import os
import subprocess
import sys
from dataclasses import replace

from benchmarks.rosters_checker import Checker
from benchmarks.rosters_instances import parse
from rekam.domain.rosters.answer import Answer, Clash, Status
from rekam.domain.rosters.model import Duty
from rekam.domain.rosters.solve import solve
from tests.domain.rosters.instances import Instance

LONG = 600  # the proof comes in seconds, and much later on a busy machine
NAMES = ("Siti", "Budi", "Dewi", "Agus", "Rina", "Joko", "Wati", "Hadi", "Sri", "Eko", "Tini", "Yusuf")


def ward() -> Instance:
    """Twelve people and two weeks, in which not everybody can be pleased."""
    return Instance(
        days=14,
        staff=dict.fromkeys(NAMES, "E=14|L=14,3840,2400,5,2,2,1"),
        off={name: [n, 13 - n // 2] for n, name in enumerate(NAMES)},
        wanted=[f"{name},{(3 * n) % 12},E,{1 + n % 3}" for n, name in enumerate(NAMES)],
        unwanted=[f"{name},{(5 * n) % 13},L,{1 + n % 4}" for n, name in enumerate(NAMES)],
        cover=[
            f"{day},{shift},{3 + (day * n) % 3},100,1"
            for day in range(14)
            for n, shift in ((2, "E"), (5, "L"))
        ],
    )


def keeps_every_rule(answer: Answer) -> bool:
    verdict = Checker(ward().text).verdict((d.worker, d.day, d.shift) for d in answer.assignments)
    return (verdict.broken, verdict.penalty) == ((), answer.penalty)


def test_a_solver_that_runs_out_of_time_gives_the_best_it_has() -> None:
    answer = solve(parse(ward().text), seconds=0.001, seed=1, workers=1)

    assert answer.status == Status.OUT_OF_TIME
    assert keeps_every_rule(answer)
    assert answer.bound <= answer.penalty


def test_stopping_keeps_the_best_so_far() -> None:
    told: list[int] = []

    answer = solve(
        parse(ward().text),
        seconds=LONG,
        seed=1,
        workers=1,
        progress=lambda penalty, bound, seconds: told.append(penalty),
        stop=lambda: len(told) > 1,
    )

    assert answer.status == Status.STOPPED
    assert answer.penalty == told[-1]
    assert keeps_every_rule(answer)


def test_what_is_told_on_the_way_only_gets_better() -> None:
    told: list[tuple[int, int, float]] = []

    answer = solve(parse(ward().text), seconds=LONG, seed=1, workers=2, progress=lambda *at: told.append(at))

    penalties, bounds, seconds = zip(*told, strict=True)
    assert list(penalties) == sorted(penalties, reverse=True)
    assert list(bounds) == sorted(bounds)
    assert list(seconds) == sorted(seconds)
    assert (answer.status, answer.bound, told[-1][:2]) == (
        Status.BEST,
        answer.penalty,
        (answer.penalty, answer.penalty),
    )
    assert keeps_every_rule(answer)


def test_the_same_seed_gives_the_same_roster_in_another_process() -> None:
    first, second = (_planned(hash_seed) for hash_seed in ("1", "2"))

    assert first == second
    assert len(first.splitlines()) > 1


def _planned(hash_seed: str) -> str:
    """The whole way of a solver, in a process in which sets lie in another order."""
    script = (
        "from tests.domain.rosters import test_solve as t\n"
        "answer = t.solve(t.parse(t.ward().text), seconds=t.LONG, seed=7, workers=2)\n"
        "print(answer.status, answer.penalty, *answer.assignments, sep='\\n')"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def test_a_roster_without_any_solution_names_who_cannot_keep_which_rules_when() -> None:
    problem = parse(ward().text)
    held = Duty("Dewi", 2, "ward", "E", "nurse")  # day 2 is her day off

    answer = solve(replace(problem, fixed=frozenset({held})), seconds=LONG, seed=1)

    assert answer.status == Status.IMPOSSIBLE
    assert answer.assignments == ()
    assert answer.clashes == (Clash("Dewi", ("fixed", "absent"), (2,)),)


def test_a_published_roster_that_is_still_possible_is_kept() -> None:
    problem = parse(ward().text)
    before = solve(problem, seconds=LONG, seed=1, workers=1)

    again = solve(
        replace(problem, previous=frozenset(before.assignments), changed_day=10, changed_worker=50),
        seconds=LONG,
        seed=2,
        workers=1,
        hint=before.assignments,
    )

    assert again.assignments == before.assignments
