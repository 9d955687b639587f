"""Who has had how many weekends and holidays this year, and what would be fair by the end of a month."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from rekam.office.rosters import queries
from rekam.office.rosters.models import Officer, Roster
from rekam.office.rosters.queries import Worked

KINDS = ("duties", "weekends", "holidays")
ROUNDS, CLOSE = 1_000, 1e-7  # of pouring; until nobody's share of a day moves by more


@dataclass(frozen=True, slots=True)
class Fair:
    """What would be fair for one officer by the end of the month, beside what they carry into it."""

    carried: Worked
    duties: int
    weekends: int
    holidays: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """People wanted somewhere on a day, and who could come without a long way."""

    on: date
    count: int
    officers: tuple[int, ...]


def year_of(month: date) -> date:
    return date(month.year, 1, 1)


def kinds_of(on: date, holidays: Collection[date]) -> tuple[str, ...]:
    """Under what a duty on this day is counted: a holiday on a Sunday is a holiday."""
    if on in holidays:
        return ("duties", "holidays")
    return ("duties", "weekends") if on.weekday() >= queries.SATURDAY else ("duties",)


def fair(
    officers: Iterable[Officer],
    wanted: Iterable[Wanted],
    carried: Mapping[int, Worked],
    *,
    start: date,
    end: date,
    holidays: Collection[date],
) -> dict[int, Fair]:
    """Those who could come to the same posts share weekends and holidays of the year by the days that they
    belonged to the office, whatever else each of them can do; who came in August has not to make up for the
    months before. All duties are shared within the month only.
    """
    officers = list(officers)
    demand = _demand(wanted, holidays)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for kind in KINDS:
        since = start if kind == "duties" else year_of(start)
        present = {o.pk: _days(o, since, end) for o in officers}
        before = {
            o.pk: 0 if kind == "duties" else getattr(carried.get(o.pk, Worked()), kind) for o in officers
        }
        for pk, share in _level(demand[kind], before, present).items():
            found[pk][kind] = math.ceil(round(share, 3))
    return {pk: Fair(carried=carried.get(pk, Worked()), **shares) for pk, shares in found.items()}


def _demand(wanted: Iterable[Wanted], holidays: Collection[date]) -> dict[str, dict[tuple[int, ...], int]]:
    """What this month wants in all of those who can come."""
    found: dict[str, dict[tuple[int, ...], int]] = {kind: defaultdict(int) for kind in KINDS}
    for each in wanted:
        for kind in kinds_of(each.on, holidays):
            found[kind][each.officers] += each.count
    return found


def _level(
    demand: Mapping[tuple[int, ...], int], before: Mapping[int, int], present: Mapping[int, int]
) -> dict[int, float]:
    """What each would have in the end if all that is wanted went to those who have had least for their days.

    Like water in basins: each demand fills up those who can meet it, to one level; basins that share somebody
    level out. Who has had more than that already is measured by the level of those beside them, so that
    every further day of theirs is dear.
    """
    poured = {able: dict.fromkeys(able, 0.0) for able, count in demand.items() if count}
    height = {pk: float(before[pk]) for pk in before}  # days in all
    for _ in range(ROUNDS):
        moved = 0.0
        for able, held in poured.items():
            without = {pk: height[pk] - held[pk] for pk in able}
            level = _filled(without, present, demand[able])
            for pk in able:
                now = max(0.0, level * present[pk] - without[pk])
                moved = max(moved, abs(now - held[pk]))
                height[pk], held[pk] = without[pk] + now, now
        if moved < CLOSE:
            break
    levels: dict[int, float] = {}
    for able in poured:
        lowest = min(height[pk] / present[pk] for pk in able)
        for pk in able:
            levels[pk] = max(levels.get(pk, 0.0), lowest)
    return {pk: levels[pk] * present[pk] if pk in levels else float(before[pk]) for pk in before}


def _filled(without: Mapping[int, float], present: Mapping[int, int], count: float) -> float:
    """The level that so many days reach when they are poured over people of these heights."""
    rising = sorted(without, key=lambda pk: without[pk] / present[pk])
    held, width, level = count, 0, 0.0
    for pk in rising:
        if width and level <= without[pk] / present[pk]:
            break
        held, width = held + without[pk], width + present[pk]
        level = held / width
    return level


def _days(officer: Officer, since: date, end: date) -> int:
    first = max(since, officer.since)
    last = min(end, officer.until or end)
    return max(1, (last - first).days + 1)


def carried(
    month: date, *, until: date, holidays: Collection[date], own: Roster | None = None
) -> dict[int, Worked]:
    """What was worked in published rosters from the beginning of the year to the day before *until*; *own*
    stands for its month.
    """
    return queries.worked(year_of(month), until - timedelta(days=1), holidays, own=own)
