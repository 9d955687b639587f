"""CSV as offices write it, and as disks, cables and spreadsheets leave it."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.files import RawTable
from rekam.files.lines import count
from tests.files import paper
from tests.files.paper import BUDI, DEWI, HEADER, SITI


def names(raw: RawTable) -> list[str | None]:
    return raw.cells("NAMA_LGKP").to_list()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_reads_alike(tmp_path: Path, delimiter: str, end: str) -> None:
    lines = [line.replace(",", delimiter) for line in (HEADER, SITI, BUDI)]
    raw = paper.open_(paper.text(tmp_path, *lines, end=end))

    assert raw.columns == tuple(HEADER.split(","))
    assert raw.frame.select(pl.exclude("row")).row(0) == tuple(SITI.split(","))
    assert raw.frame["row"].to_list() == [2, 3]
    assert raw.delimiter == delimiter


@pytest.mark.parametrize(
    ("encoding", "called"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "windows-1252"),
    ],
)
def test_every_character_set_reads_alike(tmp_path: Path, encoding: str, called: str) -> None:
    row = paper.changed(SITI, NAMA_LGKP="SITI RÉKAAN’S")
    raw = paper.open_(paper.text(tmp_path, HEADER, row, BUDI, encoding=encoding))

    assert names(raw) == ["SITI RÉKAAN’S", "BUDI REKAAN"]
    assert raw.encoding == called
    assert not raw.notes


def test_lines_of_another_character_set_are_read_and_counted(tmp_path: Path) -> None:
    lines = [HEADER.encode(), paper.changed(SITI, NAMA_LGKP="ANDRÉ").encode()]
    lines += [paper.changed(BUDI, NAMA_LGKP="RENÉ").encode("cp1252"), DEWI.encode()]
    raw = paper.open_(paper.data(tmp_path, b"\n".join(lines) + b"\n"))

    assert names(raw) == ["ANDRÉ", "RENÉ", "DEWI REKAAN"]
    assert [(note.code, note.params) for note in raw.notes] == [
        ("file.mixed_encoding", {"count": 1, "row": 3})
    ]


def test_nul_bytes_are_removed_and_reported(tmp_path: Path) -> None:
    lines = f"{HEADER}\n{SITI}\nX{BUDI}\n{DEWI}\n".encode().replace(b"X", b"\0").replace(b"BUDI", b"BU\0DI")
    raw = paper.open_(paper.data(tmp_path, lines))

    assert names(raw) == ["SITI REKAAN", "BUDI REKAAN", "DEWI REKAAN"]
    assert [(note.code, note.params) for note in raw.notes] == [("file.nul_bytes", {"count": 2, "row": 3})]


def test_title_rows_and_blank_rows_keep_the_row_numbers_of_the_spreadsheet(tmp_path: Path) -> None:
    path = paper.text(tmp_path, "DATA PENDUDUK KUTAI TIMUR", "", HEADER, SITI, "", ",,,,,,,,,", BUDI)
    raw = paper.open_(path)

    assert raw.header_row == 3
    assert raw.frame["row"].to_list() == [4, 7]


def test_a_quoted_cell_may_hold_the_delimiter_a_quote_and_a_line_break(tmp_path: Path) -> None:
    row = SITI.replace("SITI REKAAN", '"SITI ""TI""\nREKAAN, S.Pd"')
    raw = paper.open_(paper.text(tmp_path, HEADER, row, BUDI))

    assert names(raw) == ['SITI "TI"\nREKAAN, S.Pd', "BUDI REKAAN"]
    assert raw.frame["row"].to_list() == [2, 3]
    assert not raw.broken.height


def test_a_row_with_a_delimiter_too_many_is_set_apart(tmp_path: Path) -> None:
    """Also when its last cell is empty, where the shift would not show."""
    raw = paper.open_(
        paper.text(tmp_path, "NIK,NAMA,ALAMAT,KET", "1,A,JL. A,x", "2,B,JL. B, NO 2,", "3,C,JL. C,")
    )

    assert raw.cells("NIK").to_list() == ["1", "3"]
    assert raw.broken.select("row", "code").rows() == [(3, "row.too_many_cells")]


def test_a_row_broken_in_two_is_set_apart(tmp_path: Path) -> None:
    raw = paper.open_(paper.text(tmp_path, HEADER, SITI, BUDI[:30], BUDI[30:], DEWI))

    assert names(raw) == ["SITI REKAAN", "DEWI REKAAN"]
    assert raw.broken.select("row", "code").rows() == [(3, "row.too_few_cells"), (4, "row.too_few_cells")]


def test_a_program_that_leaves_out_empty_ends_is_understood(tmp_path: Path) -> None:
    lines = ["NIK,NAMA,KET,STATUS"] + ["1,A,x,y"] * 30 + ["2,B"] * 10
    raw = paper.open_(paper.text(tmp_path, *lines))

    assert raw.height == 40
    assert [(note.code, note.params["count"]) for note in raw.notes] == [("file.trimmed_rows", 10)]


def test_one_delimiter_more_at_the_end_of_every_row_does_no_harm(tmp_path: Path) -> None:
    raw = paper.open_(paper.text(tmp_path, HEADER, SITI + ",", BUDI + ","))

    assert raw.height == 2
    assert raw.columns == tuple(HEADER.split(","))


def test_a_name_too_few_in_the_header_never_shifts_the_columns(tmp_path: Path) -> None:
    """Statistics programs write the row's number without naming its column."""
    raw_lines = [HEADER, *(f"{at},{row}" for at, row in enumerate((SITI, BUDI, DEWI)))]
    raw = paper.open_(paper.text(tmp_path, *raw_lines))

    assert raw.height == 0
    assert raw.broken["code"].to_list() == ["row.too_many_cells"] * 3


@pytest.mark.parametrize("share", [0.3, 0.55, 0.9, 0.97])
def test_a_file_cut_in_the_middle_is_refused(tmp_path: Path, share: float) -> None:
    content = "\n".join([HEADER, *[SITI, BUDI, DEWI] * 50]).encode() + b"\n"
    cut = content[: int(len(content) * share)]
    while cut.endswith(b"\n") or cut.rsplit(b"\n", 1)[-1].count(b",") > 8:
        cut = cut[:-1]
    problem = paper.trouble(paper.data(tmp_path, cut))

    assert problem.code == "file.cut_short"
    row = cut.count(b"\n") + 1
    assert f"di tengah baris {row}:" in problem.sentence("id")


def test_a_file_cut_inside_quotation_marks_is_refused(tmp_path: Path) -> None:
    quoted = ",".join(f'"{cell}"' for cell in SITI.split(","))
    path = paper.data(tmp_path, f"{HEADER}\n{quoted}\n{quoted[:60]}".encode())

    assert paper.trouble(path).code == "file.cut_short"


def test_a_missing_last_line_end_is_no_damage(tmp_path: Path) -> None:
    assert paper.open_(paper.data(tmp_path, f"{HEADER}\n{SITI}\n{BUDI}".encode())).height == 2


@pytest.mark.parametrize(
    "stray",
    [
        paper.changed(BUDI, NAMA_LGKP='"BUDI'),
        paper.changed(BUDI, NAMA_LGKP='BUDI 5"'),
        paper.changed(BUDI, NAMA_LGKP='"BU"DI'),
    ],
)
def test_a_stray_quotation_mark_swallows_no_rows(tmp_path: Path, stray: str) -> None:
    raw = paper.open_(paper.text(tmp_path, HEADER, SITI, stray, DEWI, SITI))

    assert raw.height == 4
    assert names(raw)[2:] == ["DEWI REKAAN", "SITI REKAAN"]
    assert [note.code for note in raw.notes] == ["file.stray_quotes"]


def test_two_stray_quotation_marks_swallow_no_rows(tmp_path: Path) -> None:
    """Together they look like one long cell with line breaks."""
    first = paper.changed(SITI, NAMA_LGKP='"SITI')
    second = paper.changed(BUDI, NAMA_LGKP='BUDI"')
    raw = paper.open_(paper.text(tmp_path, HEADER, first, DEWI, DEWI, second, DEWI))

    assert raw.height == 5
    assert names(raw)[1:3] == ["DEWI REKAAN", "DEWI REKAAN"]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=20), st.sampled_from(",;|\t"))
def test_the_bytes_show_as_many_cells_as_a_csv_reader_sees(rows: list[list[str]], delimiter: str) -> None:
    content = paper.csv_of(pl.DataFrame(rows, orient="row"), separator=delimiter, quote_style="always")
    lines = count(content, delimiter)

    assert lines.balanced
    assert lines.ended
    assert lines.cells.tolist() == [3] * (len(rows) + 1)
