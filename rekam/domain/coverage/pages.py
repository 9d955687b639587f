"""Counts for any two dates without adding up every line.

A count is the sum of all lines effective on or before one day and known on or before another. Lines are
added up beforehand for spans of days: whole decades, years, months and single days. All days up to a date
are then a few spans (13 decades in 2016, counted from ``FIRST_EFFECTIVE``, and one more every ten years; with
them at most 9 years, 11 months and 31 days), so that a count is the sum of a few hundred pages, of a size
that the number of areas decides and never the number of residents.

A page is an array of pairs of 32-bit numbers: a cell and an amount. A cell packs what is counted:

    area (21 bits) | sex (1) | measure (2) | reason (4) | cause (4)
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rekam.domain.coverage.rules import Measure, Reason

SEXES = ("m", "f")
MEASURES = tuple(Measure)
# The place of a reason in this tuple is stored: only ever append.
REASONS = (
    Reason.OPENING,
    Reason.BORN,
    Reason.TURNED_17,
    Reason.MARRIED,
    Reason.MOVED_IN,
    Reason.MOVED_OUT,
    Reason.MOVED_WITHIN,
    Reason.JOINED_REGISTER,
    Reason.LEFT_REGISTER,
    Reason.DIED,
    Reason.STATUS_CHANGED,
    Reason.RECORDED,
    Reason.RECORDING_VOIDED,
    Reason.CORRECTED,
)
DAY, MONTH, YEAR, DECADE = 1, 100, 10_000, 100_000
EFFECTIVE_SPANS = (DAY, MONTH, YEAR, DECADE)
KNOWN_SPANS = (DAY, MONTH, YEAR)
AREA_BITS = 21

# Nobody in a register was born before this. What is said to be effective earlier is counted from here.
FIRST_EFFECTIVE = date(1880, 1, 1)

Cells = NDArray[np.uint32]
Amounts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums by area: ``table[n, ...]`` is what was counted in the area ``ids[n]``.

    Only areas that occur have a row. The ids of a regency's villages may be any numbers: in an office that
    brought in the areas of the whole country they are far apart, and a row for each id up to the highest
    would take gigabytes.
    """

    ids: NDArray[np.int64]
    table: NDArray[np.int64]

    def rows(self, ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """The sums of these areas in this order; zeros where nothing was counted."""
        wanted = np.asarray(ids, dtype=np.int64)
        found = np.zeros((len(wanted), *self.table.shape[1:]), dtype=np.int64)
        if len(self.ids) and len(wanted):
            place = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
            is_there = self.ids[place] == wanted
            found[is_there] = self.table[place[is_there]]
        return found


def number(day: date) -> int:
    """A day as a number that reads like it: 20160930."""
    return day.year * YEAR + day.month * MONTH + day.day


def spans_until(day: date, spans: Iterable[int], *, first: date) -> list[int]:
    """The spans that together are all days from *first*'s largest span to *day*, both included."""
    found: list[int] = []
    end = number(day)
    order = sorted(spans, reverse=True)
    low = number(first) // order[0]
    for span in order:
        high = end // span
        found += range(low, high + (span == DAY))
        low = _first_part(high, span)
    return found


def _first_part(high: int, span: int) -> int:
    """The first smaller span inside the span that the day lies in: 2016 → 201601, 201609 → 20160901."""
    return high * 10 if span == DECADE else high * 100 + 1


def cells(lines: pl.LazyFrame) -> pl.LazyFrame:
    """*lines* (area_id, sex, measure, reason, cause, amount, effective_on, known_on) as cells and day
    numbers.
    """

    def place(name: str, values: Iterable[str]) -> pl.Expr:
        places = {str(value): n for n, value in enumerate(values)}
        return pl.col(name).replace_strict(places, return_dtype=pl.UInt32)

    cell = pl.col("area_id").cast(pl.UInt32)
    for name, values, bits in (
        ("sex", SEXES, 1),
        ("measure", MEASURES, 2),
        ("reason", REASONS, 4),
        ("cause", REASONS, 4),
    ):
        cell = cell * (1 << bits) + place(name, values)

    def day(name: str) -> pl.Expr:
        on = pl.max_horizontal(pl.col(name), pl.lit(FIRST_EFFECTIVE)).dt
        return on.year().cast(pl.Int32) * YEAR + on.month().cast(pl.Int32) * MONTH + on.day().cast(pl.Int32)

    return lines.select(
        cell.cast(pl.UInt32).alias("cell"),
        pl.col("amount").cast(pl.Int32),
        day("effective_on").alias("effective"),
        day("known_on").alias("known"),
    )


def check_areas(lines: pl.DataFrame) -> None:
    """An area of a higher number would wrap, and be counted in another one's place."""
    if lines.is_empty():
        return
    for area in (cast(int, lines["area_id"].min()), cast(int, lines["area_id"].max())):
        if not 0 <= area < 1 << AREA_BITS:
            raise OverflowError(f"area {area} does not fit into {AREA_BITS} bits of a cell")


def pages(lines: pl.DataFrame) -> Iterator[tuple[int, int, bytes]]:
    """Every page that *lines* touch, as (effective span, known span, packed cells)."""
    for part in added_up(lines):
        yield from _packed(part)


def added_up(lines: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """*lines* added up for every pair of spans: tables of effective, known, cell and amount."""
    check_areas(lines)
    added = cells(lines.lazy()).collect()
    one_day = added["known"].n_unique() == 1
    for effective_span in EFFECTIVE_SPANS:
        added = _add_up(added.with_columns(effective=pl.col("effective") // _ratio(effective_span)))
        part = added
        for known_span in KNOWN_SPANS:
            if known_span != DAY:
                coarser = part.with_columns(known=pl.col("known") // _ratio(known_span))
                part = coarser if one_day else _add_up(coarser)
            yield part


def unpacked(held: Iterable[tuple[int, int, bytes]]) -> pl.DataFrame:
    """Pages as the table that ``added_up`` gives."""
    rows = list(held)
    sizes = [len(packed) // 8 for *_, packed in rows]
    cell, amount = unpack(b"".join(packed for *_, packed in rows))
    return pl.DataFrame(
        {
            "effective": np.repeat(np.array([e for e, *_ in rows], dtype=np.int32), sizes),
            "known": np.repeat(np.array([k for _, k, _ in rows], dtype=np.int32), sizes),
            "cell": cell,
            "amount": amount.astype(np.int32),
        }
    )


def _ratio(span: int) -> int:
    """By how much a span is wider than the next smaller one."""
    return {DAY: 1, MONTH: 100, YEAR: 100, DECADE: 10}[span]


def _add_up(frame: pl.DataFrame) -> pl.DataFrame:
    return (
        frame.group_by("effective", "known", "cell")
        .agg(pl.col("amount").sum())
        .filter(pl.col("amount") != 0)
        .sort("effective", "known", "cell")
    )


def _packed(frame: pl.DataFrame) -> Iterator[tuple[int, int, bytes]]:
    if frame.is_empty():
        return
    effective, known = frame["effective"].to_numpy(), frame["known"].to_numpy()
    packed = pack(frame["cell"].to_numpy(), frame["amount"].to_numpy())
    starts = np.flatnonzero(np.r_[True, (effective[1:] != effective[:-1]) | (known[1:] != known[:-1])])
    size = packed.itemsize * 2
    whole = packed.tobytes()
    for start, end in zip(starts, [*starts[1:], len(frame)], strict=True):
        yield int(effective[start]), int(known[start]), whole[start * size : end * size]


def pack(cell: NDArray[np.uint32], amount: NDArray[np.int32]) -> NDArray[np.uint32]:
    return np.column_stack((cell.astype(np.uint32), amount.astype(np.int32).view(np.uint32)))


def unpack(packed: bytes) -> tuple[Cells, Amounts]:
    """The cells and amounts of any number of pages put one behind the other."""
    pairs = np.frombuffer(packed, dtype=np.uint32).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1].astype(np.uint32).view(np.int32).astype(np.int64)


def merged(*packed: bytes) -> bytes:
    """Several pages of the same spans as one, each cell once, cells that came to nothing left out."""
    cell, amount = unpack(b"".join(packed))
    unique, place = np.unique(cell, return_inverse=True)
    total = np.bincount(place, weights=amount, minlength=len(unique)).astype(np.int32)
    return pack(unique[total != 0], total[total != 0]).tobytes()


def counts(packed: bytes) -> Sums:
    """Counts [area, sex, measure] from the pages of one pair of dates."""
    cell, amount = unpack(packed)
    return _filled((cell >> 8).astype(np.uint32), amount, (len(SEXES), 1 << 2))


def by_reason(packed: bytes) -> Sums:
    """Sums [area, sex, measure, reason, cause]."""
    cell, amount = unpack(packed)
    return _filled(cell, amount, (len(SEXES), 1 << 2, 1 << 4, 1 << 4))


def flow(packed: bytes, measure: Measure, cause: Reason) -> tuple[NDArray[np.int64], Amounts]:
    """Area ids and amounts of what one cause brought to one measure, whatever was corrected since."""
    cell, amount = unpack(packed)
    wanted = ((cell >> 8) & 3 == MEASURES.index(measure)) & (cell & 15 == REASONS.index(cause))
    return (cell[wanted] >> 11).astype(np.int64), amount[wanted]


def _filled(cell: Cells, amount: Amounts, shape: tuple[int, ...]) -> Sums:
    """An array of *shape* for each area that occurs."""
    each = int(np.prod(shape))
    ids, place = np.unique(cell // each, return_inverse=True)
    total = np.bincount(place * each + cell % each, weights=amount, minlength=len(ids) * each)
    return Sums(ids.astype(np.int64), np.rint(total).astype(np.int64).reshape(len(ids), *shape))
