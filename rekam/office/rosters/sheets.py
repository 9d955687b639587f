"""The monthly sheet that hangs on the wall, as PDF and as a workbook: every officer, every day."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from fpdf import FPDF

from rekam.domain import wording
from rekam.files import exports
from rekam.office.places import queries as places
from rekam.office.rosters.grids import Cell, Day, Line, Sheet
from rekam.office.rosters.models import Roster, Skill

FAMILY = "arimo"
FONTS = {"": "vendor/fonts/arimo.woff", "B": "vendor/fonts/arimo-bold.woff"}
INK, SOFT, LINE, SHADE, STOP = (18, 30, 34), (84, 100, 105), (150, 163, 166), (233, 238, 238), (160, 30, 24)
NAME_MM, SUM_MM, ROW_MM, HEAD_MM = 46, 10, 5.2, 8


def text_of(cell: Cell) -> str:
    """What stands on paper: the mark of the place; C for leave; a cross for a weekday never worked."""
    if cell.duty is not None and not cell.is_gap:
        return cell.mark
    return {"leave": pgettext("leave", "L"), "day_off": "×"}.get(cell.why, "")


def title(roster: Roster, language: str) -> str:
    return _("Roster of %(month)s") % {"month": wording.month(roster.month, language)}


def footing(roster: Roster, language: str) -> str:
    """Which version it is and since when it counts; a draft says that it is one."""
    if roster.published_at is None:
        return _("DRAFT, version %(version)s: not published") % {"version": roster.version}
    on = wording.moment(roster.published_at, places.zone(), language)
    return _("Version %(version)s, published on %(on)s") % {"version": roster.version, "on": on}


# -- PDF ---------------------------------------------------------------------------------------------------


class Paper(FPDF):
    """A4 on its side; the head of the table on every page."""

    def __init__(self, roster: Roster, sheet: Sheet, office: str, language: str) -> None:
        super().__init__("landscape", format="A4", unit="mm")
        self.roster, self.sheet, self.office, self.language = roster, sheet, office, language
        self.set_margins(10, 10, 10)
        self.set_auto_page_break(auto=True, margin=14)
        for style, name in FONTS.items():
            self.add_font(FAMILY, style, _font_file(name))
        self.set_title(title(roster, language))
        self.set_creator("Rekam")
        self.set_creation_date(roster.published_at or datetime(2000, 1, 1, tzinfo=UTC))
        self.day_mm = (self.w - 20 - NAME_MM - SUM_MM) / len(sheet.days)

    def write_as(self, size: float, *, strong: bool = False, colour: tuple[int, int, int] = INK) -> None:
        self.set_font(FAMILY, "B" if strong else "", size)
        self.set_text_color(*colour)

    def header(self) -> None:
        self.write_as(14, strong=True)
        self.cell(0, 7, title(self.roster, self.language), new_x="LMARGIN", new_y="NEXT")
        self.write_as(9, colour=SOFT)
        self.cell(0, 5, self.office, new_x="LMARGIN", new_y="NEXT")
        self.ln(1)
        self._heads()

    def footer(self) -> None:
        self.set_y(-11)
        self.write_as(8, colour=STOP if self.roster.published_at is None else SOFT)
        self.cell(0, 5, footing(self.roster, self.language))
        self.set_x(self.l_margin)
        self.write_as(8, colour=SOFT)
        self.cell(0, 5, _("Page %(page)s") % {"page": self.page_no()}, align="R")

    def _heads(self) -> None:
        self.set_draw_color(*LINE)
        self.set_line_width(0.15)
        self.write_as(8, strong=True)
        self.cell(NAME_MM, HEAD_MM, _("Officer"), border=1)
        for day in self.sheet.days:
            self._head(day)
        self.write_as(7, strong=True)
        self.cell(SUM_MM, HEAD_MM, _("Days"), border=1, align="C", new_x="LMARGIN", new_y="NEXT")

    def _head(self, day: Day) -> None:
        x, y = self.get_x(), self.get_y()
        self._shade(day)
        self.write_as(6, colour=STOP if day.holiday else SOFT)
        self.cell(self.day_mm, HEAD_MM / 2, wording.DAYS[self.language][day.on.weekday()][:2], border="LTR",
                  align="C", fill=True)  # fmt: skip
        self.set_xy(x, y + HEAD_MM / 2)
        self.write_as(8, strong=True, colour=STOP if day.holiday else INK)
        self.cell(self.day_mm, HEAD_MM / 2, str(day.on.day), border="LBR", align="C", fill=True)
        self.set_xy(x + self.day_mm, y)

    def _shade(self, day: Day) -> None:
        self.set_fill_color(*(SHADE if day.is_weekend or day.holiday else (255, 255, 255)))

    def group(self, name: str) -> None:
        if self.will_page_break(3 * ROW_MM):
            self.add_page()
        self.set_fill_color(*SHADE)
        self.write_as(8, strong=True)
        self.cell(0, ROW_MM, name, border=1, fill=True, new_x="LMARGIN", new_y="NEXT")

    def line_of(self, line: Line) -> None:
        if self.will_page_break(ROW_MM):
            self.add_page()
        self.write_as(8)
        self.cell(NAME_MM, ROW_MM, _fitting(self, line.officer.name, NAME_MM - 2), border=1)
        self.write_as(6.5)
        for day, cell in zip(self.sheet.days, line.cells, strict=True):
            self._shade(day)
            self.cell(self.day_mm, ROW_MM, text_of(cell), border=1, align="C", fill=True)
        self.write_as(8)
        self.cell(SUM_MM, ROW_MM, str(line.count), border=1, align="C", new_x="LMARGIN", new_y="NEXT")

    def key(self) -> None:
        """What the short names mean, in one paragraph."""
        said = "; ".join(f"{short} = {name}" for short, name in self.sheet.key)
        absent = _("%(mark)s = on leave; × = never on this weekday") % {"mark": pgettext("leave", "L")}
        self.ln(2)
        self.write_as(7.5, colour=SOFT)
        self.multi_cell(0, 4, f"{said}. {absent}.", new_x="LMARGIN", new_y="NEXT")


def pdf(roster: Roster, sheet: Sheet, *, office: str, language: str) -> bytes:
    paper = Paper(roster, sheet, office, language)
    paper.add_page()
    for group in sheet.groups:
        paper.group(group.name)
        for line in group.lines:
            paper.line_of(line)
    paper.key()
    return bytes(paper.output())


def _fitting(paper: FPDF, text: str, width: float) -> str:
    while text and paper.get_string_width(text) > width:
        text = text[:-2].rstrip() + "…" if len(text) > 2 else ""
    return text


def _font_file(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"{name} is missing: the front-end packages are not set up.")
    return Path(found)


# -- workbook ------------------------------------------------------------------------------------------------


def workbook(roster: Roster, sheet: Sheet, *, office: str, language: str) -> bytes:
    """One sheet of officers and days, and one of duties as rows for whoever wants to count."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        _month(book, roster, sheet, office, language)
        _rows(book, sheet, language)
    return file.getvalue()


def _month(book: Any, roster: Roster, sheet: Sheet, office: str, language: str) -> None:
    page = book.add_worksheet(wording.month(roster.month, language)[:31])
    strong, small = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"font_color": "#54646A"}),
    )
    edge = {"border": 1, "border_color": "#96A3A6", "align": "center"}
    plain, shaded = book.add_format(edge), book.add_format({**edge, "bg_color": "#E9EEEE"})
    head, shaded_head = (
        book.add_format({**edge, "bold": True}),
        book.add_format({**edge, "bold": True, "bg_color": "#E9EEEE"}),
    )
    name = book.add_format({**edge, "align": "left"})
    group = book.add_format({**edge, "align": "left", "bold": True, "bg_color": "#E9EEEE"})
    page.write(0, 0, title(roster, language), strong)
    page.write(1, 0, f"{office}. {footing(roster, language)}", small)
    page.write(3, 0, _("Officer"), head)
    for column, day in enumerate(sheet.days, start=1):
        page.write_number(3, column, day.on.day, shaded_head if day.is_weekend or day.holiday else head)
    last = len(sheet.days) + 1
    page.write(3, last, _("Days"), head)
    row = 4
    for each in sheet.groups:
        page.merge_range(row, 0, row, last, each.name, group)
        row += 1
        for line in each.lines:
            page.write_string(row, 0, str(exports.safe_cell(line.officer.name)), name)
            for column, (day, cell) in enumerate(zip(sheet.days, line.cells, strict=True), start=1):
                look = shaded if day.is_weekend or day.holiday else plain
                page.write_string(row, column, text_of(cell), look)
            page.write_number(row, last, line.count, plain)
            row += 1
    _key(page, row + 1, sheet, small)
    page.set_column(0, 0, 28)
    page.set_column(1, last - 1, 4.3)
    page.freeze_panes(4, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)


def _key(page: Any, row: int, sheet: Sheet, look: Any) -> None:
    for short, name in sheet.key:
        page.write_string(row, 0, f"{short} = {name}", look)
        row += 1


def _rows(book: Any, sheet: Sheet, language: str) -> None:
    page = book.add_worksheet(_("Duties"))
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    titles = (_("Day"), _("Officer"), _("Service point"), _("Shift"), _("Skill"))
    for column, text in enumerate(titles):
        page.write(0, column, text, head)
    row = 1
    for line in sheet.lines:
        for cell in line.cells:
            if cell.duty is None or cell.is_gap:
                continue
            page.write_datetime(row, 0, datetime(cell.on.year, cell.on.month, cell.on.day), day)  # noqa: DTZ001
            values = (line.officer.name, cell.duty.place.name, cell.duty.shift.code)
            for column, text in enumerate((*values, str(Skill(cell.duty.skill).label)), start=1):
                page.write_string(row, column, str(exports.safe_cell(text)))
            row += 1
    page.set_column(0, 0, 11)
    page.set_column(1, 2, 32)
    page.freeze_panes(1, 0)
    if row > 1:
        page.autofilter(0, 0, row - 1, len(titles) - 1)
