"""What a fault costs: opening time without the kit, and the recordings that were not made meanwhile.

Nothing here is typed. A place works along one line of open minutes (`OpenTime`): nights and closed days do
not count. Along it stand the stays of its kits and the faults that take a kit away whole or in part. What a
place records in an open hour when all its kits work (its demand) comes from its own recordings; what the kits
that are left can take has a limit, and what lies above that limit is lost. Where two faults share a gap they
share its cost, so that the costs of faults add up to the cost of the place.

The figures below were seen in the field and are used only until a place has recordings of its own.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from rekam.domain.kits.fitness import Fitness

MINUTE = timedelta(minutes=1)
HOUR = 60
UNREPORTED = 0


@dataclass(frozen=True, slots=True)
class Prior:
    """A rate of one kit in an open hour that somebody published; ``source`` is a code for its words."""

    per_hour: float
    source: str


OWN_OFFICE = "own_office"
# Two sets with a generator recorded 115 people a day in Sangatta Selatan in 2012; taken as eight hours.
COUNTER = Prior(115 / 2 / 8, "sangatta_selatan_2012")
# More than this one kit does not record over a day, unless the place itself has shown that it does: a mobile
# unit recorded 50 people in six hours in Surabaya in 2022.
MOST_PER_HOUR = 50 / 6
# About a week of opening: from there on a place's own recordings speak alone.
ENOUGH_HOURS = 40
# A recording of about five minutes takes more than ten when a device misbehaves.
WORTH = {Fitness.FIT: 1.0, Fitness.PARTIAL: 0.5, Fitness.DOWN: 0.0}

# -- opening time ---------------------------------------------------------------------------------------


class OpenTime:
    """The opening hours of one place as a line of minutes. Ranges are given in order and do not overlap."""

    def __init__(self, ranges: Iterable[tuple[datetime, datetime]]) -> None:
        self._opens: list[datetime] = []
        self._lengths: list[int] = []
        self._before: list[int] = []
        self.minutes = 0
        for opens, closes in ranges:
            self._opens.append(opens)
            self._lengths.append((closes - opens) // MINUTE)
            self._before.append(self.minutes)
            self.minutes += self._lengths[-1]

    def at(self, moment: datetime) -> int:
        """How many open minutes lie before a moment."""
        last = bisect_right(self._opens, moment) - 1
        if last < 0:
            return 0
        return self._before[last] + min((moment - self._opens[last]) // MINUTE, self._lengths[last])

    def moment(self, minute: int) -> datetime | None:
        """When an open minute comes; None when the line ends before it."""
        if not 0 <= minute < self.minutes:
            return None
        last = bisect_right(self._before, minute) - 1
        return self._opens[last] + (minute - self._before[last]) * MINUTE


# -- kits at a place ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stay:
    """A kit at the place, from one open minute to another."""

    kit: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Down:
    """A fault that takes away a share of a kit (1: all of it) from one open minute to another.

    What nobody reported (a device that is missing, or was found broken) has the number `UNREPORTED`.
    """

    fault: int
    kit: int
    start: int
    end: int
    share: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Open time during which nothing changes: kits that stand there, how many of them work (two halves are
    one), and the faults.
    """

    start: int
    end: int
    present: int
    working: float
    downs: tuple[Down, ...]

    @property
    def minutes(self) -> int:
        return self.end - self.start


def segments(stays: Sequence[Stay], downs: Sequence[Down], start: int, end: int) -> Iterator[Segment]:
    """The time between two open minutes, cut wherever a kit comes or goes, or a fault begins or ends."""
    edges = {start, end}
    lines: list[Stay | Down] = [*stays, *downs]
    for each in lines:
        edges |= {min(max(each.start, start), end), min(max(each.end, start), end)}
    cuts = sorted(edges)
    for begin, finish in pairwise(cuts):
        here = {stay.kit for stay in stays if stay.start <= begin and finish <= stay.end}
        active = [d for d in downs if d.kit in here and d.start <= begin and finish <= d.end]
        yield Segment(begin, finish, len(here), len(here) - sum(_shares(active).values()), tuple(active))


def _shares(downs: Iterable[Down]) -> dict[int, float]:
    """What is gone of each kit: its worst fault decides, two do not take it away twice."""
    found: dict[int, float] = {}
    for down in downs:
        found[down.kit] = max(found.get(down.kit, 0.0), down.share)
    return found


# -- recordings -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rate:
    """Recordings of one kit in an open hour: the place's own, or what is known from elsewhere until then."""

    recordings: int
    kit_minutes: int
    prior: Prior = COUNTER

    @property
    def weight(self) -> float:
        """How much of the rate is the place's own: all of it after about a week."""
        return min(1.0, self.kit_hours / ENOUGH_HOURS)

    @property
    def kit_hours(self) -> float:
        return self.kit_minutes / HOUR

    @property
    def per_kit_hour(self) -> float:
        own = self.recordings / self.kit_hours if self.kit_minutes else 0.0
        return self.weight * own + (1 - self.weight) * self.prior.per_hour

    @property
    def is_measured(self) -> bool:
        return self.weight >= 1


@dataclass(frozen=True, slots=True)
class Demand:
    """What a place records in an open hour when all is well, one kit's part of it, and the most it takes."""

    per_hour: float
    per_kit: float
    most_per_kit: float

    def lost(self, working: float) -> float:
        """Recordings lost in an open hour in which so many kits work."""
        return max(0.0, self.per_hour - self.most_per_kit * max(working, 0.0))


def demand(rate: Rate, kits: int) -> Demand:
    """*kits* is how many the place has when none is broken or lent."""
    per_kit = rate.per_kit_hour
    return Demand(per_kit * kits, per_kit, max(MOST_PER_HOUR, per_kit))


def rate(recordings: int, stays: Sequence[Stay], downs: Sequence[Down], start: int, end: int) -> Rate:
    """The measured rate over some open time: recordings per open hour of a kit that worked."""
    worked = sum(each.working * each.minutes for each in segments(stays, downs, start, end))
    return Rate(recordings, round(worked))


def shared(rates: Iterable[Rate]) -> Prior:
    """What a place borrows while it has too little of its own: the mean of the office's other places."""
    known = list(rates)
    hours = sum(each.kit_hours for each in known)
    if hours < ENOUGH_HOURS:
        return COUNTER
    return Prior(sum(each.recordings for each in known) / hours, OWN_OFFICE)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one fault so far: open minutes, what the kit usually records in them, and what was lost of that.

    The difference between the last two is what the place's other kits took over.
    """

    minutes: int = 0
    usual: float = 0.0
    lost: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.minutes + other.minutes, self.usual + other.usual, self.lost + other.lost)

    @property
    def hours(self) -> float:
        return self.minutes / HOUR

    @property
    def taken_over(self) -> float:
        return max(0.0, self.usual - self.lost)


def costs(
    stays: Sequence[Stay], downs: Sequence[Down], wanted: Demand, start: int, end: int
) -> dict[int, Cost]:
    """The cost of each fault at one place between two open minutes.

    A gap's loss is divided over the kits that are (partly) gone, as much as each is gone, and within a kit
    over its faults. A kit that was lent away is no fault's cost. Time without any loss still counts as time.
    """
    found: dict[int, Cost] = {}
    for each in segments(stays, downs, start, end):
        hours, parts = each.minutes / HOUR, _parts(each.downs)
        lost = (wanted.lost(each.working) - wanted.lost(each.present)) * hours
        whole = sum(parts.values()) or 1.0
        for fault, part in parts.items():
            cost = Cost(each.minutes, wanted.per_kit * part * hours, lost * part / whole)
            found[fault] = found.get(fault, Cost()) + cost
    return found


def _parts(downs: Sequence[Down]) -> dict[int, float]:
    """How much of a kit each fault takes; together no more than is gone."""
    gone = _shares(downs)
    of_kit: dict[int, float] = {}
    for down in downs:
        of_kit[down.kit] = of_kit.get(down.kit, 0.0) + down.share
    found: dict[int, float] = {}
    for down in downs:
        part = gone[down.kit] * down.share / of_kit[down.kit] if down.share else 0.0
        found[down.fault] = found.get(down.fault, 0.0) + part
    return found
