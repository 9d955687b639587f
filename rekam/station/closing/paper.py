"""The day's sheet as a PDF: A4, with its typeface inside, without a name of a resident on it."""

from collections.abc import Sequence
from typing import Any

from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.translation import gettext as _
from fpdf import FPDF

from rekam.domain import wording
from rekam.station.closing.words import SHEET_LANGUAGE as LANGUAGE

FAMILY = "arimo"
FONTS = {"": "vendor/fonts/arimo.woff", "B": "vendor/fonts/arimo-bold.woff"}
INK, SOFT, LINE = (18, 30, 34), (84, 100, 105), (150, 163, 166)
MARGIN, ROW = 20, 6.5


class Sheet(FPDF):
    def __init__(self) -> None:
        super().__init__("portrait", format="A4", unit="mm")
        self.set_margins(MARGIN, 15, MARGIN)
        self.set_auto_page_break(auto=True, margin=15)
        for style, name in FONTS.items():
            self.add_font(FAMILY, style, str(finders.find(name)))
        self.set_lang(LANGUAGE)
        self.set_creator("Rekam")
        self.add_page()

    def say(self, text: str, size: float = 10, *, strong: bool = False, soft: bool = False) -> None:
        self.set_font(FAMILY, "B" if strong else "", size)
        self.set_text_color(*(SOFT if soft else INK))
        self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")

    def rows(self, rows: Sequence[Sequence[str]], widths: Sequence[float], *, head: bool = False) -> None:
        """Text at the left, everything else at the right, and a heading as what stands below it."""
        self.set_draw_color(*LINE)
        for number, row in enumerate(rows):
            self.set_font(FAMILY, "B" if head and number == 0 else "", 9)
            self.set_text_color(*INK)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
                told = rows[1][place] if head and number == 0 and len(rows) > 1 else cell
                is_text = place == 0 or not told[:1].isdigit()
                self.cell(width, ROW, cell, border="B", align="L" if is_text else "R")
            self.ln(ROW)
        self.ln(4)


def write(page: dict[str, Any]) -> bytes:
    sheet, closed, pack = Sheet(), page["closed"], page["pack"]
    on = wording.day_and_date(closed.day, LANGUAGE)
    sheet.set_title(f"{_('Day at the counter')} {on}")
    sheet.say(pack.office.name if pack else "", strong=True)
    sheet.say(_("Day at the counter"), 17, strong=True)
    sheet.say(on, 12)
    if page["taken"]:
        sheet.say(" · ".join(filter(None, (page["taken"].place, page["taken"].visit_title))), soft=True)
    sheet.ln(4)
    _counts(sheet, page)
    _quality(sheet, page)
    _signed(sheet, closed)
    return bytes(sheet.output())


def _counts(sheet: Sheet, page: dict[str, Any]) -> None:
    numbers = [(name, wording.number(count, LANGUAGE)) for name, count in page["outcomes"]]
    total = (_("Tickets given"), wording.number(page["day"]["tickets"], LANGUAGE))
    sheet.say(_("People"), 12, strong=True)
    sheet.rows([*numbers, total], (130, 40))
    if page["waits"]:
        sheet.say(_("Waiting"), 12, strong=True)
        sheet.rows(page["waits"], (130, 40))
    sheet.say(_("Sealed recordings"), 12, strong=True)
    sheet.rows([(name, wording.number(count, LANGUAGE)) for name, count in page["copies"]], (130, 40))
    if page["devices"]:
        sheet.say(_("Devices"), 12, strong=True)
        sheet.rows([(each["name"], each["serial"], each["state"]) for each in page["devices"]], (80, 55, 35))


def _quality(sheet: Sheet, page: dict[str, Any]) -> None:
    if page["quality"]:
        head = (_("Step"), _("Device"), _("Operator"), _("Captures"), _("Quality"), _("Tries"), _("Low"))
        rows = [
            (
                row["step"],
                row["device"][:20],
                row["operator"][:18],
                str(row["captures"]),
                str(row["mean"]),
                wording.number(row["tries"], LANGUAGE, 1),
                str(row["low"]),
            )
            for row in page["quality"]
        ]
        sheet.say(_("Quality"), 12, strong=True)
        sheet.rows([head, *rows], (36, 36, 30, 17, 14, 22, 15), head=True)
    if page["seconds"]:
        sheet.say(_("Mean time of a step, in seconds"), 12, strong=True)
        sheet.rows([(name, str(mean)) for name, mean in page["seconds"]], (130, 40))


def _signed(sheet: Sheet, closed: Any) -> None:
    at = timezone.localtime(closed.closed_at)
    said = _("Closed by %(name)s on %(day)s at %(time)s.")
    day = wording.long_date(at.date(), LANGUAGE)
    sheet.say(said % {"name": closed.by_name, "day": day, "time": wording.hour(at, LANGUAGE)})
    sheet.say(_("A recording counts when the office has received and accepted it."), 9, soft=True)
