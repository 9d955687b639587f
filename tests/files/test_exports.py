"""What leaves the office: nothing in it can run, and numbers stay numbers."""

import csv
import io
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from rekam import files
from tests.files import paper

ATTACKS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", '=HYPERLINK("x")', "＝1+1", "\n=1"]


@pytest.mark.parametrize("text", ATTACKS)
def test_text_that_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    assert files.safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "value", ["SITI REKAAN", "6408045708850003", "64.08", "", None, -5, 1.5, date(2016, 9, 30)]
)
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert files.safe_cell(value) == value


@given(st.text())
def test_no_exported_text_begins_like_a_formula(text: str) -> None:
    assert not str(files.safe_cell(text)).lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_csv_has_no_formula_and_indonesian_forms() -> None:
    file = io.StringIO()
    files.write_csv(file, ["NAMA", "=X"], [["=1+1", date(2016, 9, 30)], ["SITI", 65.41], ["a;b", 7]])

    assert list(csv.reader(io.StringIO(file.getvalue()), delimiter=";")) == [
        ["NAMA", "'=X"],
        ["'=1+1", "30-09-2016"],
        ["SITI", "65,41"],
        ["a;b", "7"],
    ]


def test_a_workbook_has_real_numbers_and_dates_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "keluar.xlsx"
    when = datetime(2016, 9, 30, 8, 15, tzinfo=UTC)
    row: list[Any] = [
        "'=1+1",
        187730,
        65.41,
        date(2016, 9, 30),
        when,
        "6408045708850003",
        None,
        "https://contoh.id",
    ]
    files.write_xlsx(path, {"Laporan": (["A"] * 8, [["=1+1", *row[1:]]])})

    cells = load_workbook(path).active[2]
    moments = [datetime.combine(row[3], time()), when.replace(tzinfo=None)]
    assert [cell.value for cell in cells] == [*row[:3], *moments, *row[5:]]
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "d", "d", "s", "n", "s"]
    assert cells[3].number_format == "dd-mm-yyyy"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_rejected_rows_come_back_with_what_to_do(tmp_path: Path, suffix: str, language: str) -> None:
    broken = paper.changed(paper.SITI, NAMA_LGKP="=cmd()", TGL_LHR="31-02-1985", NO_KEL="=2+3")
    problems = paper.residents(paper.text(tmp_path, paper.HEADER, paper.BUDI, broken)).problems
    path = files.problems_file(problems, tmp_path / f"ditolak.{suffix}", language)

    rows = _read(path)
    assert len(rows) == 1 + problems.height
    by_code = {row[2]: row for row in rows[1:]}
    born = by_code["born.impossible"]
    assert (str(born[0]), born[1]) == ("3", "TGL_LHR")
    assert "31-02-1985" in str(born[5])
    assert all(row[5] and row[6] for row in rows)
    assert not [cell for row in rows for cell in row if str(cell).startswith(("=", "+", "-", "@"))]


def _read(path: Path) -> list[list[object]]:
    if path.suffix == ".xlsx":
        return [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [list(row) for row in csv.reader(file, delimiter=";")]
