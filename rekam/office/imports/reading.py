"""A file on the desk as rows that can be compared with what is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.conf import settings

from rekam import files
from rekam.files.dates import Order
from rekam.office.imports import doubts, queries
from rekam.office.imports.desk import Desk
from rekam.office.imports.models import Import, Kind
from rekam.office.recordings.changes import SESSION_COLUMNS
from rekam.office.regions import queries as regions
from rekam.office.residents.actions import name_key

MIB = 1024 * 1024
HASHED_AT_ONCE = 50_000
SAMPLE_ROWS = 3  # shown to whoever corrects the columns


@dataclass(frozen=True)
class Read:
    """What was read of a file: usable rows, problems, and who may stand behind the unusable ones."""

    rows: pl.DataFrame
    problems: pl.DataFrame
    notes: tuple[files.Note, ...]
    counts: dict[str, int]
    mapping: files.Mapping
    unreadable: pl.DataFrame


def mapping_of(item: Import, raw: files.RawTable) -> files.Mapping:
    """The columns as found, or as a person corrected them, with what is known of the order of their dates."""
    mapping = files.match_columns(raw, item.kind)
    corrected = item.columns.get("corrected") or {}
    mapping = mapping.corrected(corrected) if corrected else mapping
    return mapping.dated(item.columns.get("orders") or {}, queries.earlier_orders(item, mapping))


def open_original(item: Import, desk: Desk) -> files.RawTable:
    """The file as it came, as a table of text. Raises FileProblem."""
    return files.open_table(desk.original, max_bytes=settings.IMPORT_MAX_MB * MIB, sheet=item.sheet or None)


def read(item: Import, desk: Desk, *, at: datetime) -> Read:
    """Every row of the file judged by itself. Raises FileProblem when the file cannot be read as a table."""
    desk.tell("opening", 0.02)
    raw = open_original(item, desk)
    mapping = mapping_of(item, raw)
    item.columns = {**item.columns, "found": _told(mapping), "header": list(raw.columns)}
    item.columns |= {"sheet": raw.sheet, "sheets": list(raw.sheets)}
    desk.save("sample", raw.frame.head(SAMPLE_ROWS))
    areas = regions.table()
    regency = regions.office().regency.code
    desk.tell("checking", 0.15)
    table = areas.select("code", "name", "aliases", "level")
    if item.kind == Kind.RESIDENTS:
        decided = doubts.of_file(item)
        result = files.normalise_residents(
            raw,
            mapping,
            areas=table,
            as_of=item.as_of,
            regency=regency,
            decided=decided,
            zone=settings.TIME_ZONE,
        )
        desk.save("doubtful", doubts.cells(raw, mapping, result.problems))
    else:
        result = files.normalise_recordings(
            raw, mapping, areas=table, as_of=item.as_of, now=at, regency=regency, zone=settings.TIME_ZONE
        )
    counts = {
        "read": result.read,
        "rejected": result.rejected,
        "held": result.held,
        "repeated": result.repeated,
        "aside": result.aside,
        "warnings": len(result.problems.filter(pl.col("level") == "warning")),
    }
    item.columns["dates"] = _ordered(mapping, result.orders)
    people, notes = _unreadable(result.people, areas), (*raw.notes, *result.notes)
    del raw  # the text of a whole register; what follows needs as much memory again
    rows = _residents(result.rows, areas) if item.kind == Kind.RESIDENTS else _recordings(result.rows)
    return Read(rows, result.problems, notes, counts, mapping, people)


def _told(mapping: files.Mapping) -> list[dict[str, object]]:
    return [
        {"field": m.field, "column": m.column, "how": m.how, "sure": round(m.sure, 2)}
        for m in mapping.matches.values()
    ]


def _ordered(mapping: files.Mapping, orders: Mapping[str, Order]) -> list[dict[str, object]]:
    """In which order the dates of each column were read, where that mattered."""
    return [
        {"field": name, "column": mapping.column(name), "order": each.order, "how": each.how}
        for name, each in orders.items()
        if each.how
    ]


def _residents(rows: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """With the id of the village and a fingerprint of all that the row says."""
    said = rows.join(
        areas.select(pl.col("code").alias("area"), pl.col("id").alias("area_id")), on="area", how="left"
    )
    said = said.with_columns(pl.col(pl.String).fill_null(""))
    columns = sorted(name for name in said.columns if name not in ("row", "area"))
    fingerprint = pl.struct(columns).hash().reinterpret(signed=True).alias("fingerprint")
    # In portions: what is hashed lies in memory a second time.
    parts = [part.select(fingerprint) for part in said.iter_slices(HASHED_AT_ONCE)]
    prints = pl.concat(parts) if parts else said.select(fingerprint)
    return said.with_columns(prints["fingerprint"], pl.col("row").cast(pl.Int64)).drop("area")


def _recordings(rows: pl.DataFrame) -> pl.DataFrame:
    """With every column that a session has."""
    clock = pl.lit("")
    if "recorded_at" in rows.columns:
        clock = pl.col("recorded_at").dt.to_string("%H:%M:%S")
    rows = rows.with_columns(clock=clock).rename({"area": "area_code"} if "area" in rows.columns else {})
    missing = [
        pl.lit(None, dtype=kind).alias(n) for n, kind in SESSION_COLUMNS.items() if n not in rows.columns
    ]
    return (
        rows.with_columns(missing)
        .select(pl.col("row").cast(pl.Int64), *SESSION_COLUMNS)
        .with_columns(pl.col(pl.String).fill_null(""))
    )


def _unreadable(people: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Who may stand behind unusable rows, as the register compares: nik, name_key, born, kk, area_id."""
    villages = areas.select(pl.col("code").alias("area"), pl.col("id").alias("area_id"))
    name = name_key(pl.col("name"))
    found = people.join(villages, on="area", how="left").select(
        "nik", "born", "kk", "area_id", name_key=pl.when(name != "").then(name)
    )
    return found.filter(pl.any_horizontal(pl.col("nik", "name_key").is_not_null()))
