"""Which fields of a resident a source says, and how they become what the rules take."""

from collections.abc import Mapping
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
}
# What a history shows and a saying keeps. The NIK is the resident's own and stays.
FACTS = tuple(name for name in SCHEMA if name not in ("nik", "known_on", "source"))


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
    )
