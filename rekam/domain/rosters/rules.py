"""The rules and the costs of one worker, in the form in which they can be computed with.

All that a worker must keep is of two kinds: runs of days (on and off), and tallies, sums over the days
worked that must stay within limits or that cost by their value. Both ways of solving read them from here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import gcd

from rekam.domain.rosters.model import SUNDAY, Duty, Post, Problem, Worker, by_worker
from rekam.domain.rosters.penalty import hours_cost

# The hard rules by name, in the order in which a planner would look at them.
HARD = (
    "fixed",
    "absent",
    "skill",
    "place",
    "never_before",
    "most_of",
    "most_weekends",
    "most_minutes_a_week",
    "most_minutes",
    "least_minutes",
    "least_days_on",
    "least_days_off",
    "most_days_on",
)
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tally:
    """A sum over the days worked: ``amounts`` by day and shift, beginning at ``start``.

    Its value must lie in ``least`` to ``most`` and costs ``costs[value]``. ``once`` means that days in a row
    count as one: a weekend is a weekend whether one or both of its days were worked.
    """

    rule: str
    amounts: Mapping[tuple[int, str], int]
    start: int
    least: int
    most: int
    costs: tuple[int, ...]
    once: bool = False

    @cached_property
    def days(self) -> range:
        """From the first to the last day that it looks at."""
        return range(min(self.touched, default=0), max(self.touched, default=0) + 1)

    def reaches_back(self, day: int) -> bool:
        """Whether the day before belongs to the same run, so that a worked one has been counted."""
        return self.once and day - 1 in self.touched

    @cached_property
    def touched(self) -> frozenset[int]:
        """The days that it looks at."""
        return frozenset(day for day, _ in self.amounts)


@dataclass(frozen=True, slots=True)
class Start:
    """How the days before the roster ended. Nothing known means rested for as long as one likes."""

    days_on: int
    days_off: int
    is_open: bool  # the run may have begun earlier than we know
    shift: str | None  # yesterday's


@dataclass(frozen=True)
class Person:
    """One worker's month: what can be done on each day and at what cost, runs, and tallies."""

    code: str
    options: tuple[Mapping[Post, int], ...]
    idle: tuple[int | None, ...]  # what a free day costs; None where there must be a duty
    least_on: int
    most_on: int | None
    most_last: int | None  # the longest run with which the roster may end, where one goes on after it
    least_off: int
    good_off: int
    short_off: int
    off_after: int | None  # free days that follow the roster, up to a duty that is settled there
    start: "Start"
    tallies: tuple[Tally, ...]
    changed: int  # what any change at all costs
    earlier: Mapping[int, Post] | None  # the duties from which it is a change


def people(problem: Problem) -> tuple[Person, ...]:
    """Every worker of the problem."""
    earlier = by_worker(problem, problem.previous or ())
    fixed: dict[str, dict[int, set[Post]]] = {worker.code: {} for worker in problem.workers}
    for duty in problem.fixed:
        fixed[duty.worker].setdefault(duty.day, set()).add(duty.post)
    return tuple(person(problem, w, fixed[w.code], earlier[w.code]) for w in problem.workers)


def person(
    problem: Problem,
    worker: Worker,
    fixed: Mapping[int, Iterable[Post]],
    earlier: Mapping[int, Duty],
    without: frozenset[str] = NONE,
) -> Person:
    """One worker, if asked for without some of the hard rules, to see which of them clash."""
    limits = worker.limits
    held = {} if "fixed" in without else fixed
    return Person(
        code=worker.code,
        options=tuple(_options(problem, worker, day, held, earlier, without) for day in range(problem.days)),
        idle=tuple(
            None if day in held else _idle(problem, worker, day, earlier) for day in range(problem.days)
        ),
        least_on=1 if "least_days_on" in without else limits.least_days_on,
        most_on=None if "most_days_on" in without else limits.most_days_on,
        most_last=None if "most_days_on" in without else _most_last(worker),
        least_off=1 if "least_days_off" in without else limits.least_days_off,
        good_off=limits.good_rest if limits.short_rest else 1,
        short_off=limits.short_rest,
        off_after=next((n for n, shift in enumerate(worker.after) if shift is not None), None),
        start=_start(worker.before),
        tallies=tuple(tally for tally in _tallies(problem, worker, without) if _matters(tally)),
        changed=problem.changed_worker if problem.previous is not None else 0,
        earlier=None if problem.previous is None else {day: d.post for day, d in earlier.items()},
    )


def _options(
    problem: Problem,
    worker: Worker,
    day: int,
    fixed: Mapping[int, Iterable[Post]],
    earlier: Mapping[int, Duty],
    without: frozenset[str],
) -> dict[Post, int]:
    if day in worker.absent and "absent" not in without:
        return {}
    chosen = set(fixed.get(day, problem.posts[day]))
    if day in fixed and len(chosen) > 1:  # two duties on one day cannot both be kept
        return {}
    return {
        post: _cost(problem, worker, day, post, earlier)
        for post in sorted(chosen)
        if (post.skill in worker.skills or "skill" in without)
        and (_may_be_at(worker, day, post.place) or "place" in without)
        and (worker.most_of.get(post.shift, 1) > 0 or "most_of" in without)
        and not (day == problem.days - 1 and set(worker.after[:1]) & problem.shift[post.shift].never_before)
    }


def _may_be_at(worker: Worker, day: int, place: str) -> bool:
    return place in worker.places and place in worker.bound_to.get(day, (place,))


def _cost(problem: Problem, worker: Worker, day: int, post: Post, earlier: Mapping[int, Duty]) -> int:
    wishes = sum(
        wish.weight
        for wish in worker.wishes
        if wish.day == day and (wish.shift in (None, post.shift)) != wish.wants_duty
    )
    change = 0
    if problem.previous is not None and (day not in earlier or earlier[day].post != post):
        change = problem.changed_day
    return worker.places.get(post.place, 0) + wishes + change


def _idle(problem: Problem, worker: Worker, day: int, earlier: Mapping[int, Duty]) -> int:
    wishes = sum(wish.weight for wish in worker.wishes if wish.day == day and wish.wants_duty)
    return wishes + (problem.changed_day if problem.previous is not None and day in earlier else 0)


def _start(before: tuple[str | None, ...]) -> Start:
    on = next((n for n, shift in enumerate(reversed(before)) if shift is None), len(before))
    off = next((n for n, shift in enumerate(reversed(before)) if shift is not None), len(before))
    return Start(on, off, max(on, off) == len(before), before[-1] if before else None)


def _most_last(worker: Worker) -> int | None:
    """How long the run that ends the roster may be; None where none goes on after it."""
    most = worker.limits.most_days_on
    follow = next((n for n, shift in enumerate(worker.after) if shift is None), len(worker.after))
    return max(0, most - follow) if most is not None and follow else None


# -- tallies ------------------------------------------------------------------------------------


def _tallies(problem: Problem, worker: Worker, without: frozenset[str]) -> Iterable[Tally]:
    yield from _minutes(problem, worker, without)
    if worker.limits.most_minutes_a_week is not None and "most_minutes_a_week" not in without:
        for week, begun, most in _weeks(problem, worker):
            amounts = {(day, s.code): s.minutes for day in week for s in problem.shifts}
            yield _tally("most_minutes_a_week", amounts, start=begun, most=most)
    if "most_of" not in without:
        for shift, most in worker.most_of.items():
            if most > 0:  # with 0 the shift is no option at all
                yield _tally("most_of", {(day, shift): 1 for day in range(problem.days)}, most=most)
    if worker.limits.most_weekends is not None and "most_weekends" not in without:
        days = [day for weekend in problem.weekends for day in weekend]
        amounts = {(day, shift): 1 for day in days for shift in problem.shift}
        yield _tally("most_weekends", amounts, most=worker.limits.most_weekends, once=True)
    for share in worker.shares:
        shifts = problem.shift if share.shifts is None else share.shifts
        yield _tally("shares", {(day, s): 1 for day in share.days for s in shifts}, cost=share.cost)


def _minutes(problem: Problem, worker: Worker, without: frozenset[str]) -> Iterable[Tally]:
    limits = worker.limits
    least = 0 if "least_minutes" in without else limits.least_minutes
    most = None if "most_minutes" in without else limits.most_minutes
    if not least and most is None and limits.wanted_minutes is None:
        return
    if limits.most_minutes_a_week is not None and "most_minutes_a_week" not in without:
        in_weeks = sum(most - begun for _, begun, most in _weeks(problem, worker))
        most = in_weeks if most is None else min(most, in_weeks)
    amounts = {(day, s.code): s.minutes for day in range(problem.days) for s in problem.shifts}
    yield _tally("minutes", amounts, least=least, most=most, cost=lambda n: hours_cost(worker, n))


def _weeks(problem: Problem, worker: Worker) -> Iterable[tuple[range, int, int]]:
    """Weeks with the minutes worked in them outside the roster, and the most there may be.

    What is settled is not punished: who works too much outside may just not work more.
    """
    for week in problem.weeks:
        begun = minutes_outside(problem, worker, week)
        yield week, begun, max(begun, worker.limits.most_minutes_a_week or 0)


def minutes_outside(problem: Problem, worker: Worker, week: range) -> int:
    """Minutes of a week worked before the roster began, and those settled for after it."""
    before, last = problem.weekday(0), problem.days - 1
    known = worker.before[-before:] if week[0] == 0 and before else ()
    settled = worker.after[: SUNDAY - problem.weekday(last)] if week[-1] == last else ()
    return sum(problem.shift[shift].minutes for shift in (*known, *settled) if shift is not None)


def _tally(
    rule: str,
    amounts: Mapping[tuple[int, str], int],
    *,
    start: int = 0,
    least: int = 0,
    most: int | None = None,
    cost: Callable[[int], int] = lambda _: 0,
    once: bool = False,
) -> Tally:
    """In the largest unit that divides every amount, so that values stay small."""
    amounts = {key: amount for key, amount in amounts.items() if amount}
    unit = gcd(start, *amounts.values()) or 1
    highest: dict[int, int] = {}
    for (day, _), amount in amounts.items():
        highest[day] = max(highest.get(day, 0), amount // unit)
    top = start // unit + sum(highest.values())
    limit = top if most is None else min(top, most // unit)
    return Tally(
        rule=rule,
        amounts={key: amount // unit for key, amount in sorted(amounts.items())},
        start=start // unit,
        least=-(-least // unit),
        most=limit,
        costs=tuple(cost(value * unit) for value in range(limit + 1)),
        once=once,
    )


def _matters(tally: Tally) -> bool:
    """A tally that nothing can break and that never costs is left out."""
    if not tally.amounts:
        return tally.least > 0
    highest: dict[int, int] = {}
    for (day, _), amount in tally.amounts.items():
        highest[day] = max(highest.get(day, 0), amount)
    breakable = tally.least > tally.start or tally.most < tally.start + sum(highest.values())
    return breakable or any(tally.costs)
