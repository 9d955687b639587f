"""The public benchmark of employee shift scheduling, in the product's own model and by a judge of its own."""

import pytest
from hypothesis import given, settings

from benchmarks.rosters_checker import Checker
from benchmarks.rosters_instances import parse
from benchmarks.rosters_solving import ours, plain
from rekam.domain.rosters.answer import Status
from rekam.domain.rosters.solve import solve
from tests.domain.rosters.instances import Instance, instances, least_penalty

# -- the judge ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "line", "complaint"),
    [
        ("E=1|L=7,2880,0,5,1,1,1", "EE.....", "2 of E, 1 allowed"),
        ("E=7|L=7,960,0,5,1,1,1", "EEE....", "1440 minutes, 0 to 960 allowed"),
        ("E=7|L=7,2880,960,5,1,1,1", "E......", "480 minutes, 960 to 2880 allowed"),
        ("E=7|L=7,2880,0,2,1,1,1", "EEE....", "3 shifts in a row from day 0, 2 allowed"),
        ("E=7|L=7,2880,0,5,2,1,1", ".E.....", "1 shifts in a row from day 1, at least 2 wanted"),
        ("E=7|L=7,2880,0,5,1,2,1", "E.E....", "1 days off in a row from day 1, at least 2 wanted"),
        ("E=7|L=7,2880,0,5,1,1,0", "......E", "1 weekends, 0 allowed"),
        ("E=7|L=7,2880,0,5,1,1,1", "LE.....", "E follows L on day 1"),
        ("E=7|L=7,2880,0,5,1,1,1", "...E...", "works on day off 3"),
    ],
)
def test_the_judge_names_each_hard_rule_that_is_broken(limits: str, line: str, complaint: str) -> None:
    instance = Instance(staff={"Siti": limits}, off={"Siti": [3]})

    assert instance.verdict(Siti=line).broken == (f"Siti: {complaint}",)


@pytest.mark.parametrize("line", ["E.....E", "EE...EE", ".......", "EELL..."])
def test_runs_that_touch_an_end_may_go_on_outside_the_horizon(line: str) -> None:
    instance = Instance(staff={"Siti": "E=7|L=7,2880,0,5,2,2,1"})

    assert instance.verdict(Siti=line).broken == ()


def test_nobody_works_twice_on_a_day_and_strangers_do_not_work() -> None:
    checker = Checker(Instance().text)

    verdict = checker.verdict([("Siti", 1, "E"), ("Siti", 1, "L"), ("Dewi", 1, "E"), ("Siti", 9, "E")])

    assert verdict.broken == (
        "Siti: two shifts on day 1",
        "Dewi: no such duty, E on day 1",
        "Siti: no such duty, E on day 9",
    )


def test_the_judge_adds_up_requests_and_cover() -> None:
    instance = Instance(
        wanted=["Siti,0,E,2", "Siti,1,L,3"],
        unwanted=["Siti,0,E,5", "Siti,2,E,7"],
        cover=["0,E,2,100,1", "1,E,0,100,10", "2,L,1,1000,1"],
    )

    # The late shift of day 1 is missed, the early one of day 0 was not wanted; one more is missing on day 0,
    # one is too many on day 1, and nobody comes on day 2.
    assert instance.verdict(Siti="EE.....").penalty == 3 + 5 + 100 + 10 + 1000


# -- the product -------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(instances())
def test_the_best_roster_is_found_and_proven(instance: Instance) -> None:
    answer = solve(parse(instance.text), seconds=30, seed=1, workers=1)

    least = least_penalty(instance.text)
    verdict = Checker(instance.text).verdict((d.worker, d.day, d.shift) for d in answer.assignments)
    if least is None:
        assert answer.status == Status.IMPOSSIBLE
        assert answer.clashes
    else:
        assert (answer.status, answer.penalty, answer.bound) == (Status.BEST, least, least)
        assert (verdict.broken, verdict.penalty) == ((), least)


@settings(max_examples=8, deadline=None)
@given(instances())
def test_the_plain_model_states_the_same_problem(instance: Instance) -> None:
    result, least = plain(instance.text, 30, 1, 1), least_penalty(instance.text)

    assert (None if result is None else (result.value, result.broken)) == (
        None if least is None else (least, ())
    )


def test_an_instance_that_nobody_can_keep_is_mended_and_told() -> None:
    """One of the public files circulates with an employee who must work seven shifts and may work three."""
    instance = Instance(staff={"Siti": "E=1,1920,960,5,1,1,1"}, cover=["0,E,1,9,1", "1,E,1,9,1", "2,E,1,9,1"])

    result = ours(instance.text, 10, 1, 1)

    assert result.mended[0] == "no roster as it stands: Siti cannot keep most_of and least_minutes"
    assert "Siti,E=7,1920" in result.text
    assert (result.value, result.broken) == (0, ())
