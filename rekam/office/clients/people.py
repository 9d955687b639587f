"""The people of rolls as the register sees them on a day: one table, made anew from what holds now."""

from datetime import date
from typing import Any

import polars as pl

from rekam.domain.rolls import standing
from rekam.domain.rolls.words import Result
from rekam.office import bulk
from rekam.office.clients.models import Roll

OF_ROW: dict[str, Any] = {
    "row": pl.Int64,
    "roll": pl.Int64,
    "client": pl.Int64,
    "number": pl.Int64,
    "match": pl.String,
    "how": pl.String,
    "from_outside": pl.Int64,
    "same_as": pl.Int64,
    "decision": pl.String,
    "resident": pl.Int64,
}
OF_RESIDENT: dict[str, Any] = {
    "area_id": pl.Int64,
    "standing": pl.String,
    "ended_on": pl.Date,
    "obliged_from": pl.Date,
    "first_recorded_on": pl.Date,
    "born": pl.Date,
    "citizenship": pl.String,
}
ROWS = """
    FROM (
        SELECT w.id AS "row", w.roll_id AS roll, l.client_id AS client, w.number, w.match, w.how,
               CASE WHEN w.from_outside THEN 1 ELSE 0 END AS from_outside, w.same_as, w.decision,
               w.resident_id AS resident, p.area_id, p.standing, p.ended_on, p.obliged_from,
               p.first_recorded_on, p.born, p.citizenship
        FROM clients_rollrow w
        JOIN clients_roll l ON l.id = w.roll_id AND l.state = 'matched'
        JOIN clients_client c ON c.id = l.client_id
        LEFT JOIN residents_resident p ON p.id = w.resident_id
        WHERE {where}
    ) AS rows_of_rolls ORDER BY roll, number
"""


def of_roll(roll: Roll, on: date) -> pl.DataFrame:
    """Every row of a roll with its `result` on a day."""
    return _read("w.roll_id = %s", [roll.pk], on)


def of_client(client_id: int, on: date) -> pl.DataFrame:
    """Every row of a client's rolls that count."""
    return _read("l.client_id = %s", [client_id], on)


def of_all(on: date) -> pl.DataFrame:
    """Every row of every roll that counts, of clients to whom the office still goes."""
    return _read("c.is_active", [], on)


def _read(where: str, params: list[Any], on: date) -> pl.DataFrame:
    held = bulk.read(ROWS.format(where=where), params, schema={**OF_ROW, **OF_RESIDENT})
    known = held.with_columns(pl.col("from_outside").cast(pl.Boolean))
    return known.with_columns(result=standing.result(on))


def counted(rows: pl.DataFrame) -> dict[str, int]:
    """How many rows came to each result."""
    found = dict(rows.group_by("result").len().iter_rows())
    return {result.value: int(found.get(result.value, 0)) for result in Result}


def once_each(rows: pl.DataFrame) -> pl.DataFrame:
    """Residents once, however many rows name them: the first row stays. Rows without a resident stay out."""
    return rows.filter(pl.col("resident").is_not_null()).unique("resident", keep="first", maintain_order=True)
