"""What a file of recordings tells that is not held yet: found without changing anything."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from rekam.domain.coverage.life import Report
from rekam.domain.coverage.life import Session as Held
from rekam.office.recordings import queries

SESSION_COLUMNS = {
    "nik": pl.String,
    "recorded_on": pl.Date,
    "clock": pl.String,
    "place": pl.String,
    "area_code": pl.String,
    "kit": pl.String,
    "operator": pl.String,
    "status": pl.String,
    "status_on": pl.Date,
    "known_on": pl.Date,
}
REPORT_COLUMNS = {"code": pl.String, "on": pl.Date, "known_on": pl.Date}


@dataclass(frozen=True)
class Found:
    """``sessions``: not held, each with a temporary negative id. ``reports``: statuses not held, by session
    id.

    ``timed``: held sessions whose time of day the file adds (id, clock). ``same``: rows that tell nothing
    new.
    """

    sessions: pl.DataFrame
    reports: pl.DataFrame
    timed: pl.DataFrame
    same: int

    @property
    def niks(self) -> list[str]:
        """Everybody of whom the file tells something new."""
        return sorted({*self.sessions["nik"], *self.reports["nik"], *self.timed["nik"]})


def find(rows: pl.DataFrame) -> Found:
    """Compare *rows* (the columns of ``SESSION_COLUMNS``, blanks as "") with the sessions held.

    A session is the same when person, day and time of day agree, or person and day where one side gives no
    time.
    """
    rows = rows.unique(["nik", "recorded_on", "clock", "status", "status_on"], maintain_order=True)
    held = queries.held_for(rows["nik"].unique().to_list())
    by_time = held.select("nik", "recorded_on", "clock", pl.col("id").alias("exact"))
    untimed = held.filter(pl.col("clock") == "").unique(["nik", "recorded_on"])
    on_day = held.unique(["nik", "recorded_on"]).select("nik", "recorded_on", pl.col("id").alias("that_day"))
    met = (
        rows.join(by_time, on=["nik", "recorded_on", "clock"], how="left")
        .join(
            untimed.select("nik", "recorded_on", pl.col("id").alias("untimed")),
            on=["nik", "recorded_on"],
            how="left",
        )
        .join(on_day, on=["nik", "recorded_on"], how="left")
    )
    that_day = pl.when(pl.col("clock") == "").then("that_day")
    met = met.with_columns(pl.coalesce("exact", "untimed", that_day).alias("id"))
    fresh = met.filter(pl.col("id").is_null())
    sessions = fresh.sort("known_on").unique(
        ["nik", "recorded_on", "clock"], keep="first", maintain_order=True
    )
    sessions = sessions.with_columns(-pl.int_range(1, len(sessions) + 1, dtype=pl.Int64).alias("id"))
    numbered = fresh.drop("id").join(
        sessions.select("nik", "recorded_on", "clock", "id"), on=["nik", "recorded_on", "clock"], how="left"
    )
    told = pl.concat([met.filter(pl.col("id").is_not_null()), numbered.select(met.columns)])
    reports = _reports(told)
    timed = told.filter(
        (pl.col("id") == pl.col("untimed")) & (pl.col("clock") != "") & pl.col("exact").is_null()
    )
    timed = timed.unique("id").select("id", "nik", "clock")
    news = {*sessions["id"], *reports["id"], *timed["id"]}
    return Found(
        sessions.select("id", *SESSION_COLUMNS),
        reports,
        timed,
        same=len(told.filter(~pl.col("id").is_in(news))),
    )


def _reports(told: pl.DataFrame) -> pl.DataFrame:
    """Statuses with their day that no session holds yet."""
    reports = told.filter(pl.col("status") != "").select(
        "id",
        "nik",
        pl.col("status").alias("code"),
        pl.coalesce("status_on", "recorded_on").alias("on"),
        "known_on",
    )
    reports = reports.sort("known_on").unique(["id", "code", "on"], keep="first", maintain_order=True)
    held = queries.reports_of([pk for pk in reports["id"].unique() if pk > 0])
    return reports.join(held.rename({"session_id": "id"}), on=["id", "code", "on"], how="anti")


def merged(found: Found, niks: Iterable[str]) -> dict[str, list[Held]]:
    """The sessions of some people as they would be with what was found."""
    asked = sorted(set(niks))
    sessions = queries.numbered_of_niks(asked)
    new = found.sessions.filter(pl.col("nik").is_in(asked))
    for pk, nik, on, known in new.select("id", "nik", "recorded_on", "known_on").iter_rows():
        sessions.setdefault(nik, {})[pk] = Held(on, known)
    for pk, nik, code, on, known in found.reports.filter(pl.col("nik").is_in(asked)).iter_rows():
        session = sessions[nik][pk]
        report = Report(known_on=known, at=on, code=code)
        sessions[nik][pk] = replace(session, reports=(*session.reports, report))
    return {nik: list(by_id.values()) for nik, by_id in sessions.items()}
