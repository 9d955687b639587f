"""What a planner knows and wants, as plain values: days, shifts, workers, and the cover of each post.

Hard rules bind each worker alone: rest, hours, leave, what they can do and where they can go. Cover is what
they share, and it is always soft, so that a month short of people still gets the best roster there is.
Penalties are whole numbers; the planner's weights say what one of each is worth.

Days are counted from 0; ``Problem.on`` and ``Problem.day_of`` turn them into dates and back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

SATURDAY, SUNDAY = 5, 6


class Post(NamedTuple):
    """What somebody does on a day: at this place, on this shift, with this skill."""

    place: str
    shift: str
    skill: str


class Duty(NamedTuple):
    """One worker at one post on one day."""

    worker: str
    day: int
    place: str
    shift: str
    skill: str

    @property
    def post(self) -> Post:
        return Post(self.place, self.shift, self.skill)


@dataclass(frozen=True, slots=True)
class Shift:
    """A working time. ``never_before`` names the shifts that may not follow it on the next day."""

    code: str
    minutes: int
    never_before: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cover:
    """People wanted at a post on a day. Two covers of one post add up: the first person missing may cost
    more than the second. A post that no cover names is nobody's work.
    """

    day: int
    place: str
    shift: str
    skill: str
    wanted: int
    missing: int = 100
    extra: int = 1

    @property
    def post(self) -> Post:
        return Post(self.place, self.shift, self.skill)


@dataclass(frozen=True, slots=True)
class Limits:
    """Rules of rest and hours that many workers share. None leaves a rule out.

    Hard: minutes in all and in a week from Monday to Sunday, days in a row, days off together, weekends
    with any work. Soft: ``wanted_minutes`` costs ``short_hour`` or ``over_hour`` for each hour begun that it
    is missed by, and days off shorter than ``good_rest`` cost ``short_rest`` each time.
    """

    least_minutes: int = 0
    most_minutes: int | None = None
    most_minutes_a_week: int | None = None
    least_days_on: int = 1
    most_days_on: int | None = None
    least_days_off: int = 1
    most_weekends: int | None = None
    wanted_minutes: int | None = None
    short_hour: int = 0
    over_hour: int = 0
    good_rest: int = 1
    short_rest: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """To work, or not to work, on a day, on one shift or on any. Unmet it costs its weight."""

    day: int
    wants_duty: bool
    weight: int
    shift: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """Days that nobody should work more often than others: weekends, holidays, nights.

    ``carried`` is what the worker did earlier in the year, ``fair`` what would be fair by the end of this
    roster. The first day above it costs ``weight``, the second twice that, and so on: two people one
    day above their share are better than one person two days above it. What was above it before this
    roster costs nothing by itself, it only makes the next day dearer.
    """

    name: str
    days: frozenset[int]
    fair: int
    carried: int = 0
    weight: int = 1
    shifts: frozenset[str] | None = None

    def cost(self, worked: int) -> int:
        """What working this many of the days adds."""
        now, then = (max(0, self.carried + n - self.fair) for n in (worked, 0))
        return self.weight * (now * (now + 1) - then * (then + 1)) // 2


@dataclass(frozen=True, slots=True)
class Worker:
    """One officer. ``places`` are those they can serve, each with what a duty there costs for the way.

    ``absent`` holds the days they cannot work and why ("leave", "day_off", ...). ``bound_to`` holds days on
    which something else has them: they may work at these places only, or at none. ``most_of`` limits the
    number of duties per shift. ``before`` is what they did on the last days before this roster, yesterday
    last: the shift's code or None; a worker without it comes rested, and a run of days at the very start
    or end of the roster may go on outside it. ``after`` is what is settled already for the first days that
    follow, the next one first: days in a row, the hours of the last week and shifts that may not follow
    each other are kept into it, and a rest that ends with its first duty is counted.
    """

    code: str
    skills: frozenset[str]
    places: Mapping[str, int]
    limits: Limits
    absent: Mapping[int, str] = field(default_factory=dict)
    most_of: Mapping[str, int] = field(default_factory=dict)
    before: tuple[str | None, ...] = ()
    after: tuple[str | None, ...] = ()
    wishes: tuple[Wish, ...] = ()
    shares: tuple[Share, ...] = ()
    bound_to: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """A roster to be made.

    ``fixed`` duties stay. Where ``previous`` duties are given (a roster that was published), each day with
    another duty than before costs ``changed_day``, and each worker with any such day ``changed_worker``.
    """

    start: date
    days: int
    shifts: tuple[Shift, ...]
    workers: tuple[Worker, ...]
    covers: tuple[Cover, ...]
    fixed: frozenset[Duty] = frozenset()
    previous: frozenset[Duty] | None = None
    changed_day: int = 0
    changed_worker: int = 0

    def __post_init__(self) -> None:
        """What no office can mean is refused here; what cannot be *kept* is told by solving."""
        codes, people = set(self.shift), set(self.worker)
        if len(codes) != len(self.shifts) or len(people) != len(self.workers):
            raise ValueError("a shift or a worker twice")
        if not all(0 <= c.day < self.days and c.shift in codes and c.wanted >= 0 for c in self.covers):
            raise ValueError("a cover outside the roster")
        if any(c.missing < 0 or c.extra < 0 for c in self.covers):
            raise ValueError("a cover that pays to be missed")
        if not all(d.worker in people and 0 <= d.day < self.days and d.shift in codes for d in self.fixed):
            raise ValueError("a fixed duty outside the roster")
        if any(s is not None and s not in codes for w in self.workers for s in (*w.before, *w.after)):
            raise ValueError("an unknown shift before or after the roster")

    @cached_property
    def shift(self) -> dict[str, Shift]:
        """Shifts by code."""
        return {shift.code: shift for shift in self.shifts}

    @cached_property
    def worker(self) -> dict[str, Worker]:
        """Workers by code."""
        return {worker.code: worker for worker in self.workers}

    @cached_property
    def posts(self) -> tuple[frozenset[Post], ...]:
        """For each day what may be worked: the posts of its covers, and of fixed duties."""
        posts: list[set[Post]] = [set() for _ in range(self.days)]
        for cover in self.covers:
            posts[cover.day].add(cover.post)
        for duty in self.fixed:
            posts[duty.day].add(duty.post)
        return tuple(frozenset(of_day) for of_day in posts)

    def on(self, day: int) -> date:
        """The date of a day."""
        return self.start + timedelta(days=day)

    def day_of(self, on: date) -> int:
        """The day of a date; outside the roster it is below 0 or beyond the last."""
        return (on - self.start).days

    def weekday(self, day: int) -> int:
        """0 is Monday."""
        return (self.start.weekday() + day) % 7

    @cached_property
    def weeks(self) -> tuple[range, ...]:
        """Weeks from Monday to Sunday; the first and the last may be cut short by the roster."""
        starts = [day for day in range(self.days) if day == 0 or self.weekday(day) == 0]
        return tuple(range(a, b) for a, b in zip(starts, [*starts[1:], self.days], strict=True))

    @cached_property
    def weekends(self) -> tuple[tuple[int, ...], ...]:
        """Saturdays with their Sundays."""
        found: list[tuple[int, ...]] = []
        for day in range(self.days):
            if self.weekday(day) == SATURDAY:
                found.append((day, day + 1) if day + 1 < self.days else (day,))
            elif self.weekday(day) == SUNDAY and day == 0:
                found.append((day,))
        return tuple(found)


def by_worker(problem: Problem, duties: Iterable[Duty]) -> dict[str, dict[int, Duty]]:
    """Each worker's duty of each day. Where a day holds two, the first counts; the check tells."""
    found: dict[str, dict[int, Duty]] = {worker.code: {} for worker in problem.workers}
    for duty in sorted(duties):
        if duty.worker in found:
            found[duty.worker].setdefault(duty.day, duty)
    return found
