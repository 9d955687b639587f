"""NIK and family card columns: repaired where no digit is lost, refused where one is."""

import polars as pl

from rekam.domain import nik
from rekam.files.areas import Areas
from rekam.files.reading import Reading

_BARE = r"[\s\u00a0.\-'’`]"


def read_niks(reading: Reading, areas: Areas) -> None:
    """Replaces the text in `nik` by 16 digits, or null where the row was refused."""
    reading.table = _with_digits(reading.table, "nik")
    shown = pl.col("nik_text").str.replace_all(_BARE, "")
    state = pl.col("nik_state")
    reading.tell(state == "missing", "nik.missing", "nik")
    reading.tell(state == "bad", "nik.not_16_digits", "nik", shown)
    reading.tell(state == "rounded", "nik.rounded_by_spreadsheet", "nik", shown)
    good = ~state.is_in(["missing", "bad", "rounded"])
    impossible = good & ~nik.date_exists(pl.col("nik"))
    reading.tell(impossible, "nik.impossible_date", "nik", pl.col("nik"))
    reading.table = reading.table.with_columns(nik=pl.when(good & nik.date_exists(pl.col("nik"))).then("nik"))
    _warn(reading, areas)


def _warn(reading: Reading, areas: Areas) -> None:
    digits = pl.col("nik")
    repaired = pl.col("nik_state").is_in(["repaired", "float"]) & digits.is_not_null()
    reading.tell(repaired, "nik.repaired", "nik", digits)
    reading.tell(digits.str.ends_with("0000"), "nik.serial_zero", "nik", digits)
    districts = reading.table.select(nik.area(digits)).to_series().drop_nulls().unique()
    strange = [code for code in districts.to_list() if not areas.knows_district(code)]
    if strange:
        reading.tell(nik.area(digits).is_in(strange), "nik.unknown_area", "nik", digits)


def read_family_cards(reading: Reading) -> None:
    """A family card number that cannot be read leaves its cell empty; the row is still used."""
    reading.table = _with_digits(reading.table, "kk")
    shown = pl.col("kk_text").str.replace_all(_BARE, "")
    reading.tell(pl.col("kk_state") == "bad", "kk.not_16_digits", "kk", shown)
    reading.tell(pl.col("kk_state") == "rounded", "kk.rounded_by_spreadsheet", "kk", shown)
    believed = pl.col("kk_state").is_in(["exact", "repaired", "float"])
    reading.table = reading.table.with_columns(kk=pl.when(believed).then("kk"))


def _with_digits(table: pl.DataFrame, name: str) -> pl.DataFrame:
    readings = nik.read_column(table[name])
    lost = nik.doubtful(readings)
    state = readings.select(pl.when(lost).then(pl.lit("rounded")).otherwise("state")).to_series()
    return table.with_columns(
        pl.col(name).alias(f"{name}_text"),
        readings["digits"].alias(name),
        state.alias(f"{name}_state"),
    )
