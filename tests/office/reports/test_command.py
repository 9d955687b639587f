"""`rekam report`: drafts and issued reports from the terminal."""

import json
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rekam import cli
from rekam.office.audit.models import Entry
from rekam.office.reports import actions
from rekam.office.reports.models import Issued, Kind
from tests.office.reports import scenes
from tests.office.reports.reading import words_of


@pytest.fixture(autouse=True)
def own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> None:
    rows = scenes.register()
    scenes.recorded([scenes.session(rows[0], "05-09-2016")])


@dataclass
class Terminal:
    """What somebody types, and reads."""

    shown: pytest.CaptureFixture[str]

    def say(self, *words: str) -> str:
        assert cli.main(["report", *words]) == 0
        return self.shown.readouterr().out

    def told(self, *words: str) -> Any:
        return json.loads(self.say(*words, "--json"))


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


def test_a_month_is_written_as_pdf_and_workbook(terminal: Terminal, tmp_path: Path) -> None:
    pdf, xlsx = tmp_path / "laporan.pdf", tmp_path / "laporan.xlsx"

    said = terminal.say("monthly", "--month", "2016-09", "--pdf", str(pdf), "--xlsx", str(xlsx))

    assert "rancangan, belum diterbitkan; diketahui 30 September 2016" in said
    assert re.search(r"Belum rekam +3\n", said)
    assert "RANCANGAN" in words_of(pdf.read_bytes())
    assert xlsx.read_bytes().startswith(b"PK")
    assert not Issued.objects.exists()


def test_a_program_reads_all_figures(terminal: Terminal) -> None:
    found = terminal.told("monthly", "--month", "2016-09")

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


def test_a_report_can_be_issued_and_written_again_as_it_was(terminal: Terminal, tmp_path: Path) -> None:
    number = terminal.told("monthly", "--month", "2016-09", "--issue", "--dated", "2016-10-06")["number"]
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"

    terminal.say("issued", number, "--pdf", str(first))
    terminal.say("issued", number, "--pdf", str(second))

    assert number == "470/001/X/2016"
    assert first.read_bytes() == second.read_bytes()


def test_a_copy_of_a_withdrawn_report_says_so_in_every_form_and_is_written_down(
    terminal: Terminal, tmp_path: Path
) -> None:
    report = scenes.issued()
    number, files = report.number, [tmp_path / "1.pdf", tmp_path / "1.xlsx"]
    assert terminal.told("issued", number)["standing"]
    actions.withdraw(report=report, reason="Salah hitung", by=None, at=scenes.september_at(9))

    said = terminal.say("issued", number, "--pdf", str(files[0]), "--xlsx", str(files[1]))
    told = terminal.told("issued", number)

    assert "DITARIK: Salah hitung" in said
    assert (told["standing"], told["withdrawn"], told["replaced_by"]) == (False, "Salah hitung", None)
    assert "Salah hitung" in words_of(files[0].read_bytes())
    assert "Salah hitung" in cells_of(files[1])
    lines = Entry.objects.filter(event="report.downloaded", subject=number)
    assert sorted(line.details["form"] for line in lines) == ["pdf", "xlsx"]


def cells_of(workbook: Path) -> str:
    with zipfile.ZipFile(workbook) as parts:
        return " ".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def test_a_replaced_report_names_the_one_that_stands(terminal: Terminal) -> None:
    first, second = scenes.issued(), scenes.issued()

    assert terminal.told("issued", first.number)["replaced_by"] == second.number
    assert second.number in terminal.say("issued", first.number)


def test_a_day_may_be_counted_as_it_was_known_earlier(terminal: Terminal) -> None:
    assert terminal.told("daily", "--on", "2016-09-30", "--known", "2016-09-01")["total"]["recorded"] == 0
    assert terminal.told("daily", "--on", "30-09-2016")["total"]["recorded"] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("monthly", "--month", "2016-13"), "2016-13"),
        (("daily", "--on", "31-09-2016"), "31-09-2016"),
        (("issued", "470/999/X/2016"), "Tidak ada laporan bernomor 470/999/X/2016"),
        (("monthly", "--month", "2016-09", "--issue", "--known", "2016-09-01"), "jangan pakai --known"),
        (("monthly", "--month", "2016-09", "--pdf", "/nowhere/laporan.pdf"), "tidak dapat ditulis"),
        (("daily", "--on", "30-09-2016", "--issue", "--dated", "29-09-2016"), "report.period_not_over"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_issued(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert cli.main(["report", *words]) != 0
    assert sentence in capsys.readouterr().err
    assert not Issued.objects.exists()


def test_the_issued_report_does_not_change_with_what_is_learned_later(
    terminal: Terminal, tmp_path: Path
) -> None:
    report = scenes.issued(kind=Kind.MONTHLY, dated=date(2016, 10, 6))
    before = terminal.told("issued", report.number)
    rows = scenes.people()
    scenes.recorded([scenes.session(rows[1], "29-09-2016")])

    assert terminal.told("issued", report.number) == before
