"""Which fields of a resident a source says, and how they become what the rules take."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from rekam.domain.coverage.life import Saying as Said
from rekam.domain.coverage.rules import EVER_MARRIED, Reason

TEXTS = [
    "nik",
    "kk",
    "name",
    "sex",
    "birth_place",
    "marital",
    "religion",
    "blood",
    "relation",
    "education",
    "occupation",
    "employer",
    "rt",
    "rw",
    "address",
    "citizenship",
    "standing",
    "came",
    "ektp_status",
    "ektp_place",
    "source",
]
DAYS = ["born", "married_on", "ended_on", "arrived_on", "ektp_on", "ektp_updated_on", "known_on"]
SCHEMA: dict[str, Any] = {
    **dict.fromkeys(TEXTS, pl.String),
    **dict.fromkeys(DAYS, pl.Date),
    "area_id": pl.Int64,
    "fingerprint": pl.Int64,
    "said": pl.Int64,
}
# What a history shows and a saying keeps. The NIK is the resident's own and stays.
FACTS = tuple(name for name in SCHEMA if name not in ("nik", "known_on", "source"))
# What a source can say or leave open. Its place is its bit in ``said``: new names go to the end.
SAYABLE = (
    "kk", "name", "sex", "birth_place", "marital", "religion", "blood", "relation", "education", "occupation",
    "employer", "rt", "rw", "address", "citizenship", "standing", "ektp_status", "ektp_place", "born",
    "married_on", "ended_on", "arrived_on", "ektp_on", "ektp_updated_on", "area_id",
)  # fmt: skip
BITS = {name: 1 << place for place, name in enumerate(SAYABLE)}
EVERYTHING = -1  # of sayings from before this was kept
# From here on nothing, but that a complete file does not name them: who lived there by then is gone. What is
# added is the area of the register, nothing for one of the whole office.
MISSING = 1 << 62
# Beside what a correction says: the register was wrong, and nothing happened on its day.
WAS_SO = 1 << 61


def bits(names: Iterable[str]) -> int:
    """The bits of ``said`` for some facts."""
    return sum(BITS[name] for name in names if name in BITS)


def is_missing(said: int) -> bool:
    """Whether ``said`` is only that a complete file does not name somebody."""
    return said >= MISSING


def was_so(said: int) -> bool:
    """Whether ``said`` is a correction of what the register had wrong all the time."""
    return 0 < said < MISSING and bool(said & WAS_SO)


def said_by(columns: Iterable[str]) -> pl.Expr:
    """The bits of ``said`` for a row: which of *columns* have something in their cell."""
    empty: dict[str, pl.Expr] = {
        n: (pl.col(n).is_null() | (pl.col(n) == "")) if SCHEMA[n] == pl.String else pl.col(n).is_null()
        for n in columns
        if n in BITS
    }
    parts = [pl.when(~is_empty).then(BITS[name]).otherwise(0) for name, is_empty in empty.items()]
    return pl.sum_horizontal(pl.lit(0, dtype=pl.Int64), *parts).cast(pl.Int64).alias("said")


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of one row for ``Saying.facts``: dates as ISO text, what is missing left out."""
    found = {name: row[name] for name in FACTS if row[name] not in (None, "")}
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in found.items()}


def from_json(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of ``as_json``."""
    row: dict[str, Any] = {name: facts.get(name) for name in FACTS}
    for name in FACTS:
        if name in DAYS and row[name] is not None:
            row[name] = date.fromisoformat(row[name])
        elif name in TEXTS and row[name] is None:
            row[name] = ""
    if row["said"] is None:
        row["said"] = EVERYTHING
    return row


def said(row: Mapping[str, Any], *, known_on: date) -> Said:
    """A row of facts as the rules take it. The area is the area's id as text: the rules only compare it."""
    return Said(
        known_on=known_on,
        area=str(row["area_id"]),
        sex=row["sex"],
        born=row["born"],
        ever_married=row["marital"] in EVER_MARRIED,
        married_on=row["married_on"],
        citizenship=row["citizenship"],
        standing=row["standing"],
        ended_on=row["ended_on"],
        arrived_on=row["arrived_on"],
        came=Reason(row["came"]),
        ektp_status=row["ektp_status"],
        ektp_on=row["ektp_on"],
        was_so=was_so(row["said"]),
    )
