"""What stays the same while one problem is solved, and the best roster so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rekam.domain.rosters.answer import Progress
from rekam.domain.rosters.effort import Effort
from rekam.domain.rosters.model import Post, Problem
from rekam.domain.rosters.paths import Paths
from rekam.domain.rosters.patterns import DEAREST, SCALE, Month, Numbers, Shape, Spots, shapes_of
from rekam.domain.rosters.rules import Person, people

Months = dict[int, Month]  # by the worker's number
NEWEST = 20  # months of a worker that a neighbourhood begins with


class Setting:
    """A problem with its people, spots and the months that are known of each worker."""

    def __init__(self, problem: Problem, effort: Effort, progress: Progress | None = None) -> None:
        self.problem, self.effort, self._progress = problem, effort, progress
        self.spots = Spots(problem)
        self.people = people(problem)
        self.spot_of = np.array([self.spots.number[c.day, c.post] for c in problem.covers], dtype=np.int64)
        self.wanted = np.array([c.wanted for c in problem.covers], dtype=np.int64)
        self.missing = np.array([c.missing for c in problem.covers], dtype=np.int64)
        self.extra = np.array([c.extra for c in problem.covers], dtype=np.int64)
        self.no_prices = np.zeros(len(self.spots.all), dtype=np.int64)
        self.earlier = {n: self._earlier(n, person) for n, person in enumerate(self.people) if person.changed}
        self.months: list[dict[tuple[int, ...], Month]] = [{} for _ in self.people]
        self._posts: dict[int, frozenset[Post]] = {}
        self.best: Months = {}
        self.penalty = 0
        self.bound = -(1 << 60)
        self.best_at = 0.0

    # -- one worker ----------------------------------------------------------------------------

    def shapes(self, numbers: Iterable[int]) -> list[Shape]:
        return shapes_of(self.problem, self.spots, [(n, self.people[n]) for n in numbers])

    def month(self, number: int, posts: Mapping[int, Post]) -> Month | None:
        """A month with its cost, if the rules allow it."""
        person = self.people[number]
        if any(day >= len(person.options) or post not in person.options[day] for day, post in posts.items()):
            return None
        if any(idle is None and day not in posts for day, idle in enumerate(person.idle)):
            return None
        only = replace(
            person,
            options=tuple(
                {posts[day]: options[posts[day]]} if day in posts else {}
                for day, options in enumerate(person.options)
            ),
            idle=tuple(None if day in posts else idle for day, idle in enumerate(person.idle)),
        )
        cost = int(Paths(Shape(self.problem, self.spots, [(number, only)]), self.no_prices).best()[0])
        if cost >= DEAREST:
            return None
        spots = tuple(sorted(self.spots.number[day, post] for day, post in posts.items()))
        unchanged = person.earlier is None or person.earlier == posts
        return Month(number, spots, cost // SCALE + (0 if unchanged else person.changed))

    def keep(self, month: Month) -> None:
        """Remember a month: it may be part of something better later."""
        self.months[month.person].setdefault(month.spots, month)

    def newest(self, number: int) -> list[Month]:
        """The months of a worker that were found last."""
        return list(self.months[number].values())[-NEWEST:]

    def in_common(self, one: int, other: int) -> float:
        """How far two workers can stand in for each other: 1 where they can do all the same."""
        mine, theirs = self._able(one), self._able(other)
        return len(mine & theirs) / max(1, len(mine | theirs))

    def _able(self, number: int) -> frozenset[Post]:
        if number not in self._posts:
            options = self.people[number].options
            self._posts[number] = frozenset(post for of_day in options for post in of_day)
        return self._posts[number]

    def _earlier(self, number: int, person: Person) -> Month | None:
        return self.month(number, person.earlier or {})

    # -- all together --------------------------------------------------------------------------

    def still_wanted(self, months: Iterable[Month]) -> Numbers:
        """What each cover still wants after these months; below 0 where there are too many."""
        present = np.zeros(len(self.spots.all), dtype=np.int64)
        for month in months:
            present[list(month.spots)] += 1
        return self.wanted - present[self.spot_of]

    def by_spot(self, values: Numbers) -> Numbers:
        """The sum over all covers of each spot."""
        sums = np.zeros(len(self.spots.all), dtype=np.int64)
        np.add.at(sums, self.spot_of, values)
        return sums

    def cover_cost(self, wanted: Numbers) -> int:
        """What it costs to leave the covers like this."""
        return int(self.missing @ np.maximum(wanted, 0) + self.extra @ np.maximum(-wanted, 0))

    def cost(self, months: Sequence[Month]) -> int:
        return sum(month.cost for month in months) + self.cover_cost(self.still_wanted(months))

    def offer(self, months: Months) -> bool:
        """A whole roster; the best one is kept."""
        penalty = self.cost(list(months.values()))
        if self.best and penalty >= self.penalty:
            return False
        self.best, self.penalty, self.best_at = dict(months), penalty, self.effort.seconds
        self._tell()
        return True

    def prove(self, bound: int) -> None:
        """No roster costs less than this."""
        if bound > self.bound:
            self.bound = bound
            self._tell()

    def is_proven(self) -> bool:
        return bool(self.best) and self.bound >= self.penalty

    def _tell(self) -> None:
        if self._progress is not None and self.best:
            self._progress(self.penalty, max(0, min(self.bound, self.penalty)), self.effort.seconds)
