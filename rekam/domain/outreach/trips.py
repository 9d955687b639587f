"""The best routes at given prices: for each team in one day, and for crews that stay out over nights.

Beginnings of routes are lengthened call by call (``labels``). What a call is worth is the price of its blocks
and of what is wanted on that day, less the price of the way. Asked inexactly it answers sooner and may miss
the best; asked exactly it proves what no route can exceed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rekam.domain.outreach.ground import Ground, Numbers, Team, cut
from rekam.domain.outreach.labels import Labels, Pool, first, joined, unbeaten

SCALE = 16  # prices are whole sixteenths of a thousandth of a recording: then what they prove is exact
NOTHING = -(np.int64(1) << 60)

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
    """The best value of each team, or of each span of teams, and good routes with their values, scaled."""

    best: dict[tuple[int, ...], int] = field(default_factory=dict)
    trips: list[tuple[int, Trip]] = field(default_factory=list)


@dataclass
class Asked:
    """One question while it is answered."""

    prices: Prices
    is_exact: bool
    most: int
    found: Found = field(default_factory=Found)
    pool: Pool = field(default_factory=Pool)


@dataclass(frozen=True)
class Day:
    """One team's day at given prices."""

    team: Team
    worth: Numbers  # of so many blocks of a site, sites by blocks less one
    likely: NDArray[np.bool_]  # sites that can be worth a call
    blocks: Numbers  # that a route may work at a site


class Trips:
    """Routes of one problem. ``remembered`` limits which earlier sites a beginning remembers, per site."""

    def __init__(self, ground: Ground, remembered: NDArray[np.uint64] | None = None) -> None:
        self.ground, self.remembered = ground, remembered
        self.travel_price = SCALE * ground.problem.travel_price
        self.is_metric = _is_metric(ground.travel)
        self.allowed = {kind: ground.allowed(kind) for kind in {team.kind for team in ground.teams}}
        self.base_point = [base.point for base in ground.problem.bases]
        self.work = 0.0
        self.most_labels = 0  # 0: any number

    # -- asking --------------------------------------------------------------------------------

    def ask(self, prices: Prices, teams: Iterable[int], *, is_exact: bool, most: int) -> Found:
        """For each of the teams its best day."""
        return self.ask_spans(prices, [(team,) for team in teams], is_exact=is_exact, most=most)

    def ask_spans(
        self, prices: Prices, spans: Iterable[tuple[int, ...]], *, is_exact: bool, most: int
    ) -> Found:
        """For each span of days its best route; spans that begin alike share their beginnings."""
        asked = Asked(prices, is_exact, most)
        if not self.ground.most_blocks:
            return asked.found
        for number, ours in _by_team(spans, 0).items():
            day = self._day(self.ground.teams[number], prices)
            start = first(self.ground.words, -int(prices.team[number]), day.team.kind.shift.opens)
            self._go_on(asked, start, (day,), ours, np.full(1, -1))
        return asked.found

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
            day = self._day(self.ground.teams[number], asked.prices)
            rested = self._night(evening.take(far), numbers[far], day, int(asked.prices.team[number]))
            rested = unbeaten(rested, is_exact=asked.is_exact, nights=True)
            self._go_on(asked, rested, (*days, day), ours, asked.pool.add(rested))

    def _night(self, evening: Labels, numbers: Numbers, day: Day, price: int) -> Labels:
        """Those that stay where they are, rested: on the next day they are all at the same hour."""
        time = np.full(len(evening), day.team.kind.shift.opens)
        return replace(
            evening, time=time, value=evening.value - price, blocks=np.zeros_like(time), parent=numbers
        )

    # -- a day ---------------------------------------------------------------------------------

    def _day(self, team: Team, prices: Prices) -> Day:
        ground = self.ground
        counts = np.arange(1, ground.most_blocks + 1)
        worth = prices.worth.copy()
        for (group, site), wants in ground.wants_at.items():
            if group == team.group:
                for want in wants:
                    worth[site, ground.wants[want].blocks - 1 :] += prices.want[want]
        for price, (site, group, _) in zip(prices.limit.tolist(), ground.limits, strict=True):
            if group == team.group:
                worth[site] -= price
        worth[counts[None, :] > prices.blocks[:, None]] = NOTHING
        likely = self.allowed[team.kind] & (worth.max(axis=1, initial=NOTHING) > NOTHING)
        if self.is_metric:
            stays = ground.far if team.kind.nights else np.zeros(len(ground.blocks), dtype=bool)
            likely &= stays | (worth.max(axis=1, initial=NOTHING) > 0)
        return Day(team, worth, likely, prices.blocks)

    def _through(
        self, asked: "Asked", start: Labels, day: Day, own: Numbers, is_last: bool
    ) -> tuple[Labels, Numbers]:
        """All that a day can become, with numbers in the pool: one call more at a time, until none fits."""
        layers, numbers, at = [start.take(np.zeros(0, dtype=np.int64))], [own[:0]], start
        while len(at):
            at = self._lengthen(at, day, own, is_last)
            at = unbeaten(at, is_exact=asked.is_exact, nights=not is_last)
            self.work += 2e-7 * len(at) * (30 + (len(at) / len(self.ground.blocks) if asked.is_exact else 0))
            own = asked.pool.add(at)
            layers.append(at)
            numbers.append(own)
        return joined(layers), np.concatenate(numbers)

    def _lengthen(self, at: Labels, day: Day, own: Numbers, is_last: bool) -> Labels:
        """Every beginning with every call that can follow."""
        ground, kind = self.ground, day.team.kind
        _, closes = ground.windows[day.team.group]
        base = self.base_point[kind.base]
        sites = np.flatnonzero(day.likely & (closes.max(axis=1) >= kind.shift.opens))
        points = np.where(at.site >= 0, ground.point[at.site], base)
        arrives = at.time[:, None] + ground.travel[points][:, ground.point[sites]]
        latest = np.minimum(closes.max(axis=1)[sites], kind.shift.closes)
        if is_last:
            latest = np.minimum(latest, kind.shift.closes - ground.travel[ground.point[sites], base])
        fits = arrives + ground.minutes[sites] <= latest
        been = np.zeros(fits.shape, dtype=bool)
        for word in range(ground.words):
            been |= (at.been[:, word][:, None] & ground.bits[sites, word][None, :]) != 0
        is_rested = (at.blocks == 0) & (at.site >= 0)
        same = is_rested[:, None] & (at.site[:, None] == sites[None, :])
        parent, which = np.nonzero(fits & (~been | same))
        self.work += 2e-9 * fits.size
        return self._calls(
            at, day, own, parent, sites[which], arrives[parent, which], same[parent, which], is_last
        )

    def _calls(
        self,
        at: Labels,
        day: Day,
        own: Numbers,
        parent: Numbers,
        site: Numbers,
        arrives: Numbers,
        same: NDArray[np.bool_],
        is_last: bool,
    ) -> Labels:
        ground, kind = self.ground, day.team.kind
        opens, closes = ground.windows[day.team.group]
        base = self.base_point[kind.base]
        before = np.where(same, at.here[parent], 0)
        parts: list[tuple[Numbers, ...]] = []
        for blocks in range(1, ground.most_blocks + 1):
            fits = before + blocks <= day.blocks[site]
            parent, site, arrives, before = parent[fits], site[fits], arrives[fits], before[fits]
            if not len(site):
                break
            wanted = np.full(len(site), blocks)
            ends = cut(opens[site], closes[site], ground.minutes[site], arrives, wanted)
            back = ground.travel[ground.point[site], base] if is_last else 0
            fits = ends + back <= kind.shift.closes
            parent, site, arrives, before, ends = (a[fits] for a in (parent, site, arrives, before, ends))
            parts.append((parent, site, ends, np.full(len(site), blocks), before + blocks))
        self.work += 3e-7 * sum(len(part[0]) for part in parts)
        if not parts:
            return at.take(np.zeros(0, dtype=np.int64))
        parent, site, ends, blocks_, here = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        return self._labels(at, day, own, parent, site, ends, blocks_, here)

    def _labels(
        self,
        at: Labels,
        day: Day,
        own: Numbers,
        parent: Numbers,
        site: Numbers,
        ends: Numbers,
        blocks: Numbers,
        here: Numbers,
    ) -> Labels:
        ground = self.ground
        base = self.base_point[day.team.kind.base]
        points = np.where(at.site >= 0, ground.point[at.site], base)
        way = ground.travel[points[parent], ground.point[site]]
        value = at.value[parent] + day.worth[site, blocks - 1] - self.travel_price * way
        been = at.been[parent]
        if self.remembered is not None:
            been = been & self.remembered[site]
        return Labels(site, ends, value, been | ground.bits[site], here, blocks, own[parent])

    def _end(self, asked: "Asked", evening: Labels, numbers: Numbers, days: tuple[Day, ...]) -> None:
        """The best values of routes back at the base, and the best routes, with different last sites."""
        ground, kind = self.ground, days[-1].team.kind
        if not len(evening):
            return
        back = ground.travel[ground.point[evening.site], self.base_point[kind.base]]
        in_time = evening.time + back <= kind.shift.closes
        totals = np.where(in_time, evening.value - self.travel_price * back, NOTHING)
        teams = tuple(day.team.number for day in days)
        for number in _best_by_site(evening.site, totals, asked.most).tolist():
            value = int(totals[number])
            if value > NOTHING:
                calls = asked.pool.calls(int(numbers[number]))
                asked.found.trips.append((value, Trip(teams, calls, self.minutes(teams, calls))))
                asked.found.best[teams] = max(value, asked.found.best.get(teams, value))

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
