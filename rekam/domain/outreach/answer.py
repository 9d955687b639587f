"""What solving answers: a dated plan, its value, and what can be said about each place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rekam.domain.outreach.model import Visit

# Told whenever something is better: the best value so far, the proven bound or None, seconds since the start.
Progress = Callable[[int, int | None, float], None]
Stop = Callable[[], bool]


class Status(StrEnum):
    """How solving ended."""

    BEST = "best"  # nothing better exists
    OUT_OF_TIME = "out_of_time"  # the best found in the time given
    STOPPED = "stopped"  # the best found until somebody stopped it


class Method(StrEnum):
    """What found the plan."""

    COLUMNS = "column_generation"  # whole routes, priced: comes with a proven bound
    PYVRP = "pyvrp"  # a search made for many short stops
    GREEDY = "greedy"  # the best next visit, again and again


class Why(StrEnum):
    """Why a site is left out of a plan, or has fewer visits than it has blocks; the strongest first."""

    NOBODY = "nobody"  # nobody is expected there
    CLOSED = "closed"  # no window on any day of the plan
    NO_KIT = "no_kit"  # no base has a fit kit on a day on which the site is open
    NO_CREW = "no_crew"  # no crew is on duty on such a day
    NO_SKILL = "no_skill"  # no crew on duty then has the skills
    UNREACHABLE = "unreachable"  # no crew can be there for a whole block and back within its shift
    TRAVEL = "travel"  # what it would record is worth less than the way
    LIMIT = "limit"  # the site takes no more kits on the days that are left
    TAKEN = "taken"  # of a promise: all who could go keep other promises
    WORTH_LESS = "worth_less"  # everything that would fit in records more elsewhere
    CHOSEN = "chosen"  # all its blocks are worked


@dataclass(frozen=True, slots=True)
class Call:
    """A route's stay at a site on one day. ``starts`` holds the minute at which each block begins, ``blocks``
    the numbers of the blocks from 0, ``expected`` what they record together in thousandths.
    """

    day: int
    site: str
    arrives: int
    starts: tuple[int, ...]
    ends: int
    blocks: tuple[int, ...]
    expected: int


@dataclass(frozen=True, slots=True)
class Route:
    """What one crew with one kit does on ``days`` in a row. It leaves the base in the first day's minute
    ``leaves`` and is back in the last day's minute ``returns``; each night it stays at the last site of the
    day. Several days: ``calls`` tells them apart by their day, and every day has at least one.
    """

    base: str
    crew: str
    kit: str
    days: tuple[int, ...]
    leaves: int
    calls: tuple[Call, ...]
    returns: int
    travel_minutes: int

    @property
    def expected(self) -> int:
        """Thousandths of a recording."""
        return sum(call.expected for call in self.calls)

    @property
    def visits(self) -> tuple[Visit, ...]:
        """What it does, as clients and crews are told."""
        return tuple(Visit(call.day, call.site, self.crew) for call in self.calls)


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that is not kept whole: so many kits are missing, and why. ``nearest`` is the day closest to
    the promised one on which a kit could come instead, were it free; None where there is none.
    """

    site: str
    day: int
    missing: int
    why: Why
    nearest: int | None


@dataclass(frozen=True, slots=True)
class Short:
    """A district's floor that is missed, in thousandths of a recording."""

    district: str
    floor: int
    expected: int


@dataclass(frozen=True, slots=True)
class Price:
    """What a floor (``day`` is None, ``code`` a district) or a promise (``code`` a site) costs.

    In thousandths of a recording: by how much the proven most would rise without it, the linear programme
    over routes solved again without its row. 0: it costs nothing.
    """

    code: str
    day: int | None
    recordings: int


@dataclass(frozen=True, slots=True)
class Fact:
    """Why a site was chosen or left out.

    ``blocks`` are worked, ``left`` are not, for the reason ``why``. ``next_block`` is what the next block is
    expected to record and ``needed`` what a block there would have to record to displace something else (its
    price in the linear programme), both in thousandths; None where not known.
    """

    site: str
    blocks: int
    left: int
    expected: int
    why: Why
    next_block: int | None = None
    needed: int | None = None


@dataclass(frozen=True)
class Answer:
    """A plan. ``value`` is what the model maximises and ``bound`` what no plan can exceed, in thousandths."""

    routes: tuple[Route, ...]
    value: int
    bound: int | None
    method: Method
    status: Status
    seconds: float
    best_at: float
    broken: tuple[Broken, ...] = ()
    short: tuple[Short, ...] = ()
    prices: tuple[Price, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        """Thousandths of a recording that the plan is expected to bring."""
        return sum(route.expected for route in self.routes)

    @property
    def travel_minutes(self) -> int:
        return sum(route.travel_minutes for route in self.routes)

    @property
    def gap(self) -> float | None:
        """By how much the best possible may exceed it at most: 0.02 is two per cent. None is not known."""
        if self.bound is None:
            return None
        return (self.bound - self.value) / abs(self.value) if self.value else float(self.bound > 0)
