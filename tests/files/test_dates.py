"""Dates: one order per column, and nothing guessed."""

from datetime import date, time, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.files import dates

BIRTHDAY = date(1985, 8, 17)


def column(*cells: str | None) -> list[tuple[date | None, str]]:
    read = dates.read(pl.Series("x", cells, dtype=pl.String))
    return list(read.cells.select("date", "state").iter_rows())


@pytest.mark.parametrize(
    "written",
    [
        "17-08-1985", "17/08/1985", "17.08.1985", "17 08 1985", "17-8-1985", "1985-08-17", "1985/08/17",
        "17-08-1985 00:00:00", "1985-08-17T10:11:12", "1985-08-17 10:11:12.000", "17/08/1985 10:11",
        "17 Agustus 1985", "17-Agt-1985", "17 AUG 1985", "17-AGU-1985", "'17-08-1985", " 17-08-1985 ",
        "31276", "31276.0", "31276.5", "19850817", "17081985", "08/17/1985",
    ],
)  # fmt: skip
def test_the_ways_in_which_offices_write_a_date(written: str) -> None:
    assert column(written, written) == [(BIRTHDAY, "ok")] * 2


def test_a_column_has_one_order() -> None:
    assert column("03/04/1985", "25/04/1985")[0] == (date(1985, 4, 3), "ok")
    assert column("03/04/1985", "04/25/1985")[0] == (date(1985, 3, 4), "ok")


def test_a_slip_in_one_cell_does_not_turn_the_column_round() -> None:
    cells = [f"{day:02}-03-1985" for day in range(1, 29)]

    assert column(*cells, "03-25-1985")[-1] == (None, "impossible")
    assert column(*cells, "03-25-1985")[0] == (date(1985, 3, 1), "ok")


def test_a_column_that_shows_no_order_says_so() -> None:
    assert dates.read(pl.Series("x", ["03/04/1985", "05/06/1990"])).is_ambiguous
    assert not dates.read(pl.Series("x", ["03/04/1985", "15/06/1990"])).is_ambiguous
    assert not dates.read(pl.Series("x", ["1985-04-03"])).is_ambiguous


@pytest.mark.parametrize(
    ("order", "written", "read"),
    [("mdy", "03/04/2016", date(2016, 3, 4)), ("dmy", "03/04/2016", date(2016, 4, 3)),
     ("mdy", "03042016", date(2016, 3, 4)), ("ymd", "16-09-05", date(2016, 9, 5)),
     ("ymd", "16-9-5", date(2016, 9, 5)), ("mdy", "2016-04-03", date(2016, 4, 3)),
     ("mdy", "03 Apr 2016", date(2016, 4, 3)), ("mdy", "31276", BIRTHDAY)],
)  # fmt: skip
def test_what_a_person_says_of_the_order_counts_where_the_year_does_not_tell(
    order: str, written: str, read: date
) -> None:
    said = dates.read(pl.Series("x", [written]), said=order)

    assert said.cells["date"].to_list() == [read]
    assert not said.is_ambiguous


def test_a_word_of_the_order_that_the_dates_do_not_fit_shows_in_them() -> None:
    said = dates.read(pl.Series("x", ["25/04/1985", "03/04/1985"]), said="mdy")

    assert list(said.cells["state"]) == ["impossible", "ok"]
    assert said.cells["date"][1] == date(1985, 3, 4)


def test_year_first_says_nothing_of_dates_with_the_year_behind() -> None:
    assert dates.read(pl.Series("x", ["03/04/1985"]), said="ymd").is_ambiguous
    assert dates.read(pl.Series("x", ["03/14/1985"]), said="ymd").order == ("mdy", "shown")


def test_earlier_files_decide_only_where_a_column_does_not() -> None:
    earlier = dates.Order("mdy", dates.BEFORE)

    unclear = dates.read(pl.Series("x", ["03/04/2016"]), otherwise=earlier)
    clear = dates.read(pl.Series("x", ["03/04/2016", "25/04/2016"]), otherwise=earlier)

    assert (unclear.cells["date"][0], unclear.order, unclear.is_ambiguous) == (
        date(2016, 3, 4), ("mdy", "before"), True,
    )  # fmt: skip
    assert (clear.cells["date"][0], clear.order) == (date(2016, 4, 3), ("dmy", "shown"))
    assert dates.read(pl.Series("x", ["2016-04-03"]), otherwise=earlier).order == ("dmy", "")


@pytest.mark.parametrize(
    "written", ["31-02-1990", "30/02/2000", "29-02-1900", "2015-13-01", "00-05-1985", "31-04-2001"]
)
def test_a_day_that_is_not_in_the_calendar(written: str) -> None:
    assert column("17-08-1985", "25-01-1990", written)[2] == (None, "impossible")


@pytest.mark.parametrize("written", ["17-08-85", "17/8/85", "17-AUG-85", "1-1-00"])
def test_a_year_of_two_digits_is_not_completed_unasked(written: str) -> None:
    assert column("17-08-1985", written)[1][1] == "two_digit"


@pytest.mark.parametrize("written", ["rabu", "1985", "17-08", "agustus", "17-08-1985-3", "8", "17 Foo 1985"])
def test_what_is_no_date_is_not_read(written: str) -> None:
    assert column("17-08-1985", "25-01-1990", written)[2] == (None, "unreadable")


@pytest.mark.parametrize("written", [None, "", "-", "NULL", "00-00-0000", "0000-00-00", " "])
def test_nothing_is_nothing(written: str | None) -> None:
    assert column("17-08-1985", written)[1] == (None, "empty")
    assert column(written) == [(None, "empty")]


def test_serial_numbers_count_only_where_the_column_is_of_serials() -> None:
    assert column("9000", "31276", "31277")[0] == (date(1924, 8, 21), "ok")
    assert column("1985", "17-08-1985", "18-08-1985")[0] == (None, "unreadable")


def test_clocks_zones_and_halves_of_the_day_are_kept() -> None:
    read = dates.read(
        pl.Series(
            "x",
            [
                "2016-09-05 22:11:12",
                "2016-09-05T02:11:12Z",
                "05-09-2016 10.11.12 PM",
                "2016-09-05 10:11 WITA",
            ],
        )
    )

    assert read.cells["time"].to_list() == [time(22, 11, 12), time(2, 11, 12), time(22, 11, 12), time(10, 11)]
    assert read.cells["zone"].to_list() == [None, "+00:00", None, "+08:00"]


@pytest.mark.parametrize(
    ("written", "read"),
    [("08:15", time(8, 15)), ("8.05", time(8, 5)), ("23:59:58", time(23, 59, 58)), ("0.5", time(12)),
     ("24:00", None), ("pagi", None)],
)  # fmt: skip
def test_a_time_may_stand_in_a_column_of_its_own(written: str, read: time | None) -> None:
    assert dates.clock(written) == read


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(
    st.lists(DAYS, min_size=1, max_size=30), st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"])
)
def test_every_day_is_read_back_in_the_form_of_its_column(days: list[date], form: str) -> None:
    written = [day.strftime(form) for day in [*days, date(1990, 12, 25)]]

    assert [read for read, _ in column(*written)] == [*days, date(1990, 12, 25)]


@given(st.lists(DAYS, min_size=1, max_size=30))
def test_cutting_the_time_off_loses_no_day(days: list[date]) -> None:
    cells = pl.Series("x", [day.strftime("%d-%m-%Y 10:11:12") for day in days])

    assert (
        dates.read(dates.without_time(cells)).cells["date"].to_list()
        == dates.read(cells).cells["date"].to_list()
    )


@given(st.lists(st.text(max_size=20)))
def test_no_cell_whatsoever_stops_the_reading(cells: list[str]) -> None:
    assert [state for _, state in column(*cells)] or not cells


@given(DAYS)
def test_serials_count_the_days_that_spreadsheets_count(day: date) -> None:
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)

    assert column(str(serial), "40000", "40001")[0] == (day, "ok")
