"""The count on the terminal: the same figures for people and for programs, and errors that say what to do."""

import json
import warnings
from datetime import date
from typing import Any

import pytest

from rekam import cli
from rekam.office.coverage import queries
from tests import make

KNOWN = ("registered", "obliged", "recorded", "unrecorded")


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)
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
        (("coverage", "--on", "31-02-2016"), 2, "is not a date"),
        (("coverage", "--area", "64.99"), 1, "Tidak ada wilayah dengan kode 64.99. (area.unknown)"),
        (
            ("explain", "--from", "2016-08-31", "--to", "2016-09-30", "--area", "64.08.99"),
            1,
            "Tidak ada wilayah dengan kode 64.08.99. (area.unknown)",
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
