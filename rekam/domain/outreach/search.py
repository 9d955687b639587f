"""Better and better plans, until one is proven the best or the effort is spent."""

from collections.abc import Iterable, Sequence

import numpy as np

from rekam.domain.outreach import short_stops
from rekam.domain.outreach.answer import Method, Progress, Route
from rekam.domain.outreach.columns import Columns, elementary
from rekam.domain.outreach.dive import dive
from rekam.domain.outreach.greedy import fill
from rekam.domain.outreach.ground import Ground
from rekam.domain.outreach.hints import still_possible
from rekam.domain.outreach.left import everything, value
from rekam.domain.outreach.mix import mix
from rekam.domain.outreach.naming import Dealing, Named
from rekam.domain.outreach.pace import Pace
from rekam.domain.outreach.trim import trimmed
from rekam.domain.outreach.trips import SCALE, Trip, Trips

ROUNDS = 100_000
MOST_MIXED, MOST_LISTED = 6000, 20_000  # routes
SHARES = (0.55, 0.75)  # of the effort, for prices, before each mixture
MIXING = 0.1  # of the seconds, for a mixture
NODES = 2000
ROUNDS_OF_DIVES = 6  # of asking after each step
DIVE_EVERY = 3  # rounds of asking, where prices take long because crews stay away over nights
NEARLY = 0.005  # of the best value: a plan so near it is filled up
FEW_STOPS = 5
STEPS = 1500  # of a shift, at the most


class Search:
    """One search from one seed. It keeps the best plan and the best bound."""

    def __init__(self, ground: Ground, effort: Pace, seed: int, progress: Progress | None) -> None:
        self.ground, self.effort, self.progress = ground, effort, progress
        self.seconds = self.until = effort.given
        self.rng = np.random.default_rng(seed)
        self.asking = Trips(ground, look_ahead(ground), is_late=lambda: effort.seconds >= self.until)
        self.left = everything(ground)
        self.best: tuple[Named, ...] = ()
        self.value = value(ground, ())
        self.bound: int | None = None
        self.best_at = 0.0
        self.method = Method.GREEDY
        self.root: Columns | None = None
        self.known: dict[tuple[object, object], Trip] = {}

    # -- keeping -------------------------------------------------------------------------------

    def offer(self, trips: Iterable[Trip], method: Method) -> bool:
        """Whether it is better than the best so far."""
        found, left = trimmed(self.ground, self.asking, trips)
        if value(self.ground, found) < self.value - NEARLY * abs(self.value) and self.best:
            return False
        if left.team.any() and method is not Method.GREEDY:
            found += fill(self.ground, left, self.asking, self.effort)
        for trip in found:
            self.known[trip.teams, trip.calls] = trip
        if value(self.ground, found) <= self.value:
            return False
        named = self._dealt(found)
        worth = value(self.ground, [one.trip for one in named])
        if worth <= self.value:
            return False
        self.best, self.value, self.best_at, self.method = tuple(named), worth, self.effort.seconds, method
        self._report()
        return True

    def _dealt(self, trips: Sequence[Trip]) -> list[Named]:
        """With crews and days. Days between, on which nothing that was meant can be made, are filled."""
        named = Dealing(self.ground).deal(trips)
        if len(named) == len(trips):
            return named
        made = [one.trip for one in named]
        left = self.left
        for trip in made:
            left = left.after(self.ground, trip)
        more = fill(self.ground, left, self.asking, self.effort, nights=False)
        for trip in more:
            self.known[trip.teams, trip.calls] = trip
        return Dealing(self.ground).deal([*made, *more])

    def prove(self, bound: int | None) -> None:
        """A bound; the best one stays."""
        if bound is not None and (self.bound is None or bound < self.bound):
            self.bound = bound
            self._report()

    def is_proven(self) -> bool:
        return self.bound is not None and self.value >= self.bound

    def is_over(self) -> bool:
        return self.is_proven() or self.effort.is_over() or self.effort.seconds >= self.until

    def _report(self) -> None:
        if self.progress is not None:
            self.progress(self.value, self.bound, self.effort.seconds)

    @property
    def trips(self) -> list[Trip]:
        return [one.trip for one in self.best]

    # -- searching -----------------------------------------------------------------------------

    def begin(self, hint: Iterable[Route]) -> None:
        """A plan at once: from what is left of earlier routes, or from nothing."""
        trips, left = still_possible(self.ground, self.asking, hint)
        if trips:
            self.offer(trips + fill(self.ground, left, self.asking, self.effort), Method.GREEDY)
            return
        self.offer(fill(self.ground, self.left, self.asking, self.effort), Method.GREEDY)

    def short_stops(self, share: float) -> None:
        """PyVRP for a share of the effort, and a greedy filling of what it leaves."""
        seed = int(self.rng.integers(1 << 31))
        found = short_stops.search(self.ground, self.left, self.asking, self.effort, seed=seed, share=share)
        self.offer(found, Method.PYVRP)

    def columns(self) -> None:
        """Prices and the bound first, then mixtures, dives, and prices again where time is left."""
        self.root = Columns(self.ground, self.left, self.asking, self.effort, self.trips)
        is_settled = False
        for share in SHARES:
            is_settled = is_settled or self._settle(share)
            self._mix(self.seconds * MIXING)
            if is_settled:
                self._finish()
            if self.is_over():
                return
        while not self.is_over():
            self.root.settle(0)
            if not self._dive(ROUNDS_OF_DIVES):
                return
            self._mix(self.seconds * MIXING)

    def _settle(self, share: float) -> bool:
        """Whether no more routes are asked for; at the latest when this share of the effort is spent."""
        assert self.root is not None
        rounds = 0
        while not self.is_over() and self._share() < share:
            is_settled = self.root.settle(1)
            self.prove(self.root.bound)
            if is_settled:
                return True
            rounds += 1
            if self.ground.spans and rounds % DIVE_EVERY == 0:
                self._dive(0)
        return False

    def _dive(self, rounds: int) -> bool:
        """A plan from the mixture of now; whether the effort lasted."""
        assert self.root is not None
        found = dive(self.root, self.rng, rounds=rounds)
        if found is None:
            return False
        self.offer(found, Method.COLUMNS)
        return True

    def _share(self) -> float:
        """Of the effort, by work or by the clock."""
        effort = self.effort
        return max(effort.spent / effort.most, effort.seconds / self.seconds) if effort.most > 0 else 1.0

    def _mix(self, seconds: float) -> None:
        """Known routes that can be part of something better: no dearer than what is left of the gap."""
        root = self.root
        if root is None or self.is_over():
            return
        seconds = min(seconds, max(0.1, self.until - self.effort.seconds))
        trips = [*root.master.trips, *self.known.values()]
        chosen = self._within_gap(elementary(self.ground, dict.fromkeys(trips)))
        found, _ = mix(self.ground, self.left, chosen, self.trips, self.effort, nodes=NODES, seconds=seconds)
        self.offer(found, Method.COLUMNS)

    def _finish(self) -> None:
        """Where so little is left of the gap that every route within it can be listed: the best, proven.

        A better plan takes no route that pays less than the gap. With nights away routes are not listed.
        """
        root = self.root
        if self.is_over() or self.ground.spans or root is None or root.centre is None or root.lowest is None:
            return
        gap, prices = root.lowest - SCALE * self.value, root.centre.prices(self.ground, self.left)
        trips = self.asking.every(prices, -gap - 1, MOST_LISTED)
        if trips is None:
            return
        seconds = self.until - self.effort.seconds
        found, is_best = mix(
            self.ground, self.left, trips, self.trips, self.effort, nodes=-1, seconds=seconds
        )
        self.offer(found, Method.COLUMNS)
        if is_best:
            self.prove(max(self.value, value(self.ground, found)))

    def _within_gap(self, trips: Sequence[Trip]) -> list[Trip]:
        root = self.root
        if root is None or root.centre is None or root.bound is None:
            return list(trips)[:MOST_MIXED]
        centre, gap = root.centre, root.lowest - SCALE * self.value  # type: ignore[operator]
        rated = sorted(((root.pays(trip, centre), trip) for trip in trips), key=lambda one: -one[0])
        return [trip for pays, trip in rated if pays >= -gap][:MOST_MIXED]


def look_ahead(ground: Ground) -> int:
    """Minutes to a step where a day has so many stops that looking ahead pays; else 0."""
    if not ground.teams or not ground.most_blocks or ground.minutes.min() < 1:
        return 0
    longest = max(team.kind.shift.closes - team.kind.shift.opens for team in ground.teams)
    stops = longest / (float(np.median(ground.minutes)) + 1)
    return max(1, longest // STEPS) if stops > FEW_STOPS else 0
