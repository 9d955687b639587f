"""Who has had how many weekends and holidays this year, and what would be fair by the end of a month."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rekam.office.rosters import queries
from rekam.office.rosters.models import Officer
from rekam.office.rosters.queries import Worked

KINDS = ("duties", "weekends", "holidays")
Key = tuple[str, tuple[str, ...]]


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
    officers: Sequence[Officer],
    wanted: Iterable[Wanted],
    carried: Mapping[int, Worked],
    *,
    start: date,
    end: date,
    holidays: Collection[date],
) -> dict[int, Fair]:
    """Colleagues with the same home and skills share weekends and holidays of the year by the days that they
    belonged to the office; who came in August has not to make up for the months before. All duties are
    shared within the month only.
    """
    expected = _expected(wanted, holidays)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for group in _groups(officers).values():
        for kind in KINDS:
            since = start if kind == "duties" else year_of(start)
            before = {
                o.pk: 0 if kind == "duties" else getattr(carried.get(o.pk, Worked()), kind) for o in group
            }
            pool = sum(before[o.pk] + expected[kind].get(o.pk, 0.0) for o in group)
            for officer, share in _by_presence(group, pool, since, end).items():
                found[officer][kind] = share
    return {pk: Fair(carried=carried.get(pk, Worked()), **shares) for pk, shares in found.items()}


def _expected(wanted: Iterable[Wanted], holidays: Collection[date]) -> dict[str, dict[int, float]]:
    """What this month wants of each, if those who can come share it evenly."""
    found: dict[str, dict[int, float]] = {kind: defaultdict(float) for kind in KINDS}
    for each in wanted:
        for kind in kinds_of(each.on, holidays):
            for officer in each.officers:
                found[kind][officer] += each.count / len(each.officers)
    return found


def _groups(officers: Iterable[Officer]) -> dict[Key, list[Officer]]:
    found: dict[Key, list[Officer]] = defaultdict(list)
    for officer in officers:
        found[officer.home.code, tuple(sorted(officer.skills))].append(officer)
    return found


def _by_presence(group: Sequence[Officer], pool: float, since: date, end: date) -> dict[int, int]:
    present = {officer.pk: _days(officer, since, end) for officer in group}
    whole = sum(present.values()) or 1
    return {pk: math.ceil(round(pool * days / whole, 6)) for pk, days in present.items()}


def _days(officer: Officer, since: date, end: date) -> int:
    first = max(since, officer.since)
    last = min(end, officer.until or end)
    return max(0, (last - first).days + 1)


def carried(month: date, *, until: date, holidays: Collection[date]) -> dict[int, Worked]:
    """What was worked in published rosters from the beginning of the year to the day before *until*."""
    return queries.worked(year_of(month), until - timedelta(days=1), holidays)
