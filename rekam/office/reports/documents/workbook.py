"""A document as a workbook: real numbers and dates, sums and shares as formulas, every sheet ready to print.

Every formula is written together with its value, and a table whose values do not follow from each other is
not written at all. Text stays text: what begins like a formula is marked as text, as a spreadsheet's
apostrophe does.
"""

import io
from collections.abc import Sequence
from datetime import UTC, date
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.files import exports
from rekam.office.reports.documents import document
from rekam.office.reports.documents.document import (
    CHANGE,
    COUNT,
    DATE,
    DAY,
    ORDER,
    PERCENT,
    RATIO,
    SUM,
    Column,
    Document,
    Row,
    Table,
    Value,
)
from rekam.office.reports.documents.pdf import made_at

INDONESIAN_DAY = "[$-421]dddd, d"  # the name of the day in Indonesian, whatever the computer's language
NUMBERS = {
    COUNT: "#,##0",
    CHANGE: "+#,##0;\u2212#,##0;0",
    PERCENT: "0.00\\ %",
    DATE: "dd-mm-yyyy",
    DAY: INDONESIAN_DAY,
    ORDER: "0",
}
HEAD, SHADE, EDGE = "#E6EEEF", "#EEF2F2", "#46565B"
MILLIMETRES_PER_CHARACTER = 2.0
NARROWEST = 7.0


def write(held: Document) -> bytes:
    """The file: a cover, and a sheet for every table."""
    with translation.override(held.language):
        return _Book(held).written()


class _Book:
    """A workbook being written. Cell formats are shared: a format per look, not per cell."""

    def __init__(self, held: Document) -> None:
        self.held = held
        self._file = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True, "default_date_format": "dd-mm-yyyy"})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        created = made_at(held).astimezone(UTC).replace(tzinfo=None)
        self._book.set_properties(
            {
                "title": f"{held.title} {held.number}".strip(),
                "subject": held.subtitle,
                "author": held.paper.office,
                "comments": held.foot,
                "created": created,
            }
        )

    def written(self) -> bytes:
        self._cover()
        for table in self.held.tables:
            if wrong := document.wrong_cells(table):
                raise RuleBroken(
                    "report.table_does_not_add_up",
                    gettext_noop("The table does not add up and was not written: %(where)s."),
                    where=wrong[0],
                )
            if table.rows:
                self._sheet(table)
        self._book.close()
        return self._file.getvalue()

    def look(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
            self._formats[key] = self._book.add_format({**base, **properties})
        return self._formats[key]

    # -- the cover ------------------------------------------------------------------------------

    def _cover(self) -> None:
        held, paper = self.held, self.held.paper
        sheet = self._book.add_worksheet(gettext("Summary"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, 2, 36)
        row = 0
        for text, size, strong in (
            (paper.government.upper(), 12, False),
            (paper.office.upper(), 14, True),
            (paper.address, 9, False),
            (paper.contact, 9, False),
            ("", 6, False),
            (held.title.upper(), 13, True),
            (held.subtitle, 11, False),
            (held.number and gettext("Number: %(number)s") % {"number": held.number}, 11, False),
            (held.band, 10, True),
        ):
            if text or size == 6:
                look = self.look(font_size=size, bold=strong, align="center")
                sheet.merge_range(row, 0, row, 2, "", look)
                self._text(sheet, row, 0, text, look)
                row += 1
        row = self._figures(sheet, row + 1)
        row = self._notes(sheet, row + 1)
        if held.signed:
            self._signature(sheet, row + 1)
        self._print_setup(sheet, landscape=False)

    def _figures(self, sheet: Any, row: int) -> int:
        for words in self.held.lead:
            self._text(sheet, row, 0, words, self.look(italic=True))
            row += 1
        for tile in self.held.tiles:
            self._text(sheet, row, 0, tile.label, self.look(border=1, border_color="#B0BBBE"))
            look = self.look(
                num_format=NUMBERS[tile.kind], bold=True, border=1, border_color="#B0BBBE", align="right"
            )
            self._value(sheet, row, 1, tile.value, look)
            self._text(sheet, row, 2, tile.line, self.look(border=1, border_color="#B0BBBE", indent=1))
            row += 1
        return row

    def _notes(self, sheet: Any, row: int) -> int:
        if not self.held.notes:
            return row
        self._text(sheet, row, 0, gettext("Notes"), self.look(bold=True))
        look = self.look(text_wrap=True, valign="top")
        sheet.merge_range(row + 1, 0, row + 1, 2, "", look)
        self._text(sheet, row + 1, 0, self.held.notes, look)
        lines = sum(len(line) // 95 + 1 for line in self.held.notes.splitlines())
        sheet.set_row(row + 1, 14 * max(lines, 2))
        return row + 2

    def _signature(self, sheet: Any, row: int) -> None:
        paper, held = self.held.paper, self.held
        day = wording.long_date(held.dated, held.language) if held.dated else "…" * 8
        for below, text, strong in (
            (0, f"{paper.place or '…' * 8}, {day}", False),
            (1, f"{paper.signer_title},", False),
            (6, paper.signer_name or "." * 40, True),
            (7, paper.signer_rank, False),
            (8 if paper.signer_rank else 7, f"NIP {paper.signer_nip or '.' * 30}", False),
        ):
            if text:
                look = self.look(
                    bold=strong, underline=int(strong and bool(paper.signer_name)), align="center"
                )
                self._text(sheet, row + below, 2, text, look)

    # -- a table --------------------------------------------------------------------------------

    def _sheet(self, table: Table) -> None:
        sheet = self._book.add_worksheet(table.name[:31])
        for n, column in enumerate(table.columns):
            sheet.set_column(n, n, _characters(column, table))
        self._text(sheet, 0, 0, f"{self.held.title}, {self.held.subtitle}", self.look(font_size=9))
        self._text(sheet, 1, 0, table.title, self.look(bold=True, font_size=12))
        above = " · ".join(part for part in (self.held.number, self.held.band) if part)
        self._text(sheet, 2, 0, above, self.look(font_size=9))
        first = self._headings(sheet, table, 4)
        for n, row in enumerate(table.rows):
            self._row(sheet, table, row, first + n)
        last = first + len(table.rows)
        if table.total is not None:
            self._total(sheet, table, first, last)
        for n, note in enumerate(table.notes):
            self._text(sheet, last + 2 + n, 0, note, self.look(font_size=9, italic=True))
        sheet.freeze_panes(first, table.names)
        sheet.repeat_rows(4, first - 1)
        self._print_setup(sheet, landscape=self.held.landscape or sum(c.width for c in table.columns) > 200)
        self._day_chart(sheet, table, first, last)

    def _headings(self, sheet: Any, table: Table, top: int) -> int:
        base = {"bold": True, "bg_color": HEAD, "text_wrap": True, "bottom": 1, "bottom_color": EDGE}
        low = top + 1 if table.has_groups else top
        place = 0
        for text, span in table.groups():
            look = self.look(**base, align="center")
            if text and span > 1:
                sheet.merge_range(top, place, top, place + span - 1, "", look)
                self._text(sheet, top, place, text, look)
            elif table.has_groups:
                for n in range(place, place + span):
                    self._text(sheet, top, n, text, look)
            place += span
        for n, column in enumerate(table.columns):
            align = "center" if column.upright else "right" if column.is_number else "left"
            indent = int(n > 0 and align == "left")
            look = self.look(**base, align=align, rotation=90 if column.upright else 0, indent=indent)
            self._text(sheet, low, n, column.label, look)
        sheet.set_row(low, _head_height(table))
        return low + 1

    def _row(self, sheet: Any, table: Table, row: Row, place: int) -> None:
        if (lines := _lines_of(table, row)) > 1:
            sheet.set_row(place, 13 * lines + 3)
        for n, column in enumerate(table.columns):
            look = self._look_of(table, n, row.tone, strong=column.strong or row.tone == "start")
            formula = "" if row.tone == "start" and not column.less else _formula(column, place)
            self._cell(sheet, place, n, _real(row.cells[n], column), formula, look)

    def _total(self, sheet: Any, table: Table, first: int, last: int) -> None:
        assert table.total is not None
        for n, column in enumerate(table.columns):
            look = self._look_of(table, n, "total", strong=True)
            formula = ""
            if column.total == SUM:
                name = xl_col_to_name(n)
                formula = f"=SUM({name}{first + 1}:{name}{last})"
            elif column.total == RATIO:
                formula = _formula(column, last)
            self._cell(sheet, last, n, _real(table.total[n], column), formula, look)

    def _look_of(self, table: Table, n: int, tone: str, *, strong: bool) -> Any:
        column = table.columns[n]
        kind = document.kind_of(table, n, tone)
        properties: dict[str, Any] = {"bold": strong, "align": "right" if column.is_number else "left"}
        if kind in NUMBERS:
            properties["num_format"] = self._number_format(kind)
        else:
            properties |= {"text_wrap": True, "indent": int(n > 0)}
        if tone in ("off", "start", "total"):
            properties["bg_color"] = SHADE
        edge = {"top": 1, "top_color": EDGE} if tone == "total" else {}
        return self.look(**properties, **edge, bottom=1, bottom_color="#D3DADB")

    def _number_format(self, kind: str) -> str:
        return "dddd, d" if kind == DAY and self.held.language == "en" else NUMBERS[kind]

    def _cell(self, sheet: Any, row: int, n: int, value: Value, formula: str, look: Any) -> None:
        if formula and isinstance(value, int | float):
            sheet.write_formula(row, n, formula, look, value)
        else:
            self._value(sheet, row, n, value, look)

    def _value(self, sheet: Any, row: int, n: int, value: Value, look: Any) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, n, value, look)
        elif isinstance(value, int | float):
            sheet.write_number(row, n, value, look)
        else:
            self._text(sheet, row, n, wording.MISSING if value is None else value, look)

    def _text(self, sheet: Any, row: int, n: int, text: str, look: Any) -> None:
        if exports.safe_cell(text) != text:
            look = self._as_text(look)
        if text:
            sheet.write_string(row, n, text, look)
        else:
            sheet.write_blank(row, n, None, look)

    def _as_text(self, look: Any) -> Any:
        properties = next(dict(key) for key, held in self._formats.items() if held is look)
        return self.look(**{**properties, "quote_prefix": True})

    def _day_chart(self, sheet: Any, table: Table, first: int, last: int) -> None:
        """The days of a month as columns beside their table."""
        if table.columns[0].kind != DAY or len(table.rows) < 2:
            return
        total = len(table.columns) - 1
        chart = self._book.add_chart({"type": "column"})
        chart.add_series(
            {
                "name": table.title,
                "categories": [table.name[:31], first, 0, last - 1, 0],
                "values": [table.name[:31], first, total, last - 1, total],
                "fill": {"color": "#17785A"},
                "gap": 40,
            }
        )
        chart.set_title({"name": table.title, "name_font": {"size": 11}})
        chart.set_legend({"none": True})
        chart.set_x_axis({"num_format": "d", "text_axis": True})
        chart.set_size({"width": 820, "height": 280})
        sheet.insert_chart(last + 3 + len(table.notes), 0, chart)

    def _print_setup(self, sheet: Any, *, landscape: bool) -> None:
        sheet.set_paper(9)
        (sheet.set_landscape if landscape else sheet.set_portrait)()
        sheet.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        page = gettext("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
        sheet.set_footer(f"&L&8 {_escaped(self.held.foot)}&R&8 {page}")


def _escaped(text: str) -> str:
    """An ampersand begins a code in the foot of a sheet; a space keeps a number away from the size of the
    type.
    """
    return text.replace("&", "&&")


def _head_height(table: Table) -> float:
    """In points: room for the longest upright name, or for the lines that the headings take."""
    if upright := [len(column.label) for column in table.columns if column.upright]:
        return 6 * max(upright) + 8
    lines = max(_lines(column.label, _characters(column, table)) for column in table.columns)
    return 14 * lines + 4


def _lines_of(table: Table, row: Row) -> int:
    """How many lines the texts of a row take: a program that opens the file does not always make room."""
    cells = zip(table.columns, row.cells, strict=True)
    return max(
        (_lines(cell, _characters(column, table) * 1.35) for column, cell in cells if isinstance(cell, str)),
        default=1,
    )


def _lines(text: str, width: float) -> int:
    """How often a text of whole words has to be broken."""
    count, used = 1, 0.0
    for word in text.split():
        if used and used + len(word) + 1 > width * 0.9:
            count, used = count + 1, 0.0
        used += len(word) + 1
    return count


def _real(value: Value, column: Column) -> Value:
    """A share as a spreadsheet holds it: 0.6541, shown as 65.41 %."""
    return value / 100 if column.kind == PERCENT and isinstance(value, int | float) else value


def _formula(column: Column, row: int) -> str:
    """How a cell follows from others of its row."""

    def cell(n: int) -> str:
        return xl_rowcol_to_cell(row, n)

    if column.adds:
        first, last = column.adds[0], column.adds[-1]
        if len(column.adds) > 2 and list(column.adds) == list(range(first, last + 1)):
            return f"=SUM({cell(first)}:{cell(last)})"
        return "=" + "+".join(cell(n) for n in column.adds)
    if column.less:
        return f"={cell(column.less[0])}-{cell(column.less[1])}"
    if column.ratio:
        part, whole = map(cell, column.ratio)
        return f"={part}/{whole}"
    return ""


def _characters(column: Column, table: Table) -> float:
    """The width of a column: what the paper gives it, and at least its longest number."""
    place = table.columns.index(column)
    rows: Sequence[Sequence[Value]] = [row.cells for row in table.rows] + (
        [table.total] if table.total else []
    )
    longest = max((len(str(r[place])) for r in rows if isinstance(r[place], int)), default=0)
    return max(
        column.width / MILLIMETRES_PER_CHARACTER, longest * 1.3 + 2, NARROWEST if column.kind != ORDER else 5
    )
