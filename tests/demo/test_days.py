"""How many are recorded on which day, as the year went: weekends, holidays, broken devices."""

from datetime import date, timedelta

import polars as pl
import pytest

from rekam.demo import Script, write_files
from tests.demo import papers

FROM, TO = date(2016, 9, 6), date(2016, 9, 20)


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """Ten times the small demo, so that single days can be compared."""
    script: Script = write_files(tmp_path_factory.mktemp("days"), scale=0.2)
    rows = pl.concat([papers.recordings(step) for step in script if step.kind == "recordings"])
    return rows.unique(["nik", "day", "time"], maintain_order=True)


def on(sessions: pl.DataFrame, *days: date) -> float:
    """Recordings a day here."""
    return sessions.filter(pl.col("day").is_in(days) & pl.col("code").str.starts_with("64.08")).height / len(
        days
    )


def days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def test_september_serves_every_day_and_fewer_at_weekends(sessions: pl.DataFrame) -> None:
    september = [day for day in days(date(2016, 9, 1), date(2016, 9, 30)) if day != date(2016, 9, 12)]
    weekend = [day for day in september if day.weekday() > 4]
    week = [day for day in september if day.weekday() < 5]

    assert all(on(sessions, day) > 0 for day in september)
    assert 0.3 < on(sessions, *weekend) / on(sessions, *week) < 0.8


def test_feasts_are_dips(sessions: pl.DataFrame) -> None:
    assert on(sessions, date(2016, 9, 12)) < 0.3 * on(sessions, date(2016, 9, 13))
    assert on(sessions, date(2016, 7, 6), date(2016, 7, 7)) == 0
    assert on(sessions, date(2016, 8, 17)) < 0.3 * on(sessions, date(2016, 8, 18))


def test_september_is_the_strongest_month(sessions: pl.DataFrame) -> None:
    months = sessions.group_by(pl.col("day").dt.month()).len().sort("day")["len"].to_list()

    assert len(months) == 9
    assert months[8] > 1.7 * max(months[:8])
    assert min(months[:8]) > 0.4 * max(months[:8])


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [("64.08.12", date(2016, 9, 5), date(2016, 9, 20)), ("64.08.13", date(2016, 9, 8), date(2016, 9, 28))],
)
def test_broken_devices_show(sessions: pl.DataFrame, code: str, start: date, end: date) -> None:
    here = sessions.filter(pl.col("code") == code)
    broken = days(start, end)
    working = [day for day in days(date(2016, 8, 1), date(2016, 9, 30)) if day not in broken]

    assert on(here, *broken) < 0.5 * on(here, *working)


def test_people_are_served_during_the_day(sessions: pl.DataFrame) -> None:
    times = sessions["time"].filter(sessions["time"] != "")

    assert times.str.contains(r"^(0[89]|1[0-5]):[0-5]\d$").all()
    assert 0 < (sessions["time"] == "").sum() < 0.03 * sessions.height
