"""Recordings already made: who, when, where, with what, and what became of them."""

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl

from rekam.domain import register
from rekam.domain.coverage.rules import PROGRAMME_BEGAN
from rekam.files import areas as places
from rekam.files import cells, dates, numbers
from rekam.files.areas import Areas
from rekam.files.matching import Mapping
from rekam.files.reading import Normalised, Reading
from rekam.files.table import RawTable

_PLACES = ("area_code", "district_name", "village_name")
COLUMNS = (
    "row", "nik", "recorded_on", "recorded_at", "place", "area", "kit", "operator", "status", "status_said",
    "status_on", "status_clock", "known_on",
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
    reading = Reading.start(raw, mapping, zone)
    known = Areas.of(areas, regency or _regency(areas))
    today = (now.astimezone(ZoneInfo(zone)) if now.tzinfo else now).date()
    reading.drop_headers()
    reading.drop_repeated("recorded.repeated_row")
    numbers.read_niks(reading, known)
    _read_recorded(reading, today)
    if reading.has("status"):
        reading.keep_as_said("status", "status_said")
        reading.set_status("status")
    if reading.has("status_on"):
        _read_status_day(reading, today)
    _read_known(reading, as_of, today)
    _read_place(reading, known)
    return reading.finish(COLUMNS)


def _regency(areas: pl.DataFrame) -> str:
    codes = areas.filter(pl.col("code").str.count_matches(r"\.") == 1)["code"]
    return str(codes[0]) if len(codes) else ""


def _read_recorded(reading: Reading, today: dt.date) -> None:
    """The day and, where a row gives it, the time of day by the clock of the office. A stamp with an offset
    says its moment by itself; else the column of times goes before what stands beside the date.
    """
    read = reading.read_dates("recorded", reading.table["recorded"]).cells
    said, state = pl.col("recorded"), pl.col("recorded_state")
    reading.table = reading.table.with_columns(
        read["date"].alias("recorded_on"), _clock(reading, read), read["state"].alias("recorded_state")
    )
    recorded_at = pl.col("recorded_on").dt.combine(pl.col("clock")).cast(pl.Datetime("us"))
    reading.table = reading.table.with_columns(recorded_at=recorded_at)
    reading.tell(state == "empty", "recorded.missing", "recorded")
    for each in ("impossible", "unreadable"):
        reading.tell(state == each, f"recorded.{each}", "recorded", said)
    reading.tell(pl.col("recorded_on") > today, "recorded.future", "recorded", said)
    early = pl.col("recorded_on") < PROGRAMME_BEGAN
    reading.tell(early, "recorded.before_programme", "recorded", said)


def _clock(reading: Reading, read: pl.DataFrame) -> pl.Series:
    own = read["time"].alias("clock")
    if not reading.has("recorded_time"):
        return own
    times = cells.spell(reading.table["recorded_time"], dates.clock, pl.Time)
    if (times.drop_nulls() == dt.time()).all():
        return own
    both = pl.select(own=own, times=times, is_stamp=read["zone"].is_not_null())
    whole, beside = pl.coalesce("own", "times"), pl.coalesce("times", "own")
    return both.select(clock=pl.when("is_stamp").then(whole).otherwise(beside)).to_series()


def _read_date(reading: Reading, name: str, *, clock: str = "") -> None:
    said, state = reading.set_dates(name, clock=clock)
    for each in ("impossible", "unreadable"):
        reading.tell(state == each, f"date.{each}", name, said)


def _read_status_day(reading: Reading, today: dt.date) -> None:
    """Never after today, and never before the recording that it is about."""
    _read_date(reading, "status_on", clock="status_clock")
    said, day, recorded = pl.col("status_on_text"), pl.col("status_on"), pl.col("recorded_on")
    reading.empty(day > today, "date.future", "status_on", said, pl.lit(today.strftime("%d-%m-%Y")))
    early = (day < recorded) & (recorded <= today)  # of a recording still to come another thing is told
    reading.empty(early, "status.before_recorded", "status_on", said, pl.col("recorded"))
    clock = pl.when(pl.col("status_on").is_not_null()).then(pl.col("status_clock").dt.to_string("%H:%M:%S"))
    reading.table = reading.table.with_columns(status_clock=clock)


def _read_known(reading: Reading, as_of: dt.date, today: dt.date) -> None:
    """Never before the recording itself and never after today."""
    known, recorded = pl.col("known_on"), pl.col("recorded_on")
    if reading.has("known_on"):
        _read_date(reading, "known_on")
        reading.tell(known < recorded, "known.before_recorded", "known_on", known, recorded)
        reading.tell(known > today, "known.future", "known_on", known, pl.lit(as_of))
        reading.table = reading.table.with_columns(known_on=pl.when(known <= today).then(known))
    else:
        reading.table = reading.table.with_columns(known_on=pl.lit(None, dtype=pl.Date))
    reading.table = reading.table.with_columns(
        known_on=pl.max_horizontal(known.fill_null(pl.lit(as_of)), recorded)
    )


def _read_place(reading: Reading, known: Areas) -> None:
    for name in filter(reading.has, ("place", "kit", "operator")):
        reading.set_text(name)
    asked = [name for name in _PLACES if reading.has(name)]
    if not asked:
        return

    def cells_of(text: str) -> list[str]:
        read = (register.cleaned(part) or "" for part in places.parts(text.removesuffix("\x1f")))
        said = dict(zip(asked, read, strict=True))
        return [said.get(name, "") for name in _PLACES]

    key = places.keys(*(pl.col(name) for name in asked), pl.lit(""))
    reading.table = reading.table.with_columns(area=key)
    said = reading.set_spelled("area", lambda text: known.somewhere(*cells_of(text)))
    strange = [
        text
        for text in reading.table.filter(pl.col("area").is_null())["area_text"].drop_nulls().unique()
        if any(cells_of(text)) and not known.is_elsewhere(cells_of(text)[0])
    ]
    shown = said.str.strip_chars("\x1f").str.replace_all("\x1f", ", ", literal=True)
    reading.tell(said.is_in(strange), "place.unknown_area", asked[0], shown)
