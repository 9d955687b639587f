"""Who is missing from a release has left; who stands behind a row that cannot be used has not."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from rekam.office.coverage import queries as coverage
from rekam.office.imports import actions
from rekam.office.imports.models import Import, Mode
from rekam.office.residents import verification
from tests import make

Row = dict[str, str]
LATER = date(2016, 6, 30)
COLUMNS = ("NIK", "NO_KK", "NAMA_LGKP", "ALAMAT", *make.REGISTER[3:])
NIK_LAST = (*COLUMNS[1:], "NIK")
DAMAGED = "6,40804E+15"  # a NIK or a family card number after a spreadsheet


@pytest.fixture(scope="module", autouse=True)
def people(ground: None) -> list[Row]:
    """Four in the register, each of a family of their own; the last of them leaves."""
    make.office()
    names = ("SITI REKAAN", "DEWI REKAAN", "AYU REKAAN", "RATNA REKAAN")
    found = [
        make.siti(
            NAMA_LGKP=name, NO_KK=f"640804210116{at:04}", TGL_LHR=f"1{at}-09-1979", ALAMAT="JL. CONTOH 3"
        )
        for at, name in enumerate(names, 1)
    ]
    make.committed(found)
    return found


def release(content: bytes, *, scope: str = "") -> Import:
    item = make.received(content, mode=Mode.RELEASE, scope=scope, as_of=LATER)
    return actions.look_over(item, at=make.moment(LATER))


def missing(item: Import) -> tuple[int, int]:
    """Rejected rows, and residents who are proposed as having left."""
    return item.counts["rejected"], item.counts["left"]


# -- rows with too many or too few cells ----------------------------------------------------------------


@pytest.mark.parametrize("scope", ["", "64.08.04"])
@pytest.mark.parametrize("columns", [COLUMNS, NIK_LAST])
def test_who_stands_in_a_row_with_a_cell_too_many_has_not_left(
    columns: tuple[str, ...], scope: str, people: list[Row]
) -> None:
    siti, dewi, ayu, _ = people
    long = {**siti, "ALAMAT": "JL. CONTOH; NO 3"}

    item = release(make.csv_of([long, dewi, ayu], columns), scope=scope)

    assert missing(item) == (1, 1)
    actions.commit(item, by=None, at=make.moment())
    assert coverage.coverage(on=LATER, within="64.08").total.total.registered == 3
    assert verification.verify() == []


@pytest.mark.parametrize("scope", ["", "64.08.04"])
def test_who_stands_in_a_row_that_was_broken_in_two_has_not_left(scope: str, people: list[Row]) -> None:
    siti, dewi, ayu, _ = people
    broken = {**siti, "ALAMAT": "JL. CONTOH\r\nNO 3"}

    item = release(make.csv_of([broken, dewi, ayu], NIK_LAST), scope=scope)

    assert missing(item) == (2, 1)


@pytest.mark.parametrize("gone", [("NIK",), ("NIK", "NO_KK"), ("NIK", "TGL_LHR")])
def test_behind_a_row_with_a_cell_too_many_and_a_damaged_nik_is_whom_its_other_cells_name(
    gone: tuple[str, ...], people: list[Row]
) -> None:
    siti, dewi, ayu, _ = people
    long = {**siti, "ALAMAT": "JL. CONTOH; NO 3", **dict.fromkeys(gone, DAMAGED)}
    columns = ("NIK", "ALAMAT", *(name for name in COLUMNS if name not in ("NIK", "ALAMAT")))

    assert missing(release(make.csv_of([long, dewi, ayu], columns))) == (1, 1)


def test_a_stray_quotation_mark_and_a_cell_too_many_make_nobody_leave(people: list[Row]) -> None:
    siti, dewi, ayu, _ = people
    long, stray = {**siti, "ALAMAT": "JL. CONTOH; NO 3"}, {**dewi, "ALAMAT": 'JL. "CONTOH 3'}

    assert missing(release(make.csv_of([long, stray, ayu], NIK_LAST))) == (1, 1)


def test_a_header_that_lacks_one_name_makes_nobody_leave(people: list[Row]) -> None:
    *stay, _ = people
    header, _, rows = make.csv_of([{**row, "ALAMAT": "JL. CONTOH 3; A"} for row in stay], NIK_LAST).partition(
        b"\n"
    )

    assert missing(release(header + b"\n" + rows)) == (3, 1)


# -- rows without a legible NIK -------------------------------------------------------------------------


def born(row: Row) -> date:
    return datetime.strptime(row["TGL_LHR"], "%d-%m-%Y").date()  # noqa: DTZ007


WRITTEN: dict[str, Callable[[date], str]] = {
    "serial": lambda day: str((day - date(1899, 12, 30)).days),
    "timestamp": lambda day: f"{day} 00:00:00",
    "timestamp with slashes": lambda day: f"{day:%d/%m/%Y} 00:00:00",
    "month in words": lambda day: f"{day.day} September {day.year}",
    "dots": lambda day: f"{day:%d.%m.%Y}",
    "apostrophe": lambda day: f"'{day:%d-%m-%Y}",
    "month first": lambda day: f"{day:%m/%d/%Y}",
    "two digits": lambda day: f"{day:%d-%m-%y}",
}


@pytest.mark.parametrize("written", WRITTEN)
def test_a_damaged_nik_and_family_card_make_nobody_leave_however_the_birth_is_written(
    written: str, people: list[Row]
) -> None:
    rows = [{**row, "TGL_LHR": WRITTEN[written](born(row))} for row in people]
    for row in rows[:2]:
        row |= {"NIK": DAMAGED, "NO_KK": DAMAGED}

    assert missing(release(make.csv_of(rows[:3])))[1] == 1


def test_numbers_of_a_workbook_that_were_rounded_make_nobody_leave(people: list[Row]) -> None:
    *stay, _ = people

    item = release(as_numbers(stay))

    assert missing(item) == (3, 1)


def as_numbers(rows: list[Row]) -> bytes:
    """The file as a spreadsheet holds it: 15 digits of each number, and dates as numbers without a format."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, make.REGISTER)
        for at, row in enumerate(rows, 1):
            cells: dict[str, Any] = {name: row.get(name, "") for name in make.REGISTER}
            cells |= {name: float(row[name][:15] + "0") for name in ("NIK", "NO_KK")}
            cells["TGL_LHR"] = (born(row) - date(1899, 12, 30)).days
            sheet.write_row(at, 0, cells.values())
    return content.getvalue()


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ({"TGL_LHR": "12-09-79"}, 1),
        ({"TGL_LHR": "12-09-79", "NO_KK": DAMAGED}, 1),
        ({"TGL_LHR": "12-09-79", "NO_KK": DAMAGED, "NO_KEL": "2099"}, 1),
        ({"TGL_LHR": "12-09-79", "NO_KK": "6408042101169999"}, 2),  # somebody of another family
        ({"TGL_LHR": "12-09-79", "NO_KK": DAMAGED, "NO_KEC": "13"}, 2),  # or of another village
        ({"TGL_LHR": "13-09-1979"}, 2),  # or born on another day
    ],
)
def test_a_row_without_a_legible_nik_keeps_whom_the_rest_of_it_may_name(
    told: Row, left: int, people: list[Row]
) -> None:
    siti, dewi, ayu, _ = people
    damaged = {**dewi, "NIK": DAMAGED, **told}

    assert missing(release(make.csv_of([siti, damaged, ayu]))) == (1, left)


def test_a_row_whose_nik_is_somebodys_keeps_nobody_else_of_the_same_name_and_village(
    people: list[Row],
) -> None:
    siti, dewi, ayu, ratna = people
    make.committed([{**dewi, "NAMA_LGKP": "RATNA REKAAN"}], as_of=date(2016, 2, 1))
    undated = {**dewi, "NAMA_LGKP": "RATNA REKAAN", "TGL_LHR": "tidak tahu", "NO_KK": ""}

    assert missing(release(make.csv_of([siti, undated, ayu]))) == (1, 1)
    assert ratna["NIK"] != dewi["NIK"]
