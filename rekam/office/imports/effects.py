"""What a commit would make of the counts, before it is made."""

from datetime import date
from typing import Any

import polars as pl

from rekam.office.regions import queries as regions


def per_district(lines: pl.DataFrame, *, on: date) -> list[dict[str, Any]]:
    """The difference that *lines* make to the counts on a day: a row for each district, largest first."""
    areas = regions.table().select("id", pl.col("code").str.slice(0, 8).alias("district"))
    names = dict(regions.districts("").values_list("code", "name"))
    counted = (
        lines.filter(pl.col("effective_on") <= on)
        .join(areas, left_on="area_id", right_on="id")
        .group_by("district", "measure")
        .agg(pl.col("amount").cast(pl.Int64).sum())
    )
    found: dict[str, dict[str, Any]] = {}
    for district, measure, amount in counted.iter_rows():
        row = found.setdefault(district, {"code": district, "name": names.get(district, district)})
        row[measure] = amount
    rows = [_whole(row) for row in found.values()]
    return sorted((r for r in rows if any(r[m] for m in MEASURES)), key=lambda r: r["code"])


MEASURES = ("registered", "obliged", "recorded", "unrecorded")


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    row = {"registered": 0, "obliged": 0, "recorded": 0, **row}
    return {**row, "unrecorded": row["obliged"] - row["recorded"]}
