"""XLSX: honest ones, damaged ones, and those made to do harm."""

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from rekam.files import unpacking
from tests.files import paper

HEADER = paper.HEADER.split(",")
SITI = [
    "6408045708850003",
    "6408042101160001",
    "SITI REKAAN",
    "P",
    date(1985, 8, 17),
    "KAWIN",
    64,
    8,
    4,
    2001,
]
BUDI = [
    "6408041202900001",
    "6408042101160001",
    "BUDI REKAAN",
    "L",
    date(1990, 2, 12),
    "BELUM KAWIN",
    64,
    8,
    4,
    2001,
]


def remade(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same workbook with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return path


def test_a_workbook_reads_like_its_csv(tmp_path: Path) -> None:
    of_workbook = paper.residents(paper.workbook(tmp_path, [HEADER, SITI, BUDI]))
    of_text = paper.residents(paper.text(tmp_path, paper.HEADER, paper.SITI, paper.BUDI))

    assert of_workbook.rows.equals(of_text.rows)
    assert not of_workbook.problems.height


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    title = ["DATA PENDUDUK"]
    raw = paper.open_(paper.workbook(tmp_path, [title, [], HEADER, SITI, [], BUDI], first_row=2))

    assert raw.header_row == 5
    assert raw.frame["row"].to_list() == [6, 8]
    assert raw.sheet == "Data"


def test_dates_times_numbers_and_truths_become_what_the_office_reads(tmp_path: Path) -> None:
    row = [datetime(2016, 9, 5, 10, 11, tzinfo=UTC), date(2016, 9, 5), 3, 1.5, True, 31064]
    raw = paper.open_(paper.workbook(tmp_path, [["NIK", "NAMA", "A", "B", "C", "D"], row]))

    assert raw.frame.row(0)[1:] == ("2016-09-05 10:11:00", "2016-09-05", "3", "1.5", "TRUE", "31064")


def test_a_nik_held_as_a_number_is_believed_only_when_its_last_digit_was_kept(tmp_path: Path) -> None:
    kept = [[6408041708850000 + serial, *SITI[1:]] for serial in range(1, 6)]
    lost = [[int(str(row[0])[:15] + "0"), *SITI[1:]] for row in kept]

    assert paper.codes(paper.residents(paper.workbook(tmp_path, [HEADER, *kept]))) >= {"nik.repaired"}
    rounded = paper.residents(paper.workbook(tmp_path, [HEADER, *lost]))
    assert rounded.rows.is_empty()
    assert "nik.rounded_by_spreadsheet" in paper.codes(rounded)


def test_a_number_beyond_what_a_spreadsheet_can_hold_is_never_believed(tmp_path: Path) -> None:
    papua = [9302011708850003, *SITI[1:]]

    result = paper.residents(paper.workbook(tmp_path, [HEADER, papua, SITI]))

    assert (2, "nik.rounded_by_spreadsheet", "rejected") in paper.said(result)
    assert result.rows["row"].to_list() == [3]


def test_the_sheet_with_rows_is_found_and_the_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Petunjuk")
        page, other = book.add_worksheet("Siti"), book.add_worksheet("Budi")
        for line, row in enumerate([HEADER, [*SITI[:4], "17-08-1985", *SITI[5:]]]):
            page.write_row(line, 0, row)
        for line, row in enumerate([HEADER, [*BUDI[:4], "12-02-1990", *BUDI[5:]]]):
            other.write_row(line, 0, row)

    raw = paper.open_(path)
    assert raw.sheet == "Siti"
    assert [note.params["others"] for note in raw.notes if note.code == "file.many_sheets"] == [
        "Petunjuk, Budi"
    ]
    assert paper.open_(path, sheet="Budi").cells("NAMA_LGKP").to_list() == ["BUDI REKAAN"]
    assert paper.trouble(path, sheet="Dewi").code == "file.no_such_sheet"


def test_a_workbook_without_rows_is_empty(tmp_path: Path) -> None:
    assert paper.trouble(paper.workbook(tmp_path, [])).code == "file.empty"
    assert paper.trouble(paper.workbook(tmp_path, [HEADER])).code == "file.empty"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_cut_in_the_middle_is_refused(tmp_path: Path, share: float) -> None:
    content = paper.workbook(tmp_path, [HEADER, *[SITI, BUDI] * 100]).read_bytes()

    problem = paper.trouble(paper.data(tmp_path, content[: int(len(content) * share)]))

    assert problem.code == "file.cut_short"
    assert "terputus sebelum akhir isinya" in problem.sentence("id")


def test_a_workbook_with_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [HEADER, *[SITI, BUDI] * 100])
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(path.read_bytes())
    content[part.header_offset + 200] ^= 0xFF

    assert paper.trouble(paper.data(tmp_path, bytes(content))).code == "file.damaged"


def test_a_workbook_whose_xml_is_broken_is_refused(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [HEADER, SITI])
    remade(path, lambda name, content: content[:200] if name == "xl/workbook.xml" else content)

    assert paper.trouble(path).code in {"file.damaged", "file.empty"}


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [HEADER, SITI])
    remade(path, lambda name, content: content + b" " * 40_000_000 * (name == "xl/worksheets/sheet1.xml"))

    assert path.stat().st_size < 1_000_000
    assert paper.trouble(path).code == "file.zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_not_opened(tmp_path: Path) -> None:
    """The directory declares a thousand bytes; unpacking stops there and sees that it is not true."""
    path = paper.workbook(tmp_path, [HEADER, SITI])
    remade(path, lambda name, content: content + b" " * 40_000_000 * (name == "xl/worksheets/sheet1.xml"))
    with zipfile.ZipFile(path) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true_size, (1000).to_bytes(4, "little")))

    assert paper.trouble(path).code in {"file.zip_bomb", "file.damaged"}


def test_a_workbook_of_many_parts_is_counted_as_a_whole(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [HEADER, SITI])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for at in range(30):
            archive.writestr(f"xl/media/{at}.bin", bytes(2_000_000))

    assert paper.trouble(path).code == "file.zip_bomb"


def test_a_cell_at_the_end_of_the_world_does_not_fill_the_memory(tmp_path: Path) -> None:
    """Two cells, and seventeen thousand million between them."""
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write(1_048_575, 16_383, "x")

    problem = paper.trouble(path)
    assert problem.code == "file.sparse_sheet"
    assert problem.params["columns"] == 16_384


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [HEADER, *[SITI[:4]] * 400])
    bare = re.compile(rb' r="[A-Z]+[0-9]+"')
    wide = b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>"
    long = b"<row><c><v>1</v></c></row>" * 1_000

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        return bare.sub(b"", content).replace(b"</sheetData>", wide + long + b"</sheetData>")

    assert paper.trouble(remade(path, change)).code == "file.sparse_sheet"


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_a_far_cell_is_seen_however_its_row_ends(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [HEADER, SITI])

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"</sheetData>", FAR + b"</sheetData>").replace(b"</row>", b"</row >")

    assert paper.trouble(remade(path, change)).code == "file.sparse_sheet"


@pytest.mark.parametrize("place", ["data/sheet1.xml", "data/sheet1.bin", "media/picture.png"])
def test_a_far_cell_is_seen_wherever_its_sheet_lies(tmp_path: Path, place: str) -> None:
    """The relations of a workbook say where a sheet is, and readers follow them."""
    path = paper.workbook(tmp_path, [HEADER, SITI])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts.pop("xl/worksheets/sheet1.xml").replace(b"</sheetData>", FAR + b"</sheetData>")
    moved = {
        name: content.replace(b"worksheets/sheet1.xml", place.encode()) for name, content in parts.items()
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**moved, f"xl/{place}": sheet}.items():
            archive.writestr(name, content)

    assert paper.trouble(path).code == "file.sparse_sheet"


def test_a_sheet_that_lies_elsewhere_and_is_honest_is_read(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [HEADER, SITI])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            content = content.replace(b"worksheets/sheet1.xml", b"data/sheet1.xml")
            archive.writestr(name.replace("worksheets/sheet1.xml", "data/sheet1.xml"), content)

    assert paper.residents(path).rows.height == 1


def test_a_register_has_fewer_than_five_hundred_columns(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [[*HEADER, *(f"X{at}" for at in range(600))], SITI])

    assert paper.trouble(path).code == "file.too_many_columns"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_not_opened(tmp_path: Path, part: str, coding: str) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    path = paper.workbook(tmp_path, [HEADER, SITI])

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        return re.sub(r"(\?>)", rf"\1{laughs}", content.decode(), count=1).encode(coding)

    assert paper.trouble(remade(path, change)).code == (
        "file.entity_bomb" if coding == "utf-8" else "file.damaged"
    )


def test_a_definition_far_down_or_across_two_pieces_is_found(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [HEADER, SITI])
    before = unpacking.PIECE - 4
    remade(
        path,
        lambda name, content: (
            b"<!--" + b"x" * (before - 7) + b"--><!DOCTYPE x>" + content
            if name == "xl/styles.xml"
            else content
        ),
    )

    assert paper.trouble(path).code == "file.entity_bomb"


def test_a_part_with_a_password_is_said_to_be_locked(tmp_path: Path) -> None:
    path = paper.workbook(tmp_path, [HEADER, SITI])
    content = bytearray(path.read_bytes())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1

    assert paper.trouble(paper.data(tmp_path, bytes(content))).code == "file.encrypted"


def test_formulas_are_read_as_what_they_came_to(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["NIK", "NAMA", "TGL_LHR"])
        page.write_row(1, 0, ["6408045708850003", "x", "17-08-1985"])
        page.write_formula(1, 1, '="SITI "&"REKAAN"', None, "SITI REKAAN")
        page.write_formula(1, 3, "=1/0", None, "#DIV/0!")

    assert paper.open_(path).cells("NAMA").to_list() == ["SITI REKAAN"]
