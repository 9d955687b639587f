"""How a search behaves: it tells what it has, can be stopped, and does the same again."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from rekam.domain.outreach.ground import Ground
from rekam.domain.outreach.left import everything
from rekam.domain.outreach.master import Master
from rekam.domain.outreach.model import RECORDING, Window
from rekam.domain.outreach.search import look_ahead
from rekam.domain.outreach.solve import Method, Status, solve
from rekam.domain.outreach.trips import Trips
from tests.domain.outreach import checking, make

LONG = {day: (Window(8 * 60, 16 * 60),) for day in range(3)}


def _many(**values):
    """Twelve sites with short blocks, two teams, three days."""
    sites = [
        make.site(f"S{n:02}", n, tuple(range(12 - n % 5, 6, -1)), block_minutes=40 + n, windows=LONG)
        for n in range(1, 13)
    ]
    travel = tuple(tuple(abs(a - b) * 7 for b in range(13)) for a in range(13))
    return make.problem(*sites, days=3, at=make.base(2, 2, 3), travel=travel, **values)


def test_the_same_seed_finds_the_same_plan():
    first, second = (solve(make_again, seconds=20, seed=7) for make_again in (_half_days(), _half_days()))

    assert first.routes == second.routes
    assert first.status is second.status is Status.BEST


def _half_days():
    return make.problem(*(make.site(f"S{n}", n, (20 - n, 9)) for n in range(1, 8)), at=make.base(2, 2))


def test_a_search_that_is_stopped_keeps_what_it_has():
    answer = solve(_many(), seconds=60, seed=1, stop=lambda: True)

    assert answer.status is Status.STOPPED
    assert answer.value > 0
    assert checking.faults(_many(), answer.routes) == []


def test_progress_only_gets_better():
    told: list[tuple[int, int | None]] = []

    answer = solve(_many(), seconds=3, seed=1, progress=lambda v, b, _: told.append((v, b)))

    values, bounds = [v for v, _ in told], [b for _, b in told if b is not None]
    assert values == sorted(values)
    assert bounds == sorted(bounds, reverse=True)
    assert values[-1] == answer.value


def test_prices_for_routes_prove_a_bound_and_the_plan_breaks_no_rule():
    told: list[int] = []

    answer = solve(
        _many(),
        seconds=60,
        seed=1,
        method=Method.COLUMNS,
        progress=lambda _, bound, __: told.extend([bound] if bound is not None else []),
        stop=lambda: len(told) > 3,
    )

    assert answer.bound == told[-1]
    assert answer.bound >= answer.value
    assert checking.faults(_many(), answer.routes) == []


def test_greedy_and_pyvrp_alone_prove_nothing_and_break_no_rule():
    for method in (Method.PYVRP, Method.GREEDY):
        answer = solve(_many(), seconds=2, seed=1, method=method)

        assert answer.method in (method, Method.GREEDY)
        assert (answer.bound, answer.gap) == (None, None)
        assert checking.faults(_many(), answer.routes) == []
        assert answer.value == checking.worth(_many(), answer.routes)


def test_a_plan_begins_from_a_hint_and_is_no_worse():
    problem = _half_days()
    best = solve(problem, seconds=20, seed=1)

    again = solve(problem, seconds=5, seed=2, hint=best.routes, method=Method.GREEDY)

    assert again.value >= best.value
    assert again.gap is None


def test_a_far_village_is_worked_over_a_night():
    far = make.site("Busang", 1, (20, 20), is_far=True, windows={0: make.DAY[1:], 1: make.DAY[:1]})

    answer = solve(make.problem(far, minutes=290, at=make.base(most_nights=1)), seconds=2, seed=1)

    (route,) = answer.routes
    assert route.days == (0, 1)
    assert route.expected == 40 * RECORDING
    assert solve(make.problem(far, minutes=290), seconds=2, seed=1).routes == ()


@pytest.mark.parametrize("problem", [_half_days(), _many()], ids=["few stops", "many stops"])
def test_an_answer_that_is_broken_off_proves_no_more_than_it_knows(problem):
    """Asked for routes with all the time there is, and so that it is late after the first call."""
    ground = Ground(problem)
    spans = [(team.number,) for team in ground.teams]
    prices = Master(ground, everything(ground))
    prices.solve()
    free = replace(prices.duals(), team=np.zeros(len(ground.teams), dtype=np.int64))
    free = free.prices(ground, everything(ground))
    whole = Trips(ground, look_ahead(ground)).ask(free, spans, is_exact=True, most=3)
    asked = count()

    late = Trips(ground, look_ahead(ground), is_late=lambda: next(asked) > 0)
    found = late.ask(free, spans, is_exact=True, most=3)

    assert whole.is_proof
    assert {len(calls) for _, trip in found.trips for calls in trip.calls} == {1}
    assert not found.is_proof or all(found.most[span] >= whole.most[span] for span in spans)
    assert found.is_proof == bool(look_ahead(ground))
