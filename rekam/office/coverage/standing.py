"""Where recording stands, gathered for one page in one answer, so that the page asks its cache once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rekam.domain.coverage.explanation import Count, Coverage, Explanation
from rekam.domain.coverage.rules import Measure, Reason
from rekam.office.coverage import queries
from rekam.office.ledger import queries as ledger
from rekam.office.regions import queries as regions

TREND_MONTHS = 12
# How far back a page looks for the last recording of an area.
QUIET_DAYS = 60


@dataclass(frozen=True, slots=True)
class Past:
    """The counts of one area on several days: as known then (nothing before the ledger began), and as known
    on one later day.
    """

    days: tuple[date, ...]
    then: tuple[Count | None, ...]
    now: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """First recordings by day and, for a month, by area; a day of which nothing is known yet is None."""

    days: dict[date, int | None]
    by_area: dict[str, int]
    last_day: dict[str, date]

    @property
    def total(self) -> int:
        return sum(n for n in self.days.values() if n)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the first page shows of the count on one day."""

    coverage: Coverage
    since: Explanation | None
    flow: Flow
    past: Past
    yesterday: int | None

    @property
    def today(self) -> int | None:
        return self.flow.days[self.coverage.on]

    @property
    def changes(self) -> dict[str, int]:
        """By how much each measure changed since the end of the month before."""
        found = self.since.measures if self.since else {}
        return {measure: each.end - each.start for measure, each in found.items()}


def standing(*, on: date, known: date, by: str, within: str) -> Standing:
    """Where an area stands on a day, with the change since the end of the month before."""
    key = f"standing:{on}:{known}:{by}:{within}"
    return queries.kept(key, lambda: _standing(on, known, by, within))


def _standing(on: date, known: date, by: str, within: str) -> Standing:
    before = month_end_before(on)
    _, first_known, _ = ledger.revision()
    explained = first_known is not None and first_known <= before
    start = on.replace(day=1)
    yesterday = on - timedelta(days=1)
    flow = _flow(start, on, known, by, within)
    latest = _flow(yesterday, yesterday, known, by, within) if yesterday < start else flow
    return Standing(
        coverage=queries.coverage(on=on, known=known, by=by, within=within),
        since=queries.explain(start=before, end=on, known_end=known, area=within) if explained else None,
        flow=flow,
        past=past(on=on, known=known, within=within),
        yesterday=latest.days[yesterday],
    )


def month_end_before(day: date) -> date:
    """30 September → 31 August; 31 August → 31 July."""
    return day.replace(day=1) - timedelta(days=1)


def semester_end_before(day: date) -> date:
    """The day of the last semester release of the register (DKB) before a day: 30 June or 31 December."""
    ends = (date(day.year, 6, 30), date(day.year - 1, 12, 31))
    return next(end for end in ends if end < day)


def flow(*, start: date, end: date, known: date, by: str, within: str) -> Flow:
    """First recordings from one day to another."""
    key = f"flow:{start}:{end}:{known}:{by}:{within}"
    return queries.kept(key, lambda: _flow(start, end, known, by, within))


def _flow(start: date, end: date, known: date, by: str, within: str) -> Flow:
    parts = 3 if by == "kecamatan" else 4
    rows = regions.villages(within).values_list("id", "code")
    area_of = {pk: ".".join(code.split(".")[:parts]) for pk, code in rows}
    earliest = min(start, end - timedelta(days=QUIET_DAYS - 1))
    found = ledger.by_day(
        start=earliest, end=end, known=known, measure=Measure.RECORDED, cause=Reason.RECORDED
    )
    last_news = min(queries.last_known(date.min), known)
    days: dict[date, int | None] = {}
    by_area: dict[str, int] = dict.fromkeys(area_of.values(), 0)
    last_day: dict[str, date] = {}
    for day, amounts in found.items():
        here = {pk: n for pk, n in amounts.items() if pk in area_of and n}
        last_day |= {area_of[pk]: day for pk, n in here.items() if n > 0}
        if day < start:
            continue
        days[day] = sum(here.values()) if day <= last_news else None
        for pk, n in here.items():
            by_area[area_of[pk]] += n
    return Flow(days, by_area, last_day)


def past(*, on: date, known: date, within: str, months: int = TREND_MONTHS) -> Past:
    """The counts at the end of each of the last months and on the day itself."""
    key = f"past:{on}:{known}:{within}:{months}"
    return queries.kept(key, lambda: _past(on, known, within, months))


def _past(on: date, known: date, within: str, months: int) -> Past:
    days = [on]
    while len(days) <= months:
        days.insert(0, month_end_before(days[0]))
    ids = list(regions.villages(within).values_list("id", flat=True))
    _, first_known, _ = ledger.revision()
    heard = [first_known is not None and day >= first_known for day in days]
    return Past(
        tuple(days),
        tuple(_count(day, min(day, known), ids) if h else None for day, h in zip(days, heard, strict=True)),
        tuple(_count(day, known, ids) for day in days),
    )


def _count(on: date, known: date, ids: Iterable[int]) -> Count:
    held = ledger.balances(on=on, known=known).over(ids).sum(axis=0)
    return Count(*(int(n) for n in held[: len(Measure)]))
