"""The terminal: where one can be recorded at a moment, and a list of service points brought in."""

import json
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.places import list_file, queries, terminal
from rekam.office.places.models import Place
from tests import make
from tests.office.places import made

TEN_IN_SANGATTA = datetime(2016, 10, 16, 2, tzinfo=UTC)
SINCE = date(2016, 10, 1)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def asked(**options: Any) -> dict[str, Any]:
    said = StringIO()
    call_command("places_open", json=True, stdout=said, **options)
    found: dict[str, Any] = json.loads(said.getvalue())
    return found


# -- places open --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2016-10-16 10:00",
        "2016-10-16T10:00",
        "16-10-2016 10.00",
        "16/10/2016 10",
        "2016-10-16T02:00Z",
        "2016-10-16 11:00+09:00",
        "2016-10-16T10:00:00+08:00",
    ],
)
def test_a_moment_without_a_zone_is_on_the_office_s_clock_and_others_say_theirs(text: str) -> None:
    assert terminal.a_moment(text) == TEN_IN_SANGATTA


@pytest.mark.parametrize("text", ["", "besok", "2016-10-16 25:00", "2016-02-30 10:00", "10:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="is no moment"):
        terminal.a_moment(text)


def test_a_program_is_told_what_is_open_until_when_and_what_opens_next() -> None:
    awake = made.place("Kantor Camat")
    asleep = made.place("Sekolah", week=[made.hours("08:00-09:00")] + [()] * 6)

    told = asked(at=TEN_IN_SANGATTA)

    assert told["at"] == "2016-10-16T10:00:00+08:00"
    by_id = {each["id"]: each for each in told["places"]}
    assert (by_id[awake.pk]["is_open"], by_id[awake.pk]["until"]) == (True, "2016-10-16T12:00:00+08:00")
    assert by_id[awake.pk]["hours"] == [["08:00", "12:00"], ["13:00", "16:00"]]
    assert (by_id[asleep.pk]["is_open"], by_id[asleep.pk]["until"]) == (False, None)
    assert by_id[asleep.pk]["opens_next"] == "2016-10-17T08:00:00+08:00"


def test_one_area_can_be_asked_for() -> None:
    made.place("Utara")
    made.place("Pandan", area=made.TELUK_PANDAN)

    assert [each["name"] for each in asked(at=TEN_IN_SANGATTA, within="64.08.13")["places"]] == ["Pandan"]


def test_a_person_reads_a_table_and_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    made.place("Kantor Camat")

    call_command("places_open", at=TEN_IN_SANGATTA)

    said = capsys.readouterr().out
    assert "Buka sampai 12.00" in said
    assert "16 Oktober 2016 pukul 10.00 WITA: 1 dari 1 titik layanan buka." in said


# -- import places --------------------------------------------------------------------------------------

LIST = """\
Nama;Jenis;Wilayah;Lintang;Bujur;Akses;Loket;Hari Pertama;Hari Terakhir;Senin;Sabtu;Minggu
Camat Busang;kantor kecamatan;64.08.06;1,05;116,4;lewat sungai;2;;;8-12, 13.00 s/d 16.00;0800-1200;tutup
Pekan Raya;event;Kecamatan Sangatta Utara;;;;;12-10-2016;17-10-2016;;09:00–21:00;09:00–21:00
"""


def taken(folder: Path, text: str) -> list_file.Outcome:
    path = make.file(folder, text.encode(), "titik.csv")
    return list_file.take(path, since=SINCE, by=None, at=make.moment())


def test_a_list_is_taken_with_points_dates_and_hours(tmp_path: Path) -> None:
    outcome = taken(tmp_path, LIST)

    busang, expo = Place.objects.order_by("-area__code")
    monday, saturday = date(2016, 10, 3), date(2016, 10, 15)
    assert (outcome.added, outcome.changed, outcome.refused) == (2, 0, [])
    assert (busang.lat, busang.access, busang.counters, busang.kind) == (1.05, "river", 2, "district_office")
    assert (expo.area.code, expo.closes_on) == ("64.08.04", date(2016, 10, 17))
    found = queries.openings(start=monday, end=saturday)
    assert found[busang.pk][monday] == made.OFFICE_HOURS
    assert found[expo.pk][saturday] == made.hours("09:00-21:00")


def test_the_same_list_again_adds_nothing(tmp_path: Path) -> None:
    taken(tmp_path, LIST)

    path = tmp_path / "titik.csv"
    again = list_file.take(path, since=SINCE, by=None, at=make.moment())

    assert (again.added, again.changed, Place.objects.count()) == (0, 2, 2)
    line = Entry.objects.filter(event="places.imported").order_by("number").last()
    assert line is not None
    assert line.details == {"added": 0, "changed": 2, "refused": 0}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A;pasar;Bontang;;;;;;;;;", "place.unknown_area"),
        ("A;warung;64.08.06;;;;;;;;;", "place.unreadable"),
        (";pasar;64.08.06;;;;;;;;;", "place.no_name_or_kind"),
        (f"{'A' * 121};pasar;64.08.06;;;;;;;;;", "place.does_not_fit"),
        ("A;pasar;64.08.06;1,0;;;;;;;;", "place.no_such_point"),
        ("A;pasar;64.08.06;utara;116;;;;;;;", "place.unreadable"),
        ("A;pasar;64.08.06;;;;0;;;;;", "place.unreadable"),
        ("A;pasar;64.08.06;;;;;31-02-2016;;;;", "place.unreadable"),
        ("A;pasar;64.08.06;;;;;17-10-2016;12-10-2016;;;", "place.closes_before_it_opens"),
        ("A;pasar;64.08.06;;;;;;;18.00-02.00;;", "hours.past_midnight"),
        ("A;pasar;64.08.06;;;;;;;08.00-12.00, 11.00-13.00;;", "hours.overlap"),
        ("A;pasar;64.08.06;;;;;;;pagi;;", "hours.not_a_range"),
        ("A;pasar;64.08.06;;;;;;;08.00-siang;;", "hours.unreadable"),
    ],
)
def test_a_row_that_breaks_a_rule_is_left_out_whole_and_named(tmp_path: Path, row: str, code: str) -> None:
    outcome = taken(tmp_path, f"{LIST}{row}\n")

    assert [(each.row, each.trouble.code) for each in outcome.refused] == [(4, code)]
    assert (outcome.added, Place.objects.count()) == (2, 2)


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"places\.missing_column"):
        taken(tmp_path, "Titik;Alamat\nA;B\n")


def test_the_terminal_names_each_refused_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = taken(tmp_path, f"{LIST}Pasar;pasar;Bontang;;;;;;;;;\n")

    terminal.tell_list(outcome)

    said = capsys.readouterr().out
    assert "baris 4, Pasar: Tidak ada kecamatan atau desa" in said
    assert "[place.unknown_area]" in said
    assert "2 titik layanan ditambahkan, 0 diubah, 1 baris tidak diambil." in said
