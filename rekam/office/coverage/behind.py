"""The residents behind a change: whom a reason of an explanation is about, who was recorded when.

The ledger's lines are asked with the same two dates as the number, so that the people listed add up to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection

from rekam.domain.coverage.rules import Measure, Reason
from rekam.office import bulk
from rekam.office.coverage import queries
from rekam.office.coverage.asked import Window
from rekam.office.regions import queries as regions
from rekam.office.residents.models import Resident

SCHEMA = {"resident_id": pl.Int64, "amount": pl.Int64, "effective_on": pl.Date, "known_on": pl.Date}

# Each day of news once, by jumping through the index instead of reading every line.
DAYS_OF_NEWS = """
    WITH RECURSIVE news (day) AS (
        SELECT MIN(known_on) FROM ledger_line
        UNION ALL
        SELECT (SELECT MIN(known_on) FROM ledger_line WHERE known_on > day) FROM news WHERE day IS NOT NULL
    ) SELECT day FROM news WHERE day IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Person:
    """One resident behind a number, and by how much: +1 came, −1 went. None: no longer held."""

    resident: Resident | None
    amount: int
    effective_on: date
    known_on: date


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that a number is made of, and whether they count with or against their sign."""

    where: str
    params: tuple[object, ...]
    sign: int = 1


def cell(*, area: str, measure: str, reason: str, window: Window, late: bool = False) -> pl.DataFrame:
    """Whom one reason of an explanation is about: resident_id, amount, effective_on, known_on.

    The same rule as ``ledger.queries.moves``: what both ends knew stands under what happened in life, news
    under what happened to our knowledge, and what was true before the first day was learned late. A resident
    whose lines cancel each other moved nothing and is left out.
    """
    parts = _learned_late(reason, window)
    if not late:
        parts += _foreseen(reason, window) + _news(reason, window)
    return _people(parts, area, measure)


def recordings(
    *, area: str, start: date, end: date, known: date, learned_after: date | None = None
) -> pl.DataFrame:
    """Whose first recording that counts fell into these days; or only what was learned of it after a day."""
    after = learned_after or date.min
    days = [day for day in _days_of_news() if after < day <= known]
    where, params = _between("effective_on", start, end, open_start=False)
    part = Part(f"known_on IN {_listed(days)} AND {where} AND cause = %s", (*params, Reason.RECORDED.value))
    return _people([part], area, Measure.RECORDED)


def people(rows: pl.DataFrame) -> list[Person]:
    """The residents of some rows, with their village."""
    found = Resident.objects.select_related("area").in_bulk(rows["resident_id"].to_list())
    return [
        Person(found.get(pk), amount, effective, known) for pk, amount, effective, known in rows.iter_rows()
    ]


def _foreseen(reason: str, window: Window) -> list[Part]:
    """What the first count's knowledge already held for the days between."""
    sign, where, params = _span("effective_on", window.start, window.end)
    days = [day for day in _days_of_news() if day <= window.known_start]
    return [Part(f"known_on IN {_listed(days)} AND {where} AND cause = %s", (*params, reason), sign)]


def _learned_late(reason: str, window: Window) -> list[Part]:
    """What was true on the first day and became known only afterwards."""
    sign, days = _days_between(window)
    where = f"known_on IN {_listed(days)} AND effective_on <= %s AND reason = %s"
    return [Part(where, (window.start, reason), sign)]


def _news(reason: str, window: Window) -> list[Part]:
    """What happened in the days between and became known in the days between."""
    known_sign, days = _days_between(window)
    sign, where, params = _span("effective_on", window.start, window.end)
    shown = f"CASE WHEN reason = '{Reason.OPENING}' THEN cause ELSE reason END"
    where = f"known_on IN {_listed(days)} AND {where} AND {shown} = %s"
    return [Part(where, (*params, reason), sign * known_sign)]


def _days_between(window: Window) -> tuple[int, list[date]]:
    low, high = sorted((window.known_start, window.known_end))
    sign = 1 if window.known_end >= window.known_start else -1
    return sign, [day for day in _days_of_news() if low < day <= high]


def _span(column: str, start: date, end: date) -> tuple[int, str, tuple[date, date]]:
    sign = 1 if end >= start else -1
    where, params = _between(column, min(start, end), max(start, end), open_start=True)
    return sign, where, params


def _between(column: str, low: date, high: date, *, open_start: bool) -> tuple[str, tuple[date, date]]:
    return f"{column} {'>' if open_start else '>='} %s AND {column} <= %s", (low, high)


def _people(parts: Sequence[Part], area: str, measure: str) -> pl.DataFrame:
    lines, params = _lines(parts, area, measure)
    sql = (
        "FROM (SELECT resident_id, SUM(amount) AS amount, MAX(effective_on) AS effective_on, "
        f"MAX(known_on) AS known_on FROM ({lines}) AS line "
        "GROUP BY resident_id HAVING SUM(amount) <> 0) AS person ORDER BY effective_on DESC, resident_id"
    )
    return bulk.read(sql, params, schema=SCHEMA)


def _lines(parts: Sequence[Part], area: str, measure: str) -> tuple[str, list[object]]:
    """The lines of all parts with the sign they count with. Unrecorded is obliged less recorded."""
    measures = ("obliged", "recorded") if measure == "unrecorded" else (measure,)
    weight = "CASE measure WHEN 'recorded' THEN -1 ELSE 1 END" if measure == "unrecorded" else "1"
    inside = ", ".join(str(pk) for pk in regions.villages(area).values_list("id", flat=True)) or "0"
    only = f"measure IN ({', '.join('%s' for _ in measures)}) AND area_id IN ({inside})"
    chosen, params = [], []
    for part in parts:
        chosen.append(
            f"SELECT resident_id, {part.sign} * {weight} * amount AS amount, effective_on, known_on "
            f"FROM ledger_line WHERE {part.where} AND {only}"
        )
        params += [*part.params, *measures]
    return " UNION ALL ".join(chosen), params


def _days_of_news() -> list[date]:
    return queries.kept("days-of-news", _ask_days_of_news)


def _ask_days_of_news() -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(DAYS_OF_NEWS)
        return [day if isinstance(day, date) else date.fromisoformat(day) for (day,) in cursor.fetchall()]


def _listed(days: Sequence[date]) -> str:
    """Days as literals: there may be more of them than a statement takes parameters."""
    return f"({', '.join(repr(day.isoformat()) for day in days)})" if days else "(NULL)"
