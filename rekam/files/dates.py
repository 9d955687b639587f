"""Dates as offices write them, decided per column and never per cell.

03/04/1985 alone may be March or April. A column nearly always tells: somewhere a number above 12
stands in the place of the day. So the distinct spellings of a column vote, weighted by how often
they occur, and every cell is then read the same way. Where nothing tells, the order of earlier files
or else the Indonesian one (day, month, year) is taken and said. What a person says counts fully.
"""

import datetime as dt
import re
from typing import NamedTuple

import polars as pl

from rekam.domain import register

_MONTHS = {
    1: "jan januari january",
    2: "feb peb februari pebruari february",
    3: "mar mrt maret march",
    4: "apr april",
    5: "mei may",
    6: "jun juni june",
    7: "jul juli july",
    8: "agu agt ags agust agustus aug august",
    9: "sep sept september",
    10: "okt oct oktober october",
    11: "nov nop november nopember",
    12: "des dec desember december",
}
_MONTH_OF = {word: str(number) for number, words in _MONTHS.items() for word in words.split()}
_TIME = (
    r"(?:[T ,]\s*(?P<h>\d{1,2})[:.](?P<i>\d{2})(?:[:.](?P<s>\d{2}))?(?:[.,]\d+)?\s*(?P<ap>[AaPp][Mm])?"
    r"\s*(?P<z>Z|[+-]\d{2}:?\d{2}|WIB|WITA|WIT)?)?"
)
_NUMBERS = rf"^(?P<a>\d{{1,4}})\s?[-/. ]\s?(?P<b>\d{{1,2}})\s?[-/. ]\s?(?P<c>\d{{1,4}}){_TIME}$"
_WORDS = rf"^(?P<a>\d{{1,4}})[-/. ]*(?P<m>[A-Za-z]{{3,9}})[-/., ]*(?P<c>\d{{2,4}}){_TIME}$"
_SERIAL = r"^(?P<n>\d{1,5})(?:[.,](?P<f>\d+))?$"
_COMPACT = r"^(?P<d>\d{8})$"
_DAY_ZERO = dt.date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
_NO_DATES = (*register.NOTHING, "00-00-0000", "0000-00-00", "00/00/0000", "0000-00-00 00:00:00", "0")

# Hours ahead of UTC of the three Indonesian zones, for stamps that carry one.
_ZONES = {"WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00", "Z": "+00:00"}


# The orders of day, month and year, as they are kept and as people write them at the terminal. Four digits
# in front are always the year; year first concerns years of two digits.
ORDERS = {"dmy": "day-first", "mdy": "month-first", "ymd": "year-first"}
WORDS = {
    "dmy": ("hari-bulan-tahun", "day-month-year"),
    "mdy": ("bulan-hari-tahun", "month-day-year"),
    "ymd": ("tahun-bulan-hari", "year-month-day"),
}
# How the order of a column came about: a person said it, its dates show it, the leading dates of the same
# file are so, earlier files were so, nothing tells.
SAID, SHOWN, FOLLOWED, BEFORE, UNKNOWN = "said", "shown", "followed", "before", "unknown"


class Order(NamedTuple):
    """The order of a column's dates and `how` it came about; nothing where no date depends on an order."""

    order: str = "dmy"
    how: str = ""

    @property
    def is_settled(self) -> bool:
        """By this column itself: a person said it or its dates show it."""
        return self.how in (SAID, SHOWN)


class Dates(NamedTuple):
    """One line per cell: `date`, `time` (null when none was written) and `state`.

    States: ok, empty, impossible (31-02), two_digit (the century is not known), unreadable.
    `zone` is the offset written beside the time, if any.
    """

    cells: pl.DataFrame
    order: Order

    @property
    def is_ambiguous(self) -> bool:
        """Nothing in the column told whether the day or the month comes first."""
        return self.order.how in (BEFORE, UNKNOWN)


def read(cells: pl.Series, *, said: str | None = None, otherwise: Order | None = None) -> Dates:
    """Every cell of a column in the one order that a person *said* or that the column as a whole shows;
    *otherwise* where it shows none.
    """
    spellings = cells.value_counts(name="times").rename({cells.name: "text"}).drop_nulls("text")
    if spellings.is_empty():  # a register brings columns of dates that nobody has, and each costs the same
        return Dates(_nothing(cells.len()), Order())
    parts = _parts(spellings)
    given = Order(said, SAID) if said else otherwise or Order(how=UNKNOWN)
    order = _order(parts, given)
    read_ = _resolved(parts, order.order, is_year_first=given.order == "ymd")
    joined = pl.DataFrame({"text": cells}).join(read_, on="text", how="left", maintain_order="left")
    return Dates(joined.select("date", "time", "zone", pl.col("state").fill_null("empty")), order)


def at_the_office(cells: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Stamps with an offset (17:30 UTC) as the clock of the office showed them, which may be on another day.

    A column that says midnight everywhere holds no times at all.
    """
    cells = _without_midnights(cells)
    if cells["zone"].null_count() == cells.height:
        return cells
    local = pl.col("date").dt.combine(pl.col("time"))
    moved = (
        pl.concat_str(local.dt.to_string("%Y-%m-%dT%H:%M:%S"), "zone")
        .str.to_datetime("%Y-%m-%dT%H:%M:%S%z", strict=False, time_zone="UTC")
        .dt.convert_time_zone(zone)
        .dt.replace_time_zone(None)
    )
    day, hour = pl.coalesce(moved.dt.date(), "date"), pl.coalesce(moved.dt.time(), "time")
    return _without_midnights(cells.with_columns(date=day, time=hour))


def _without_midnights(cells: pl.DataFrame) -> pl.DataFrame:
    if not (cells["time"].drop_nulls() == dt.time()).all():
        return cells
    return cells.with_columns(time=pl.lit(None, dtype=pl.Time))


def _nothing(height: int) -> pl.DataFrame:
    kinds = {"date": pl.Date, "time": pl.Time, "zone": pl.String, "state": pl.String}
    return pl.select(
        pl.repeat("empty" if name == "state" else None, height, dtype=kind).alias(name)
        for name, kind in kinds.items()
    )


def without_time(cells: pl.Series) -> pl.Series:
    """Plain date-times cut to their date, so that few distinct spellings are left to read.

    Stamps with a zone stay whole, and so does everything not shaped exactly like one.
    """
    if (cells.str.len_bytes().max() or 0) < 16:  # type: ignore[operator]
        return cells
    table = pl.select(text=cells)
    text = pl.col("text")
    has_clock = text.str.len_bytes().is_in([16, 19]) & (text.str.slice(13, 1) == ":")
    cut = has_clock & text.str.slice(10, 1).is_in([" ", "T"])
    return (
        table.select(pl.when(cut).then(text.str.slice(0, 10)).otherwise(text)).to_series().alias(cells.name)
    )


def _parts(spellings: pl.DataFrame) -> pl.DataFrame:
    """Each distinct spelling taken apart by the four shapes a date can have."""
    text = pl.col("text").str.strip_chars("' \t\u00a0\u200b\ufeff")
    groups = spellings.with_columns(
        numbers=text.str.extract_groups(_NUMBERS),
        words=text.str.extract_groups(_WORDS),
        serial=text.str.extract_groups(_SERIAL),
        compact=text.str.extract(_COMPACT, 1),
    )
    numbers, words = pl.col("numbers").struct, pl.col("words").struct
    month = words.field("m").str.to_lowercase().replace_strict(_MONTH_OF, default=None)
    return groups.select(
        "text",
        "times",
        "compact",
        a=pl.coalesce(numbers.field("a"), words.field("a")),
        b=pl.coalesce(numbers.field("b"), month),
        c=pl.coalesce(numbers.field("c"), words.field("c")),
        named=month.is_not_null(),
        serial=pl.col("serial").struct.field("n"),
        fraction=pl.col("serial").struct.field("f"),
        **{name: pl.coalesce(numbers.field(name), words.field(name)) for name in ("h", "i", "s", "ap", "z")},
    )


def _order(parts: pl.DataFrame, given: Order) -> Order:
    """As a person said, else by the cells that can be only one of them, else as given."""
    first, last = (pl.col(name).str.len_chars() for name in ("a", "c"))
    numbered = parts.filter((first <= 2) & ~pl.col("named"))
    if given.order == "ymd":
        long = numbered.filter(last == 4)
        return _shown(long, Order(how=UNKNOWN)) if long.height else given if numbered.height else Order()
    return given if given.how == SAID else _shown(numbered.filter(last != 1), given)


def _shown(parts: pl.DataFrame, otherwise: Order) -> Order:
    """By the cells that can be only one order."""
    votes = (
        parts.select("times", first=pl.col("a").cast(pl.Int32), second=pl.col("b").cast(pl.Int32))
        .select(
            dmy=pl.col("times").filter((pl.col("first") > 12) & (pl.col("second") <= 12)).sum(),
            mdy=pl.col("times").filter((pl.col("second") > 12) & (pl.col("first") <= 12)).sum(),
            all=pl.col("times").sum(),
        )
        .row(0, named=True)
    )
    if not votes["all"]:
        return Order()
    if votes["dmy"] == votes["mdy"] == 0:
        return otherwise
    return Order("mdy" if votes["mdy"] > votes["dmy"] else "dmy", SHOWN)


def _resolved(parts: pl.DataFrame, order: str, *, is_year_first: bool) -> pl.DataFrame:
    year_first = pl.col("a").str.len_chars() == 4
    if is_year_first:
        year_first |= pl.col("c").str.len_chars() <= 2
    month_first = pl.lit(order == "mdy") & ~pl.col("named")
    year = pl.when(year_first).then("a").otherwise("c")
    day = pl.when(year_first).then("c").when(month_first).then("b").otherwise("a")
    month = pl.when(~year_first & month_first).then("a").otherwise("b")
    table = parts.with_columns(year=year, month=month, day=day)
    table = table.with_columns(two_digit=pl.col("year").str.len_chars() < 4)
    written = pl.format(
        "{}-{}-{}", "year", pl.col("month").str.zfill(2), pl.col("day").str.zfill(2)
    ).str.to_date("%Y-%m-%d", strict=False)
    short = pl.format(
        "20{}-{}-{}", "year", pl.col("month").str.zfill(2), pl.col("day").str.zfill(2)
    ).str.to_date("%Y-%m-%d", strict=False)
    table = table.with_columns(
        date=pl.when(pl.col("two_digit")).then(short).otherwise(written),
        shaped=pl.col("year").is_not_null() & pl.col("month").is_not_null() & pl.col("day").is_not_null(),
    )
    table = _with_numbers(table, order).with_columns(state=_state())
    date = pl.when(pl.col("state").is_in(["ok", "two_digit"])).then("date")
    return table.select("text", "time", "zone", "state", date=date)


def _with_numbers(table: pl.DataFrame, order: str) -> pl.DataFrame:
    """Serial numbers and eight digits, each only where most of the column is written so."""
    seen = table.select(
        serials=pl.col("times").filter(pl.col("serial").is_not_null()).sum(),
        compacts=pl.col("times").filter(pl.col("compact").is_not_null()).sum(),
        shaped=pl.col("times").filter(pl.col("shaped")).sum(),
    ).row(0, named=True)
    five = (pl.col("serial").str.len_chars() == 5) | pl.lit(seen["serials"] > seen["shaped"])
    days = pl.when(five).then(pl.col("serial").cast(pl.Int32))
    serial = pl.lit(_DAY_ZERO) + pl.duration(days=days)
    seconds = (pl.concat_str(pl.lit("0."), "fraction").cast(pl.Float64) * 86400).round()
    compact = _compact(table, order)
    return table.with_columns(
        date=pl.coalesce("date", serial.cast(pl.Date), compact),
        shaped=pl.col("shaped") | pl.col("compact").is_not_null() | (five & pl.col("serial").is_not_null()),
        two_digit=pl.col("two_digit").fill_null(False),
        time=pl.coalesce(_clock(), (pl.datetime(2000, 1, 1) + pl.duration(seconds=seconds)).dt.time()),
        zone=pl.col("z").replace(_ZONES),
    )


def _compact(table: pl.DataFrame, order: str) -> pl.Expr:
    """19850817 or 17081985: whichever reads most of the column."""
    year_first = pl.col("compact").str.to_date("%Y%m%d", strict=False)
    other = pl.col("compact").str.to_date("%m%d%Y" if order == "mdy" else "%d%m%Y", strict=False)
    sane = (dt.date(1850, 1, 1), dt.date(2150, 1, 1))
    votes = table.select(
        ymd=pl.col("times").filter(year_first.is_between(*sane)).sum(),
        other=pl.col("times").filter(other.is_between(*sane)).sum(),
    ).row(0, named=True)
    return year_first if votes["ymd"] >= votes["other"] else other


def clock(text: str) -> dt.time | None:
    """A time of day in a cell of its own: 8:05, 08.05.30, or a day's fraction from a spreadsheet."""
    if found := re.fullmatch(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?", text):
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        return dt.time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None
    if re.fullmatch(r"0[.,]\d+", text):
        seconds = round(float(text.replace(",", ".")) * 86400) % 86400
        return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    return None


def _clock() -> pl.Expr:
    hour = pl.col("h").cast(pl.Int32)
    half = pl.col("ap").str.to_lowercase()
    hour = pl.when(half == "pm").then(hour % 12 + 12).when(half == "am").then(hour % 12).otherwise(hour)
    text = pl.format("{}:{}:{}", hour.cast(pl.String).str.zfill(2), pl.col("i"), pl.col("s").fill_null("00"))
    return text.str.to_time("%H:%M:%S", strict=False)


def _state() -> pl.Expr:
    return (
        pl.when(pl.col("text").str.strip_chars().str.to_uppercase().is_in(_NO_DATES))
        .then(pl.lit("empty"))
        .when(~pl.col("shaped").fill_null(False))
        .then(pl.lit("unreadable"))
        .when(pl.col("date").is_null())
        .then(pl.lit("impossible"))
        .when(pl.col("two_digit"))
        .then(pl.lit("two_digit"))
        .otherwise(pl.lit("ok"))
    )
