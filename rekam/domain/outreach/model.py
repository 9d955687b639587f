"""What a planner of visits knows and wants, as plain values: places, bases with their kits and crews, days.

The model is team orienteering with time windows: go where the most people are recorded by a deadline.
Units, everywhere: *days* are counted from 0 (``Problem.on`` and ``day_of`` turn them into dates and back);
*minutes* of a day are counted from midnight by the clock on the wall; *recordings* are whole thousandths of
one recording, so that a plan's value is exact.

    maximise    expected recordings
                − travel_price × travel minutes
                − missing_kit × kits missing at promised dates
                − short_floor × recordings by which floors of districts are missed
                − changed_visit × visits of the plan in force that are no longer made
                − mixed_visit × visits of the plan in force that a route makes beside more of another crew's
    such that   each block of a site is worked at most once
                routes out of a base on a day ≤ its kits fit on that day, and ≤ its crews on duty that day
                a crew has the skills that each of its sites needs
                kits at a site on a day ≤ the site's limit
                a route of several days occupies its kit and its crew on each of them

A *route* is what one crew with one kit does from leaving its base to coming back: within one day, or over
several days in a row with the nights at far sites. On each day it moves within the crew's shift, makes at
least one visit, and visits no site twice. A *visit* works one or more blocks of the site: each lies whole
within one of the site's windows, begins as early as it can, and follows the block before.

Promises and floors are priced and not hard, at more than anything else could be worth: a plan exists even
where one of them cannot be kept, and the answer says which and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

RECORDING = 1000  # thousandths


class Window(NamedTuple):
    """From one minute of a day to another. Friday prayer and lunch are no part of any window."""

    opens: int
    closes: int


class Promise(NamedTuple):
    """A date that stands (a letter was sent, an expo holds a kit): ``kits`` routes visit the site on that
    day, and each works at least ``blocks`` blocks there. An expo of six days is six promises.
    """

    day: int
    kits: int = 1
    blocks: int = 1


class Visit(NamedTuple):
    """A crew at a site on a day: what clients and crews were told of a plan in force. The crew "" is any."""

    day: int
    site: str
    crew: str


@dataclass(frozen=True, slots=True)
class Site:
    """A place that can be visited: a company, a school, a village.

    ``point`` is its row and column in the travel matrix. ``expected`` has one number for each block, what
    working it is expected to record in thousandths; it never rises from block to block, and whoever works
    there first works the first block. ``windows`` are the open times of each day, sorted and apart; a day
    that is not named is closed. ``most_kits`` limits the kits there on one day. ``is_far`` says that a crew
    can spend the night there.
    """

    code: str
    point: int
    district: str
    expected: tuple[int, ...]
    block_minutes: int
    windows: Mapping[int, tuple[Window, ...]]
    most_kits: int = 1
    skills: frozenset[str] = frozenset()
    promises: tuple[Promise, ...] = ()
    is_far: bool = False


@dataclass(frozen=True, slots=True)
class Kit:
    """A set of devices and the days on which the kit register expects it fit for service."""

    code: str
    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class Crew:
    """Officers who go out together. ``shifts`` are the days of the roster on which they do, each with the
    minutes between which they are out; ``most_nights`` is how many nights in a row they may be away.
    """

    code: str
    shifts: Mapping[int, Window]
    skills: frozenset[str] = frozenset()
    most_nights: int = 0


@dataclass(frozen=True, slots=True)
class Base:
    """Where routes begin and end, with its kits and crews. Any crew takes any kit."""

    code: str
    point: int
    kits: tuple[Kit, ...]
    crews: tuple[Crew, ...]

    def fit_kits(self, day: int) -> int:
        """How many routes its kits allow on a day."""
        return sum(day in kit.days for kit in self.kits)


@dataclass(frozen=True)
class Problem:
    """Visits to be planned.

    ``travel`` is a square matrix of whole minutes between points, which need not be symmetric and is 0 on
    its diagonal. ``travel_price`` is what a minute on the road costs, in thousandths of a recording: small,
    so that of two plans that record as many the shorter one is taken. ``floors`` are the least recordings
    per district, in thousandths.

    ``kept`` are visits of a plan in force. Each of them that is not made on its day costs
    ``changed_visit``, and a quarter less where any crew can make it: it is at risk. Who makes it is free, but
    the same crew where it can be: where a route's visits of a day were told to several crews, one of these
    can make it, and each visit of the others costs ``mixed_visit``.

    Raises ``ValueError`` for what no office can mean; what cannot be *kept* is told by the answer.
    """

    start: date
    days: int
    sites: tuple[Site, ...]
    bases: tuple[Base, ...]
    travel: tuple[tuple[int, ...], ...]
    travel_price: int = 2
    floors: Mapping[str, int] = field(default_factory=dict)
    missing_kit: int = 10_000 * RECORDING
    short_floor: int = 20
    kept: tuple[Visit, ...] = ()
    changed_visit: int = 0
    mixed_visit: int = 0

    def __post_init__(self) -> None:
        crews = [crew.code for base in self.bases for crew in base.crews]
        kits = [kit.code for base in self.bases for kit in base.kits]
        if any(len(set(c)) < len(c) for c in ([s.code for s in self.sites], crews, kits)):
            raise ValueError("a site, a crew or a kit twice")
        points = len(self.travel)
        if any(len(row) != points or min(row, default=0) < 0 for row in self.travel):
            raise ValueError("a travel matrix that is not square, or less than no travel")
        places = [site.point for site in self.sites] + [base.point for base in self.bases]
        if not all(0 <= point < points for point in places):
            raise ValueError("a point outside the travel matrix")
        codes = {site.code for site in self.sites}
        if not all(visit.site in codes and 0 <= visit.day < self.days for visit in self.kept):
            raise ValueError("a kept visit outside the plan")
        for site in self.sites:
            self._check_site(site)

    def _check_site(self, site: Site) -> None:
        if site.block_minutes < 0 or site.most_kits < 0:
            raise ValueError(f"{site.code}: less than no time or no kit")
        if list(site.expected) != sorted(site.expected, reverse=True) or min(site.expected, default=0) < 0:
            raise ValueError(f"{site.code}: a block expects more than the one before, or less than nothing")
        for windows in site.windows.values():
            if any(w.opens > w.closes for w in windows) or any(
                a.closes > b.opens for a, b in pairwise(windows)
            ):
                raise ValueError(f"{site.code}: windows that overlap or end before they begin")
        days = [promise.day for promise in site.promises]
        if len(set(days)) < len(days) or not all(0 <= day < self.days for day in days):
            raise ValueError(f"{site.code}: a promise outside the plan, or two on one day")

    @cached_property
    def site(self) -> dict[str, Site]:
        """Sites by code."""
        return {site.code: site for site in self.sites}

    @cached_property
    def base(self) -> dict[str, Base]:
        """Bases by code."""
        return {base.code: base for base in self.bases}

    def price_of_change(self, site: str, day: int) -> int:
        """What a visit of the plan in force costs that is no longer made: those at risk rather change."""
        is_free = all(visit.crew == "" for visit in self.kept if (visit.site, visit.day) == (site, day))
        return self.changed_visit * 3 // 4 if is_free else self.changed_visit

    def on(self, day: int) -> date:
        """The date of a day."""
        return self.start + timedelta(days=day)

    def day_of(self, on: date) -> int:
        """The day of a date; outside the plan it is below 0 or beyond the last."""
        return (on - self.start).days

    def minutes(self, a: int, b: int) -> int:
        """Of travel from one point to another."""
        return self.travel[a][b]
