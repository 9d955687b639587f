"""Lists of recordings already made."""

from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import pytest

from rekam.files import Normalised
from tests.files import paper

HEADER = "NIK,TGL_REKAM,JAM,LOKASI,KODE_WILAYAH,ALAT,OPERATOR,STATUS,TGL_STATUS,TGL_DIKETAHUI"
SITI = "6408045708850003,15-09-2016,08:15,KANTOR CAMAT,64.08.04,KIT-1,BUDI,PRR,16-09-2016,17-09-2016"


def clock(hour: int, minute: int) -> datetime:
    """What the clock of the office showed on 15 September 2016."""
    return datetime.combine(date(2016, 9, 15), time(hour, minute))


def row_of(folder: Path, **cells: str) -> Normalised:
    values = dict(zip(HEADER.split(","), SITI.split(","), strict=True)) | cells
    return paper.recordings(paper.text(folder, HEADER, ",".join(values.values())))


def test_a_recording_becomes_rekams_words(tmp_path: Path) -> None:
    result = row_of(tmp_path)

    assert result.problems.is_empty()
    assert result.rows.to_dicts() == [
        {
            "row": 2, "nik": "6408045708850003", "recorded_on": date(2016, 9, 15),
            "recorded_at": clock(8, 15), "place": "KANTOR CAMAT", "area": "64.08.04",
            "kit": "KIT-1", "operator": "BUDI", "status": "PRINT_READY_RECORD", "status_said": "PRR",
            "status_on": date(2016, 9, 16), "status_clock": None, "known_on": date(2016, 9, 17),
        }
    ]  # fmt: skip


def test_a_list_of_nothing_but_niks_and_dates_is_enough(tmp_path: Path) -> None:
    result = paper.recordings(paper.text(tmp_path, "NIK;TANGGAL REKAM", "6408045708850003;15/09/2016"))

    assert result.rows.select("recorded_on", "recorded_at", "known_on").row(0) == (
        date(2016, 9, 15),
        None,
        paper.AS_OF,
    )


@pytest.mark.parametrize(
    ("cells", "code", "level"),
    [
        ({"NIK": "123"}, "nik.not_16_digits", "rejected"),
        ({"TGL_REKAM": ""}, "recorded.missing", "rejected"),
        ({"TGL_REKAM": "31-09-2016"}, "recorded.impossible", "rejected"),
        ({"TGL_REKAM": "kemarin"}, "recorded.unreadable", "rejected"),
        ({"TGL_REKAM": "15-10-2016"}, "recorded.future", "rejected"),
        ({"TGL_REKAM": "31-01-2011"}, "recorded.before_programme", "warning"),
        ({"STATUS": "BARU"}, "status.unknown", "warning"),
        ({"KODE_WILAYAH": "64.08.99"}, "place.unknown_area", "warning"),
        ({"TGL_DIKETAHUI": "14-09-2016"}, "known.before_recorded", "warning"),
        ({"TGL_DIKETAHUI": "14-09-2026"}, "known.future", "warning"),
        ({"TGL_STATUS": "31-02-2016"}, "date.impossible", "warning"),
        ({"TGL_STATUS": "02-10-2016"}, "date.future", "warning"),
        ({"TGL_STATUS": "01-01-2010"}, "status.before_recorded", "warning"),
    ],
)
def test_each_trouble_has_its_code(tmp_path: Path, cells: dict[str, str], code: str, level: str) -> None:
    result = row_of(tmp_path, **cells)

    assert (2, code, level) in paper.said(result)
    assert result.rows.height == (1 if level == "warning" else 0)
    assert paper.adds_up(result)


def test_a_recording_still_to_come_is_told_once(tmp_path: Path) -> None:
    assert paper.said(row_of(tmp_path, TGL_REKAM="15-10-2016", TGL_DIKETAHUI="")) == [
        (2, "recorded.future", "rejected")
    ]


def test_nobody_knew_before_it_happened(tmp_path: Path) -> None:
    assert row_of(tmp_path, TGL_DIKETAHUI="14-09-2016").rows["known_on"].to_list() == [date(2016, 9, 15)]
    assert row_of(tmp_path, TGL_DIKETAHUI="14-09-2026").rows["known_on"].to_list() == [paper.AS_OF]


def test_today_is_the_offices_day_and_not_the_servers(tmp_path: Path) -> None:
    """At 01:00 UTC on 1 October it is nine in the morning in Sangatta."""
    assert "recorded.future" not in paper.codes(row_of(tmp_path, TGL_REKAM="01-10-2016"))


def test_two_digits_of_a_recording_year_are_of_this_century(tmp_path: Path) -> None:
    assert row_of(tmp_path, TGL_REKAM="15-09-16").rows["recorded_on"].to_list() == [date(2016, 9, 15)]


def test_a_stamp_of_another_zone_is_moved_to_the_offices_clock(tmp_path: Path) -> None:
    path = paper.text(tmp_path, "NIK,WAKTU REKAM", "6408045708850003,2016-09-14T23:30:00Z")

    assert paper.recordings(path).rows.select("recorded_on", "recorded_at").row(0) == (
        date(2016, 9, 15),
        clock(7, 30),
    )


def times_of(folder: Path, header: str, *rows: str) -> list[tuple[object, ...]]:
    found = paper.recordings(paper.text(folder, header, *rows)).rows
    return found.select("recorded_on", pl.col("recorded_at").dt.time()).rows()


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        ("15-09-2016 14:30", "", (date(2016, 9, 15), time(14, 30))),
        ("15-09-2016 14:30", "09:05", (date(2016, 9, 15), time(9, 5))),
        ("15-09-2016", "09:05", (date(2016, 9, 15), time(9, 5))),
        ("2016-09-15T17:30:00Z", "", (date(2016, 9, 16), time(1, 30))),
        ("2016-09-15T17:30:00Z", "17:30", (date(2016, 9, 16), time(1, 30))),
        ("2016-09-14T16:00:00Z", "09:05", (date(2016, 9, 15), time(9, 5))),
        ("2016-09-15 00:00:00", "09:05", (date(2016, 9, 15), time(9, 5))),
        ("2016-09-15 00:00:00", "", (date(2016, 9, 15), None)),
        ("2016-09-15 14:30:00", "00:00", (date(2016, 9, 15), time(14, 30))),
    ],
)
def test_a_column_of_times_discards_no_time_that_stands_beside_the_date(
    day: str, hour: str, moment: tuple[object, ...], tmp_path: Path
) -> None:
    assert times_of(tmp_path, "NIK;TGL_REKAM;JAM", f"6408045708850003;{day};{hour}") == [moment]


def test_statuses_and_days_of_knowledge_stand_on_the_offices_clock_too(tmp_path: Path) -> None:
    moments = {
        "TGL_REKAM": "2016-09-15T17:30:00Z",
        "JAM": "",
        "TGL_STATUS": "2016-09-15T17:45:00Z",
        "TGL_DIKETAHUI": "2016-09-16T18:00:00Z",
    }
    result = row_of(tmp_path, **moments)

    assert result.problems.is_empty()
    assert result.rows.select("recorded_on", "status_on", "status_clock", "known_on").row(0) == (
        date(2016, 9, 16),
        date(2016, 9, 16),
        "01:45:00",
        date(2016, 9, 17),
    )


def test_midnight_everywhere_means_that_no_time_was_kept(tmp_path: Path) -> None:
    path = paper.text(tmp_path, "NIK,WAKTU REKAM", "6408045708850003,2016-09-14 00:00:00")

    assert paper.recordings(path).rows["recorded_at"].to_list() == [None]


def test_several_sessions_of_one_person_are_all_kept(tmp_path: Path) -> None:
    path = paper.text(tmp_path, HEADER, SITI, SITI, SITI.replace("15-09-2016", "14-09-2016"))
    result = paper.recordings(path)

    assert result.rows["row"].to_list() == [2, 4]
    assert paper.said(result) == [(3, "recorded.repeated_row", "warning")]


def test_a_place_in_another_regency_is_nothing_strange(tmp_path: Path) -> None:
    result = row_of(tmp_path, KODE_WILAYAH="64.72", LOKASI="DISDUKCAPIL KOTA SAMARINDA")

    assert result.problems.is_empty()
    assert result.rows.select("place", "area").row(0) == ("DISDUKCAPIL KOTA SAMARINDA", None)


def test_a_place_may_be_said_in_names(tmp_path: Path) -> None:
    rows = [
        "6408045708850003,15-09-2016,KONGBENG,",
        "6408041202900001,15-09-2016,Sangatta Utara,Teluk Lingga",
    ]
    path = paper.text(tmp_path, "NIK,TGL_REKAM,KECAMATAN,DESA", *rows)

    assert paper.recordings(path).rows["area"].to_list() == ["64.08.08", "64.08.04.1001"]


# -- a week whose days are all twelve or less -----------------------------------------------------------

WEEK = ("NIK,TGL_REKAM,TGL_STATUS", "6408045708850003,09/05/2016,09/06/2016")


def days(result: Normalised) -> tuple[date, date]:
    recorded_on, status_on = result.rows.select("recorded_on", "status_on").row(0)
    return recorded_on, status_on


def test_a_person_says_in_which_order_the_dates_of_a_file_stand(tmp_path: Path) -> None:
    path = paper.text(tmp_path, *WEEK)

    assert days(paper.recordings(path)) == (date(2016, 5, 9), date(2016, 6, 9))
    assert days(paper.recordings(path, recorded="mdy")) == (date(2016, 9, 5), date(2016, 9, 6))
    assert paper.recordings(path, recorded="mdy").notes == ()


def test_one_column_may_stand_in_another_order_than_the_leading_one(tmp_path: Path) -> None:
    result = paper.recordings(paper.text(tmp_path, *WEEK), recorded="dmy", status_on="mdy")

    assert days(result) == (date(2016, 5, 9), date(2016, 9, 6))


def test_dates_that_show_nothing_follow_the_leading_ones_of_their_file(tmp_path: Path) -> None:
    path = paper.text(tmp_path, WEEK[0], "6408045708850003,08/25/2016,09/06/2016")

    result = paper.recordings(path)

    assert days(result) == (date(2016, 8, 25), date(2016, 9, 6))
    assert (result.notes, result.orders["status_on"].how) == ((), "followed")


def test_the_order_of_earlier_files_is_taken_and_a_person_told(tmp_path: Path) -> None:
    result = paper.recordings(paper.text(tmp_path, *WEEK), {"recorded": "mdy"})

    assert days(result) == (date(2016, 9, 5), date(2016, 9, 6))
    [note] = result.notes
    assert (note.code, note.params["column"]) == ("date.as_before", "TGL_REKAM")
    assert "bulan-hari-tahun" in note.sentence("id")
    assert "month-day-year" in note.sentence("en")


def test_a_second_column_that_was_otherwise_before_is_told_of_too(tmp_path: Path) -> None:
    result = paper.recordings(paper.text(tmp_path, *WEEK), {"status_on": "dmy"}, recorded="mdy")

    assert [(note.code, note.params["column"]) for note in result.notes] == [("date.as_before", "TGL_STATUS")]


def test_dates_without_a_leading_order_are_told_of_themselves(tmp_path: Path) -> None:
    path = paper.text(tmp_path, WEEK[0], "6408045708850003,2016-09-05,09/06/2016")

    assert [note.params for note in paper.recordings(path).notes] == [{"column": "TGL_STATUS"}]
    said = paper.recordings(path, recorded="mdy")
    assert (days(said)[1], said.notes) == (date(2016, 9, 6), ())
