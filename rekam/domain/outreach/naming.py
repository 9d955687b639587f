"""Routes dealt out: each gets its days, a crew and a kit, so that nobody is in two places.

Routes of several days first, the longest first, then the others. Where a site takes no more kits on any day
that is free, a route already dealt out makes room. What finds no place is left out; that is rare (only crews
whose rosters cross can cause it), and a plan is judged by what was dealt out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rekam.domain.outreach.ground import Ground, kind_of
from rekam.domain.outreach.model import Base, Crew, Kit
from rekam.domain.outreach.trips import Trip


@dataclass(frozen=True, slots=True)
class Named:
    """A route with its first day, crew and kit."""

    trip: Trip
    day: int
    base: Base
    crew: Crew
    kit: Kit


class Place(NamedTuple):
    day: int
    crew: Crew


class Dealing:
    """One dealing out."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.busy: set[tuple[str, int]] = set()  # crews and kits by day
        self.visits: Counter[tuple[int, int]] = Counter()  # kits by site and day
        self.kits_out: Counter[tuple[str, int]] = Counter()  # by base and day
        self.named: list[tuple[Trip, Place]] = []
        self.kept = {(v.day, v.site): v.crew for v in ground.problem.kept if v.crew}

    def deal(self, trips: Iterable[Trip]) -> list[Named]:
        """All that find a place."""
        order = sorted(trips, key=lambda trip: (-len(trip.teams), *(-n for n in self._pull(trip)), trip))
        for trip in order:
            self._give(trip, self._place(trip) or self._room(trip))
        return self._with_kits()

    def _pull(self, trip: Trip) -> tuple[int, int]:
        """Routes most of whose visits one crew was told of come first, then those with any such visit."""
        team = self.ground.teams[trip.teams[0]]
        day = self.ground.groups[team.group][0]
        codes = [self.ground.problem.sites[site].code for site, _ in trip.calls[0]]
        crews = Counter(self.kept[day, code] for code in codes if (day, code) in self.kept)
        return max(crews.values(), default=0), len(crews)

    # -- places --------------------------------------------------------------------------------

    def _place(self, trip: Trip) -> Place | None:
        """Where it can go now; rather with the crew that was told of its visits."""
        free = [place for place in self._open(trip) if self._takes(trip, place.day)]
        return max(free, key=lambda place: (self._told(trip, place), -place.day), default=None)

    def _told(self, trip: Trip, place: Place) -> int:
        sites = self.ground.problem.sites
        return sum(
            self.kept.get((place.day + n, sites[site].code)) == place.crew.code
            for n, calls in enumerate(trip.calls)
            for site, _ in calls
        )

    def _open(self, trip: Trip) -> Iterator[Place]:
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
                        yield Place(day, crew)

    def _can(self, trip: Trip, crew: Crew, day: int) -> bool:
        ground = self.ground
        for n, number in enumerate(trip.teams):
            team, then = ground.teams[number], day + n
            if then not in crew.shifts or (crew.code, then) in self.busy:
                return False
            if ground.group_of[then] != team.group or kind_of(team.kind.base, crew, then) != team.kind:
                return False
        return True

    def _takes(self, trip: Trip, day: int) -> bool:
        """Whether its sites take one kit more."""
        sites = self.ground.problem.sites
        return all(
            self.visits[site, day + n] < sites[site].most_kits
            for n, calls in enumerate(trip.calls)
            for site, _ in calls
        )

    def _room(self, trip: Trip) -> Place | None:
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

    def _give(self, trip: Trip, place: Place | None) -> None:
        if place is not None:
            self.named.append((trip, place))
            self._take(trip, place, 1)

    def _take(self, trip: Trip, place: Place, sign: int) -> None:
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
