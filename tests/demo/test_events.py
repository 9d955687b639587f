"""What an office lives through in nine months is all in the files."""

from datetime import date

import polars as pl
import pytest

from tests.demo import papers
from tests.demo.recount import Recount

RELEASES = (0, 7)


@pytest.fixture(scope="module")
def said(recount: Recount) -> pl.DataFrame:
    """Every saying beside the one before it of the same person."""
    before = ("name", "born", "sex", "area", "wed", "permit", "status", "created", "family", "address")
    table = pl.concat(recount.files).sort("nik", "file")
    return table.with_columns(pl.col(name).shift().over("nik").name.prefix("old_") for name in before)


@pytest.fixture(scope="module")
def sessions(recount: Recount) -> pl.DataFrame:
    return recount.sessions


def changed(said: pl.DataFrame, name: str) -> pl.DataFrame:
    old = pl.col(f"old_{name}")
    return said.filter(old.is_not_null() & (old != pl.col(name)))


def test_people_die_move_out_and_are_missed_by_the_release(recount: Recount, said: pl.DataFrame) -> None:
    missing = recount.files[0].join(recount.files[7], on="nik", how="anti")
    gone_before = said.filter(pl.col("died") | pl.col("moved"))

    assert set(said.filter("died")["file"]) == set(range(1, 11)) - set(RELEASES)
    assert set(said.filter("moved")["file"]) == set(range(1, 11)) - set(RELEASES)
    assert missing.join(gone_before, on="nik", how="anti").height > 0.02 * recount.files[0].height


def test_people_are_born_move_in_and_join(said: pl.DataFrame) -> None:
    new = said.filter(
        (pl.col("file") > 0) & pl.col("old_name").is_null() & (pl.col("nik").is_first_distinct())
    )

    assert new.filter(pl.col("born") > date(2016, 1, 1)).height > 50
    assert new.filter(pl.col("arrived").is_not_null()).height > 80
    assert new.filter((pl.col("file") == 7) & pl.col("arrived").is_null()).height > 300


def test_families_move_within_the_regency_with_a_new_card(said: pl.DataFrame) -> None:
    moved = changed(said, "area")

    assert moved.height > 50
    assert moved["arrived"].is_not_null().all()
    assert (moved["family"] != moved["old_family"]).sum() >= moved.height - 1


def test_girls_who_marry_before_17_are_obliged(said: pl.DataFrame) -> None:
    wed = changed(said, "wed").filter("wed")
    young = wed.filter(pl.col("born").dt.offset_by("17y") > pl.col("as_of"))

    assert wed.height > 60
    assert young.height >= 9
    assert set(young["sex"]) == {"f"}


def test_late_news_and_permits(said: pl.DataFrame) -> None:
    weeks_late = pl.col("as_of") - pl.coalesce("died_on", "moved_on") > pl.duration(days=35)

    assert said.filter(weeks_late & (pl.col("died") | pl.col("moved"))).height > 5
    assert changed(said, "permit").filter(pl.col("permit") == "ITAP").height >= 1


@pytest.mark.parametrize("what", ["name", "born", "sex"])
def test_corrections_touch_one_fact_and_never_the_nik(said: pl.DataFrame, what: str) -> None:
    corrected = changed(said, what)
    others = [name for name in ("name", "born", "sex") if name != what]

    assert corrected.height >= 10
    for other in others:
        assert (corrected[other] == corrected[f"old_{other}"]).all()


def test_recordings_fail_and_are_repeated(sessions: pl.DataFrame) -> None:
    failed = sessions.filter(pl.col("status").is_in(papers.NOT_VALID))
    counted_first = failed.join(
        sessions.filter(~pl.col("status").is_in(papers.NOT_VALID)), on=["nik", "day", "time"], suffix="_then"
    )
    again = failed.join(sessions, on="nik", suffix="_then").filter(pl.col("day_then") > pl.col("day"))

    assert counted_first.height >= 3
    assert (counted_first["known"] > counted_first["known_then"]).all()
    assert again.height >= 5


def test_the_register_too_reports_failures(said: pl.DataFrame) -> None:
    failed = changed(said, "status").filter(pl.col("status").is_in(papers.NOT_VALID - {"UNREGISTERED"}))

    assert failed.height >= 5
    assert (failed["created"] == failed["old_created"]).all()


def test_first_timers_are_recorded_at_16_and_some_turn_17_in_september(
    recount: Recount, sessions: pl.DataFrame
) -> None:
    people = recount.lives(date(2016, 9, 30)).select("nik", "of_age", "wed")
    young = sessions.join(people, on="nik").filter(~pl.col("wed") & (pl.col("day") < pl.col("of_age")))
    in_september = pl.col("of_age").is_between(date(2016, 9, 1), date(2016, 9, 30))

    assert young["nik"].n_unique() > 15
    assert young.filter(in_september).height >= 1
    assert young.filter(pl.col("day") < pl.col("of_age").dt.offset_by("-1y")).is_empty()


def test_who_is_recorded_where_and_who_lives_where_are_two_things(
    recount: Recount, sessions: pl.DataFrame
) -> None:
    people = recount.lives(date(2016, 9, 30)).select("nik", "came", "first_as_of")
    ours = sessions.join(people, on="nik")
    unknown = sessions.join(people, on="nik", how="anti")
    away = pl.col("code").is_in(["64.72", "64.74"])

    assert ours.filter(away).height >= 5
    assert unknown["nik"].n_unique() >= 25
    assert not unknown["nik"].str.starts_with("6408").any()
    assert ours.filter(pl.col("day") < pl.col("came")).height >= 1  # served here, and arrived later


def test_one_person_can_have_several_sessions_and_a_session_several_rows(sessions: pl.DataFrame) -> None:
    days = sessions.group_by("nik").agg(days=pl.col("day").n_unique(), rows=pl.len())

    assert days.filter(pl.col("days") > 1).height > 10
    assert days.filter(pl.col("rows") > pl.col("days")).height > 10


def test_some_news_of_recordings_comes_weeks_late(sessions: pl.DataFrame) -> None:
    lag = (pl.col("known") - pl.col("day")).dt.total_days()

    assert sessions.filter(lag == 0).height > 0.8 * sessions.height
    assert sessions.filter(lag > 14).height > 0.01 * sessions.height


def test_codes_that_are_on_no_list_occur_and_decide_nothing(recount: Recount, sessions: pl.DataFrame) -> None:
    odd = sessions.filter(pl.col("status").is_in(["RECORD_ON_HOLD", "CARD_REISSUE_QUEUED"]))
    opening = recount.files[0].filter(pl.col("created").is_not_null())

    assert odd.height >= 1
    assert odd.join(opening, on="nik", how="anti").is_empty()
    assert sessions["status"].n_unique() > 10


def test_some_records_are_sent_and_stay_so_for_weeks(recount: Recount) -> None:
    opening = recount.files[0].filter(pl.col("status") == "SENT_FOR_ENROLLMENT")

    assert opening.filter(pl.col("created") < date(2015, 10, 1)).height > 5
    assert recount.files[0].filter(pl.col("status") == "DUPLICATE_RECORD").height >= 1
