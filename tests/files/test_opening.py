"""Files that are no tables, and files that nobody should open."""

import os
import zipfile
from pathlib import Path

import pytest

from rekam.files import FileProblem, open_table
from tests.files import paper
from tests.traffic import bytes_moved

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.4\n1 0 obj", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "JPEG"),
        (OLE, "XLS/DOC"),
        (b"<!DOCTYPE html><html><body><table>", "HTML"),
        (b"\n <html><table><tr><td>NIK", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"\x1f\x8b\x08" + bytes(100), "GZIP"),
        (b"Rar!\x1a\x07" + bytes(100), "RAR"),
        (b"SQLite format 3\x00" + bytes(100), "SQLite"),
        (bytes(range(1, 32)) * 40, "BIN"),
    ],
)
def test_a_file_that_is_no_table_is_named(tmp_path: Path, content: bytes, found: str) -> None:
    """Whatever its name says: an XLS renamed to .csv is still an XLS."""
    problem = paper.trouble(paper.data(tmp_path, content, name="penduduk.csv"))

    assert problem.code == "file.wrong_kind"
    assert found in problem.sentence("id")
    assert "XLSX" in problem.next_step("id")


def test_a_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    locked = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(500)

    assert paper.trouble(paper.data(tmp_path, locked, name="penduduk.xlsx")).code == "file.encrypted"


@pytest.mark.parametrize(
    ("inside", "found"),
    [("word/document.xml", "DOCX"), ("content.xml", "ODS"), ("foto/siti.jpg", "ZIP")],
)
def test_a_zip_that_is_no_workbook_is_named(tmp_path: Path, inside: str, found: str) -> None:
    path = tmp_path / "penduduk.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, "x")
    problem = paper.trouble(path)

    assert problem.code == "file.wrong_kind"
    assert found in problem.sentence("en")


@pytest.mark.parametrize("content", [b"", b"\n\n \r\n", b"\xef\xbb\xbf", b"\x00" * 5000, b"NIK,NAMA\n"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, content: bytes) -> None:
    assert paper.trouble(paper.data(tmp_path, content)).code == "file.empty"


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.write(paper.HEADER.encode())
        os.truncate(file.fileno(), 2_000_000_000)
    before = bytes_moved()

    with pytest.raises(FileProblem) as problem:
        open_table(path, max_bytes=500_000_000)

    assert bytes_moved() - before < 100_000
    assert problem.value.code == "file.too_large"
    assert "2,0 GB" in problem.value.sentence("id")
    assert "500,0 MB" in problem.value.sentence("id")


def test_a_file_without_column_names_is_refused(tmp_path: Path) -> None:
    assert paper.trouble(paper.text(tmp_path, paper.SITI, paper.BUDI)).code == "file.no_header"


def test_two_columns_with_one_name_are_refused(tmp_path: Path) -> None:
    problem = paper.trouble(paper.text(tmp_path, "NIK,NAMA,nik,TGL_LHR", "1,SITI,2,17-08-1985"))

    assert problem.code == "file.doubled_header"
    assert problem.params["column"] == "nik"


def test_two_columns_that_nobody_needs_may_share_a_name(tmp_path: Path) -> None:
    raw = paper.open_(paper.text(tmp_path, "NIK,NAMA,CATATAN,CATATAN", "6408045708850003,SITI,a,b"))

    assert raw.columns == ("NIK", "NAMA", "CATATAN", "CATATAN (2)")
    assert [note.code for note in raw.notes] == ["file.doubled_column"]


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert paper.trouble(tmp_path).code == "file.wrong_kind"
