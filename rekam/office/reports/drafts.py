"""The figures of a report that nobody has issued yet, counted from what is known now."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office.coverage import queries as coverage
from rekam.office.ledger import queries as ledger
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area, Level
from rekam.office.reports import days_off, differences, sessions
from rekam.office.reports.differences import Stand
from rekam.office.reports.figures import Counts, District, Figures, Since, StatedFigure
from rekam.office.reports.models import Kind

# What a daily report needs and no file tells: the office types it in. Missing is not zero.
TYPED = ("suket_today", "suket_before", "cards_new", "cards_lost", "cards_damaged", "cards_changed", "blanks")


def first_day(kind: str, on: date) -> date:
    """Of a month its first day, of a day itself."""
    return on.replace(day=1) if kind == Kind.MONTHLY else on


def last_day(kind: str, on: date) -> date:
    """Of a month its last day, of a day itself."""
    if kind != Kind.MONTHLY:
        return on
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def figures(
    *,
    kind: str,
    on: date,
    known: date | None = None,
    stand: Stand | None = None,
    stand_number: str = "",
    typed: Mapping[str, int | None] | None = None,
) -> Figures:
    """All figures of a report. *stand* is the earlier report that changes are told from, when there is
    one. Without *known*, sessions and statuses are all those held, whenever they were known.
    """
    office = regions.office()
    start, end = first_day(kind, on), last_day(kind, on)
    held = sessions.parts(
        start=start, end=end, known=known or sessions.EVERYTHING, regency=office.regency.code
    )
    has_all_held, known = known is None, known or coverage.last_known(end)
    areas = list(regions.inside(office.regency.code).defer("aliases"))
    ids = {a.code: a.pk for a in areas if a.level == Level.VILLAGE}
    counts = differences.counts_of(ledger.balances(on=end, known=known), ids)
    return Figures(
        kind=kind,
        area_code=office.regency.code,
        area_name=office.regency.name,
        start=start,
        on=end,
        known=known,
        districts=_districts(areas),
        counts=counts,
        by_day=differences.recorded_by_day(end.replace(day=1), end, known, ids),
        days_off=_days_off(start, end),
        since=_since(stand, stand_number, counts, start, end, known, ids),
        service=held.service,
        stocks=held.stocks,
        failed=held.failed,
        has_all_held=has_all_held,
        stated=_stated(start, end, known),
        typed={name: (typed or {}).get(name) for name in TYPED} if kind == Kind.DAILY else {},
    )


def _districts(areas: list[Area]) -> tuple[District, ...]:
    villages: dict[str, dict[str, str]] = {}
    for area in areas:
        if area.level == Level.VILLAGE:
            villages.setdefault(area.code.rpartition(".")[0], {})[area.code] = area.name
    named = ((a.code, a.name) for a in areas if a.level == Level.DISTRICT)
    return tuple(District(code, name, villages.get(code, {})) for code, name in named)


def _days_off(start: date, end: date) -> dict[str, dict[str, str]]:
    """ISO day → language → name."""
    found: dict[str, dict[str, str]] = {}
    for language in wording.MONTHS:
        for day, name in days_off.between(start, end, language).items():
            found.setdefault(day.isoformat(), {})[language] = name
    return found


def _since(
    stand: Stand | None,
    number: str,
    counts: Counts,
    start: date,
    end: date,
    known: date,
    ids: Mapping[str, int],
) -> Since | None:
    """From the report before; from the eve of the period as it was known then, when there is no report."""
    stand = stand or _eve(start, ids)
    if stand is None:
        return None
    found = differences.since(stand, number=number, on=end, known=known, ids=ids)
    if wrong := differences.left_over(found, differences.by_measure(counts)):
        raise RuleBroken(
            "report.does_not_add_up",
            gettext_noop(
                "The change since %(on)s does not add up for %(villages)s villages. "
                "Have the ledger checked: rekam verify."
            ),
            on=stand.on.isoformat(),
            villages=len(wrong),
        )
    return found


def _eve(start: date, ids: Mapping[str, int]) -> Stand | None:
    eve = start - timedelta(days=1)
    _, first_known, _ = ledger.revision()
    if first_known is None or first_known > eve:
        return None
    held = differences.counts_of(ledger.balances(on=eve, known=eve), ids)
    return Stand(eve, eve, differences.last_posting(), differences.by_measure(held))


def _stated(start: date, end: date, known: date) -> tuple[StatedFigure, ...]:
    """What was published about a day of the period, beside the ledger's count of that day, known as the
    report's own counts are.
    """
    found = []
    for figure, comparison in coverage.stated(known=known):
        if start <= figure.on <= end:
            found.append(
                StatedFigure(
                    figure.measure,
                    figure.value,
                    figure.on,
                    figure.area_code,
                    figure.stated_by,
                    figure.published_on,
                    figure.source,
                    comparison.now,
                )
            )
    return tuple(sorted(found, key=lambda s: (s.published_on, s.area_code, s.measure)))
