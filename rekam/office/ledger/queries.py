"""What the ledger says: counts for any two dates, what moved between two pairs of dates, and whether it is
whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from django.db import connection
from numpy.typing import NDArray

from rekam.domain.coverage import pages
from rekam.domain.coverage.rules import Measure, Reason
from rekam.office import bulk, only_row
from rekam.office.ledger.models import Book, Page
from rekam.office.once import once

LINE_SCHEMA: dict[str, Any] = {
    "resident_id": pl.Int64,
    "area_id": pl.Int64,
    "sex": pl.String,
    "measure": pl.String,
    "reason": pl.String,
    "cause": pl.String,
    "amount": pl.Int16,
    "effective_on": pl.Date,
    "known_on": pl.Date,
}


_STATE = only_row.columns(Book, ("revision", "first_known", "last_known"), on_every_page=True)


@dataclass(frozen=True, slots=True)
class Balances:
    """Counts on a day as known on a day, by area: [sex, measure]."""

    on: date
    known: date
    sums: pages.Sums

    def over(self, area_ids: Iterable[int]) -> NDArray[np.int64]:
        """The counts over some villages as an array [sex, measure]."""
        return self.sums.rows(list(area_ids)).sum(axis=0)

    def of(self, area_ids: Iterable[int], measure: Measure, sex: str | None = None) -> int:
        """The count of one measure over some villages, of both sexes unless one is named."""
        part = self.over(area_ids)[:, pages.MEASURES.index(measure)]
        return int(part.sum() if sex is None else part[pages.SEXES.index(sex)])


@once
def revision() -> tuple[int, date | None, date | None]:
    """The state of the ledger for caches, and the first and last day on which something became known."""
    row: tuple[int, date | None, date | None] | None = _STATE.ask()
    return row or (0, None, None)


def balances(*, on: date, known: date) -> Balances:
    """The counts on a day as known on a day: a sum of a few hundred pages."""
    return Balances(on, known, pages.counts(_packed(on, known)))


def sums(*, on: date, known: date) -> pages.Sums:
    """As ``balances``, by reason: [area, sex, measure, reason, cause]."""
    return pages.by_reason(_packed(on, known))


def by_day(
    *, start: date, end: date, known: date, measure: Measure, cause: Reason
) -> dict[date, dict[int, int]]:
    """What one cause brought to one measure on each day, by area id; days without any are there, empty."""
    _, first_known, _ = revision()
    days = {pages.number(d): d for d in (start + timedelta(days=n) for n in range((end - start).days + 1))}
    found: dict[date, dict[int, int]] = {day: {} for day in days.values()}
    if first_known is None or known < first_known:
        return found
    learned = pages.spans_until(known, pages.KNOWN_SPANS, first=first_known)
    for effective, cells in _cells(list(days), learned):
        day = found[days[effective]]
        for area, amount in zip(*pages.flow(cells, measure, cause), strict=True):
            day[int(area)] = day.get(int(area), 0) + int(amount)
    return found


def _packed(on: date, known: date) -> bytes:
    _, first_known, _ = revision()
    if first_known is None or known < first_known:
        return b""
    effective = pages.spans_until(
        max(on, pages.FIRST_EFFECTIVE), pages.EFFECTIVE_SPANS, first=pages.FIRST_EFFECTIVE
    )
    learned = pages.spans_until(known, pages.KNOWN_SPANS, first=first_known)
    return b"".join(cells for _, cells in _cells(effective, learned))


def _cells(effective: list[int], known: list[int]) -> list[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT effective, cells FROM {Page._meta.db_table} "
            f"WHERE effective IN ({_listed(effective)}) AND known IN ({_listed(known)})"
        )
        return [(span, bytes(cells)) for span, cells in cursor.fetchall()]


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(n) for n in numbers)


@dataclass(frozen=True, slots=True)
class Moves:
    """What changed between two counts, by area: [sex, measure, reason], and the part of it learned late.

    ``late`` is what was already true on the first date and became known only afterwards.
    """

    whole: pages.Sums
    late: pages.Sums


def moves(*, start: date, end: date, known_start: date, known_end: date) -> Moves:
    """The difference between the count on *end* as known on *known_end* and on *start* as known on
    *known_start*.

    A line that both ends already knew stands under what happened in life; news stands under what happened to
    our knowledge (a correction, a voided recording), and so does everything that was learned late.
    """
    four = [
        sums(on=end, known=known_start),
        sums(on=start, known=known_start),
        sums(on=start, known=known_end),
        sums(on=end, known=known_end),
    ]
    ids = np.unique(np.concatenate([each.ids for each in four]))
    foreseen_end, begin, late_end, whole = (each.rows(ids) for each in four)
    foreseen = foreseen_end - begin
    late = late_end - begin
    news = whole - begin - foreseen - late
    opening = pages.REASONS.index(Reason.OPENING)
    by_life = foreseen.sum(axis=3)
    by_life += news[:, :, :, opening, :]
    news[:, :, :, opening, :] = 0
    learned = late.sum(axis=4)
    return Moves(pages.Sums(ids, by_life + news.sum(axis=4) + learned), pages.Sums(ids, learned))


def all_lines() -> pl.DataFrame:
    """Every line ever posted."""
    return bulk.read("FROM ledger_line", schema=LINE_SCHEMA)


def lines_of(resident_ids: Sequence[int]) -> pl.DataFrame:
    """What stands in the ledger for some residents: lines that cancel each other are left out."""
    parts = [_lines_of(resident_ids[n : n + 10_000]) for n in range(0, len(resident_ids), 10_000)]
    return pl.concat(parts) if parts else pl.DataFrame(schema=LINE_SCHEMA)


def _lines_of(resident_ids: Sequence[int]) -> pl.DataFrame:
    sql = f"FROM ledger_line WHERE resident_id IN ({_listed(resident_ids)})"
    return net(bulk.read(sql, schema=LINE_SCHEMA))


def net(lines: pl.DataFrame) -> pl.DataFrame:
    """*lines* with equal ones added up and those that came to nothing left out."""
    keys = [name for name in LINE_SCHEMA if name != "amount"]
    summed = lines.group_by(keys).agg(pl.col("amount").sum().cast(pl.Int16))
    return summed.filter(pl.col("amount") != 0).select(list(LINE_SCHEMA))


def wrong_pages() -> list[tuple[int, int]]:
    """The pages (effective span, known span) that differ from the lines they are made of."""
    should = pl.concat(list(pages.added_up(all_lines())))
    held = pages.unpacked(
        (e, k, bytes(c)) for e, k, c in Page.objects.values_list("effective", "known", "cells")
    )
    keys = ["effective", "known", "cell"]
    both = (
        should.group_by(keys)
        .agg(pl.col("amount").sum())
        .join(
            held.group_by(keys).agg(pl.col("amount").sum()),
            on=keys,
            how="full",
            coalesce=True,
            suffix="_held",
        )
    )
    wrong = both.filter(pl.col("amount").fill_null(0) != pl.col("amount_held").fill_null(0))
    return sorted(set(wrong.select("effective", "known").iter_rows()))
