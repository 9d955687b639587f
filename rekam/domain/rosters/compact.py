"""The whole problem, or a part of its workers while the others stay, as one CP-SAT model."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model_helper as cmh
from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from rekam.domain.rosters.model import Duty, Post, Problem
from rekam.domain.rosters.rules import Person, Tally

Literal = cmh.Literal
Months = Mapping[str, Mapping[int, Post]]  # by worker: the post of each day worked


@dataclass(frozen=True)
class Days:
    """One person's month as literals: a post on a day, and whether the day is worked at all."""

    post: list[dict[Post, IntVar]]
    on: list[IntVar]

    def at(self, day: int, shifts: Iterable[str]) -> list[IntVar]:
        wanted = set(shifts)
        return [var for post, var in self.post[day].items() if post.shift in wanted]


class Compact:
    """Days and posts of some people as variables; everybody else's duties count as present."""

    def __init__(self, problem: Problem, people: Sequence[Person], others: Iterable[Duty] = ()) -> None:
        self.problem, self.people = problem, people
        self.model = CpModel()
        self.costs: list[LinearExpr | IntVar | int] = []
        self.days = {person.code: self._days(person) for person in people}
        for person in people:
            days = self.days[person.code]
            self._runs(person, days)
            self._successions(person, days)
            for tally in person.tallies:
                self._tally(tally, days)
            self._changes(person, days)
        self._covers(Counter((duty.day, duty.post) for duty in others))
        self.model.minimize(LinearExpr.sum(self.costs))

    def hint(self, months: Months) -> None:
        """Where to begin: as these people work now."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for code, days in self.days.items():
            month = months.get(code, {})
            for day, on in enumerate(days.on):
                self.model.add_hint(on, day in month)
                for post, var in days.post[day].items():
                    self.model.add_hint(var, month.get(day) == post)

    def months(self, value: Callable[[IntVar], bool]) -> dict[str, dict[int, Post]]:
        """What a solution says, by worker."""
        return {
            code: {
                day: post for day, posts in enumerate(days.post) for post, var in posts.items() if value(var)
            }
            for code, days in self.days.items()
        }

    # -- one person --------------------------------------------------------------------------

    def _days(self, person: Person) -> Days:
        days = Days([], [])
        for day, options in enumerate(person.options):
            posts = {post: self.model.new_bool_var("") for post in options}
            on = self.model.new_bool_var("")
            self.model.add_exactly_one([*posts.values(), ~on])
            idle = person.idle[day]
            if idle is None:
                self.model.add(on == 1)
            elif idle:
                self.costs.append(idle - idle * on)
            self.costs.extend(cost * posts[post] for post, cost in options.items() if cost)
            days.post.append(posts)
            days.on.append(on)
        return days

    def _runs(self, person: Person, days: Days) -> None:
        """Runs are clauses over a line of days that begins with what is known from before the roster. Where
        days on duty follow it, the last run is shorter by so many; where none do, there is no clause more.
        """
        start = person.start
        yes = self.model.new_constant(1)
        before: list[Literal] = [yes] * start.days_on + [~yes] * start.days_off
        if not start.is_open and before:
            before.insert(0, ~before[0])
        on: list[Literal] = [*before, *days.on]
        first = len(before)
        if person.most_on is not None:
            for end in range(max(first, person.most_on), len(on)):
                self.model.add_bool_or(~day for day in on[end - person.most_on : end + 1])
        if person.most_last is not None and len(on) > person.most_last:
            self.model.add_bool_or(~day for day in on[len(on) - person.most_last - 1 :])
        off: list[Literal] = [~day for day in on]
        self._no_short_run(on, first, range(1, person.least_on))
        self._no_short_run(off, first, range(1, person.least_off))
        if person.short_off:
            self._no_short_run(off, first, range(person.least_off, person.good_off), person.short_off)
            self._no_short_end(person, on)

    def _no_short_end(self, person: Person, on: Sequence[Literal]) -> None:
        """The rest that goes on after the roster, up to a duty that is settled, is good unless it is paid."""
        if person.off_after is None:
            return
        for length in range(0 if person.off_after else 1, person.good_off - person.off_after):
            if length < len(on):
                begin = len(on) - length - 1
                paid = self.model.new_bool_var("")
                self.costs.append(person.short_off * paid)
                self.model.add_bool_or([~on[begin], *on[begin + 1 :], paid])

    def _no_short_run(self, inside: list[Literal], first: int, lengths: range, cost: int = 0) -> None:
        """No run of these lengths between two days outside it, unless its cost is paid."""
        for length in lengths:
            for end in range(max(first, length + 1), len(inside)):
                begin = end - length - 1
                clause = [inside[begin], inside[end], *(~day for day in inside[begin + 1 : end])]
                if cost:
                    paid = self.model.new_bool_var("")
                    self.costs.append(cost * paid)
                    clause.append(paid)
                self.model.add_bool_or(clause)

    def _successions(self, person: Person, days: Days) -> None:
        never = {code: shift.never_before for code, shift in self.problem.shift.items()}
        for later in {frozenset(shifts) for shifts in never.values() if shifts}:
            earlier = [code for code, shifts in never.items() if later <= shifts]
            for day in range(1, len(days.on)):
                pair = [*days.at(day - 1, earlier), *days.at(day, later)]
                self.model.add_at_most_one(pair)
        if person.start.shift is not None and never[person.start.shift]:
            for var in days.at(0, never[person.start.shift]):
                self.model.add(var == 0)

    def _tally(self, tally: Tally, days: Days) -> None:
        total = tally.start + LinearExpr.sum(
            list(self._once(tally, days) if tally.once else self._amounts(tally, days))
        )
        self.model.add_linear_constraint(total, tally.least, max(tally.most, tally.least))
        if tally.most < tally.least:
            self.model.add_bool_or([])
        if any(tally.costs):
            cost = self.model.new_int_var(0, max(tally.costs), "")
            value = self.model.new_int_var(0, tally.most, "")
            self.model.add(value == total)
            self._priced(tally.costs, value, cost)
            self.costs.append(cost)

    def _priced(self, costs: tuple[int, ...], value: IntVar, cost: IntVar) -> None:
        """A convex table as a few lines below it, any other one as it stands."""
        slopes = [b - a for a, b in pairwise(costs)]
        if slopes != sorted(slopes):
            self.model.add_element(value, list(costs), cost)
            return
        for at, slope in enumerate(slopes):
            if at == 0 or slope != slopes[at - 1]:
                self.model.add(cost >= costs[at] + slope * (value - at))

    def _amounts(self, tally: Tally, days: Days) -> Iterable[LinearExpr | IntVar]:
        for day in tally.days:
            for post, var in days.post[day].items():
                if amount := tally.amounts.get((day, post.shift), 0):
                    yield amount * var

    def _once(self, tally: Tally, days: Days) -> Iterable[IntVar]:
        for day in sorted(tally.touched):
            if day - 1 not in tally.touched:
                group = days.on[day : day + 2] if day + 1 in tally.touched else [days.on[day]]
                any_on = self.model.new_bool_var("")
                self.model.add_max_equality(any_on, group)
                yield any_on

    def _changes(self, person: Person, days: Days) -> None:
        if not person.changed or person.earlier is None:
            return
        changed = self.model.new_bool_var("")
        for day, on in enumerate(days.on):
            post = person.earlier.get(day)
            if post is None:
                self.model.add_implication(on, changed)
            elif post in days.post[day]:
                self.model.add_bool_or([changed, days.post[day][post]])
            else:
                self.model.add(changed == 1)
        self.costs.append(person.changed * changed)

    # -- what they share ---------------------------------------------------------------------

    def _covers(self, present: Counter[tuple[int, Post]]) -> None:
        at: dict[tuple[int, Post], list[IntVar]] = {}
        for days in self.days.values():
            for day, posts in enumerate(days.post):
                for post, var in posts.items():
                    at.setdefault((day, post), []).append(var)
        for cover in self.problem.covers:
            mine = at.get((cover.day, cover.post), [])
            wanted = cover.wanted - present[cover.day, cover.post]
            if not mine:
                self.costs.append(cover.missing * max(0, wanted) + cover.extra * max(0, -wanted))
                continue
            missing = self.model.new_int_var(0, max(0, wanted), "")
            extra = self.model.new_int_var(0, max(0, len(mine) - wanted), "")
            self.model.add(LinearExpr.sum(mine) + missing - extra == wanted)
            self.costs.extend((cover.missing * missing, cover.extra * extra))
