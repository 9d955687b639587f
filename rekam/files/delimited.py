"""CSV in all its shapes: , ; tab |, quoted or not, with title rows, ragged or cut.

A clean file is read by polars in one go. The structure of its lines is counted from the bytes
first, because polars silently fills short rows and cuts long ones, which would put values under
the wrong names. A file whose quotation marks cannot be right is read line by line instead.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from rekam.files import encodings, headers, problems, table
from rekam.files.encodings import Text
from rekam.files.headers import Header
from rekam.files.lines import Lines, count, cut
from rekam.files.problems import FileProblem, Note
from rekam.files.table import RawTable

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 18
_HEADER_ROWS = 500
# Where this share of rows is short, the program that wrote them leaves out empty cells at the end.
_TRIMMED = 0.05
# A row of a register is a few hundred bytes long. Of one that is broken no more than this is kept.
_LONGEST_KEPT = 1 << 16
_CUT_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the rows of this file are cut into cells, and what has been noticed so far."""

    delimiter: str
    header: Header
    lines: Lines
    encoding: str
    notes: tuple[Note, ...]

    @property
    def usual(self) -> int:
        """Cells in most rows under the header."""
        return self.lines.usual(self.header.at + 1)

    @property
    def width(self) -> int:
        return max(len(self.header.names), self.usual)

    @property
    def names(self) -> list[str]:
        return [f"c{at}" for at in range(self.width)]


def read(path: Path) -> RawTable:
    text = encodings.read(path)
    plan = _plan(text)
    if plan.lines.balanced:
        _refuse_cut(plan)
        # polars takes the width from the first line. An untouched file that begins with its header
        # is read from disk, so that it need not stay in memory; others get a line of names in front.
        is_plain = text.untouched and plan.header.at == 0 and plan.lines.cells[0] == plan.width
        source: Path | io.BytesIO = path
        if not is_plain:
            source = io.BytesIO(plan.delimiter.join(plan.names).encode() + b"\n" + text.data)
        long = _long(text.data, plan)
        del text
        frame = _at_once(source, plan, skipped=1 if is_plain else 0)
        if frame is not None:
            return _table(frame, plan, long)
    return _by_lines(encodings.read(path), plan)


def _plan(text: Text) -> _Plan:
    if not text.data or text.data.isspace():
        raise FileProblem("file.empty")
    delimiter = sniff(text.data)
    header = headers.find(_rows(_sample(text.data), delimiter)[:_HEADER_ROWS])
    return _Plan(delimiter, header, count(text.data, delimiter), text.encoding, text.notes)


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


def _refuse_cut(plan: _Plan) -> None:
    """A last row without its end and with too few cells: the copying stopped in the middle."""
    lines, first = plan.lines, plan.header.at + 1
    expected = plan.usual if len(lines.cells) > first + 1 else len(plan.header.names)
    if not lines.ended and len(lines.cells) > first and lines.cells[-1] < expected:
        row = len(lines.cells)
        where, where_en = f"di tengah baris {row}", f"in the middle of row {row}"
        raise FileProblem("file.cut_short", where=where, where_en=where_en)


def _at_once(source: Path | io.BytesIO, plan: _Plan, *, skipped: int) -> pl.DataFrame | None:
    """The rows under the header as text cells with their row numbers, or None when polars does not
    see the rows that the bytes show."""
    try:
        frame = pl.read_csv(
            source,
            separator=plan.delimiter,
            quote_char='"' if plan.lines.quoted else None,
            infer_schema=False,
            truncate_ragged_lines=True,
            new_columns=plan.names,
        )
    except pl.exceptions.ComputeError:
        return None
    if frame.height + skipped != len(plan.lines.cells) or _swallowed(frame, plan):
        return None
    return _numbered(frame, skipped).slice(plan.header.at + 1 - skipped)


def _numbered(frame: pl.DataFrame, skipped: int = 0) -> pl.DataFrame:
    """With the row number that a spreadsheet shows. polars reads in many pieces, which every later
    step would have to join again: they are joined once, here."""
    first = skipped + 1
    # One column after the other: all at once they would lie in memory twice.
    whole = pl.DataFrame([frame.drop_in_place(name).rechunk() for name in frame.columns])
    return whole.with_columns(pl.int_range(first, pl.len() + first, dtype=pl.UInt32).alias("row"))


def _swallowed(frame: pl.DataFrame, plan: _Plan) -> bool:
    """A quotation mark opened in one row and closed in another hides whole rows in one cell."""
    if not plan.lines.quoted or plan.lines.feeds <= len(plan.lines.cells):
        return False
    many = max(2, plan.width // 2)
    has_feed = pl.all().str.contains("\n", literal=True)
    has_cells = pl.all().str.count_matches(plan.delimiter, literal=True) >= many
    return bool(frame.select(pl.any_horizontal((has_feed & has_cells).any())).item())


def _by_lines(text: Text, plan: _Plan) -> RawTable:
    """Each line is a row; a line whose quotation marks are odd is split at every delimiter."""
    written = text.data.decode("utf-8").split("\n")
    ended = written[-1] == ""
    rows = [_split(line.rstrip("\r"), plan.delimiter) for line in (written[:-1] if ended else written)]
    lines = Lines.of([len(row) for row in rows], ended=ended)
    stray = next((at + 1 for at, line in enumerate(written) if line.count('"') % 2), plan.header.at + 1)
    plan = replace(plan, lines=lines, notes=(*plan.notes, Note("file.stray_quotes", {"row": stray})))
    _refuse_cut(plan)
    columns = {
        name: [row[at] if at < len(row) and row[at] else None for row in rows]
        for at, name in enumerate(plan.names)
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(plan.names, pl.String))
    long = _cells([(at + 1, rows[at]) for at in _long_rows(plan)])
    return _table(_numbered(frame).slice(plan.header.at + 1), plan, long)


def _split(line: str, delimiter: str) -> list[str]:
    if line.count('"') % 2 == 0 and '"' in line:
        return next(csv.reader([line], delimiter=delimiter), [""])
    return line.split(delimiter)


def _long_rows(plan: _Plan) -> list[int]:
    """The rows under the header (the first of the file is 0) that have more cells than a frame takes."""
    under = plan.header.at + 1
    return [under + int(at) for at in (plan.lines.cells[under:] > plan.width).nonzero()[0]]


def _long(data: bytes, plan: _Plan) -> pl.DataFrame:
    """All cells of the rows that polars cuts."""
    rows, parts = _long_rows(plan), [table.no_cells()]
    for at in range(0, len(rows), _CUT_AT_ONCE):
        some = [row + 1 for row in rows[at : at + _CUT_AT_ONCE]]
        lines = cut(data, some, quoted=plan.lines.quoted)
        texts = [line[:_LONGEST_KEPT].decode("utf-8", errors="replace").rstrip("\r") for line in lines]
        cells = [[cell for row in _rows(text, plan.delimiter) for cell in row] for text in texts]
        parts.append(_cells(list(zip(some, cells, strict=True))))
    return pl.concat(parts)


def _cells(rows: list[tuple[int, list[str]]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=table.CELLS_SCHEMA, orient="row")


def _short(frame: pl.DataFrame, broken: pl.Series, plan: _Plan) -> pl.DataFrame:
    """The cells of broken rows that polars does not cut, as many as each has."""
    rows = frame.filter(pl.col("row").is_in(broken.implode()))
    rows = rows.with_columns(count=pl.Series(plan.lines.cells).gather(rows["row"] - 1))
    return rows.select("row", cells=pl.concat_list(plan.names).list.head(pl.col("count")))


def _table(frame: pl.DataFrame, plan: _Plan, long_cells: pl.DataFrame) -> RawTable:
    """Blank rows dropped, broken ones set apart."""
    header = plan.header
    frame = _without_blanks(frame)
    if frame.is_empty():
        raise FileProblem("file.empty")
    long, short, notes = _ragged(frame, plan)
    broken = pl.concat(
        [
            problems.found(frame, pl.col("row").is_in(long.implode()), "row.too_many_cells", field=""),
            problems.found(frame, pl.col("row").is_in(short.implode()), "row.too_few_cells", field=""),
        ]
    )
    cells = long_cells.filter(pl.col("row").is_in(broken["row"].implode()))
    if broken.height:
        others = broken.filter(~pl.col("row").is_in(cells["row"].implode()))["row"]
        cells = pl.concat([cells, _short(frame, others, plan)]).sort("row")
        frame = frame.filter(~pl.col("row").is_in(broken["row"].implode()))
    doubled = tuple(Note("file.doubled_column", {"column": name}) for name in sorted(header.doubled))
    return RawTable(
        frame=frame.select("row", *(f"c{at}" for at in range(len(header.names)))),
        columns=header.names,
        kind="csv",
        header_row=header.at + 1,
        encoding=plan.encoding,
        delimiter=plan.delimiter,
        notes=plan.notes + notes + doubled,
        broken=broken,
        broken_cells=cells,
        doubled=header.doubled,
    )


def _without_blanks(frame: pl.DataFrame) -> pl.DataFrame:
    """Few rows begin with an empty cell, so only those are looked at whole."""
    first = frame["c0"]
    begins_blank = first.is_null() | (first.str.strip_chars() == "").fill_null(True)
    if not begins_blank.any():
        return frame
    texts = pl.selectors.string().fill_null("").str.strip_chars() == ""
    empty = frame.filter(begins_blank).filter(pl.all_horizontal(texts))["row"]
    return frame.filter(~pl.col("row").is_in(empty.implode())) if len(empty) else frame


def _ragged(frame: pl.DataFrame, plan: _Plan) -> tuple[pl.Series, pl.Series, tuple[Note, ...]]:
    """Numbers of the rows with too many and with too few cells, and what is said of the file."""
    named, wanted = len(plan.header.names), min(len(plan.header.names), plan.usual)
    cells = pl.Series("cells", plan.lines.cells)
    rows = pl.int_range(1, len(cells) + 1, dtype=pl.UInt32, eager=True)
    long, short = rows.filter(cells > plan.width), rows.filter(cells < wanted)
    if named < plan.width:
        extra = [pl.col(f"c{at}").fill_null("") != "" for at in range(named, plan.width)]
        long = long.append(frame.filter(pl.any_horizontal(extra))["row"]).unique()
    count = frame.filter(pl.col("row").is_in(short.implode())).height if len(short) else 0
    if count > _TRIMMED * frame.height and frame.height >= 20:
        return long, short.clear(), (Note("file.trimmed_rows", {"count": count}),)
    return long, short, ()
