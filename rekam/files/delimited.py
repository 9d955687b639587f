"""CSV in all its shapes: , ; tab |, quoted or not, with title rows, ragged or cut.

A clean file is read by polars in one go. The structure of its lines is counted from the bytes
first, because polars silently fills short rows and cuts long ones, which would put values under
the wrong names. A file whose quotation marks cannot be right is read line by line instead.
"""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from rekam.files import encodings, headers, problems
from rekam.files.encodings import Text
from rekam.files.headers import Header
from rekam.files.problems import FileProblem, Note
from rekam.files.table import RawTable

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 18
_PIECE = 1 << 23


class Lines(NamedTuple):
    """Cells in each row by the bytes, and whether every quotation mark that opens also closes."""

    cells: np.ndarray
    balanced: bool
    ended: bool


def read(path: Path, *, size: int) -> RawTable:
    text = encodings.read(path)
    if not text.data.strip():
        raise FileProblem("file.empty")
    delimiter = sniff(text.data)
    header = headers.find(_first_rows(text.data, delimiter))
    quoted = b'"' in text.data
    lines = count(text.data, delimiter, quoted=quoted)
    if not lines.balanced:
        return _tolerant(text, delimiter, header)
    _refuse_cut(lines, header)
    frame = _fast(text.data, delimiter, header, quoted=quoted)
    if frame is None or frame.height != len(lines.cells):
        return _tolerant(text, delimiter, header)
    return _table(frame, lines.cells, text, delimiter, header)


def sniff(data: bytes) -> str:
    """The delimiter that gives most rows the same number of cells, and more than one."""
    sample = _sample(data)

    def evidence(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in _rows(sample, delimiter) if row]
        (width, often), *_ = Counter(widths).most_common(1) or [(0, 0)]
        return (often / max(1, len(widths)) if width > 1 else 0.0) * min(width, 4), width

    return max(DELIMITERS, key=evidence)


def _sample(data: bytes) -> str:
    """Whole lines from the beginning."""
    piece = data[:_SAMPLE]
    if len(data) > _SAMPLE and b"\n" in piece:
        piece = piece[: piece.rindex(b"\n") + 1]
    return piece.decode("utf-8", errors="replace")


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in sample.split("\n")]


def _first_rows(data: bytes, delimiter: str) -> list[list[str]]:
    return _rows(_sample(data), delimiter)[:500]


def count(data: bytes, delimiter: str, *, quoted: bool) -> Lines:
    """Cells per row, from the positions of delimiters and line feeds outside quotation marks."""
    mark = ord(delimiter)
    delimiters, feeds, inside = [], [], np.uint8(0)
    for at in range(0, len(data), _PIECE):
        piece = np.frombuffer(data, np.uint8, count=min(_PIECE, len(data) - at), offset=at)
        is_mark, is_feed = piece == mark, piece == 10
        if quoted:
            within = np.bitwise_xor.accumulate((piece == 34).view(np.uint8)) ^ inside
            inside = within[-1]
            is_mark &= within == 0
            is_feed &= within == 0
        delimiters.append(np.flatnonzero(is_mark) + at)
        feeds.append(np.flatnonzero(is_feed) + at)
    ends = np.concatenate(feeds)
    ended = bool(len(ends)) and ends[-1] == len(data) - 1
    ends = ends if ended else np.append(ends, len(data))
    before = np.searchsorted(np.concatenate(delimiters), ends)
    return Lines(np.diff(before, prepend=0) + 1, not inside, ended)


def _refuse_cut(lines: Lines, header: Header) -> None:
    """A last row without its end and with too few cells: the copying stopped in the middle."""
    last = lines.cells[-1]
    usual = Counter(lines.cells[header.at + 1 :].tolist()).most_common(1)
    if not lines.ended and len(lines.cells) > header.at + 1 and last < usual[0][0]:
        raise FileProblem("file.cut_short", row=len(lines.cells))


def _fast(data: bytes, delimiter: str, header: Header, *, quoted: bool) -> pl.DataFrame | None:
    """Every line of the file as text cells, or None when polars cannot make sense of its quotes."""
    names = ",".join(f"c{at}" for at in range(len(header.names)))
    first = names.replace(",", delimiter).encode() + b"\n"
    try:
        return pl.read_csv(
            io.BytesIO(first + data),
            separator=delimiter,
            quote_char='"' if quoted else None,
            infer_schema=False,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.ComputeError:
        return None


def _tolerant(text: Text, delimiter: str, header: Header) -> RawTable:
    """Each line is a row; a line whose quotation marks are odd is split at every delimiter."""
    lines = text.data.decode("utf-8").split("\n")
    ended = lines[-1] == ""
    rows = [_split(line.rstrip("\r"), delimiter) for line in (lines[:-1] if ended else lines)]
    cells = np.array([len(row) for row in rows])
    _refuse_cut(Lines(cells, True, ended), header)
    width = len(header.names)
    frame = pl.DataFrame(
        {f"c{at}": [row[at] if at < len(row) else None for row in rows] for at in range(width)},
        schema={f"c{at}": pl.String for at in range(width)},
    )
    stray = next((at + 1 for at, line in enumerate(lines) if line.count('"') % 2), header.at + 1)
    note = Note("file.stray_quotes", {"row": stray})
    return _table(frame, cells, Text(text.data, text.encoding, (*text.notes, note)), delimiter, header)


def _split(line: str, delimiter: str) -> list[str]:
    if line.count('"') % 2 == 0 and '"' in line:
        return next(csv.reader([line], delimiter=delimiter), [""])
    return line.split(delimiter)


def _table(frame: pl.DataFrame, cells: np.ndarray, text: Text, delimiter: str, header: Header) -> RawTable:
    """Blank rows dropped, broken ones set apart, and the file's own row numbers kept."""
    width = len(header.names)
    names = [f"c{at}" for at in range(width)]
    frame = frame.with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias("row"), pl.Series("cells", cells)
    ).slice(header.at + 1)
    usual = _usual_width(frame, width)
    frame = frame.filter(~pl.all_horizontal(pl.col(names).fill_null("").str.strip_chars() == ""))
    if frame.is_empty():
        raise FileProblem("file.empty")
    long, short = pl.col("cells") > max(width, usual), pl.col("cells") < min(width, usual)
    broken = pl.concat(
        [
            problems.found(frame, long, "row.too_many_cells", field=""),
            problems.found(frame, short, "row.too_few_cells", field=""),
        ]
    )
    return RawTable(
        frame=frame.filter(~(long | short)).select("row", *names),
        columns=header.names,
        kind="csv",
        header_row=header.at + 1,
        encoding=text.encoding,
        delimiter=delimiter,
        notes=text.notes + tuple(Note("file.doubled_column", {"column": n}) for n in header.doubled),
        broken=broken,
        doubled=header.doubled,
    )


def _usual_width(frame: pl.DataFrame, width: int) -> int:
    """What most rows have. Some programs end each line with one more delimiter or drop empty ends."""
    return int(frame["cells"].mode().max() or width) if frame.height else width  # type: ignore[call-overload]
