"""Tables of a PDF: headings again on every page, numbers to the right, the last row set apart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fpdf.enums import MethodReturnValue

from rekam.office.reports.documents import document
from rekam.office.reports.documents.document import Column, Row, Table

if TYPE_CHECKING:
    from rekam.office.reports.documents.pdf import Sheet

HEAD_FILL, OFF_FILL, TOTAL_FILL = (230, 238, 239), (238, 242, 242), (243, 247, 247)
RULE, HEAVY = (176, 187, 190), (70, 86, 91)
SIZE, SMALL, SMALLEST = 8.0, 7.0, 5.0
LINE_MM = 0.42  # height of a line in millimetres for each point of its size
PAD = 0.9
LAST_ROWS = 4  # so many rows at least stand above a signature
MUCH = 0.4  # so much of a page is not left empty to keep a table whole


class Grid:
    """One table on its way to the paper: widths fitted to the page, and the size of type that fits them."""

    def __init__(self, sheet: "Sheet", table: Table) -> None:
        self.sheet, self.table = sheet, table
        wanted = sum(column.width for column in table.columns)
        self.widths = [column.width * sheet.epw / wanted for column in table.columns]
        self.size = self._size()
        self._widen_for_words()
        self.line = self.size * LINE_MM

    def _size(self) -> float:
        """The largest size at which no number touches its neighbour."""
        size = SIZE if len(self.table.columns) <= 14 else SMALL
        while size > SMALLEST and not self._fits(size):
            size -= 0.25
        return size

    def _fits(self, size: float) -> bool:
        self.sheet.write_as(size, strong=True)
        rows = [*self.table.rows, *([Row(self.table.total, "total")] if self.table.total else [])]
        longest = [""] * len(self.widths)
        for row in rows:
            for n, column in enumerate(self.table.columns):
                text = self.text(n, row) if column.is_number else ""
                longest[n] = max(longest[n], text, key=len)
        return all(
            self.sheet.get_string_width(text) <= width - 2 * PAD + 0.2
            for text, width in zip(longest, self.widths, strict=True)
        )

    def _widen_for_words(self) -> None:
        """No word of a heading is broken: what it needs, the widest column gives."""
        self.sheet.write_as(self.size, strong=True)
        for n, column in enumerate(self.table.columns):
            words = [] if column.upright else column.label.split()
            longest = max((self.sheet.get_string_width(word) for word in words), default=0.0)
            lacking = longest + 2 * self.sheet.c_margin + 0.1 - self.widths[n]
            widest = self.widths.index(max(self.widths))
            if lacking > 0 and widest != n:
                self.widths[n] += lacking
                self.widths[widest] -= lacking

    def height(self) -> float:
        """About how tall the table is: enough to decide whether it goes to the next page."""
        rows = len(self.table.rows) + (self.table.total is not None)
        return _head_height(self) + 2 * self.line + rows * (self.line + 1.5)

    def moves_whole(self) -> bool:
        """Whether it goes to the next page in one piece: it fits there, and little is left empty here."""
        room, page = self.sheet.room(), self.sheet.eph
        return room < self.height() < page - 12 and room < MUCH * page

    def text(self, place: int, row: Row) -> str:
        kind = document.kind_of(self.table, place, row.tone)
        return document.written(row.cells[place], kind, self.sheet.held.language)

    def align(self, column: Column) -> str:
        return "R" if column.is_number else "L"

    def lines(self, text: str, width: float, *, strong: bool) -> list[str]:
        self.sheet.write_as(self.size, strong=strong)
        held = self.sheet.multi_cell(width, self.line, text, dry_run=True, output=MethodReturnValue.LINES)
        return [str(line) for line in held] if isinstance(held, list) and held else [text]


def write(sheet: "Sheet", table: Table, *, tail: float = 0.0) -> None:
    """The table. *tail* millimetres follow it on the page of its last rows."""
    if not table.rows:
        sheet.write_as(9)
        sheet.multi_cell(0, 5, table.empty, align="L", new_x="LMARGIN", new_y="NEXT")
        return
    grid = Grid(sheet, table)
    if grid.moves_whole():
        sheet.add_page()
    _head(grid)
    rows = [*table.rows, *([Row(table.total, "total")] if table.total is not None else [])]
    for n, row in enumerate(rows):
        if n == max(len(rows) - LAST_ROWS, 1) and tail:
            _keep_with(grid, rows[n:], tail)
        _row(grid, row)
    _notes(sheet, table)


def _keep_with(grid: Grid, rows: Sequence[Row], tail: float) -> None:
    """On to the next page when these rows, the notes and the tail would not stand on this one together."""
    notes = len(grid.table.notes) * 3.6 + 5
    if grid.sheet.room() < sum(_row_height(_split(grid, row), grid) for row in rows) + notes + tail:
        grid.sheet.add_page()
        _head(grid)


def height(sheet: "Sheet", tables: Sequence[Table]) -> float:
    """About how tall the first of some tables is."""
    first = next((table for table in tables if table.rows), None)
    return Grid(sheet, first).height() if first else 5.0


def room_for(sheet: "Sheet", tables: Sequence[Table]) -> float:
    """What the first of some tables needs below its heading: all of it when it moves on in one piece."""
    first = next((table for table in tables if table.rows), None)
    if first is None:
        return 5.0
    grid = Grid(sheet, first)
    return grid.height() if grid.moves_whole() else min(grid.height(), 30.0)


def _notes(sheet: "Sheet", table: Table) -> None:
    sheet.ln(1)
    for note in table.notes:
        sheet.write_as(7.5, colour=(84, 100, 105))
        sheet.multi_cell(0, 3.6, note, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(1)


# -- headings -----------------------------------------------------------------------------------


def _head(grid: Grid) -> None:
    sheet, table = grid.sheet, grid.table
    y = sheet.get_y()
    upper = grid.line + 2 if table.has_groups else 0.0
    lower = _head_height(grid)
    sheet.set_fill_color(*HEAD_FILL)
    sheet.rect(sheet.l_margin, y, sheet.epw, upper + lower, style="F")
    x, place = sheet.l_margin, 0
    for text, span in table.groups():
        width = sum(grid.widths[place : place + span])
        if text:
            _group(grid, text, x, y, width, upper)
        x, place = x + width, place + span
    x = sheet.l_margin
    for column, width in zip(table.columns, grid.widths, strict=True):
        top = y + upper if column.group else y
        _heading(grid, column, x, top, width, upper + lower - (top - y))
        x += width
    _rule(sheet, y, HEAVY, 0.3)
    _rule(sheet, y + upper + lower, HEAVY, 0.3)
    sheet.set_xy(sheet.l_margin, y + upper + lower)


def _head_height(grid: Grid) -> float:
    sheet = grid.sheet
    tallest = grid.line + 2
    for column, width in zip(grid.table.columns, grid.widths, strict=True):
        if column.upright:
            sheet.write_as(grid.size, strong=True)
            tallest = max(tallest, sheet.get_string_width(column.label) + 3)
        else:
            lines = len(grid.lines(column.label, width, strong=True))
            upper = grid.line + 2 if grid.table.has_groups and not column.group else 0
            tallest = max(tallest, lines * grid.line + 2 - upper)
    return tallest


def _group(grid: Grid, text: str, x: float, y: float, width: float, height: float) -> None:
    sheet = grid.sheet
    sheet.write_as(grid.size, strong=True)
    sheet.set_xy(x, y)
    sheet.cell(width, height, text, align="C")
    sheet.set_draw_color(*RULE)
    sheet.set_line_width(0.2)
    sheet.line(x + 1, y + height, x + width - 1, y + height)


def _heading(grid: Grid, column: Column, x: float, y: float, width: float, height: float) -> None:
    sheet = grid.sheet
    sheet.write_as(grid.size, strong=True)
    if column.upright:
        foot, middle = y + height - 1.2, x + width / 2 + grid.size * 0.12
        with sheet.rotation(90, middle, foot):
            sheet.text(middle, foot, column.label)
        return
    lines = grid.lines(column.label, width, strong=True)
    sheet.set_xy(x, y + height - 1 - len(lines) * grid.line)
    for line in lines:
        sheet.set_x(x)
        sheet.cell(width, grid.line, line, align=grid.align(column), new_y="NEXT", new_x="LEFT")


# -- rows ---------------------------------------------------------------------------------------


def _split(grid: Grid, row: Row) -> list[list[str]]:
    """Each cell as the lines it takes."""
    strong = row.tone in ("total", "start")
    texts = (grid.text(n, row) for n in range(len(grid.widths)))
    return [
        [text] if column.is_number else grid.lines(text, width, strong=strong)
        for text, width, column in zip(texts, grid.widths, grid.table.columns, strict=True)
    ]


def _row_height(split: list[list[str]], grid: Grid) -> float:
    return max(len(lines) for lines in split) * grid.line + 1.5


def _row(grid: Grid, row: Row) -> None:
    sheet, last = grid.sheet, row.tone == "total"
    strong = last or row.tone == "start"
    split = _split(grid, row)
    height = _row_height(split, grid)
    if height > sheet.room():
        sheet.add_page()
        _head(grid)
    y = sheet.get_y()
    fill = {"off": OFF_FILL, "total": TOTAL_FILL, "start": TOTAL_FILL}.get(row.tone)
    if fill:
        sheet.set_fill_color(*fill)
        sheet.rect(sheet.l_margin, y, sheet.epw, height, style="F")
    if last:
        _rule(sheet, y, HEAVY, 0.3)
    x = sheet.l_margin
    for column, width, lines in zip(grid.table.columns, grid.widths, split, strict=True):
        sheet.write_as(grid.size, strong=strong or column.strong)
        for n, line in enumerate(lines):
            sheet.set_xy(x, y + 0.75 + n * grid.line)
            sheet.cell(width, grid.line, line, align=grid.align(column))
        x += width
    _rule(sheet, y + height, HEAVY if last else RULE, 0.3 if last else 0.12)
    sheet.set_xy(sheet.l_margin, y + height)


def _rule(sheet: "Sheet", y: float, colour: tuple[int, int, int], width: float) -> None:
    sheet.set_draw_color(*colour)
    sheet.set_line_width(width)
    sheet.line(sheet.l_margin, y, sheet.l_margin + sheet.epw, y)
