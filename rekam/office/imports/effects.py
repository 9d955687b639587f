"""What a commit would make of the counts, before it is made."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from rekam.office.regions import queries as regions

MEASURES = ("registered", "obliged", "recorded", "unrecorded")


def per_district(lines: pl.DataFrame, *, on: date, left: Iterable[int] | None = None) -> list[dict[str, Any]]:
    """The difference that *lines* make to the counts on a day: a row for each district, by code.

    For a release, *left* are the residents missing from it; ``left`` in each row is their part of the
    difference, which a person may still decide against.
    """
    areas = regions.table().select("id", pl.col("code").str.slice(0, 8).alias("district"))
    now = lines.filter(pl.col("effective_on") <= on).join(areas, left_on="area_id", right_on="id")
    names = dict(regions.districts("").values_list("code", "name"))
    whole = _by_district(now)
    parts = _by_district(now.filter(pl.col("resident_id").is_in(list(left)))) if left is not None else None
    rows = []
    for code in sorted(whole):
        row: dict[str, Any] = {"code": code, "name": names.get(code, code), **whole[code]}
        if parts is not None:
            row["left"] = parts.get(code, dict.fromkeys(MEASURES, 0))
        if any(whole[code].values()) or any(row.get("left", {}).values()):
            rows.append(row)
    return rows


def _by_district(lines: pl.DataFrame) -> dict[str, dict[str, int]]:
    counted = lines.group_by("district", "measure").agg(pl.col("amount").cast(pl.Int64).sum())
    found: dict[str, dict[str, int]] = {}
    for district, measure, amount in counted.iter_rows():
        found.setdefault(district, dict.fromkeys(MEASURES, 0))[measure] = amount
    for row in found.values():
        row["unrecorded"] = row["obliged"] - row["recorded"]
    return found


def without_left(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same difference when those missing from a release stay as they are."""
    kept = [{**row, **{m: row[m] - row["left"][m] for m in MEASURES}} for row in rows if "left" in row]
    return [row for row in kept if any(row[m] for m in MEASURES)] if kept else rows


def total(rows: list[dict[str, Any]]) -> dict[str, int]:
    """The difference to the whole office."""
    return {measure: sum(row[measure] for row in rows) for measure in MEASURES}
