"""The best routes at given prices: for each team in one day, and for crews that stay out over nights.

Beginnings of routes are lengthened call by call (``labels``). What a call is worth is the price of its blocks
and of what is wanted on that day, less the price of the way. Asked inexactly it answers sooner and may miss
the best; asked exactly it proves what no route can exceed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rekam.domain.outreach.ahead import NOTHING, Ahead, Clock, clock
from rekam.domain.outreach.days import Day
from rekam.domain.outreach.ground import Ground, Kind, Numbers, Team
from rekam.domain.outreach.labels import Labels, Pool, first, joined, never, unbeaten

WIDTH, SKETCHED = 300, 60  # beginnings that go on, where the best need not be found
WIDEST = 20_000  # where it should
SCALE = 16  # prices are whole sixteenths of a thousandth of a recording: then what they prove is exact

Spans = Sequence[tuple[int, ...]]
Calls = tuple[tuple[tuple[int, int], ...], ...]  # for each day the sites and their blocks


class Trip(NamedTuple):
    """A route on days of the teams' kinds. ``travel`` is in minutes."""

    teams: tuple[int, ...]
    calls: Calls
    travel: int


@dataclass(frozen=True)
class Prices:
    """Scaled. ``worth`` of so many blocks at a site (sites by blocks less one), ``blocks`` that a route may
    work there at all; ``team`` by team, ``want`` by want, ``limit`` by the ground's limits.
    """

    worth: Numbers
    blocks: Numbers
    team: Numbers
    want: Numbers
    limit: Numbers


@dataclass
class Found:
    """Good routes with their values, scaled; and for each team or span of teams what no route of it exceeds.
    It proves something where ``is_proof``: then a team that is not named has no route at all.
    """

    trips: list[tuple[int, Trip]] = field(default_factory=list)
    most: dict[tuple[int, ...], int] = field(default_factory=dict)
    is_proof: bool = True


@dataclass
class Asked:
    """One question while it is answered: no more than ``width`` beginnings go on with each call."""

    prices: Prices
    is_exact: bool
    most: int
    width: int
    least: float  # routes that are worth less on each day are not told
    found: Found = field(default_factory=Found)
    pool: Pool = field(default_factory=Pool)
    was_cut: bool = False


class Trips:
    """Routes of one problem.

    Where days have many stops it looks ahead (``step`` minutes at a time, 0: not); ``remembered`` are the
    earlier sites that a beginning does not forget, per site, where that is less than all. Once ``is_late``
    says so, an answer is broken off and proves nothing.
    """

    def __init__(
        self,
        ground: Ground,
        step: int = 0,
        remembered: NDArray[np.uint64] | None = None,
        is_late: Callable[[], bool] = never,
    ) -> None:
        self.is_late = is_late
        self.ground, self.step, self.remembered = ground, step, remembered
        self.travel_price = SCALE * ground.problem.travel_price
        self.is_metric = _is_metric(ground.travel)
        self.allowed = {kind: ground.allowed(kind) for kind in {team.kind for team in ground.teams}}
        self.base_point = [base.point for base in ground.problem.bases]
        self.work = 0.0
        self.widest = WIDEST
        self._clocks: dict[tuple[int, Kind], Clock] = {}

    # -- asking --------------------------------------------------------------------------------

    def ask(
        self,
        prices: Prices,
        spans: Iterable[tuple[int, ...]],
        *,
        is_exact: bool,
        most: int,
        least: float = 0.0,
        is_sketch: bool = False,
    ) -> Found:
        """For each span of days (of one, mostly) its best routes; those that begin alike share beginnings.

        A sketch does not look ahead.
        """
        found = Found()
        if not self.ground.most_blocks:
            return found
        for number, ours in _by_team(spans, 0).items():
            is_guided = bool(self.step) and not is_sketch and all(len(span) == 1 for span in ours)
            width = self.widest if is_exact else SKETCHED if is_sketch else WIDTH
            asked = Asked(prices, is_exact, most, width, least, found)
            day = self._day(self.ground.teams[number], prices, is_guided=is_guided)
            price = int(prices.team[number])
            if day.ahead is None or day.ahead.most > price:
                start = first(self.ground.words, -price, day.team.kind.shift.opens)
                self._go_on(asked, start, (day,), ours, np.full(1, -1))
            self._limit(asked, day, price)
        return found

    def _limit(self, asked: Asked, day: Day, price: int) -> None:
        """What the answer proves."""
        is_complete = asked.is_exact and not asked.was_cut
        if day.ahead is None:
            asked.found.is_proof &= is_complete
            return
        most = int(day.ahead.most) - price
        if is_complete and most > 0:
            most = min(most, max(0, asked.found.most.get((day.team.number,), 0)))
        asked.found.most[day.team.number,] = most

    def every(self, prices: Prices, least: int, most: int) -> list[Trip] | None:
        """Every route of one day that is worth more, scaled; None where they are more than *most*."""
        found: list[Trip] = []
        for team in self.ground.teams:
            day = self._day(team, prices, is_guided=True)
            pool, own = Pool(), np.full(1, -1)
            at = first(self.ground.words, -int(prices.team[team.number]), team.kind.shift.opens)
            while len(at):
                at = day.lengthen(at, own, is_exact=True, is_last=True, over=least)
                own = pool.add(at)
                if pool.size + len(found) > most or self.is_late():
                    return None
            joint = pool.all()
            back = self.ground.travel[self.ground.point[joint.site], day.base]
            for number in np.flatnonzero(joint.value - self.travel_price * back > least).tolist():
                calls = pool.calls(number)
                found.append(Trip((team.number,), calls, self.minutes((team.number,), calls)))
        return found

    def _go_on(
        self, asked: "Asked", start: Labels, days: tuple[Day, ...], spans: Spans, own: Numbers
    ) -> None:
        """One more day of these spans, and those after it."""
        longer = [span for span in spans if len(span) > len(days)]
        evening, numbers = self._through(asked, start, days[-1], own, is_last=not longer)
        if len(longer) < len(spans):
            self._end(asked, evening, numbers, days)
        far = np.flatnonzero(self.ground.far[evening.site])
        if not len(far):
            return
        for number, ours in _by_team(longer, len(days)).items():
            day = self._day(self.ground.teams[number], asked.prices, is_guided=False)
            rested = self._night(evening.take(far), numbers[far], day, int(asked.prices.team[number]))
            rested = unbeaten(rested, is_exact=asked.is_exact, nights=True)
            self._go_on(asked, rested, (*days, day), ours, asked.pool.add(rested))

    def _night(self, evening: Labels, numbers: Numbers, day: Day, price: int) -> Labels:
        """Those that stay where they are, rested: on the next day they are all at the same hour.

        They forget where they were, as they may go there again. Only the blocks worked where they are stay
        counted: elsewhere a route might work more blocks than there are. A bound stays a bound by that.
        """
        time = np.full(len(evening), day.team.kind.shift.opens)
        return replace(
            evening,
            time=time,
            value=evening.value - price,
            been=np.zeros_like(evening.been),
            blocks=np.zeros_like(time),
            parent=numbers,
        )

    # -- a day ---------------------------------------------------------------------------------

    def _day(self, team: Team, prices: Prices, *, is_guided: bool) -> Day:
        ground = self.ground
        counts = np.arange(1, ground.most_blocks + 1)
        worth = prices.worth.copy()
        for site, want in ground.wants_in[team.group]:
            worth[site, ground.wants[want].blocks - 1 :] += prices.want[want]
        for site, limit in ground.limits_in[team.group]:
            worth[site] -= prices.limit[limit]
        worth[counts[None, :] > prices.blocks[:, None]] = NOTHING
        most = worth.max(axis=1, initial=NOTHING)
        is_likely = self.allowed[team.kind] & (most > NOTHING) & ground.is_open[team.group]
        if self.is_metric:
            is_likely &= (most > 0) | (ground.far if team.kind.nights else False)
        sites = np.flatnonzero(is_likely)
        day = Day(ground, team, worth, prices.blocks, sites, self.travel_price, self.remembered)
        if not is_guided:
            return day
        ahead = Ahead(self._clock(team), worth[sites], sites, day.ways, self.travel_price)
        self.work += ahead.work
        return replace(day, ahead=ahead)

    def _clock(self, team: Team) -> Clock:
        key = (team.group, team.kind)
        if key not in self._clocks:
            self._clocks[key] = clock(self.ground, team.group, team.kind, max(1, self.step))
        return self._clocks[key]

    def _through(
        self, asked: "Asked", start: Labels, day: Day, own: Numbers, is_last: bool
    ) -> tuple[Labels, Numbers]:
        """All that a day can become, with numbers in the pool: one call more at a time, until none fits.

        What cannot be lengthened today need not remember where it was.
        """
        layers, numbers, at = [start.take(np.zeros(0, dtype=np.int64))], [own[:0]], start
        while len(at):
            if self.is_late():
                asked.was_cut = True
                break
            before = len(at)
            at = day.lengthen(at, own, is_exact=asked.is_exact, is_last=is_last, over=0)
            self.work += 1e-8 * before * len(day.sites) + 1e-6 * len(at)
            is_done = at.time + day.least_minutes > day.latest
            done = unbeaten(at.take(is_done), is_exact=False, nights=not is_last)
            going = at.take(~is_done)
            going = unbeaten(going, is_exact=asked.is_exact, nights=not is_last, is_late=self.is_late)
            at = joined([done, going])
            if asked.is_exact:
                self.work += 1e-8 * len(at) * (len(at) / max(1, len(day.sites)))
            at = self._best(asked, at, day)
            own = asked.pool.add(at)
            layers.append(at)
            numbers.append(own)
        return joined(layers), np.concatenate(numbers)

    def _best(self, asked: "Asked", at: Labels, day: Day) -> Labels:
        """No more beginnings than asked for, those that promise most."""
        if not asked.width or len(at) <= asked.width:
            return at
        asked.was_cut = True
        if day.ahead is not None:
            promise = at.value + day.still(at)
        else:
            shift = day.team.kind.shift
            spent = np.maximum(
                1, at.time - shift.opens + self.ground.travel[self.ground.point[at.site], day.base]
            )
            rate = (at.value / spent).max()
            promise = (at.value - rate * spent).astype(np.int64)
        return at.take(np.sort(np.argsort(-promise, kind="stable")[: asked.width]))

    def _end(self, asked: "Asked", evening: Labels, numbers: Numbers, days: tuple[Day, ...]) -> None:
        """The best values of routes back at the base, and the best routes, with different last sites."""
        ground, kind = self.ground, days[-1].team.kind
        if not len(evening):
            return
        back = ground.travel[ground.point[evening.site], self.base_point[kind.base]]
        in_time = evening.time + back <= kind.shift.closes
        totals = np.where(in_time, evening.value - self.travel_price * back, NOTHING)
        teams = tuple(day.team.number for day in days)
        asked.found.most[teams] = max(int(totals.max()), asked.found.most.get(teams, int(NOTHING)))
        for number in _best_by_site(evening.site, totals, asked.most).tolist():
            value = int(totals[number])
            if value <= max(0.0, asked.least * len(days)):
                break
            calls = asked.pool.calls(int(numbers[number]))
            asked.found.trips.append((value, Trip(teams, calls, self.minutes(teams, calls))))

    def minutes(self, teams: tuple[int, ...], calls: Calls) -> int:
        """Of travel on a route."""
        base = self.base_point[self.ground.teams[teams[0]].kind.base]
        way = [base, *(int(self.ground.point[site]) for day in calls for site, _ in day), base]
        return int(sum(self.ground.travel[a, b] for a, b in pairwise(way)))


def _best_by_site(site: Numbers, totals: Numbers, most: int) -> Numbers:
    """The best of each last site, the best first."""
    order = np.lexsort([-totals, site])
    order = order[np.diff(site[order], prepend=-9) != 0]
    best: Numbers = order[np.argsort(-totals[order], kind="stable")][:most]
    return best


def _by_team(spans: Iterable[tuple[int, ...]], place: int) -> dict[int, list[tuple[int, ...]]]:
    """Spans by their team on one of their days."""
    found: dict[int, list[tuple[int, ...]]] = {}
    for span in spans:
        found.setdefault(span[place], []).append(span)
    return found


def _is_metric(travel: Numbers) -> bool:
    """Whether no way is shorter through a third point: then a call that is worth nothing helps nobody."""
    return all(bool((row[:, None] + travel >= row[None, :]).all(axis=0).all()) for row in travel)
