"""Summonses to be recorded: one page for each person, on the office's paper and in Indonesian.

The QR code and the code below it are random: they say nothing about anybody to whoever finds the paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.regions import queries as regions
from rekam.office.reports import paper
from rekam.office.reports import queries as reports
from rekam.office.reports.documents import drawing, pdf
from rekam.office.reports.documents.document import Document
from rekam.office.visits.models import Visit
from rekam.office.visits.papers import LANGUAGE, hours

QR_MM = 34


@dataclass(frozen=True, slots=True)
class Summoned:
    """Whom one page is for."""

    name: str
    address: str
    village: str
    code: str = ""
    visit: Visit | None = None  # at which they are expected; none: wherever there is a counter

    def with_code(self, code: str) -> "Summoned":
        return replace(self, code=code)


class Letters(pdf.Sheet):
    """Each page is a letter of its own."""

    def header(self) -> None:
        return

    def footer(self) -> None:
        return


def letters(people: Sequence[Summoned], *, on: date) -> bytes:
    with translation.override(LANGUAGE):
        sheet = Letters(_document(on), len(people))
        for each in people:
            sheet.add_page()
            pdf.letterhead(sheet)
            _letter(sheet, each)
        return bytes(sheet.output())


def _document(on: date) -> Document:
    return Document(
        title=_("Summons to be recorded for the KTP-el"),
        subtitle="",
        number="",
        paper=paper.of_office(regions.office(), reports.letterhead()),
        language=LANGUAGE,
        tiles=(),
        sections=(),
        dated=on,
        made_at=on.isoformat(),
    )


def _letter(sheet: Letters, each: Summoned) -> None:
    sheet.write_as(12.5, strong=True)
    _line(sheet, sheet.held.title.upper(), 6, align="C")
    sheet.ln(5)
    sheet.write_as(11)
    for text in (_("To:"), each.name, each.address, each.village):
        if text:
            _line(sheet, text, 5.6)
    sheet.ln(4)
    asked = _(
        "According to the register you have not been recorded for the KTP-el yet. Please come to be recorded:"
    )
    _line(sheet, asked, 5.6)
    sheet.ln(2)
    for name, value in _where(each.visit):
        _fact(sheet, name, value)
    sheet.ln(3)
    _line(sheet, _("Please bring your family card (KK) and this letter. Recording is free of charge."), 5.6)
    sheet.ln(3)
    _code(sheet, each.code)
    sheet.write_as(11)
    _line(sheet, _("If you have been recorded already, or cannot come, please tell the office."), 5.6)
    pdf.signature(sheet, sheet.get_y() + 8)


def _where(visit: Visit | None) -> list[tuple[str, str]]:
    if visit is None:
        return [
            (_("Place"), _("the counter of your district, or the office")),
            (_("Hours"), _("opening hours of the counter")),
        ]
    return [
        (_("Day"), wording.day_and_date(visit.on, LANGUAGE)),
        (_("Hours"), hours(visit)),
        (_("Place"), f"{visit.place.name}, {visit.place.area.name}"),
    ]


def _fact(sheet: Letters, name: str, value: str) -> None:
    sheet.write_as(11)
    sheet.set_x(sheet.l_margin + 8)
    sheet.cell(24, 5.6, name)
    sheet.write_as(11, strong=True)
    sheet.multi_cell(0, 5.6, f": {value}", align="L", new_x="LMARGIN", new_y="NEXT")


def _code(sheet: Letters, code: str) -> None:
    y = sheet.get_y()
    picture = drawing.code(code, label=_("The code of this summons"), size=QR_MM)
    pdf.draw(sheet, picture, sheet.l_margin + 8, y)
    sheet.set_xy(sheet.l_margin + QR_MM + 16, y + 6)
    sheet.write_as(16, strong=True)
    sheet.cell(0, 8, code)
    sheet.set_xy(sheet.l_margin + QR_MM + 16, y + 16)
    sheet.write_as(10)
    told = _(
        "Show this code at the counter: you are found by it at once. It was drawn by lot and says nothing "
        "about you."
    )
    sheet.multi_cell(0, 5, told, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.set_y(y + QR_MM + 6)


def _line(sheet: Letters, text: str, height: float, align: str = "L") -> None:
    sheet.multi_cell(0, height, text, align=align, new_x="LMARGIN", new_y="NEXT")
