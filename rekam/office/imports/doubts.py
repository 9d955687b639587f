"""Rows in doubt that a person can decide, and what was decided: row numbers and codes, kept with the import.

The next review goes by it. Nothing about the people themselves is kept here: their cells lie on the desk
until the import is decided, like everything else that was read of the file.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from rekam import files
from rekam.files.fields import area_joint
from rekam.office.imports.models import Import

# One NIK in several rows of the file: the clerk keeps one of them, the others are set aside.
ONE_NIK = ("nik.doubled_in_file", "nik.two_residents")
# What may be decided about a row. Another person: the register keeps whom it has under this NIK.
ASIDE, SAME, ANOTHER = "aside", "same", "another"
# The cells that tell one row from another, as the file has them.
CELLS = ("name", "born", "sex", "birth_place", "kk", "address")


def rows(item: Import, decision: str) -> list[int]:
    """The numbers of the rows about which this was decided."""
    return [int(row) for row, said in item.decided.get("rows", {}).items() if said == decision]


def villages(item: Import) -> dict[str, str]:
    """The area as the file writes it → the code of the village that is meant."""
    found: dict[str, str] = item.decided.get("villages", {})
    return found


def of_file(item: Import) -> files.Decided:
    """What can be followed while the file is read. The rest is compared with the register later."""
    return files.Decided(aside=frozenset(rows(item, ASIDE)), villages=villages(item))


def told(rows: Mapping[int, str | None], villages: Mapping[str, str | None]) -> dict[str, Any]:
    """For the audit trail: row numbers by what was decided, and the villages pointed out."""
    found: dict[str, Any] = {}
    for row, what in sorted(rows.items()):
        found.setdefault(what or "taken_back", []).append(row)
    meant = {value: code for value, code in villages.items() if code}
    back = [value for value, code in villages.items() if not code]
    found |= {"villages": meant} if meant else {}
    return {**found, "taken_back": [*found.get("taken_back", []), *back]} if back else found


def cells(raw: files.RawTable, mapping: files.Mapping, problems: pl.DataFrame) -> pl.DataFrame:
    """The rows that share a NIK, as the file has them, with the number of the first row that has it too."""

    def cell(name: str) -> pl.Expr:
        match = mapping.matches.get(name)
        return (pl.col(f"c{raw.columns.index(match.column)}") if match else pl.lit("")).fill_null("")

    other = pl.col("expected").cast(pl.UInt32)
    shared = problems.filter(pl.col("code").is_in(ONE_NIK)).select(
        "row", "code", nik="value", first=pl.min_horizontal("row", other)
    )
    found = raw.frame.with_columns(pl.col("row").cast(pl.UInt32)).join(shared, on="row", how="inner")
    way = mapping.area_way or ("area_code",)
    area = pl.concat_str([cell(name) for name in way], separator=area_joint(way))
    said = {name: cell(name) for name in CELLS} | {"area": area}
    return found.select("first", "row", "code", "nik", **said).sort("first", "row")
