"""Recordings already made: who, when, where, with what, and what became of them."""

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl

from rekam.domain import register
from rekam.files import areas as places
from rekam.files import cells, dates, numbers
from rekam.files.areas import Areas
from rekam.files.matching import Mapping
from rekam.files.problems import Note
from rekam.files.reading import Normalised, Reading
from rekam.files.table import RawTable

# Mass recording of KTP-el began in 2011.
PROGRAMME_BEGAN = dt.date(2011, 2, 1)
COLUMNS = (
    "row", "nik", "recorded_on", "recorded_at", "place", "area", "kit", "operator", "status", "status_on",
    "known_on",
)  # fmt: skip


def normalise_recordings(
    raw: RawTable,
    mapping: Mapping,
    *,
    areas: pl.DataFrame,
    as_of: dt.date,
    now: dt.datetime,
    regency: str = "",
    zone: str = "Asia/Makassar",
) -> Normalised:
    """`as_of` is the day the office learned of rows that do not say it; `zone` is the office's clock."""
    reading = Reading.start(raw, mapping)
    known = Areas.of(areas, regency or _regency(areas))
    reading.drop_headers()
    _drop_repeated(reading)
    numbers.read_niks(reading, known)
    _read_recorded(reading, _today(now, zone), zone)
    _read_status(reading)
    _read_known(reading, as_of, _today(now, zone))
    _read_place(reading, known)
    kept = [name for name in COLUMNS if reading.has(name)]
    return reading.finish(reading.table.select(kept))


def _regency(areas: pl.DataFrame) -> str:
    codes = areas.filter(pl.col("code").str.count_matches(r"\.") == 1)["code"]
    return str(codes[0]) if len(codes) else ""


def _today(now: dt.datetime, zone: str) -> dt.date:
    return (now.astimezone(ZoneInfo(zone)) if now.tzinfo else now).date()


def _drop_repeated(reading: Reading) -> None:
    cells_ = [name for name in reading.table.columns if name != "row"]
    reading.table = reading.table.with_columns(first=pl.col("row").min().over(cells_))
    again = (pl.col("first") != pl.col("row")) & pl.col("nik").is_not_null()
    reading.tell(again, "recorded.repeated_row", "nik", expected=pl.col("first"))
    reading.drop(again)
    reading.table = reading.table.drop("first")


def _read_recorded(reading: Reading, today: dt.date, zone: str) -> None:
    read = dates.read(reading.table["recorded"])
    if read.is_ambiguous:
        reading.notes.append(Note("date.ambiguous", {"column": reading.mapping.column("recorded")}))
    clock = read.cells["time"]
    if reading.has("recorded_time"):
        clock = _times(reading.table["recorded_time"])
    text, state = pl.col("recorded"), pl.col("recorded_state")
    reading.table = reading.table.with_columns(
        read.cells["date"].alias("date"), clock.alias("clock"), read.cells["zone"].alias("offset"),
        read.cells["state"].alias("recorded_state"),
    )  # fmt: skip
    _set_moment(reading, zone)
    reading.tell(state == "empty", "recorded.missing", "recorded")
    for each in ("impossible", "unreadable"):
        reading.tell(state == each, f"recorded.{each}", "recorded", text)
    reading.tell(pl.col("recorded_on") > today, "recorded.future", "recorded", text)
    early = pl.col("recorded_on") < PROGRAMME_BEGAN
    reading.tell(early, "recorded.before_programme", "recorded", text)


def _times(column: pl.Series) -> pl.Series:
    parts = column.str.extract_groups(r"^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?").struct
    table = pl.DataFrame({"h": parts.field("1"), "i": parts.field("2"), "s": parts.field("3")})
    text = pl.format("{}:{}:{}", pl.col("h").str.zfill(2), "i", pl.col("s").fill_null("00"))
    return table.select(text.str.to_time("%H:%M:%S", strict=False)).to_series()


def _set_moment(reading: Reading, zone: str) -> None:
    """The wall clock of the office. Stamps with an offset are moved to it; a column that says
    midnight everywhere holds no times at all."""
    midnight = reading.table.select((pl.col("clock").drop_nulls() == dt.time()).all()).item()
    clock = pl.lit(None, dtype=pl.Time) if midnight else pl.col("clock")
    local = pl.col("date").dt.combine(clock)
    stamped = (
        pl.concat_str(local.dt.to_string("%Y-%m-%dT%H:%M:%S"), "offset")
        .str.to_datetime("%Y-%m-%dT%H:%M:%S%z", strict=False, time_zone="UTC")
        .dt.convert_time_zone(zone)
        .dt.replace_time_zone(None)
    )
    moment = pl.when(pl.col("offset").is_not_null()).then(stamped).otherwise(local)
    reading.table = reading.table.with_columns(recorded_at=moment.cast(pl.Datetime("us")))
    reading.table = reading.table.with_columns(
        recorded_on=pl.coalesce(pl.col("recorded_at").dt.date(), "date")
    )


def _read_status(reading: Reading) -> None:
    if reading.has("status"):
        reading.table = reading.table.with_columns(reading.spell("status", register.status))
        unknown = pl.col("status").is_not_null() & ~pl.col("status").is_in(sorted(register.STATUSES))
        reading.tell(unknown, "status.unknown", "status", pl.col("status"))
    if reading.has("status_on"):
        _read_date(reading, "status_on")


def _read_date(reading: Reading, name: str) -> None:
    read = dates.read(reading.table[name])
    for each in ("impossible", "unreadable"):
        where = pl.lit(read.cells["state"] == each)
        reading.tell(where, f"date.{each}", name, pl.col(name))
    reading.table = reading.table.with_columns(read.cells["date"].alias(name))


def _read_known(reading: Reading, as_of: dt.date, today: dt.date) -> None:
    """Never before the recording itself and never after today."""
    if reading.has("known_on"):
        _read_date(reading, "known_on")
        known, recorded = pl.col("known_on"), pl.col("recorded_on")
        reading.tell(known < recorded, "known.before_recorded", "known_on", known, recorded)
        reading.tell(known > today, "known.future", "known_on", known, pl.lit(as_of))
        reading.table = reading.table.with_columns(known_on=pl.when(known <= today).then(known))
    else:
        reading.table = reading.table.with_columns(known_on=pl.lit(None, dtype=pl.Date))
    known = pl.col("known_on").fill_null(pl.lit(as_of))
    reading.table = reading.table.with_columns(known_on=pl.max_horizontal(known, "recorded_on"))


def _read_place(reading: Reading, known: Areas) -> None:
    for name in ("place", "kit", "operator"):
        if reading.has(name):
            reading.table = reading.table.with_columns(cells.one_spaced(pl.col(name)))
    asked = [name for name in ("area_code", "district_name", "village_name") if reading.has(name)]
    if not asked:
        return

    def area(text: str) -> str | None:
        said = dict(zip(asked, places.parts(text), strict=True))
        return known.somewhere(
            said.get("area_code", ""), said.get("district_name", ""), said.get("village_name", "")
        )

    key = places.keys(*(pl.col(name) for name in asked))
    reading.table = reading.table.with_columns(area_text=key)
    reading.table = reading.table.with_columns(reading.spell("area_text", area).alias("area"))
    said = pl.col("area_text").str.strip_chars("\x1f")
    unknown = pl.col("area").is_null() & (said != "")
    reading.tell(unknown, "place.unknown_area", asked[0], said.str.replace_all("\x1f", ", ", literal=True))
