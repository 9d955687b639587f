"""Recorded here, living elsewhere: sessions of people whom the register does not hold, or no longer holds.

They are served here and counted at home (Permendagri 8/2016). When the register learns of a person, the
sessions held for the NIK count at once, and the person leaves these lists.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from rekam.office import bulk
from rekam.office.accounts import rights
from rekam.office.recordings import queries as recordings
from rekam.office.recordings.models import Session
from rekam.office.regions import queries as regions

# Why somebody is here: the NIK was first given out here and yet is unknown (ask SIAK), was given out
# elsewhere, or the person had moved out of here, or gone from the register, before the recording.
UNKNOWN_HERE, FROM_ELSEWHERE, MOVED_OUT = "unknown_here", "from_elsewhere", "moved_out"
GROUPS = (UNKNOWN_HERE, FROM_ELSEWHERE, MOVED_OUT)
SCHEMA = {
    "id": pl.Int64,
    "nik": pl.String,
    "recorded_on": pl.Date,
    "place": pl.String,
    "area_code": pl.String,
    "moved_out": pl.Int64,
}
# Who is gone went on the day that the ledger has; who died elsewhere since had gone before. For whom it has
# none, as they had moved out before anybody knew of them: the register's own day.
SESSIONS = """
    FROM (
        SELECT s.id, s.nik, s.recorded_on, s.place, s.area_code,
               CASE WHEN r.id IS NULL THEN 0 ELSE 1 END AS moved_out
        FROM recordings_session s LEFT JOIN residents_resident r ON r.nik = s.nik
        WHERE r.id IS NULL
            OR (r.standing <> 'resident' AND s.recorded_on >= COALESCE(
                (
                    SELECT CASE WHEN l.cause <> 'died' THEN l.effective_on END FROM ledger_line l
                    WHERE l.resident_id = r.id AND l.measure = 'registered'
                        AND l.cause IN ('moved_out', 'left_register', 'died')
                    GROUP BY l.effective_on, l.cause HAVING SUM(l.amount) < 0
                    ORDER BY l.effective_on DESC LIMIT 1
                ),
                CASE WHEN r.standing <> 'died' THEN COALESCE(r.ended_on, r.known_on) END
            ))
    ) AS elsewhere ORDER BY recorded_on DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """People by month or by place of recording, each person once in each."""

    what: date | str
    people: int
    sessions: int


def sessions(reader: object) -> pl.DataFrame:
    """The sessions, newest first and each with its ``group``, that were recorded where somebody works: for
    the whole office in the regency, or where nobody said.
    """
    regency, own = regions.office().regency.code, rights.areas_of(reader)
    here = regency.replace(".", "")
    known = pl.col("moved_out") == 1
    group = (
        pl.when(known)
        .then(pl.lit(MOVED_OUT))
        .when(pl.col("nik").str.starts_with(here))
        .then(pl.lit(UNKNOWN_HERE))
        .otherwise(pl.lit(FROM_ELSEWHERE))
    )
    found = bulk.read(SESSIONS, schema=SCHEMA).with_columns(group=group)
    is_whole = regency.startswith(own)
    ours = [
        code
        for code in found["area_code"].unique()
        if recordings.is_here(code, regency) and (is_whole or code.startswith(own))
    ]
    return found.filter(pl.col("area_code").is_in(ours))


def narrowed(
    found: pl.DataFrame, *, group: str = "", month: date | None = None, place: str = ""
) -> pl.DataFrame:
    if group:
        found = found.filter(group=group)
    if month:
        found = found.filter(pl.col("recorded_on").dt.truncate("1mo") == month.replace(day=1))
    return found.filter(place=place) if place else found


def shown(ids: list[int]) -> list[Session]:
    """The sessions of one page of a list, in its order."""
    held = Session.objects.in_bulk(ids)
    return [held[pk] for pk in ids if pk in held]


def by_group(found: pl.DataFrame) -> dict[str, int]:
    """People of each group."""
    counted = found.group_by("group").agg(pl.col("nik").n_unique())
    return dict.fromkeys(GROUPS, 0) | dict(counted.iter_rows())


def by_month(found: pl.DataFrame) -> list[Tally]:
    """The latest month first."""
    return sorted(
        _tallies(found, pl.col("recorded_on").dt.truncate("1mo")), key=lambda t: t.what, reverse=True
    )


def by_place(found: pl.DataFrame) -> list[Tally]:
    """The place with most people first."""
    return sorted(_tallies(found, pl.col("place")), key=lambda t: (-t.people, t.what))


def _tallies(found: pl.DataFrame, what: pl.Expr) -> list[Tally]:
    counted = found.group_by(what.alias("what")).agg(people=pl.col("nik").n_unique(), sessions=pl.len())
    return [Tally(*row) for row in counted.iter_rows()]
