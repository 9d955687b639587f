"""What one officer can do in a month: every way of computing it agrees with trying all months."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby, product, takewhile

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.domain.rosters import penalty
from rekam.domain.rosters.answer import Status
from rekam.domain.rosters.compact import Compact
from rekam.domain.rosters.effort import Effort
from rekam.domain.rosters.model import Cover, Duty, Limits, Problem, Share, Shift, Wish, Worker
from rekam.domain.rosters.part import cheapest
from rekam.domain.rosters.patterns import SCALE
from rekam.domain.rosters.rules import people
from rekam.domain.rosters.setting import Setting
from rekam.domain.rosters.solve import solve

DAYS = 5
SHIFTS = (Shift("P", 420), Shift("S", 480, frozenset({"P"})))
Line = tuple[str | None, ...]
numbers = st.integers
codes = st.sampled_from(["P", "S"])


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    limits = Limits(
        least_minutes=draw(st.sampled_from([0, 0, 800])),
        most_minutes_a_week=draw(st.sampled_from([None, 900, 1400, 2400])),
        least_days_on=draw(numbers(1, 2)),
        most_days_on=draw(st.sampled_from([None, 2, 3, 4])),
        least_days_off=draw(numbers(1, 2)),
        most_weekends=draw(st.sampled_from([None, 0, 1])),
        wanted_minutes=draw(st.sampled_from([None, 1300])),
        short_hour=draw(numbers(0, 2)),
        over_hour=draw(numbers(0, 2)),
        good_rest=draw(numbers(1, 3)),
        short_rest=draw(numbers(0, 4)),
    )
    days = numbers(0, DAYS - 1)
    somewhere = st.sampled_from([frozenset({"Busang"}), frozenset()])
    worker = Worker(
        "Siti",
        frozenset({"operator"}),
        {"Busang": draw(numbers(0, 3))},
        limits,
        absent=dict.fromkeys(draw(st.sets(days, max_size=2)), "leave"),
        most_of={"S": draw(numbers(0, 3))},
        before=tuple(draw(st.lists(st.sampled_from([None, "P", "S"]), max_size=4))),
        after=tuple(draw(st.lists(st.sampled_from([None, "P", "S"]), max_size=4))),
        bound_to=draw(st.dictionaries(days, somewhere, max_size=2)),
        wishes=tuple(
            draw(st.lists(st.builds(Wish, days, st.booleans(), numbers(1, 4), codes | st.none()), max_size=3))
        ),
        shares=(
            Share(
                "days",
                draw(st.frozensets(days)),
                draw(numbers(0, 3)),
                draw(numbers(0, 3)),
                draw(numbers(0, 3)),
            ),
        ),
    )
    earlier = draw(st.none() | st.dictionaries(days, codes, max_size=3))
    return Problem(
        start=date(2016, 10, 6),  # a Thursday
        days=DAYS,
        shifts=SHIFTS,
        workers=(worker,),
        covers=tuple(
            Cover(day, "Busang", shift.code, "operator", draw(numbers(0, 1)), draw(numbers(0, 9)), extra=1)
            for day in range(DAYS)
            for shift in SHIFTS
        ),
        previous=None if earlier is None else frozenset(_duties(earlier)),
        changed_day=draw(numbers(0, 2)),
        changed_worker=draw(numbers(0, 3)),
    )  # fmt: skip


def _duties(days: Mapping[int, str]) -> list[Duty]:
    return [Duty("Siti", day, "Busang", shift, "operator") for day, shift in days.items()]


def allowed(problem: Problem) -> Iterator[dict[int, str]]:
    """All months that keep the rules, told here once more in the plainest way."""
    for line in product((None, "P", "S"), repeat=DAYS):
        if _is_allowed(problem, problem.workers[0], line):
            yield {day: shift for day, shift in enumerate(line) if shift}


def _is_allowed(problem: Problem, worker: Worker, line: Line) -> bool:
    limits, minutes = worker.limits, {"P": 420, "S": 480, None: 0}
    known: Line = (*worker.before, *line)
    first = len(worker.before)
    total = sum(minutes[shift] for shift in line)
    saturdays = [(2, 3)]
    return (
        not any(line[day] for day in worker.absent)
        and not any(line[day] for day, places in worker.bound_to.items() if "Busang" not in places)
        and line.count("S") <= worker.most_of["S"]
        and total >= limits.least_minutes
        and sum(any(line[day] for day in pair) for pair in saturdays) <= (limits.most_weekends or 0)
        + 9 * (limits.most_weekends is None)
        and not any(known[at - 1] == "S" and known[at] == "P" for at in range(max(first, 1), len(known)))
        and not (line[-1] == "S" and worker.after[:1] == ("P",))
        and _keeps_rest_after(worker, known)
        and _keeps_weeks(worker, line, minutes)
        and _keeps_runs(limits, known, first)
    )  # fmt: skip


def _keeps_weeks(worker: Worker, line: Line, minutes: Mapping[str | None, int]) -> bool:
    most = worker.limits.most_minutes_a_week
    if most is None:
        return True
    begun = sum(minutes[shift] for shift in worker.before[-3:])  # Monday to Wednesday
    this, then = (sum(minutes[shift] for shift in week) for week in (line[:4], line[4:]))
    settled = sum(minutes[shift] for shift in worker.after)  # Tuesday to Friday
    return begun + this <= max(begun, most) and then + settled <= max(settled, most)


def _keeps_rest_after(worker: Worker, known: Line) -> bool:
    """The run that ends the roster, together with the days on duty that follow it."""
    most = worker.limits.most_days_on
    ends, follow = (len(list(takewhile(bool, line))) for line in (reversed(known), worker.after))
    return most is None or not ends or not follow or ends + follow <= most


def _keeps_runs(limits: Limits, known: Line, first: int) -> bool:
    """Runs that end within the roster; what may have begun earlier than we know is long enough."""
    at = 0
    for works, run in groupby(known, key=bool):
        length = len(list(run))
        begins, at = at, at + length
        if works and at > first and limits.most_days_on is not None and length > limits.most_days_on:
            return False
        least = limits.least_days_on if works else limits.least_days_off
        if begins > 0 and first <= at < len(known) and length < least:
            return False
    return True


def cost(problem: Problem, month: Mapping[int, str]) -> int:
    """Everything but cover."""
    parts = penalty.count(problem, _duties(month))
    return sum(value for part, value in parts.items() if part not in ("missing", "extra"))


@settings(max_examples=25, deadline=None)
@given(problems(), st.data())
def test_the_cheapest_month_at_any_prices_is_the_cheapest_of_all(
    problem: Problem, data: st.DataObject
) -> None:
    setting = Setting(problem, Effort(100))
    prices = SCALE * np.array([data.draw(numbers(-3, 9)) for _ in setting.spots.all], dtype=np.int64)

    least, months = cheapest(setting, setting.shapes([0]), [0], prices)

    worth = {(day, post.shift): price for (day, post), price in zip(setting.spots.all, prices, strict=True)}
    value = {
        tuple(sorted(month.items())): SCALE * cost(problem, month)
        - sum(worth[each] for each in month.items())
        for month in allowed(problem)
    }
    read = [
        (tuple((d, post.shift) for d, post in map(setting.spots.all.__getitem__, m.spots)), m) for m in months
    ]
    earlier = None if problem.previous is None else {duty.day: duty.shift for duty in problem.previous}
    for month, found in read:
        if (
            dict(month) != earlier
        ):  # to change nothing costs less, and stands in the list as a month of its own
            assert found.cost == cost(problem, dict(month))
            assert month in value
    if value:
        assert least[0] == min(value.values())


@settings(max_examples=15, deadline=None)
@given(problems())
def test_the_best_month_of_one_officer_is_found_and_proven(problem: Problem) -> None:
    answer = solve(problem, seconds=30, seed=1, workers=1)

    every = [sum(penalty.count(problem, _duties(month)).values()) for month in allowed(problem)]
    if every:
        assert (answer.status, answer.penalty, answer.bound) == (Status.BEST, min(every), min(every))
        assert sum(penalty.count(problem, answer.assignments).values()) == min(every)
    else:
        assert answer.status == Status.IMPOSSIBLE


def test_a_model_is_the_same_where_nothing_is_settled_for_after_it() -> None:
    limits = Limits(most_days_on=3, most_minutes_a_week=2400, good_rest=2, short_rest=4)
    alone = Worker("Siti", frozenset({"operator"}), {"Busang": 0}, limits)
    covers = tuple(Cover(day, "Busang", "P", "operator", 1) for day in range(DAYS))

    def stated(worker: Worker) -> str:
        problem = Problem(date(2016, 10, 6), DAYS, SHIFTS, (worker,), covers)
        return str(Compact(problem, people(problem)).model.proto)

    assert stated(replace(alone, after=(None, None))) == stated(alone)
    assert stated(replace(alone, after=("P", None))) != stated(alone)


def test_a_rest_that_ends_with_the_first_duty_after_the_roster_is_counted() -> None:
    limits = Limits(good_rest=2, short_rest=4)
    worker = Worker("Siti", frozenset({"operator"}), {"Busang": 0}, limits)

    def rest(after: Line, *worked: int) -> int:
        problem = Problem(date(2016, 10, 6), DAYS, SHIFTS, (replace(worker, after=after),), ())
        return penalty.count(problem, _duties(dict.fromkeys(worked, "P")))["rest"]

    last = DAYS - 1
    assert rest((None, "P"), last) == 4  # one day off, and it lies after the roster
    assert rest(("P",), last - 1) == 4  # one day off, and it lies in it
    assert rest((None, "P"), last - 1) == rest((None, None, "P"), last) == 0  # two
    assert rest((None, None), last) == rest(("P", None, "P"), last) == rest(("P", None, "P"), 0) == 0
