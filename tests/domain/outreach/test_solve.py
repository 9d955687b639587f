from time import process_time

from hypothesis import given, settings

from rekam.domain.outreach.model import Problem
from rekam.domain.outreach.solve import Status, solve
from tests.domain.outreach import brute, checking
from tests.domain.outreach.inventing import problems


@settings(max_examples=30, deadline=None)
@given(problem=problems(far=False))
def test_every_plan_of_single_days_can_be_done_and_a_bound_is_never_below_the_best(problem: Problem) -> None:
    _judge(problem)


@settings(max_examples=30, deadline=None)
@given(problem=problems(far=True))
def test_every_plan_with_nights_away_can_be_done_and_a_bound_is_never_below_the_best(
    problem: Problem,
) -> None:
    _judge(problem)


def _judge(problem: Problem) -> None:
    answer, best = solve(problem, seconds=3, seed=1, clock=process_time), brute.most(problem)

    assert checking.faults(problem, answer.routes) == []
    assert answer.value == checking.worth(problem, answer.routes)
    assert answer.value <= best
    assert answer.bound is not None
    assert answer.bound >= best
    if answer.status is Status.BEST:
        assert answer.value == best
