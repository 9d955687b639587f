"""NIK and family card columns: repaired where no digit is lost, refused where one is."""

import polars as pl

from rekam.domain import nik
from rekam.files.areas import Areas
from rekam.files.reading import Reading

_BARE = r"[\s\u00a0.\-'’`]"


def read_niks(reading: Reading, areas: Areas) -> None:
    """Replaces the text in `nik` by 16 digits, or null where the row was refused; adds what the
    digits say as `nik_day`, `nik_month`, `nik_year` and `nik_sex`."""
    reading.table = _with_digits(reading.table, "nik")
    shown = pl.col("nik_text").str.replace_all(_BARE, "")
    state = pl.col("nik_state")
    reading.tell(state == "missing", "nik.missing", "nik")
    reading.tell(state == "bad", "nik.not_16_digits", "nik", shown)
    reading.tell(state == "rounded", "nik.rounded_by_spreadsheet", "nik", shown)
    _take_apart(reading)
    impossible = pl.col("nik").is_not_null() & ~pl.col("nik_exists")
    reading.tell(impossible, "nik.impossible_date", "nik", pl.col("nik"))
    if reading.table["nik_exists"].all():
        return _warn(reading, areas)
    reading.table = reading.table.with_columns(nik=pl.when("nik_exists").then("nik"))
    return _warn(reading, areas)


def _take_apart(reading: Reading) -> None:
    digits = pl.col("nik")
    sex = pl.when(nik.female(digits)).then(pl.lit("f")).otherwise(pl.lit("m"))
    said = {f"nik_{name}": part for name, part in nik.birth(digits).items()}
    parts = [pl.col(f"nik_{name}") for name in ("day", "month", "year")]
    reading.table = reading.table.with_columns(nik_sex=sex, nik_area=nik.area(digits), **said)
    reading.table = reading.table.with_columns(nik_exists=nik.date_exists(*parts))


def _warn(reading: Reading, areas: Areas) -> None:
    digits = pl.col("nik")
    repaired = pl.col("nik_state").is_in(["repaired", "float"]) & digits.is_not_null()
    reading.tell(repaired, "nik.repaired", "nik", digits)
    reading.tell(digits.str.ends_with("0000"), "nik.serial_zero", "nik", digits)
    seen = reading.table["nik_area"].drop_nulls().unique().to_list()
    strange = [prefix for prefix in seen if not areas.knows_district(nik.dotted(prefix))]
    if strange:
        begins = digits.is_not_null() & pl.col("nik_area").is_in(strange)
        reading.tell(begins, "nik.unknown_area", "nik", digits)


def read_family_cards(reading: Reading) -> None:
    """A family card number that cannot be read leaves its cell empty; the row is still used."""
    reading.table = _with_digits(reading.table, "kk")
    shown = pl.col("kk_text").str.replace_all(_BARE, "")
    reading.tell(pl.col("kk_state") == "bad", "kk.not_16_digits", "kk", shown)
    reading.tell(pl.col("kk_state") == "rounded", "kk.rounded_by_spreadsheet", "kk", shown)


def _with_digits(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """Digits only where they can be believed."""
    readings = nik.read_column(table[name])
    lost = nik.doubtful(readings)
    if lost.any():
        rounded = readings.with_columns(lost=lost)
        readings = rounded.select(
            digits=pl.when(~pl.col("lost")).then("digits"),
            state=pl.when("lost").then(pl.lit("rounded")).otherwise("state"),
        )
    return table.with_columns(
        pl.col(name).alias(f"{name}_text"),
        readings["digits"].alias(name),
        readings["state"].alias(f"{name}_state"),
    )
