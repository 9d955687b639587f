"""A roster as tables to look at: officers and their days, places and theirs, one day, and what is fair."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.places.queries import HolidayOn
from rekam.office.rosters import fairness, naming, queries, stating
from rekam.office.rosters.models import Cover, Duty, Officer, Roster, Unmet, Wish
from rekam.office.rosters.queries import Worked


@dataclass(frozen=True)
class Day:
    """A column: what kind of day it is for everybody."""

    on: date
    holiday: str = ""

    @property
    def is_weekend(self) -> bool:
        return self.on.weekday() >= queries.SATURDAY


@dataclass(frozen=True)
class Cell:
    """One officer on one day. ``why``: they cannot be on duty; ``is_gap``: they stand there all the same."""

    on: date
    duty: Duty | None = None
    mark: str = ""
    why: str = ""
    wish: bool | None = None

    @property
    def is_gap(self) -> bool:
        return self.duty is not None and bool(self.why)


@dataclass(frozen=True)
class Line:
    """One officer's month."""

    officer: Officer
    cells: list[Cell]
    count: int
    weekends: int
    hours: float


@dataclass(frozen=True)
class Group:
    """The officers of one home."""

    code: str
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class Sheet:
    """A month by officer."""

    days: list[Day]
    groups: list[Group]
    key: list[tuple[str, str]]

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]


def days(month: date, language: str = "id") -> list[Day]:
    """The columns of a month."""
    end = queries.last_of(month)
    holidays: Mapping[date, HolidayOn] = places.holidays(month, end, language)
    return [Day(on, holidays[on].name if on in holidays else "") for on in queries.days_of(month)]


def by_officer(roster: Roster, *, within: str = "", language: str = "id") -> Sheet:
    """Every officer of an area, with their duties wherever they are."""
    columns = days(roster.month, language)
    first, last = columns[0].on, columns[-1].on
    officers = list(queries.serving(first, last, within))
    duties = list(roster.duties.filter(officer__in=officers).select_related("place", "shift").order_by("on"))
    marks = _marks(duties)
    held = {(duty.officer_id, duty.on): duty for duty in duties}
    away, wishes = _away(first, last), _wishes(first, last)
    groups: dict[str, Group] = {}
    for officer in officers:
        cells = [_cell(officer, day.on, held, marks, away.get(officer.pk, set()), wishes) for day in columns]
        group = groups.setdefault(officer.home.code, Group(officer.home.code, officer.home.name, []))
        group.lines.append(_line(officer, cells))
    return Sheet(columns, list(groups.values()), naming.key(duty.place for duty in duties))


def _cell(
    officer: Officer,
    on: date,
    held: Mapping[tuple[int, date], Duty],
    marks: Mapping[int, str],
    away: Collection[date],
    wishes: Mapping[tuple[int, date], bool],
) -> Cell:
    duty = held.get((officer.pk, on))
    return Cell(
        on=on,
        duty=duty,
        mark=marks[duty.pk] if duty else "",
        why=stating.why_absent(officer, on, away),
        wish=wishes.get((officer.pk, on)),
    )


def _line(officer: Officer, cells: list[Cell]) -> Line:
    worked = [cell for cell in cells if cell.duty is not None and not cell.is_gap]
    minutes = sum(cell.duty.shift.minutes for cell in worked if cell.duty)
    weekends = sum(cell.on.weekday() >= queries.SATURDAY for cell in worked)
    return Line(officer, cells, len(worked), weekends, minutes / 60)


def _marks(duties: Sequence[Duty]) -> dict[int, str]:
    """What stands in a cell: the place's short name, and the shift unless it is the one that most serve."""
    short = naming.short_names(duty.place for duty in duties)
    counted = Counter(duty.shift_id for duty in duties)
    usual = counted.most_common(1)[0][0] if counted else None
    return {
        duty.pk: short[duty.place_id] + ("" if duty.shift_id == usual else f"·{duty.shift.code}")
        for duty in duties
    }


def _away(first: date, last: date) -> dict[int, set[date]]:
    found: dict[int, set[date]] = defaultdict(set)
    for leave in queries.leave(first, last):
        found[leave.officer_id].update(places.days_between(max(leave.start, first), min(leave.end, last)))
    return found


def _wishes(first: date, last: date) -> dict[tuple[int, date], bool]:
    rows = Wish.objects.filter(on__range=(first, last)).values_list("officer", "on", "wants_duty")
    return {(officer, on): wants for officer, on, wants in rows}


# -- places ------------------------------------------------------------------------------------------------


@dataclass
class Spot:
    """One place on one day: who is wanted and who is there."""

    on: date
    wanted: int = 0
    missing: int = 0
    duties: list[Duty] = field(default_factory=list)

    @property
    def tone(self) -> str:
        if not self.wanted and not self.duties:
            return ""
        if not self.missing:
            return "recorded"
        return "risk" if self.duties else "stop"


@dataclass(frozen=True)
class PlaceLine:
    place: Place
    spots: list[Spot]

    @property
    def missing(self) -> int:
        return sum(spot.missing for spot in self.spots)


@dataclass(frozen=True)
class PlaceSheet:
    """A month by place."""

    days: list[Day]
    lines: list[PlaceLine]


def by_place(roster: Roster, *, within: str = "", language: str = "id") -> PlaceSheet:
    """Every place of an area that wants somebody in the month, or has somebody."""
    columns = days(roster.month, language)
    held = {place.pk: place for place in places.places(within)}
    spots = {(place, day.on): Spot(day.on) for place in held for day in columns}
    used = set()
    for place, on, wanted in _wanted(columns[0].on, columns[-1].on):
        if place in held:
            spots[place, on].wanted += wanted
            used.add(place)
    for row in roster.unmet.filter(place__in=held):
        spots[row.place_id, row.on].missing += row.missing
    for duty in _present(roster).filter(place__in=held):
        spots[duty.place_id, duty.on].duties.append(duty)
        used.add(duty.place_id)
    lines = [
        PlaceLine(place, [spots[pk, day.on] for day in columns]) for pk, place in held.items() if pk in used
    ]
    return PlaceSheet(columns, lines)


def _wanted(first: date, last: date) -> Iterable[tuple[int, date, int]]:
    rows = Cover.objects.filter(on__range=(first, last), wanted__gt=0).order_by()
    return rows.values_list("place", "on", "wanted")


def _present(roster: Roster):  # type: ignore[no-untyped-def]
    duties = queries.present(roster).select_related("officer", "shift")
    return duties.order_by("on", "shift__starts", "skill", "officer__name")


# -- one day -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attendance:
    """Who is at one place on one day, and what is missing there."""

    place: Place
    duties: list[Duty]
    unmet: list[Unmet]


def on_day(roster: Roster, on: date, *, within: str = "") -> list[Attendance]:
    """Every place of an area that wants somebody on a day, or has somebody."""
    found = {place.pk: Attendance(place, [], []) for place in places.places(within)}
    for duty in _present(roster).filter(on=on, place__in=found):
        found[duty.place_id].duties.append(duty)
    for row in roster.unmet.filter(on=on, place__in=found).select_related("shift"):
        found[row.place_id].unmet.append(row)
    return [each for each in found.values() if each.duties or each.unmet]


# -- what is fair ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Balance:
    """What an officer does in this month, and has done in the year by the end of it."""

    officer: Officer
    month: Worked
    year: Worked


def balances(roster: Roster, *, within: str = "") -> list[Balance]:
    """Weekends and holidays of the year: published months, and this roster in place of its own month."""
    first, last = roster.month, queries.last_of(roster.month)
    holidays = frozenset(places.holidays(fairness.year_of(first), last))
    before = fairness.carried(first, until=first, holidays=holidays)
    now: dict[int, Counter[str]] = defaultdict(Counter)
    for officer, on in _present(roster).order_by().values_list("officer", "on"):
        now[officer].update(fairness.kinds_of(on, holidays))
    found = []
    for officer in queries.serving(first, last, within):
        month = Worked(**{kind: now[officer.pk][kind] for kind in fairness.KINDS})
        found.append(Balance(officer, month, _sum(before.get(officer.pk, Worked()), month)))
    return found


def _sum(one: Worked, other: Worked) -> Worked:
    return Worked(one.duties + other.duties, one.weekends + other.weekends, one.holidays + other.holidays)
