"""What a document is made of, before it is a page, a PDF or a workbook. All three show the same words and
numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rekam.domain import wording
from rekam.office.reports.documents.drawing import Picture
from rekam.office.reports.paper import Paper

Value = str | int | float | date | None

# How a column's values are written.
TEXT, COUNT, CHANGE, PERCENT, DAY, DATE, ORDER = "text", "count", "change", "percent", "day", "date", "order"
NUMERIC = frozenset({COUNT, CHANGE, PERCENT, ORDER})
SUM, RATIO = "sum", "ratio"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``adds``, ``less`` and ``ratio`` name the columns its value follows from, so that a
    workbook can carry the formula; ``total`` says how the last row comes about. ``width`` is in millimetres
    on A4.
    """

    label: str
    kind: str = COUNT
    width: float = 13
    group: str = ""
    total: str = ""
    adds: tuple[int, ...] = ()
    less: tuple[int, int] | None = None
    ratio: tuple[int, int] | None = None
    upright: bool = False
    strong: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``tone``: "" as any other, "off" a day off, "start" what the rows below start from."""

    cells: tuple[Value, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its own sheet in a workbook. ``names`` is how many first columns stay in view."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: tuple[Value, ...] | None = None
    notes: tuple[str, ...] = ()
    names: int = 1
    empty: str = ""

    @property
    def has_groups(self) -> bool:
        return any(column.group for column in self.columns)

    def groups(self) -> list[tuple[str, int]]:
        """The upper row of headings: a text and how many columns it stands over."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if found and column.group and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return found


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure in large print with a line below it."""

    label: str
    value: Value
    kind: str = COUNT
    line: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under a letter: tables, pictures, paragraphs."""

    title: str
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``band`` is a warning over every page: a draft, an extract, a withdrawn report."""

    title: str
    subtitle: str
    number: str
    paper: Paper
    language: str
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    dated: date | None = None
    band: str = ""
    notes: str = ""
    foot: str = ""
    seal: str = ""
    signed: bool = True
    landscape: bool = False
    made_at: str = ""
    lead: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = field(default_factory=tuple)

    @property
    def tables(self) -> list[Table]:
        return [table for section in self.sections for table in section.tables]


def kind_of(table: Table, place: int, tone: str) -> str:
    """How a cell is written: where changes add up from a start, the start and the end are levels, without a
    sign.
    """
    column = table.columns[place]
    levels = bool(table.rows) and table.rows[0].tone == "start" and table.rows[0].cells[place] is not None
    return COUNT if column.kind == CHANGE and levels and tone in ("start", "total") else column.kind


def written(value: Value, kind: str, language: str) -> str:
    """A value as it stands on paper. What is missing is a dash, never a zero."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return _day(value, language) if kind == DAY else wording.short_date(value)
    if kind == CHANGE:
        return wording.signed(value, language)
    return wording.percent(value, language) if kind == PERCENT else wording.number(value, language)


def _day(value: date, language: str) -> str:
    """Senin, 12: the month stands above the table."""
    return f"{wording.DAYS[language][value.weekday()]}, {value.day}"


def lettered(sections: Sequence[Section]) -> list[tuple[str, Section]]:
    """A, B, C … as an office numbers the parts of a report."""
    return [(chr(ord("A") + n), section) for n, section in enumerate(sections)]


def added_up(columns: Sequence[Column], rows: Sequence[Row], label: Value) -> tuple[Value, ...]:
    """The last row: sums and shares of the rows above, computed from them and from nothing else."""
    total: list[Value] = []
    for n, column in enumerate(columns):
        values = [v for row in rows if isinstance(v := row.cells[n], int | float)]
        total.append(sum(values) if column.total == SUM else None if column.is_number else "")
    for n, column in enumerate(columns):
        if column.ratio and column.total == RATIO:
            total[n] = share(total[column.ratio[0]], total[column.ratio[1]])
    place = next((n for n, column in enumerate(columns) if column.kind != ORDER), 0)
    total[place] = label
    return tuple("" if columns[n].kind == ORDER else value for n, value in enumerate(total))


def share(part: Value, whole: Value) -> float | None:
    """In hundredths; nobody to divide by is no number."""
    if isinstance(part, int) and isinstance(whole, int) and whole:
        return 100 * part / whole
    return None


def wrong_cells(table: Table) -> list[str]:
    """Cells that do not follow from the others as their column says: none, or a document must not leave the
    house.
    """
    wrong = [
        f"{table.name}: row {place}, {column.label}"
        for place, row in enumerate(table.rows, start=1)
        for n, column in enumerate(table.columns)
        if not _follows(column, row.cells, row.cells[n])
    ]
    label = next((v for v, c in zip(table.total or (), table.columns, strict=False) if c.kind != ORDER), "")
    if table.total is not None and added_up(table.columns, table.rows, label) != table.total:
        wrong.append(f"{table.name}: total")
    return wrong


def _follows(column: Column, cells: Sequence[Value], value: Value) -> bool:
    def number(place: int) -> int:
        held = cells[place]
        return held if isinstance(held, int) else 0

    if column.adds:
        return value == sum(number(n) for n in column.adds)
    if column.less:
        return value == number(column.less[0]) - number(column.less[1])
    return not column.ratio or value == share(cells[column.ratio[0]], cells[column.ratio[1]])
