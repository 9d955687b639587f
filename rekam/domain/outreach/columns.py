"""Routes asked for at the prices of those already known, until no route would make a mixture better.

Prices jump from one round to the next and mislead; they are held near those of the best bound. Routes are
asked for inexactly first. Only an exact answer proves something.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from rekam.domain.outreach.duals import Duals
from rekam.domain.outreach.ground import Ground, Numbers
from rekam.domain.outreach.left import Left, blocks_of, cost, limits_of, wants_of
from rekam.domain.outreach.master import Master
from rekam.domain.outreach.pace import Pace
from rekam.domain.outreach.trips import SCALE, Found, Trip, Trips

PER_TEAM, PER_SPAN = 12, 4  # routes asked for at a time; fewer where nights away make many spans
SMOOTH = 0.7  # how far prices stay with those of the best bound
INEXACT = 5  # rounds in a row, where nights away make an exact answer four times as dear
ROUNDS_FREE = 4  # of asking for routes where a promise or a floor does not count
CHEAP = 0.5  # work of a whole search after which prices of promises are not worth more time than was given
WORTHWHILE = SCALE  # a thousandth of a recording


class Columns:
    """A linear programme over routes for what is left of a plan, and the routes that its prices ask for."""

    def __init__(
        self,
        ground: Ground,
        left: Left,
        asking: Trips,
        effort: Pace,
        trips: Iterable[Trip] = (),
        free: frozenset[int | str] = frozenset(),
    ) -> None:
        self.ground, self.left, self.asking, self.effort = ground, left, asking, effort
        self.master = Master(ground, left, free=free)
        self.wanted = np.array(self.master.want_left, dtype=np.int64)
        self.floors = np.array(self.master.floor_left, dtype=np.int64)
        spans = [(team.number,) for team in ground.teams] + list(ground.spans)
        self.spans = [span for span in spans if all(left.team[n] > 0 for n in span)]
        self.lowest: int | None = None  # the best bound, scaled
        self.centre: Duals | None = None  # its prices
        self.value = 0.0
        self.inexact = 0  # rounds since an exact one
        self.most = PER_SPAN if ground.spans else PER_TEAM
        self._held: tuple[int, float] | None = None  # what all routes so far can bring, by their number
        for trip in trips:
            self.master.add(trip)

    @property
    def bound(self) -> int | None:
        """In thousandths."""
        return None if self.lowest is None else self.lowest // SCALE

    def settle(self, rounds: int, *, is_exact: bool = True, above: float = -np.inf) -> bool:
        """Ask for better routes until there are none; False where rounds, effort or *above* ended it."""
        for _ in range(rounds):
            self._solve()
            if self.bound is not None and (self.bound <= self.value + 1e-6 or self.bound <= above):
                return True
            if not self._improve(is_exact):
                return True
            if self.effort.is_over():
                return False
        self._solve()
        return False

    def _solve(self) -> None:
        self.value = self.master.solve()
        self.effort.spend(self.master.work)

    def _improve(self, is_exact: bool) -> bool:
        """Whether routes came in."""
        real = self.master.duals()
        for exactly in self._ways(is_exact):
            if exactly and self.effort.is_over():
                return False
            near: tuple[Duals, ...] = ()
            if self.centre is not None and (exactly or not self.ground.spans):
                near = (self.centre.towards(real, 1 - SMOOTH),)
            for duals in (*near, real):
                if self._ask(duals, real, exactly):
                    return True
        return False

    def _ways(self, is_exact: bool) -> tuple[bool, ...]:
        """How to ask. Where days have few stops and nobody stays away an exact answer costs little more."""
        if not is_exact:
            return (False,)
        if self.ground.spans:
            self.inexact = (self.inexact + 1) % (INEXACT + 1)
            return (False, True) if self.inexact else (True,)
        return (False, True) if self.asking.step else (True,)

    def _ask(self, duals: Duals, real: Duals, is_exact: bool) -> bool:
        """The best routes at some prices, and what they prove. Those that pay at the real ones come in."""
        prices, before = duals.prices(self.ground, self.left), self.asking.work
        found = self.asking.ask(prices, self.spans, is_exact=is_exact, most=self.most)
        self.effort.spend(self.asking.work - before)
        if found.is_proof and not (self.asking.step == 0 and not is_exact):
            self._prove(duals, found)
        came = [self.master.add(trip) for _, trip in found.trips if self.pays(trip, real) > WORTHWHILE]
        return any(came)

    def _prove(self, duals: Duals, found: Found) -> None:
        raised = duals.raised(found.most, bool(self.ground.spans))
        bound = raised.bound(self.ground, self.left, self.wanted, self.floors)
        if self.lowest is None or bound < self.lowest:
            self.lowest, self.centre = bound, raised

    def lean(self, most: int) -> "Columns":
        """With no more routes than that, those that pay most at the prices of now: quicker to ask."""
        if len(self.master.trips) <= most:
            return self
        self._solve()
        real = self.master.duals()
        rated = sorted(self.master.trips, key=lambda trip: -self.pays(trip, real))
        found = Columns(self.ground, self.left, self.asking, self.effort, rated[:most])
        found.lowest, found.centre = self.lowest, self.centre
        return found

    def price_of_want(self, number: int) -> int:
        """By how much everything else could bring more if a want did not count, in thousandths."""
        group = self.ground.wants[number].group
        spans = [span for span in self.spans if any(self.ground.teams[n].group == group for n in span)]
        return self._price(self.master.wants[number], self.master.want_left[number], spans)

    def price_of_floor(self, number: int) -> int:
        """The same for a floor."""
        return self._price(self.master.floors[number], self.master.floor_left[number], self.spans)

    def _price(self, row: Any, least: int, spans: list[tuple[int, ...]]) -> int:
        if self._held is None or self._held[0] != len(self.master.trips):
            self._held = len(self.master.trips), self.master.solve() + self.master.penalty
        held = self._held[1]
        row.SetLb(0.0)
        for _ in range(ROUNDS_FREE):
            free = self.master.solve() + self.master.penalty
            if self.effort.seconds_left <= 0 and self.asking.work > CHEAP:
                break
            prices = self.master.duals().prices(self.ground, self.left)
            found = self.asking.ask(prices, spans, is_exact=False, most=self.most, is_sketch=True)
            came = [self.master.add(trip) for _, trip in found.trips]
            if not any(came):
                break
        row.SetLb(float(least))
        return max(0, round(free - held))

    def pays(self, trip: Trip, duals: Duals) -> int:
        """What a route earns more than it pays, scaled."""
        ground = self.ground
        total = sum(int(duals.block[site]) * blocks for site, blocks in blocks_of(trip).items())
        total -= sum(int(duals.team[team]) for team in trip.teams)
        total -= sum(int(duals.kits[ground.kit_row_of[t]]) for t in trip.teams if t in ground.kit_row_of)
        total -= sum(int(duals.limit[row]) for row in limits_of(ground, trip))
        total += sum(int(duals.want[row]) for row in wants_of(ground, trip))
        return total - SCALE * cost(ground, trip)


def elementary(ground: Ground, trips: Iterable[Trip], left: Left | None = None) -> list[Trip]:
    """Routes that somebody can really do: none works a block twice."""
    used: Numbers = np.zeros(len(ground.blocks), dtype=np.int64) if left is None else left.used
    return [t for t in trips if all(used[s] + n <= ground.blocks[s] for s, n in blocks_of(t).items())]
