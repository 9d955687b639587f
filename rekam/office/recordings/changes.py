"""What a file of recordings tells that is not held yet: found without changing anything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

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
    "status_said": pl.String,
    "status_on": pl.Date,
    "status_clock": pl.String,
    "known_on": pl.Date,
}
# What makes two reports of one session the same.
DAY_OF_REPORT = ["id", "code", "on"]
REPORT = [*DAY_OF_REPORT, "clock"]
EARLIER_SCHEMA = {"id": pl.Int64, "nik": pl.String, "status": pl.Int64, "known_on": pl.Date, "first": pl.Date}

KNOWN = ("id", "nik", "status", "known_on", "held")


@dataclass(frozen=True)
class Found:
    """``sessions``: not held, each with a temporary negative id. ``reports``: statuses not held, by session
    id.

    ``timed``: held sessions whose time of day the file adds (id, clock). ``earlier``: held sessions, and
    their statuses by number, of which the file knew on an earlier day (id, status, known_on; first: the day
    of whoever told it first). ``between``: the same of which it knew before that one, but not before a third;
    it changes nothing until the third is taken back. ``confirmed``: sessions of which it tells what is held.
    ``same``: rows that tell nothing new.
    """

    sessions: pl.DataFrame
    reports: pl.DataFrame
    timed: pl.DataFrame
    earlier: pl.DataFrame
    between: pl.DataFrame
    confirmed: pl.DataFrame
    same: int

    @property
    def niks(self) -> list[str]:
        """Everybody of whom the file tells something new."""
        tables = (self.sessions, self.reports, self.timed, self.earlier)
        return sorted({nik for table in tables for nik in table["nik"]})


def find(rows: pl.DataFrame) -> Found:
    """Compare *rows* (the columns of ``SESSION_COLUMNS``, blanks as "") with the sessions held.

    A session is the same when person, day and time of day agree, or person and day where one side gives no
    time.
    """
    told_once = ["nik", "recorded_on", "clock", "status", "status_on", "status_clock"]
    rows = rows.sort("known_on", maintain_order=True).unique(told_once, keep="first", maintain_order=True)
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
    reports, of_reports = _reports(told)
    timed = told.filter(
        (pl.col("id") == pl.col("untimed")) & (pl.col("clock") != "") & pl.col("exact").is_null()
    )
    timed = timed.unique("id").select("id", "nik", "clock")
    before = _before_the_first(pl.concat([_of_sessions(told, held), of_reports]))
    earlier = before.filter(pl.col("known_on") < pl.col("held"))
    between = before.filter(pl.col("known_on") >= pl.col("held"))
    news = {*sessions["id"], *reports["id"], *timed["id"], *earlier["id"]}
    unchanged = told.filter(~pl.col("id").is_in(list(news)))
    return Found(
        sessions.select("id", *SESSION_COLUMNS),
        reports,
        timed,
        earlier.drop("held"),
        between.drop("held"),
        _confirmed(told, reports),
        same=len(unchanged),
    )


def worded(reports: pl.DataFrame) -> pl.DataFrame:
    """Each with its word to the letter: what was reviewed before words were kept has none."""
    return reports if "said" in reports.columns else reports.with_columns(said=pl.lit(""))


def _confirmed(told: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Held sessions of which some row tells what is held, whatever others add to them."""
    news = reports.select("id", status="code").unique()
    return told.filter(pl.col("id") > 0).join(news, on=["id", "status"], how="anti").select("id").unique()


def _of_sessions(told: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Since when the file knew of sessions that are held, beside the day that is held."""
    known = told.group_by("id", "nik").agg(pl.col("known_on").min())
    met = known.join(held.select("id", held="known_on"), on="id")
    return met.with_columns(status=pl.lit(None, dtype=pl.Int64)).select(*KNOWN)


def _before_the_first(known: pl.DataFrame) -> pl.DataFrame:
    """What the file knew of before whoever told of it first."""
    first = queries.first_known(known["id"].unique().to_list()).rename(
        {"session_id": "id", "status_id": "status"}
    )
    met = known.join(first, on=["id", "status"], how="left", nulls_equal=True)
    met = met.with_columns(pl.coalesce("first", "held"))
    return met.filter(pl.col("known_on") < pl.col("first")).select(*EARLIER_SCHEMA, "held")


def _reports(told: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Statuses with their day that no session holds yet; and those held, beside the day that is held."""
    reports = told.filter(pl.col("status") != "").select(
        "id",
        "nik",
        pl.col("status").alias("code"),
        pl.col("status_said").alias("said"),
        pl.coalesce("status_on", "recorded_on").alias("on"),
        pl.col("status_clock").alias("clock"),
        "known_on",
    )
    reports = reports.sort("known_on").unique(REPORT, keep="first", maintain_order=True)
    held = queries.reports_of([pk for pk in reports["id"].unique() if pk > 0])
    held = held.rename({"id": "status", "session_id": "id", "known_on": "held"})
    reports = _with_hour_of(held, reports)
    fresh = reports.join(held, on=REPORT, how="anti")
    return _one_of_a_day(fresh), reports.join(held, on=REPORT).select(*KNOWN)


def _with_hour_of(held: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """A status is the same where one side gives no hour: such rows get the hour of the one that is held."""
    untimed = held.filter(pl.col("clock") == "").select(*DAY_OF_REPORT, is_untimed=pl.lit(value=True))
    some = held.unique(DAY_OF_REPORT, maintain_order=True).select(*DAY_OF_REPORT, some="clock")
    exact = held.select(*REPORT, is_exact=pl.lit(value=True))
    met = reports.join(untimed.unique(), on=DAY_OF_REPORT, how="left", maintain_order="left")
    met = met.join(some, on=DAY_OF_REPORT, how="left", maintain_order="left")
    met = met.join(exact, on=REPORT, how="left", maintain_order="left")
    no_hour = pl.when(pl.col("clock") == "").then("some")
    clock = (
        pl.when(pl.col("is_exact"))
        .then("clock")
        .when(pl.col("is_untimed"))
        .then(pl.lit(""))
        .otherwise(pl.coalesce(no_hour, "clock"))
    )
    found = met.with_columns(clock=clock).select(reports.columns)
    return found.sort("known_on", maintain_order=True).unique(REPORT, keep="first", maintain_order=True)


def _one_of_a_day(fresh: pl.DataFrame) -> pl.DataFrame:
    """Of a status that one file tells of one day with and without an hour, that with it."""
    timed = fresh.filter(pl.col("clock") != "").select(DAY_OF_REPORT).unique()
    return fresh.filter(pl.col("clock") != "").vstack(
        fresh.filter(pl.col("clock") == "").join(timed, on=DAY_OF_REPORT, how="anti")
    )


def merged(found: Found, niks: Iterable[str]) -> dict[str, list[Held]]:
    """The sessions of some people as they would be with what was found."""
    asked = sorted(set(niks))
    sessions = queries.numbered_of_niks(asked)
    new = found.sessions.filter(pl.col("nik").is_in(asked))
    for pk, nik, on, known in new.select("id", "nik", "recorded_on", "known_on").iter_rows():
        sessions.setdefault(nik, {})[pk] = Held(on, known)
    for pk, nik, known, on, code, clock in _before(found, asked):
        session = sessions[nik][pk]
        if code is None:
            sessions[nik][pk] = replace(session, known_on=known)
        else:
            told = (code, on, clock)
            sessions[nik][pk] = replace(
                session,
                reports=tuple(
                    replace(r, known_on=known) if (r.code, r.at, r.clock) == told else r
                    for r in session.reports
                ),
            )
    columns = ("id", "nik", "code", "on", "clock", "known_on")
    for pk, nik, code, on, clock, known in (
        found.reports.filter(pl.col("nik").is_in(asked)).select(columns).iter_rows()
    ):
        session = sessions[nik][pk]
        report = Report(known_on=known, at=on, code=code, clock=clock)
        sessions[nik][pk] = replace(session, reports=(*session.reports, report))
    return {nik: list(by_id.values()) for nik, by_id in sessions.items()}


def _before(found: Found, niks: list[str]) -> Iterator[tuple[Any, ...]]:
    """What was known before: id, nik, known_on, and of a status its day, code and clock (else None)."""
    earlier = found.earlier.filter(pl.col("nik").is_in(niks))
    held = queries.reports_of(earlier.filter(pl.col("status").is_not_null())["id"].unique().to_list())
    met = earlier.join(held.select("id", "on", "code", "clock"), left_on="status", right_on="id", how="left")
    yield from met.select("id", "nik", "known_on", "on", "code", "clock").iter_rows()
