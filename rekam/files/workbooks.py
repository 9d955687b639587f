"""XLSX: looked through before it is opened, then every cell as text.

A workbook is a ZIP of XML. Before calamine sees it, each part is unpacked in pieces and counted,
because declared sizes can lie; document type definitions are refused, because no spreadsheet
program writes them and they are how XML grows without end.
"""

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from rekam.files import headers
from rekam.files.problems import FileProblem, Note
from rekam.files.table import RawTable

# The demo's 413,508 rows of 27 columns unpack to about 0.8 GB; Excel cannot hold 3 times as many rows.
MOST_UNPACKED = 3_000_000_000
# Real workbooks pack 5 to 40 times; the tightest packing there is comes to 1,032 times.
MOST_RATIO = 250
SMALL = 20_000_000
_PIECE = 1 << 20
_BATCH = 20_000
_DEFINITIONS = tuple(
    word.encode(coding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for coding in ("ascii", "utf-16-le", "utf-16-be")
)


def read(path: Path, *, sheet: str | None) -> RawTable:
    check(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        chosen, rows = _choose(book, sheet)
    except CalamineError as error:
        raise FileProblem("file.damaged", detail=type(error).__name__) from error
    return _table(book, chosen, rows)


def check(path: Path) -> None:
    """Refuses what is not an XLSX, is locked, cut short, or would grow without end."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _is_workbook({part.filename for part in parts})
            if any(part.flag_bits & 1 for part in parts):
                raise FileProblem("file.encrypted")
            _measure(archive, parts)
    except zipfile.BadZipFile as error:
        raise _cut_or_damaged(path) from error
    except (zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise FileProblem("file.damaged", detail=type(error).__name__) from error


def _is_workbook(names: set[str]) -> None:
    if "xl/workbook.xml" in names or ("[Content_Types].xml" in names and _inside(names, "xl/")):
        if "xl/workbook.bin" in names:
            raise FileProblem("file.wrong_kind", found="XLSB")
        return
    for start, found in (("word/", "DOCX"), ("ppt/", "PPTX")):
        if _inside(names, start):
            raise FileProblem("file.wrong_kind", found=found)
    raise FileProblem("file.wrong_kind", found="ODS" if "content.xml" in names else "ZIP")


def _inside(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _measure(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpacks every part once, keeping nothing; stops at the limit, whatever the directory declares."""
    packed = max(1, sum(part.compress_size for part in parts))
    limit = min(MOST_UNPACKED, max(SMALL, packed * MOST_RATIO))
    if sum(part.file_size for part in parts) > limit:
        raise FileProblem("file.zip_bomb", limit=f"{limit // 10**6} MB")
    total = 0
    for part in parts:
        for piece in _pieces(archive, part):
            total += len(piece)
            if total > limit:
                raise FileProblem("file.zip_bomb", limit=f"{limit // 10**6} MB")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            seam = tail + piece
            if is_xml and any(word in seam for word in _DEFINITIONS):
                raise FileProblem("file.entity_bomb")
            tail = piece[-20:]
            yield piece


def _cut_or_damaged(path: Path) -> FileProblem:
    """The directory of a ZIP stands at its end: when there is none, the end is missing."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 16) - 22))
        has_directory = b"PK\x05\x06" in file.read()
    if has_directory:
        return FileProblem("file.damaged", detail="ZIP")
    return FileProblem("file.cut_short", row="?")


def _choose(book: CalamineWorkbook, wanted: str | None) -> tuple[CalamineSheet, list[list[str]]]:
    """The sheet asked for, or the first with rows under a header; else the first with anything."""
    names = book.sheet_names
    if wanted is not None and wanted not in names:
        raise FileProblem("file.no_such_sheet", sheet=wanted, sheets=", ".join(names))
    trouble: FileProblem | None = None
    for name in [wanted] if wanted is not None else names:
        sheet = book.get_sheet_by_name(name)
        rows = _first_rows(sheet)
        try:
            headers.find(rows)
        except FileProblem as error:
            trouble = trouble if trouble and error.code == "file.empty" else error
            continue
        return sheet, rows
    raise trouble or FileProblem("file.empty")


def _first_rows(sheet: CalamineSheet) -> list[list[str]]:
    rows = []
    for row in sheet.iter_rows():
        rows.append([_text(cell) or "" for cell in row])
        if len(rows) >= 500:
            break
    return rows


def _table(book: CalamineWorkbook, sheet: CalamineSheet, first: list[list[str]]) -> RawTable:
    header = headers.find(first)
    names = [f"c{at}" for at in range(len(header.names))]
    frame = pl.concat(list(_batches(sheet, names)), rechunk=True)
    frame = frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias("row"))
    frame = frame.slice(header.at + 1).filter(~pl.all_horizontal(pl.col(names).is_null()))
    if frame.is_empty():
        raise FileProblem("file.empty")
    width = _named_width(frame, header)
    return RawTable(
        frame=frame.select("row", *names[:width]),
        columns=header.names[:width],
        kind="xlsx",
        header_row=header.at + 1,
        sheet=sheet.name,
        sheets=tuple(book.sheet_names),
        notes=_notes(book, sheet, header),
        doubled=header.doubled,
    )


def _named_width(frame: pl.DataFrame, header: headers.Header) -> int:
    """Columns up to the last that has a name or a cell: formats alone make a sheet wide."""
    width = len(header.names)
    while width > 1 and header.names[width - 1] == f"({width})" and frame[f"c{width - 1}"].is_null().all():
        width -= 1
    return width


def _notes(book: CalamineWorkbook, sheet: CalamineSheet, header: headers.Header) -> tuple[Note, ...]:
    notes = [Note("file.doubled_column", {"column": name}) for name in sorted(header.doubled)]
    others = [name for name in book.sheet_names if name != sheet.name]
    if others:
        notes.append(Note("file.many_sheets", {"sheet": sheet.name, "others": ", ".join(others)}))
    return tuple(notes)


def _batches(sheet: CalamineSheet, names: list[str]) -> Iterator[pl.DataFrame]:
    """Column by column in batches, so that Python never holds a whole sheet of cells."""
    schema = dict.fromkeys(names, pl.String)
    batch: list[list[Any]] = []
    for row in sheet.iter_rows():
        batch.append(row)
        if len(batch) == _BATCH:
            yield _frame(batch, schema)
            batch = []
    yield _frame(batch, schema)


def _frame(batch: list[list[Any]], schema: dict[str, Any]) -> pl.DataFrame:
    columns = list(zip(*batch, strict=True)) if batch else [()] * len(schema)
    return pl.DataFrame(
        {name: [_text(cell) for cell in columns[at]] for at, name in enumerate(schema)}, schema=schema
    )


def _text(cell: Any) -> str | None:
    """What the office would read in the cell. Numbers of 15 digits and more keep their '.0': the
    mark by which a NIK that was held as a number is known."""
    if isinstance(cell, str):
        return cell.replace("\x1f", "").strip() or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e14 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ") if cell.time() != dt.time() else cell.date().isoformat()
    return str(cell)
