"""Routes dealt out: each gets its days, a crew and a kit, so that nobody is in two places.

Routes of several days first, the longest first, then the others; where one of several days finds no place
like that, all of them are packed together (``packing``). Where a site takes no more kits on any day that is
free, a route already dealt out makes room. What finds no place is left out, and a plan is judged by what was
dealt out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from rekam.domain.outreach.ground import Ground
from rekam.domain.outreach.model import Base, Crew, Kit
from rekam.domain.outreach.packing import Spot, pack, stands_for, told, worth
from rekam.domain.outreach.trips import Trip


@dataclass(frozen=True, slots=True)
class Named:
    """A route with its first day, crew and kit."""

    trip: Trip
    day: int
    base: Base
    crew: Crew
    kit: Kit


class Dealing:
    """One dealing out."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.busy: set[tuple[str, int]] = set()  # crews and kits by day
        self.visits: Counter[tuple[int, int]] = Counter()  # kits by site and day
        self.kits_out: Counter[tuple[str, int]] = Counter()  # by base and day
        self.named: list[tuple[Trip, Spot]] = []
        self.kept = {(v.day, v.site): v.crew for v in ground.problem.kept if v.crew}

    def deal(self, trips: Iterable[Trip]) -> list[Named]:
        """All that find a place."""
        order = sorted(trips, key=lambda trip: (-len(trip.teams), *(-n for n in self._pull(trip)), trip))
        long = [trip for trip in order if len(trip.teams) > 1]
        for trip in long:
            self._give(trip, self._place(trip))
        if len(self.named) < len(long):
            self._pack(long)
        for trip in order[len(long) :]:
            self._give(trip, self._place(trip) or self._room(trip))
        return self._with_kits()

    def _pack(self, trips: Sequence[Trip]) -> None:
        """All again, together, if more of them find a place like that; then what still fits between."""
        packed, left = Dealing(self.ground), list(trips)
        for span, spots in pack(self.ground, trips).items():
            for spot in spots:
                free = [trip for trip in left if trip.teams == span and packed._takes(trip, spot.day)]
                if free:
                    trip = max(free, key=partial(packed._suits, spot))
                    packed._give(trip, spot)
                    left.remove(trip)
        for trip in left:
            packed._give(trip, packed._place(trip))
        if packed._worth() > self._worth():
            self.busy, self.visits = packed.busy, packed.visits
            self.kits_out, self.named = packed.kits_out, packed.named

    def _suits(self, spot: Spot, trip: Trip) -> tuple[int, int]:
        return told(self.ground, trip, spot.crew.code, spot.day), worth(self.ground, trip)

    def _worth(self) -> int:
        return sum(worth(self.ground, trip) for trip, _ in self.named)

    def _pull(self, trip: Trip) -> tuple[int, int]:
        """Routes most of whose visits one crew was told of come first, then those with any such visit."""
        team = self.ground.teams[trip.teams[0]]
        day = self.ground.groups[team.group][0]
        codes = [self.ground.problem.sites[site].code for site, _ in trip.calls[0]]
        crews = Counter(self.kept[day, code] for code in codes if (day, code) in self.kept)
        return max(crews.values(), default=0), len(crews)

    # -- places --------------------------------------------------------------------------------

    def _place(self, trip: Trip) -> Spot | None:
        """Where it can go now; rather with the crew that was told of its visits."""
        free = [place for place in self._open(trip) if self._takes(trip, place.day)]
        return max(
            free,
            key=lambda place: (self._told(trip, place), self._snug(trip, place), -place.day),
            default=None,
        )

    def _snug(self, trip: Trip, place: Spot) -> int:
        """On how many of its sides no day is left that another route of several days could need."""
        ends = (place.day - 1, place.day + len(trip.teams)) if len(trip.teams) > 1 else ()
        return sum(day not in place.crew.shifts or (place.crew.code, day) in self.busy for day in ends)

    def _told(self, trip: Trip, place: Spot) -> int:
        sites = self.ground.problem.sites
        return sum(
            self.kept.get((place.day + n, sites[site].code)) == place.crew.code
            for n, calls in enumerate(trip.calls)
            for site, _ in calls
        )

    def _open(self, trip: Trip) -> Iterator[Spot]:
        """Days and crews that are free for it, whatever the sites say."""
        ground = self.ground
        first = ground.teams[trip.teams[0]]
        base = ground.problem.bases[first.kind.base]
        for day in ground.groups[first.group]:
            if all(
                self.kits_out[base.code, day + n] < base.fit_kits(day + n) for n in range(len(trip.teams))
            ):
                for crew in base.crews:
                    if self._can(trip, crew, day):
                        yield Spot(crew, day)

    def _can(self, trip: Trip, crew: Crew, day: int) -> bool:
        return all(
            (crew.code, day + n) not in self.busy and stands_for(self.ground, number, crew, day + n)
            for n, number in enumerate(trip.teams)
        )

    def _takes(self, trip: Trip, day: int) -> bool:
        """Whether its sites take one kit more."""
        sites = self.ground.problem.sites
        return all(
            self.visits[site, day + n] < sites[site].most_kits
            for n, calls in enumerate(trip.calls)
            for site, _ in calls
        )

    def _room(self, trip: Trip) -> Spot | None:
        """A day that is full, if a route of that day can go to one that is free."""
        if len(trip.teams) > 1:
            return None
        days = {place.day for place in self._open(trip)}
        for number, (other, held) in enumerate(self.named):
            if other.teams == trip.teams and days:
                self._take(other, held, -1)
                to = next(
                    (
                        p
                        for p in self._open(other)
                        if p.day in days - {held.day} and self._takes(other, p.day)
                    ),
                    None,
                )
                if to is not None and self._takes(trip, held.day):
                    self.named[number] = (other, to)
                    self._take(other, to, 1)
                    return held
                self._take(other, held, 1)
        return None

    def _give(self, trip: Trip, place: Spot | None) -> None:
        if place is not None:
            self.named.append((trip, place))
            self._take(trip, place, 1)

    def _take(self, trip: Trip, place: Spot, sign: int) -> None:
        base = self.ground.problem.bases[self.ground.teams[trip.teams[0]].kind.base]
        for n, calls in enumerate(trip.calls):
            key = (place.crew.code, place.day + n)
            (self.busy.add if sign > 0 else self.busy.discard)(key)
            self.kits_out[base.code, place.day + n] += sign
            for site, _ in calls:
                self.visits[site, place.day + n] += sign

    # -- kits ----------------------------------------------------------------------------------

    def _with_kits(self) -> list[Named]:
        """The longest routes choose first, and take the kit that is fit for the fewest other days."""
        out: set[tuple[str, int]] = set()
        found: list[Named] = []
        for trip, place in sorted(
            self.named, key=lambda one: (-len(one[0].teams), one[1].day, one[1].crew.code)
        ):
            base = self.ground.problem.bases[self.ground.teams[trip.teams[0]].kind.base]
            days = range(place.day, place.day + len(trip.teams))
            kit = _kit(base.kits, days, out)
            if kit is not None:
                out |= {(kit.code, day) for day in days}
                found.append(Named(trip, place.day, base, place.crew, kit))
        return sorted(found, key=lambda one: (one.day, one.crew.code))


def _kit(kits: Sequence[Kit], days: range, out: set[tuple[str, int]]) -> Kit | None:
    fit = [kit for kit in kits if all(d in kit.days and (kit.code, d) not in out for d in days)]
    return min(fit, key=lambda kit: len(kit.days), default=None)
