"""XLSX: looked through before it is opened (`unpacking`), then every cell as text."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from rekam.files import headers, unpacking
from rekam.files.problems import FileProblem, Note
from rekam.files.table import RawTable

_BATCH = 20_000


def read(path: Path, *, sheet: str | None) -> RawTable:
    unpacking.check(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        return _table(book, *_choose(book, sheet))
    except CalamineError as error:
        raise FileProblem("file.damaged", detail=type(error).__name__) from error


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
        rows.append([(_text(cell) or "").strip() for cell in row])
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
    frame = pl.DataFrame([_column(name, columns[at]) for at, name in enumerate(schema)])
    text = pl.all().str.replace_all("\x1f", "", literal=True).str.strip_chars()
    return frame.select(pl.when(text != "").then(text))


def _column(name: str, cells: Sequence[Any]) -> pl.Series:
    """Most columns hold nothing but text and need no look at each cell."""
    is_text = set(map(type, cells)) <= {str}
    return pl.Series(name, cells if is_text else [_text(cell) for cell in cells], dtype=pl.String)


def _text(cell: Any) -> str | None:
    """What the office would read in the cell. Numbers of 15 digits and more keep their '.0': the
    mark by which a NIK that was held as a number is known."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e14 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ") if cell.time() != dt.time() else cell.date().isoformat()
    return str(cell)
