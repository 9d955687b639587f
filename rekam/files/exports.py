"""Writing tables for people: nothing in them can run, numbers and dates stay numbers and dates."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import polars as pl
import xlsxwriter

from rekam.files import sentences

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HEADINGS = {
    "id": ("Baris", "Kolom", "Kode", "Tingkat", "Isi sel", "Yang ditemukan", "Yang perlu dilakukan"),
    "en": ("Row", "Column", "Code", "Level", "Cell", "What was found", "What to do"),
}
_LEVELS = {
    "id": {"rejected": "ditolak", "held": "ditahan", "warning": "peringatan"},
    "en": {"rejected": "rejected", "held": "held", "warning": "warning"},
}
_FORMATS = {dt.date: "dd-mm-yyyy", dt.datetime: "dd-mm-yyyy hh:mm", int: "#,##0", float: "#,##0.00"}


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; the rest as it is."""
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(_STARTS_FORMULA):
        return f"'{value}"
    return f"'{value}" if isinstance(value, str) and value.startswith(("\t", "\r", "\n")) else value


def write_csv(file: IO[str], headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Semicolons and DD-MM-YYYY, as a spreadsheet set to Indonesian expects. Open with utf-8-sig."""
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(heading) for heading in headings])
    writer.writerows([_plain(safe_cell(value)) for value in row] for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.strftime("%d-%m-%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d-%m-%Y")
    return str(value).replace(".", ",") if isinstance(value, float) else value


def write_xlsx(
    target: Path | IO[bytes], sheets: dict[str, tuple[Sequence[str], Iterable[Sequence[Any]]]]
) -> None:
    """Each sheet: headings and rows. Long digits given as text stay text."""
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "nan_inf_to_errors": True,
    }  # fmt: skip
    with xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
        for name, (headings, rows) in sheets.items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(0, len(headings) - 1), 18)
            for at, heading in enumerate(headings):
                sheet.write_string(0, at, str(safe_cell(heading)), bold)
            for line, row in enumerate(rows, start=1):
                for at, value in enumerate(row):
                    _write(sheet, line, at, value, formats)


def _write(sheet: Any, line: int, at: int, value: Any, formats: dict[type, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, dt.datetime):
        sheet.write_datetime(line, at, value.replace(tzinfo=None), formats[dt.datetime])
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, at, value, formats[dt.date])
    elif isinstance(value, bool) or not isinstance(value, int | float):
        sheet.write_string(line, at, str(safe_cell(str(value))))
    else:
        sheet.write_number(line, at, value, formats[type(value)])


def problems_file(problems: pl.DataFrame, path: Path, language: str = "id") -> Path:
    """What is wrong with which row, in words, as CSV or XLSX by the name of *path*."""
    language = "en" if language.startswith("en") else "id"
    headings, rows = _HEADINGS[language], _told(problems, language)
    if path.suffix.lower() == ".xlsx":
        write_xlsx(path, {"Masalah" if language == "id" else "Problems": (headings, rows)})
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(file, headings, rows)
    return path


def _told(problems: pl.DataFrame, language: str) -> Iterable[tuple[Any, ...]]:
    for line in problems.iter_rows(named=True):
        what, do = sentences.say(line["code"], language, **line)
        level = _LEVELS[language].get(line["level"], line["level"])
        yield line["row"], line["column"], line["code"], level, line["value"], what, do
