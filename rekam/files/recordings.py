"""Recordings already made: who, when, where, with what, and what became of them."""

import datetime as dt
from zoneinfo import ZoneInfo

import polars as pl

from rekam.domain import register
from rekam.files import areas as places
from rekam.files import cells, dates, numbers
from rekam.files.areas import Areas
from rekam.files.matching import Mapping
from rekam.files.reading import Normalised, Reading
from rekam.files.table import RawTable

# Mass recording of KTP-el began in 2011.
PROGRAMME_BEGAN = dt.date(2011, 2, 1)
_PLACES = ("area_code", "district_name", "village_name")
COLUMNS = (
    "row", "nik", "recorded_on", "recorded_at", "place", "area", "kit", "operator", "status", "status_on",
    "status_clock", "known_on",
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
    today = (now.astimezone(ZoneInfo(zone)) if now.tzinfo else now).date()
    reading.drop_headers()
    reading.drop_repeated("recorded.repeated_row")
    numbers.read_niks(reading, known)
    _read_recorded(reading, today, zone)
    if reading.has("status"):
        reading.set_status("status")
    if reading.has("status_on"):
        _read_status_clock(reading)
        _read_status_day(reading, today)
    _read_known(reading, as_of, today)
    _read_place(reading, known)
    return reading.finish(COLUMNS)


def _regency(areas: pl.DataFrame) -> str:
    codes = areas.filter(pl.col("code").str.count_matches(r"\.") == 1)["code"]
    return str(codes[0]) if len(codes) else ""


def _read_recorded(reading: Reading, today: dt.date, zone: str) -> None:
    read = reading.read_dates("recorded", reading.table["recorded"])
    said, state = pl.col("recorded"), pl.col("recorded_state")
    clock = read.cells["time"]
    if reading.has("recorded_time"):
        clock = cells.spell(reading.table["recorded_time"], dates.clock, pl.Time)
    reading.table = reading.table.with_columns(
        read.cells["date"].alias("date"), clock.alias("clock"), read.cells["zone"].alias("offset"),
        read.cells["state"].alias("recorded_state"),
    )  # fmt: skip
    _set_moment(reading, zone)
    reading.tell(state == "empty", "recorded.missing", "recorded")
    for each in ("impossible", "unreadable"):
        reading.tell(state == each, f"recorded.{each}", "recorded", said)
    reading.tell(pl.col("recorded_on") > today, "recorded.future", "recorded", said)
    early = pl.col("recorded_on") < PROGRAMME_BEGAN
    reading.tell(early, "recorded.before_programme", "recorded", said)


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


def _read_date(reading: Reading, name: str) -> None:
    said, state = reading.set_dates(name)
    for each in ("impossible", "unreadable"):
        reading.tell(state == each, f"date.{each}", name, said)


def _read_status_clock(reading: Reading) -> None:
    """A column that says midnight everywhere holds no times at all."""
    clock = dates.read(reading.table["status_on"]).cells["time"]
    is_midnight = bool((clock.drop_nulls() == dt.time()).all())
    said = clock.dt.to_string("%H:%M:%S") if not is_midnight else pl.lit(None, dtype=pl.String)
    reading.table = reading.table.with_columns(status_clock=said)


def _read_status_day(reading: Reading, today: dt.date) -> None:
    _read_date(reading, "status_on")
    said, expected = pl.col("status_on_text"), pl.lit(today.strftime("%d-%m-%Y"))
    reading.empty(pl.col("status_on") > today, "date.future", "status_on", said, expected)
    has_day = pl.col("status_on").is_not_null()
    reading.table = reading.table.with_columns(status_clock=pl.when(has_day).then("status_clock"))


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
