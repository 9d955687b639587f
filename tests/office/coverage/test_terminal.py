"""The count on the terminal: the same figures for people and for programs, and errors that say what to do."""

import json
import warnings
from datetime import date
from typing import Any

import pytest

from rekam import cli
from rekam.office.coverage import queries
from rekam.office.regions.models import Area, Level
from tests import make

KNOWN = ("registered", "obliged", "recorded", "unrecorded")


@pytest.fixture(autouse=True)
def own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()
    recorded = {"EKTP_CURRENT_STATUS_CODE": "PRINT_READY_RECORD", "EKTP_CREATED_DATE": "12-03-2013"}
    make.committed(
        [make.siti(**recorded), make.siti(NAMA_LGKP="DEWI REKAAN"), make.siti(TGL_LHR="10-09-1999")]
    )


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert cli.main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_coverage_as_a_program_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "coverage", "--on", "30-09-2016", "--by", "desa")

    assert (found["on"], found["known"]) == ("2016-09-30", "2016-09-30")
    assert [found["total"][m] for m in KNOWN] == [3, 3, 1, 2]
    assert len(found["areas"]) == 141
    assert sum(area["obliged"] for area in found["areas"]) == 3
    empty = next(area for area in found["areas"] if not area["obliged"])
    assert empty["percent"] is None


def test_a_count_in_the_future_has_those_who_will_turn_17(capsys: pytest.CaptureFixture[str]) -> None:
    known = ("--known", "2016-08-31")
    before = said(capsys, "coverage", "--on", "2016-09-09", *known)
    after = said(capsys, "coverage", "--on", "2016-09-10", *known)

    assert (before["total"]["obliged"], after["total"]["obliged"]) == (2, 3)


def test_explain_adds_up_as_a_program_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "explain", "--from", "2016-08-31", "--to", "2016-09-30", "--area", "64.08.04")

    obliged = found["measures"]["obliged"]
    assert obliged["reasons"] == {"turned_17": 1}
    assert obliged["from"] + sum(obliged["reasons"].values()) == obliged["to"]
    assert set(found["measures"]) == set(KNOWN)


def test_people_get_a_table_in_indonesian(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["coverage", "--on", "2016-09-30"]) == 0

    told = capsys.readouterr().out
    assert "Cakupan per 30 September 2016" in told
    assert "33,33\u00a0%" in told


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("coverage", "--on", "31-02-2016"), 2, "31-02-2016 bukan tanggal: tulis 2016-09-30"),
        (("coverage", "--area", "64.99"), 1, "Tidak ada wilayah dengan kode 64.99. (area.unknown)"),
        (
            ("explain", "--from", "2016-08-31", "--to", "2016-09-30", "--area", "64.08.99"),
            1,
            "Tidak ada wilayah dengan kode 64.08.99. (area.unknown)",
        ),
        (
            ("coverage", "--area", "64"),
            1,
            "Kantor ini tidak menghitung 64: hanya 64.08 dan wilayah di dalamnya. (area.unknown)",
        ),
        (
            ("explain", "--from", "2016-08-31", "--to", "2016-09-30", "--area", "64"),
            1,
            "(area.unknown)",
        ),
        (
            ("coverage", "--known", "2015-01-01"),
            1,
            "Pada 01-01-2015 belum ada yang diketahui: data penduduk kantor ini mulai pada 31-12-2015. "
            "(count.not_known_yet)",
        ),
        (("explain", "--from", "2015-12-30", "--to", "2016-09-30"), 1, "(count.not_known_yet)"),
        (
            ("explain", "--from", "2016-08-31", "--to", "2016-09-30", "--known-to", "2015-12-30"),
            1,
            "(count.not_known_yet)",
        ),
        (("explain", "--from", "2016-08-31"), 2, "--to"),
        (("hitung",), 2, "no command"),
    ],
)
def test_what_is_wrong_is_said_with_an_exit_code(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, sentence: str
) -> None:
    assert cli.main(words) == code
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("area", ["64 08", "64.08.04\n", "Kecamatan Sangatta Utara" * 20])
def test_an_area_that_is_no_code_is_an_unknown_area_and_nothing_else(
    capsys: pytest.CaptureFixture[str], area: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cli.main(["coverage", "--area", area]) == 1

    assert "area.unknown" in capsys.readouterr().err


def test_reasons_have_the_words_of_the_screens(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "--from", "2016-08-31", "--to", "2016-09-30"]) == 0

    told = capsys.readouterr().out
    assert "Genap 17 tahun" in told
    assert "Susulan" in told


def test_the_whole_register_under_one_day_is_what_the_screens_ask(capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, "coverage", "--on", "2016-09-30")

    total = queries.coverage(on=date(2016, 9, 30)).total.total
    assert [found["total"][m] for m in KNOWN] == [total.of(m) for m in KNOWN]


def test_a_village_of_another_regency_has_no_count_here(capsys: pytest.CaptureFixture[str]) -> None:
    bontang = {"64.74": Level.REGENCY, "64.74.01": Level.DISTRICT, "64.74.01.1001": Level.VILLAGE}
    for code, level in bontang.items():
        Area.objects.create(code=code, name="Bontang", level=level)

    for area in bontang:
        assert cli.main(["coverage", "--area", area]) == 1
        assert "area.unknown" in capsys.readouterr().err
    assert cli.main(["coverage", "--area", "64.08.04.2001"]) == 0


def test_days_before_the_register_are_counted_as_known_afterwards(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "coverage", "--on", "2015-01-01")["total"]["obliged"] == 2
    assert said(capsys, "coverage", "--known", "2015-12-31", "--on", "2015-12-31")["total"]["obliged"] == 2
