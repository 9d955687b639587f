"""A problem as the search sees it: in numbers, days that are alike taken together, and crews that are.

Days are *alike* when every site is open at the same times, nothing is promised or kept on them, and the same
kinds of crew are on duty: what one of them allows the others allow. A quarter has 78 days and perhaps seven
kinds. Crews are alike on a day when they have the same base, shift, skills and nights. A *team* is a kind of
crew on a kind of day, with how many routes it can do on all those days together.

For routes of one day nothing is lost by that: they can be dealt out to the days again. For routes of
several days the bound stays a bound, and the plan is made whole when crews are named (``naming``).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rekam.domain.outreach.model import Crew, Problem, Window

Numbers = NDArray[np.int64]
Bits = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes crews alike on a day."""

    base: int
    shift: Window
    skills: frozenset[str]
    nights: int


@dataclass(frozen=True, slots=True)
class Team:
    """Crews of one kind on days of one kind."""

    number: int
    group: int
    kind: Kind
    most: int  # routes on all days of the group together


@dataclass(frozen=True, slots=True)
class Want:
    """Kits that are wanted at a site on a day: a promise, or a visit of the plan in force."""

    site: int
    day: int
    group: int
    kits: int
    blocks: int
    cost: int  # of each that is missing
    is_promise: bool


class Ground:
    """A problem in numbers. Sites, bases, groups of days, teams and wants are counted from 0."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        sites = problem.sites
        self.blocks = np.array([len(site.expected) for site in sites], dtype=np.int64)
        self.minutes = np.array([site.block_minutes for site in sites], dtype=np.int64)
        self.far = np.array([site.is_far for site in sites], dtype=bool)
        self.point = np.array([site.point for site in sites], dtype=np.int64)
        self.travel = np.array(problem.travel, dtype=np.int64).reshape(len(problem.travel), -1)
        self.most_blocks = int(self.blocks.max(initial=0))
        self.number = {site.code: number for number, site in enumerate(sites)}
        self.brought = np.zeros((len(sites), self.most_blocks + 1), dtype=np.int64)  # by so many blocks
        for number, site in enumerate(sites):
            self.brought[number, 1 : len(site.expected) + 1] = np.cumsum(site.expected)
        self.words = max(1, (len(sites) + 63) // 64)
        self.bits = np.zeros((len(sites), self.words), dtype=np.uint64)
        for number in range(len(sites)):
            self.bits[number, number // 64] = np.uint64(1) << np.uint64(number % 64)
        self._sort_days()
        self._form_teams()
        self.wants = tuple(self._wants())

    # -- days ----------------------------------------------------------------------------------

    def _sort_days(self) -> None:
        problem = self.problem
        special = {p.day for site in problem.sites for p in site.promises} | {v.day for v in problem.kept}
        self.kinds = [self._kinds_on(day) for day in range(problem.days)]
        found: dict[object, list[int]] = {}
        for day in range(problem.days):
            windows = tuple(site.windows.get(day, ()) for site in problem.sites)
            key = (windows, self._duty_key(day), day if day in special else None)
            found.setdefault(key, []).append(day)
        self.groups = tuple(tuple(days) for days in found.values())
        self.group_of = {day: number for number, days in enumerate(self.groups) for day in days}
        self.windows = [self._windows(days[0]) for days in self.groups]

    def _kinds_on(self, day: int) -> dict[Kind, int]:
        """How many crews of each kind are on duty."""
        found: Counter[Kind] = Counter()
        for number, base in enumerate(self.problem.bases):
            if base.fit_kits(day):
                found.update(kind_of(number, crew, day) for crew in base.crews if day in crew.shifts)
        return dict(found)

    def _duty_key(self, day: int) -> object:
        """Kinds on duty; where kits are fewer than crews of several kinds, how many of each as well."""
        kinds, tight = self.kinds[day], []
        for number, base in enumerate(self.problem.bases):
            ours = {kind: n for kind, n in kinds.items() if kind.base == number}
            if len(ours) > 1 and base.fit_kits(day) < sum(ours.values()):
                tight.append((number, base.fit_kits(day), frozenset(ours.items())))
        return frozenset(kinds), tuple(tight)

    def _windows(self, day: int) -> tuple[Numbers, Numbers]:
        """Opening and closing of each site's windows, sites by windows; what is missing closes at once."""
        most = max((len(site.windows.get(day, ())) for site in self.problem.sites), default=0)
        opens = np.zeros((len(self.problem.sites), max(1, most)), dtype=np.int64)
        closes = opens - 1
        for number, site in enumerate(self.problem.sites):
            for w, window in enumerate(site.windows.get(day, ())):
                opens[number, w], closes[number, w] = window
        return opens, closes

    # -- teams ---------------------------------------------------------------------------------

    def _form_teams(self) -> None:
        teams: list[Team] = []
        self.kit_rows: list[tuple[tuple[int, ...], int]] = []
        for number, days in enumerate(self.groups):
            for index, base in enumerate(self.problem.bases):
                kinds = [kind for kind in self.kinds[days[0]] if kind.base == index]
                fit = {day: base.fit_kits(day) for day in days}
                ours = [
                    Team(
                        len(teams) + n,
                        number,
                        kind,
                        sum(min(self.kinds[day][kind], fit[day]) for day in days),
                    )
                    for n, kind in enumerate(sorted(kinds, key=repr))
                ]
                teams += ours
                if len(ours) > 1:
                    self.kit_rows.append((tuple(team.number for team in ours), sum(fit.values())))
        self.teams = tuple(teams)
        self.team_of = {(team.group, team.kind): team.number for team in teams}
        self.kit_row_of = {n: row for row, (ours, _) in enumerate(self.kit_rows) for n in ours}

    def allowed(self, kind: Kind) -> NDArray[np.bool_]:
        """The sites whose skills such a crew has."""
        return np.array([site.skills <= kind.skills for site in self.problem.sites], dtype=bool)

    @cached_property
    def spans(self) -> dict[tuple[int, ...], int]:
        """Teams of crews that stay out over several days, as team numbers; and in how many ways."""
        found: Counter[tuple[int, ...]] = Counter()
        if not self.far.any():
            return {}
        for index, base in enumerate(self.problem.bases):
            for crew in base.crews:
                for day in crew.shifts:
                    found.update(self._spans_from(index, crew, day))
        return dict(found)

    def _spans_from(self, base: int, crew: Crew, day: int) -> Iterable[tuple[int, ...]]:
        span: list[int] = []
        kits = {kit.code for kit in self.problem.bases[base].kits}
        for then in range(day, min(day + crew.most_nights + 1, self.problem.days)):
            kits &= {kit.code for kit in self.problem.bases[base].kits if then in kit.days}
            if then not in crew.shifts or not kits:
                return
            span.append(self.team_of[self.group_of[then], kind_of(base, crew, then)])
            if len(span) > 1:
                yield tuple(span)

    # -- wants ---------------------------------------------------------------------------------

    def _wants(self) -> Iterable[Want]:
        problem = self.problem
        for number, site in enumerate(problem.sites):
            for p in site.promises:
                group = self.group_of[p.day]
                yield Want(number, p.day, group, p.kits, p.blocks, problem.missing_kit, True)
        kept = Counter((v.site, v.day) for v in problem.kept)
        for (code, day), kits in kept.items():
            if problem.changed_visit:
                cost = problem.price_of_change(code, day)
                yield Want(self.number[code], day, self.group_of[day], kits, 1, cost, False)

    @cached_property
    def told(self) -> Mapping[tuple[int, int], tuple[str, ...]]:
        """By group and site the crews that were told to go there. A day with such visits is like no other."""
        found: dict[tuple[int, int], tuple[str, ...]] = {}
        for visit in self.problem.kept:
            key = (self.group_of[visit.day], self.number[visit.site])
            if visit.crew and visit.crew not in found.get(key, ()):
                found[key] = (*found.get(key, ()), visit.crew)
        return found

    @cached_property
    def wants_at(self) -> Mapping[tuple[int, int], tuple[int, ...]]:
        """Numbers of wants by group and site."""
        found: dict[tuple[int, int], tuple[int, ...]] = {}
        for number, want in enumerate(self.wants):
            key = (want.group, want.site)
            found[key] = (*found.get(key, ()), number)
        return found

    @cached_property
    def wants_in(self) -> list[list[tuple[int, int]]]:
        """For each group its sites with numbers of wants."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.groups]
        for number, want in enumerate(self.wants):
            found[want.group].append((want.site, number))
        return found

    @cached_property
    def limits_in(self) -> list[list[tuple[int, int]]]:
        """For each group its sites with numbers of limits."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.groups]
        for number, (site, group, _) in enumerate(self.limits):
            found[group].append((site, number))
        return found

    @cached_property
    def is_open(self) -> list[NDArray[np.bool_]]:
        """For each group which sites have a window."""
        return [np.asarray((closes >= opens).any(axis=1)) for opens, closes in self.windows]

    @cached_property
    def limits(self) -> tuple[tuple[int, int, int], ...]:
        """Site, group and most visits, where the site's blocks alone do not keep its limit of kits."""
        return tuple(
            (number, group, site.most_kits * len(days))
            for number, site in enumerate(self.problem.sites)
            for group, days in enumerate(self.groups)
            if site.most_kits * len(days) < len(site.expected) and site.windows.get(days[0])
        )

    @cached_property
    def limit_of(self) -> Mapping[tuple[int, int], int]:
        """Numbers of limits by site and group."""
        return {(site, group): number for number, (site, group, _) in enumerate(self.limits)}

    @cached_property
    def floors(self) -> tuple[tuple[str, int], ...]:
        """Districts with their floors."""
        return tuple(sorted(self.problem.floors.items()))

    @cached_property
    def floor_of(self) -> tuple[int, ...]:
        """For each site the number of its district's floor, or -1."""
        numbers = {district: number for number, (district, _) in enumerate(self.floors)}
        return tuple(numbers.get(site.district, -1) for site in self.problem.sites)


def kind_of(base: int, crew: Crew, day: int) -> Kind:
    """What a crew is on a day."""
    return Kind(base, crew.shifts[day], crew.skills, crew.most_nights)


def cut(opens: Numbers, closes: Numbers, minutes: Numbers, arrives: Numbers, blocks: Numbers) -> Numbers:
    """When so many blocks end for whoever arrives then; NEVER where they do not fit any more.

    Windows by rows, the last axis their number.
    """
    ends, left, at = np.full(arrives.shape, NEVER), blocks.copy(), arrives
    for w in range(opens.shape[-1]):
        begins = np.maximum(at, opens[..., w])
        room = closes[..., w] - begins
        fits = np.where(room < 0, 0, np.where(minutes > 0, room // np.maximum(minutes, 1), left))
        done = np.minimum(left, fits)
        ends = np.where((done > 0) & (done == left), begins + done * minutes, ends)
        left = left - done
    return ends


NEVER = np.int64(1 << 40)
