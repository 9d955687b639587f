"""The cheapest months of each worker when every post has a price: the tables behind them.

Workers whose rules have one shape are computed together, as arrays. All numbers are whole, so that what
follows from them (the proven bound) is exact. ``paths`` does the computing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from rekam.domain.rosters.model import Problem
from rekam.domain.rosters.rules import Person, Tally
from rekam.domain.rosters.ways import Ways, ways_of

Numbers = NDArray[np.int64]
Index = TypeVar("Index", int, Numbers)
NEVER = 1 << 50  # a cost that forbids
DEAREST = NEVER >> 1  # no month that is allowed costs so much
SCALE = 10_000  # prices are fractions; this makes whole numbers of them
LARGEST = 300_000  # states computed at once: about what a processor keeps close


class Spots:
    """Every post of every day by number, in the order in which prices are given."""

    def __init__(self, problem: Problem) -> None:
        self.all = [(day, post) for day, posts in enumerate(problem.posts) for post in sorted(posts)]
        self.number = {spot: number for number, spot in enumerate(self.all)}


class Month(NamedTuple):
    """One worker's month: the spots worked, in order, and what it costs before any price."""

    person: int
    spots: tuple[int, ...]
    cost: int


@dataclass(frozen=True)
class Group:
    """Shifts between which the rules see no difference."""

    shifts: frozenset[str]
    kind: int  # which shifts may not follow
    after: tuple[int, ...]  # the kinds that it may follow
    amounts: tuple[Mapping[int, int], ...]  # for each tally, by day


@dataclass(frozen=True)
class Choices:
    """What each worker may do on each day in each group: runs of options, the cheapest of which counts."""

    spots: Numbers
    costs: Numbers
    begins: Numbers
    slots: Numbers

    def cheapest(self, prices: Numbers, size: int) -> tuple[Numbers, Numbers]:
        """The least cost less price of each slot, and the first spot that has it."""
        least, spots = np.full(size, NEVER, dtype=np.int64), np.zeros(size, dtype=np.int64)
        if len(self.spots):
            values = self.costs - prices[self.spots]
            found = np.minimum.reduceat(values, self.begins)
            sizes = np.diff(self.begins, append=len(values))
            numbers = np.where(values == np.repeat(found, sizes), np.arange(len(values)), len(values))
            least[self.slots] = found
            spots[self.slots] = self.spots[np.minimum.reduceat(numbers, self.begins)]
        return least, spots


class Shape:
    """Workers whose rules have one shape."""

    def __init__(self, problem: Problem, spots: Spots, people: Sequence[tuple[int, Person]]) -> None:
        self.numbers = [number for number, _ in people]
        self.people = [person for _, person in people]
        first = self.people[0]
        self.days = problem.days
        kinds = kinds_of(problem)
        self.kinds = len(set(kinds.values()))
        self.groups = groups_of(problem, kinds, first.tallies)
        self.tallies = first.tallies
        self.is_endless = first.most_on is None
        self.most_last = [person.most_last for person in self.people]
        self.longest = first.least_on if first.most_on is None else first.most_on
        self.least_on, self.least_off = first.least_on, first.least_off
        self.rest = max(first.least_off, first.good_off)
        self.short_off = SCALE * np.array([p.short_off for p in self.people], dtype=np.int64)
        self.short_end = SCALE * np.array([_short_end(p, self.rest) for p in self.people], dtype=np.int64)
        self.starts = [np.array([p.tallies[t].start for p in self.people]) for t in range(len(self.tallies))]
        self.costs = [self._costs(t) for t in range(len(self.tallies))]
        self.axes = [[t for t in self._by_start() if self._is_active(t, day)] for day in range(self.days)]
        self.days_on = [min(person.start.days_on, self.longest) for person in self.people]
        self.days_off = [self._days_off(person) for person in self.people]
        self.kind_before = [kinds.get(person.start.shift or "", 0) for person in self.people]
        # A run that may have begun before what we know is long enough whenever it ends.
        self.open_run = first.start.days_on if first.start.is_open and not first.start.days_off else None
        self.idle = self._idle()
        self.choices = self._choices(spots)

    def __len__(self) -> int:
        return len(self.people)

    def slot(self, day: int, group: Index, worker: Index) -> Index:
        return (day * len(self.groups) + group) * len(self) + worker

    def may_end(self, day: int) -> list[int]:
        """The runs of days on, counted from 0, that are long enough for a day off."""
        runs = list(range(self.least_on - 1, self.longest))
        if self.open_run is not None and 0 < self.open_run + day < self.least_on:
            runs.append(min(self.open_run + day, self.longest) - 1)
        return runs

    def amounts(self, day: int, g: int, follows: bool) -> tuple[int, ...]:
        """By how much each tally grows; one that counts runs does not grow on their second day."""
        return tuple(
            0 if follows and self.tallies[t].reaches_back(day) else self.groups[g].amounts[t].get(day, 0)
            for t in self.axes[day]
        )

    @cached_property
    def ways(self) -> list[Ways]:
        """How states may have come about, for each day."""
        return ways_of(self)

    def _by_start(self) -> list[int]:
        return sorted(range(len(self.tallies)), key=lambda t: self.tallies[t].days[0])

    def _is_active(self, t: int, day: int) -> bool:
        return day in self.tallies[t].days

    def _days_off(self, person: Person) -> int:
        """0 where the roster begins in a run of days on."""
        start = person.start
        if start.days_on:
            return 0
        return self.rest if start.is_open else min(start.days_off, self.rest)

    def _costs(self, t: int) -> Numbers:
        """What each value of a tally costs each worker; NEVER where it is forbidden."""
        top = max(0, *(person.tallies[t].most for person in self.people))
        costs = np.full((len(self), top + 1), NEVER, dtype=np.int64)
        for w, person in enumerate(self.people):
            tally = person.tallies[t]
            for value in range(max(0, tally.least), tally.most + 1):
                costs[w, value] = SCALE * tally.costs[value]
        return costs

    def _idle(self) -> Numbers:
        """What a free day costs, by day and worker."""
        return np.array(
            [[NEVER if p.idle[day] is None else SCALE * (p.idle[day] or 0) for p in self.people]
             for day in range(self.days)],
            dtype=np.int64,
        )  # fmt: skip

    def _choices(self, spots: Spots) -> Choices:
        rows = sorted(
            (self.slot(day, g, w), spots.number[day, post], SCALE * cost)
            for w, person in enumerate(self.people)
            for day, options in enumerate(person.options)
            for post, cost in options.items()
            for g, group in enumerate(self.groups)
            if post.shift in group.shifts
        )
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        slots, begins = np.unique(table[:, 0], return_index=True)
        return Choices(table[:, 1].copy(), table[:, 2].copy(), begins, slots)


def _short_end(person: Person, rest: int) -> list[int]:
    """What the last rest costs, by how many days of it the roster ends with: with a duty it is 0."""
    after = person.off_after
    return [
        person.short_off if after is not None and 0 < days + after < person.good_off else 0
        for days in range(rest + 1)
    ]


def shapes_of(problem: Problem, spots: Spots, people: Iterable[tuple[int, Person]]) -> list[Shape]:
    """Workers, those of one shape together as far as their tables stay small."""
    alike: dict[object, list[tuple[int, Person]]] = {}
    for number, person in people:
        alike.setdefault(_key(person), []).append((number, person))
    shapes = []
    for members in alike.values():
        size = max(1, LARGEST // _states(problem, members[0][1]))
        shapes += [Shape(problem, spots, members[at : at + size]) for at in range(0, len(members), size)]
    return shapes


def _key(person: Person) -> object:
    start = person.start
    is_open = start.is_open and not start.days_off and person.least_on > 1
    return (
        *(person.least_on, person.most_on, person.least_off, person.good_off),
        start.days_on if is_open else None,
        tuple((t.rule, tuple(t.amounts.items()), t.once) for t in person.tallies),
    )


def _states(problem: Problem, person: Person) -> int:
    """About how many states one worker has on the fullest day."""
    runs = (person.most_on or person.least_on) * len(set(kinds_of(problem).values())) + person.least_off
    most = 1
    for day in range(problem.days):
        states = 1
        for tally in person.tallies:
            states *= tally.most + 1 if day in tally.days else 1
        most = max(most, states)
    return runs * most


def kinds_of(problem: Problem) -> dict[str, int]:
    """Shifts by which others may not follow them."""
    sets = sorted({tuple(sorted(shift.never_before)) for shift in problem.shifts})
    return {shift.code: sets.index(tuple(sorted(shift.never_before))) for shift in problem.shifts}


def groups_of(problem: Problem, kinds: Mapping[str, int], tallies: Sequence[Tally]) -> tuple[Group, ...]:
    """Shifts of one kind that may follow the same kinds and count the same in every tally."""
    found: dict[object, Group] = {}
    for shift in problem.shifts:
        blocked = {kinds[earlier.code] for earlier in problem.shifts if shift.code in earlier.never_before}
        after = tuple(kind for kind in sorted(set(kinds.values())) if kind not in blocked)
        amounts = tuple(
            {day: amount for (day, code), amount in tally.amounts.items() if code == shift.code}
            for tally in tallies
        )
        key = (kinds[shift.code], after, tuple(tuple(sorted(a.items())) for a in amounts))
        shifts = found[key].shifts if key in found else frozenset()
        found[key] = Group(shifts | {shift.code}, kinds[shift.code], after, amounts)
    return tuple(found.values())
