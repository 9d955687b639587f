"""What was recorded where: today against the usual, and the rates of places.

Sessions are counted here and not people, because they are the work of a kit; those that failed are no work
that counts. A day of which nothing is known yet is not a day without recordings.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from rekam.domain.coverage.rules import NOT_COUNTED
from rekam.office.recordings import queries as recordings
from rekam.office.recordings.models import Session
from rekam.office.regions import queries as regions

DISTRICT = 8  # characters of a district's code
WEEKS = 6
RATE_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Today:
    """Recordings until this hour, and until the same hour on the same weekdays before.

    ``count`` None: nothing is known of today yet. ``usual`` None: nothing is known of the weeks before.
    """

    count: int | None
    usual: float | None
    least: int | None = None
    most: int | None = None

    @property
    def is_low(self) -> bool:
        """Fewer than on any of these days."""
        return self.count is not None and self.least is not None and self.count < self.least


@dataclass(frozen=True, slots=True)
class Day:
    """Today in the whole area and by district: one in which nobody was recorded has 0, not nothing known."""

    whole: Today
    by_district: Mapping[str, Today]
    elsewhere: Today

    def of(self, code: str) -> Today:
        return self.by_district.get(code, self.elsewhere)


def today(at: datetime, within: str = "") -> Day:
    """The whole area and each district by its code, in one question.

    Whether a day is known at all is asked of the whole regency and of all its hours: a district may well have
    recorded nobody, and so may everybody until this hour. What was recorded elsewhere says nothing of either.
    """
    local = timezone.localtime(at)
    on = local.date()
    regency = regions.office().regency.code
    counts = _until(local, [on - timedelta(weeks=n) for n in range(WEEKS + 1)])
    ours = {code: by_day for code, by_day in counts.items() if recordings.is_here(code, regency)}
    known = {day for by_day in ours.values() for day in by_day}
    # In the whole regency also where nobody said in which district: somebody was recorded by one of its kits.
    is_whole = regency.startswith(within)
    inside = {c: by_day for c, by_day in ours.items() if is_whole or c.startswith(within[:DISTRICT])}
    whole: dict[date, int] = defaultdict(int)
    for by_day in inside.values():
        for day, count in by_day.items():
            whole[day] += count
    by_district = {code: _compared(by_day, on, known) for code, by_day in inside.items()}
    return Day(_compared(whole, on, known), by_district, _compared({}, on, known))


def _until(local: datetime, days: list[date]) -> dict[str, dict[date, int]]:
    """Sessions until this hour by district and day; 0 where all of a day came later. Those whose time was not
    written down count from the morning on.
    """
    held = counted().filter(recorded_on__in=days).order_by()
    found: dict[str, dict[date, int]] = defaultdict(dict)
    until_now = Count("id", filter=Q(clock__lte=f"{local:%H:%M:%S}"))
    rows = held.values_list("area_code", "recorded_on").annotate(n=until_now)
    for code, day, count in rows:
        by_day = found[code[:DISTRICT]]
        by_day[day] = by_day.get(day, 0) + count
    return found


def _compared(counts: Mapping[date, int], on: date, known: set[date]) -> Today:
    before = [counts.get(day, 0) for day in known if day != on]
    count = counts.get(on, 0) if on in known else None
    if not before:
        return Today(count, None)
    return Today(count, sum(before) / len(before), min(before), max(before))


def counted() -> QuerySet[Session]:
    """The sessions that count as work."""
    return Session.objects.exclude(status__in=NOT_COUNTED)


# -- rates ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Work:
    """Recordings of some weeks by the place's name in its district, and by the kit's code."""

    start: date
    end: date
    at_places: Mapping[tuple[str, str], int]
    by_kits: Mapping[str, int]

    def at(self, area: str, name: str) -> int:
        return self.at_places.get((area[:DISTRICT], _plain(name)), 0)


def work(until: date, weeks: int = RATE_WEEKS) -> Work:
    """The last weeks of which recordings are known: files of recordings come late."""
    last = Session.objects.filter(recorded_on__lte=until).aggregate(last=Max("recorded_on"))["last"]
    end = last or until
    start = end - timedelta(weeks=weeks) + timedelta(days=1)
    rows = counted().filter(recorded_on__range=(start, end)).order_by()
    at_places: dict[tuple[str, str], int] = defaultdict(int)
    by_kits: dict[str, int] = defaultdict(int)
    for area, place, kit, count in rows.values_list("area_code", "place", "kit").annotate(n=Count("id")):
        at_places[area[:DISTRICT], _plain(place)] += count
        by_kits[kit] += count
    return Work(start, end, dict(at_places), dict(by_kits))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
