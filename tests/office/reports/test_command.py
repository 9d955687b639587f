"""`rekam report`: drafts and issued reports from the terminal."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from rekam.office.reports.models import Issued, Kind
from tests.office.reports import scenes
from tests.office.reports.reading import words_of


@pytest.fixture(autouse=True)
def register() -> None:
    rows = scenes.register()
    scenes.recorded([scenes.session(rows[0], "05-09-2016")])


def say(*words: str) -> str:
    said = io.StringIO()
    call_command("report", *words, stdout=said)
    return said.getvalue()


def told(*words: str) -> Any:
    return json.loads(say(*words, "--json"))


def test_a_month_is_written_as_pdf_and_workbook(tmp_path: Path) -> None:
    pdf, xlsx = tmp_path / "laporan.pdf", tmp_path / "laporan.xlsx"

    said = say("monthly", "--month", "2016-09", "--pdf", str(pdf), "--xlsx", str(xlsx))

    assert "draft, not issued" in said
    assert "RANCANGAN" in words_of(pdf.read_bytes())
    assert xlsx.read_bytes().startswith(b"PK")
    assert not Issued.objects.exists()


def test_a_program_reads_all_figures() -> None:
    found = told("monthly", "--month", "2016-09")

    assert (found["on"], found["known"], found["number"]) == ("2016-09-30", "2016-09-30", "")
    assert {name: found["total"][name] for name in ("obliged", "recorded", "unrecorded")} == {
        "obliged": 4,
        "recorded": 1,
        "unrecorded": 3,
    }
    assert len(found["areas"]) == 18
    assert found["recorded_by_day"] == {"2016-09-05": 1}
    change = found["change"]["measures"]["recorded"]
    assert change["from"] + sum(change["reasons"].values()) == change["to"] == 1


def test_a_report_can_be_issued_and_written_again_as_it_was(tmp_path: Path) -> None:
    number = told("monthly", "--month", "2016-09", "--issue", "--dated", "2016-10-06")["number"]
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"

    say("issued", number, "--pdf", str(first))
    say("issued", number, "--pdf", str(second))

    assert number == "470/001/X/2016"
    assert first.read_bytes() == second.read_bytes()


def test_a_day_may_be_counted_as_it_was_known_earlier() -> None:
    assert told("daily", "--on", "2016-09-30", "--known", "2016-09-01")["total"]["recorded"] == 0
    assert told("daily", "--on", "30-09-2016")["total"]["recorded"] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("monthly", "--month", "2016-13"),
        ("daily", "--on", "31-09-2016"),
        ("issued", "470/999/X/2016"),
        ("monthly", "--month", "2016-09", "--issue", "--known", "2016-09-01"),
        ("monthly", "--month", "2016-09", "--pdf", "/nowhere/laporan.pdf"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_issued(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        say(*words)
    assert not Issued.objects.exists()


def test_the_issued_report_does_not_change_with_what_is_learned_later(tmp_path: Path) -> None:
    report = scenes.issued(kind=Kind.MONTHLY, dated=date(2016, 10, 6))
    before = told("issued", report.number)
    rows = scenes.people()
    scenes.recorded([scenes.session(rows[1], "29-09-2016")])

    assert told("issued", report.number) == before
