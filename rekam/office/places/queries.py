"""Where one can be recorded and when, by the calendar. Kits and duty are asked elsewhere."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from rekam.domain.places import hours
from rekam.domain.places.hours import Calendar, Day, Ranges
from rekam.office.coverage import queries as coverage
from rekam.office.places import official
from rekam.office.places.models import Holiday, Place, SpecialDay, Timetable
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Level

Ids = Collection[int] | None
DEMO_CLOCK = time(10)


def zone() -> ZoneInfo:
    """The office's own clock."""
    return ZoneInfo(settings.TIME_ZONE)


def default_moment(now: datetime) -> datetime:
    """The moment a page is about when nothing was asked: now. The demo's calendar stands still: there it is
    ten o'clock on the last day that its register knows.
    """
    on = coverage.default_day()
    is_now = on == timezone.localdate(now)
    return now if is_now else datetime.combine(on, DEMO_CLOCK, zone())


def days_between(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def places(within: str = "") -> QuerySet[Place]:
    """The service points in an area, with their areas. *within* is a code; "" is everywhere."""
    found = Place.objects.select_related("area")
    return found.filter(Q(area__code=within) | Q(area__code__startswith=f"{within}.")) if within else found


def standing_on(on: date) -> QuerySet[Place]:
    """The service points that there are on a day: neither closed for good before it nor still to open."""
    began, goes_on = Q(opens_on=None) | Q(opens_on__lte=on), Q(closes_on=None) | Q(closes_on__gte=on)
    return Place.objects.filter(began, goes_on)


def days(*, start: date, end: date, place_ids: Ids = None) -> dict[int, dict[date, Day]]:
    """Every place on every day from *start* to *end*: when it is open, and what decided that."""
    closing = closing_holidays(start, end)
    wanted = days_between(start, end)
    return {
        place: {on: hours.day(on, calendar, closing.get(on)) for on in wanted}
        for place, calendar in calendars(start=start, end=end, place_ids=place_ids).items()
    }


def openings(*, start: date, end: date, place_ids: Ids = None) -> dict[int, dict[date, Ranges]]:
    """When each place is open on each day; closed days are there and empty."""
    found = days(start=start, end=end, place_ids=place_ids)
    return {place: {on: day.ranges for on, day in by_day.items()} for place, by_day in found.items()}


def open_at(at: datetime) -> set[int]:
    """The places that are open at a moment by their calendar."""
    on = hours.local(at, zone()).date()
    found = openings(start=on, end=on)
    return {place for place, by_day in found.items() if hours.is_open(by_day[on], at, zone())}


def open_minutes(place_id: int, start: datetime, end: datetime) -> int:
    """For how many minutes a place is open between two moments. For many places or spans of time, ask
    `openings` once and count with `hours.open_minutes`.
    """
    first, last = hours.local(start, zone()).date(), hours.local(end, zone()).date()
    found = openings(start=first, end=last, place_ids=[place_id])
    return hours.open_minutes(found.get(place_id, {}), start, end, zone())


@dataclass(frozen=True, slots=True)
class HeldWeek:
    """A week of a place with the days between which it holds; ``until`` is missing for the last one."""

    timetable: Timetable
    week: hours.Week
    until: date | None
    is_now: bool


def weeks(place: Place, today: date) -> list[HeldWeek]:
    """The weeks of a place, the latest first."""
    held = list(place.timetables.order_by("since"))
    untils = [later.since - timedelta(days=1) for later in held[1:]] + [None] if held else []
    found = [
        HeldWeek(
            each,
            tuple(map(hours.from_stored, each.week)),
            until,
            each.since <= today and (until is None or today <= until),
        )
        for each, until in zip(held, untils, strict=True)
    ]
    return found[::-1]


def week_in_force(place: Place, on: date) -> hours.Week:
    """The week that holds on a day; closed all week when none does."""
    found = place.timetables.filter(since__lte=on).order_by("since").last()
    return tuple(map(hours.from_stored, found.week)) if found else hours.CLOSED_WEEK


def district_name(place: Place) -> str:
    """The name of the district in which a place lies."""
    area = place.area
    if area.level == Level.DISTRICT:
        return area.name
    district = regions.by_code(area.code.rpartition(".")[0])
    return district.name if district else area.name


def calendars(*, start: date, end: date, place_ids: Ids = None) -> dict[int, Calendar]:
    """What is known of the hours of the places between two days: three questions, however many places."""
    held = Place.objects.order_by().values_list("id", "opens_on", "closes_on")
    weeks = Timetable.objects.order_by().filter(since__lte=end).values_list("place_id", "since", "week")
    special = SpecialDay.objects.order_by().filter(on__range=(start, end))
    specials = special.values_list("place_id", "on", "ranges", "reason")
    if place_ids is not None:
        held = held.filter(id__in=place_ids)
        weeks, specials = weeks.filter(place_id__in=place_ids), specials.filter(place_id__in=place_ids)
    timetables: dict[int, list[hours.Timetable]] = defaultdict(list)
    for place, since, week in weeks:
        timetables[place].append(hours.Timetable(since, tuple(map(hours.from_stored, week))))
    special_days: dict[int, dict[date, tuple[Ranges, str]]] = defaultdict(dict)
    for place, on, ranges, reason in specials:
        special_days[place][on] = (hours.from_stored(ranges), reason)
    return {
        place: Calendar(tuple(timetables[place]), special_days[place], opens_on, closes_on)
        for place, opens_on, closes_on in held
    }


@dataclass(frozen=True, slots=True)
class HolidayOn:
    """A holiday and what the office does on it. ``row`` is its decision, if it took one."""

    on: date
    name: str
    is_collective: bool
    is_official: bool
    row: Holiday | None = None

    @property
    def stays_open(self) -> bool:
        return self.row is None or self.row.stays_open


def holidays(start: date, end: date, language: str = "id") -> dict[date, HolidayOn]:
    """National holidays, collective leave and the office's own, with the office's decision about each.
    The office stays open on those about which nobody decided.
    """
    rows = {
        row.on: row for row in Holiday.objects.filter(on__range=(start, end)).select_related("decided_by")
    }
    found = {
        each.on: HolidayOn(each.on, each.name, each.is_collective, True, rows.get(each.on))
        for each in official.holidays_between(start, end, language)
    }
    for on, row in rows.items():
        found.setdefault(on, HolidayOn(on, row.name, row.is_collective, False, row))
    return dict(sorted(found.items()))


def closing_holidays(start: date, end: date) -> dict[date, str]:
    """The holidays on which the office decided to close."""
    closed = Holiday.objects.order_by().filter(on__range=(start, end), stays_open=False)
    return dict(closed.values_list("on", "name"))
