"""The one screen for the head of office: every kecamatan now, and what is wrong where."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rekam.domain.kits.fitness import Fitness
from rekam.domain.service.late import Late
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Fault
from rekam.office.kits.queries import KitState
from rekam.office.regions import queries as regions
from rekam.office.service import levels, queries, recordings
from rekam.office.service.queries import PlaceStanding
from rekam.office.service.recordings import DISTRICT, Day, Today

STOP, RISK, FINE, QUIET = "stop", "risk", "recorded", "quiet"
WORST_FIRST = (STOP, RISK, FINE, QUIET)
# Ages of open faults in days, and where each group of them ends.
AGES = (1, 3, 7)


@dataclass(frozen=True, slots=True)
class Kits:
    """How many kits record, record with an exception, and do not record."""

    fit: int
    partial: int
    down: int

    @property
    def usable(self) -> int:
        return self.fit + self.partial

    @property
    def total(self) -> int:
        return self.usable + self.down


@dataclass(frozen=True, slots=True)
class District:
    """One kecamatan now. ``reasons`` are those of its places that should be open and are not."""

    code: str
    name: str
    tone: str
    places: tuple[PlaceStanding, ...]
    kits: Kits
    faults: tuple[Fault, ...]
    oldest: timedelta | None
    overdue: int
    today: Today

    @property
    def open_places(self) -> int:
        return sum(each.is_open for each in self.places)

    @property
    def sets(self) -> int:
        return sum(each.sets for each in self.places)

    @property
    def closed(self) -> list[PlaceStanding]:
        """What somebody should see first: places that are closed within their hours; and where no kit of the
        district records, also those that are closed by their hours now.
        """
        waits = [each for each in self.places if not each.is_open]
        return [each for each in waits if each.is_in_hours or (each.kits and not self.kits.usable)]

    @property
    def opens_next(self) -> datetime | None:
        return min((each.opens_next for each in self.places if each.opens_next), default=None)


@dataclass(frozen=True, slots=True)
class Now:
    """All of it. ``ages`` are counts of open faults: up to a day, three days, a week, and older. Which are
    ``overdue`` is known of now only: what a fault waits for goes by its state, of which no past is kept.
    """

    at: datetime
    districts: tuple[District, ...]
    today: Today
    kits: Kits
    open_faults: tuple[Fault, ...]
    ages: tuple[int, ...]
    overdue: tuple[Late, ...]
    is_live: bool = True

    @property
    def has_places(self) -> bool:
        return any(each.places for each in self.districts)

    @property
    def open_places(self) -> int:
        return sum(each.open_places for each in self.districts)

    @property
    def in_hours(self) -> int:
        return sum(place.is_in_hours for each in self.districts for place in each.places)

    @property
    def faults(self) -> int:
        return sum(self.ages)


def now(at: datetime, within: str = "", *, is_live: bool = True) -> Now:
    """Every district inside an area at a moment, in a dozen questions. *is_live*: that moment is now."""
    standing = queries.standing(at, within)
    faults = list(kits.open_faults(within, None if is_live else at))
    late = levels.overdue(at, standing, faults) if is_live else []
    today = recordings.today(at, within)
    districts = _districts(at, within, standing, faults, late, today)
    return Now(
        at=at,
        districts=tuple(districts),
        today=today.whole,
        kits=count(kit for each in standing for kit in each.kits),
        open_faults=tuple(faults),
        ages=_ages(faults, at),
        overdue=tuple(late),
        is_live=is_live,
    )


def count(states: Iterable[KitState]) -> Kits:
    found = [state.fitness for state in states]
    return Kits(*(found.count(each) for each in (Fitness.FIT, Fitness.PARTIAL, Fitness.DOWN)))


def _districts(
    at: datetime,
    within: str,
    standing: Sequence[PlaceStanding],
    faults: Sequence[Fault],
    late: Sequence[Late],
    today: Day,
) -> list[District]:
    by_code: dict[str, list[PlaceStanding]] = defaultdict(list)
    broken: dict[str, list[Fault]] = defaultdict(list)
    overdue = {each.waiting.fault for each in late}
    for each in standing:
        by_code[each.place.area.code[:DISTRICT]].append(each)
    for fault in faults:
        if fault.stands_in is not None:
            broken[fault.stands_in[:DISTRICT]].append(fault)
    known = regions.districts(within[:DISTRICT] or regions.office().regency.code)
    return [
        _district(at, code, name, by_code[code], broken[code], overdue, today.of(code))
        for code, name in known.values_list("code", "name")
    ]


def _district(
    at: datetime,
    code: str,
    name: str,
    here: Sequence[PlaceStanding],
    faults: Sequence[Fault],
    overdue: set[int],
    today: Today,
) -> District:
    stationed = count(kit for each in here for kit in each.kits)
    late = sum(fault.pk in overdue for fault in faults)
    return District(
        code=code,
        name=name,
        tone=_tone(here, stationed, late),
        places=tuple(here),
        kits=stationed,
        faults=tuple(faults),
        oldest=max((age(fault, at) for fault in faults), default=None),
        overdue=late,
        today=today,
    )


def _tone(here: Sequence[PlaceStanding], stationed: Kits, overdue: int) -> str:
    """Red: nobody can be recorded though somebody should be, or no kit works. Orange: less than there should
    be. Grey: closed by the calendar, and nothing the matter.
    """
    should = [each for each in here if each.is_in_hours]
    if not stationed.usable or (should and not any(each.is_open for each in should)):
        return STOP
    if overdue or stationed.partial or stationed.down or not all(each.is_open for each in should):
        return RISK
    return FINE if should else QUIET


def in_urgency(districts: Iterable[District]) -> list[District]:
    """The worst first, and in their order among equals."""
    return sorted(districts, key=lambda each: WORST_FIRST.index(each.tone))


def age(fault: Fault, at: datetime) -> timedelta:
    return max(at - fault.reported_at, timedelta())


def _ages(faults: Iterable[Fault], at: datetime) -> tuple[int, ...]:
    found = [0] * (len(AGES) + 1)
    for fault in faults:
        days = age(fault, at) / timedelta(days=1)
        found[sum(days > limit for limit in AGES)] += 1
    return tuple(found)
