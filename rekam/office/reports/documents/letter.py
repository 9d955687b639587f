"""An official letter as a PDF: number and subject, whom it is for, paragraphs, and who signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext, pgettext

from rekam.office.reports.documents import pdf
from rekam.office.reports.documents.document import Document
from rekam.office.reports.paper import Paper

LABEL_MM, ITEM_MM = 22.0, 6.0
LINE = 4.9
SIZE = 10.5


@dataclass(frozen=True, slots=True)
class Items:
    """A numbered list among the paragraphs, or, with labels, lines such as "Day: Monday"."""

    lines: tuple[str, ...] = ()
    labelled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """What is in it. An empty number leaves a line to write it on by hand."""

    paper: Paper
    language: str
    number: str
    subject: str
    to: tuple[str, ...]
    dated: date
    body: tuple[str | Items, ...]
    enclosed: str = ""
    copies: tuple[str, ...] = ()


def write(held: Letter) -> bytes:
    """The file; written twice, because only then it is known how many pages there are."""
    with translation.override(held.language):
        pages = _written(held, 0).page_no()
        return bytes(_written(held, pages).output())


def _written(held: Letter, pages: int) -> pdf.Sheet:
    sheet = pdf.Sheet(_as_document(held), pages)
    sheet.add_page()
    pdf.letterhead(sheet)
    _head(sheet, held)
    for part in held.body:
        _items(sheet, part) if isinstance(part, Items) else _paragraph(sheet, part)
    if sheet.room() < pdf.SIGNATURE_MM + 4 * LINE:
        sheet.add_page()
    pdf.signature(sheet, sheet.get_y() + 3)
    _copies(sheet, held.copies)
    return sheet


def _as_document(held: Letter) -> Document:
    """What the running lines and the signature are taken from."""
    return Document(
        title=held.subject, subtitle=", ".join(held.to[:1]), number=held.number, paper=held.paper,
        language=held.language, tiles=(), sections=(), dated=held.dated,
    )  # fmt: skip


def _head(sheet: pdf.Sheet, held: Letter) -> None:
    blank = "." * 30
    told = [
        (pgettext("letter", "Number"), held.number or blank),
        (gettext("Enclosed"), held.enclosed or "-"),
        (pgettext("letter", "Subject"), held.subject),
    ]
    _labelled(sheet, told, bold_last=True)
    sheet.ln(LINE)
    sheet.write_as(SIZE)
    for line in (gettext("To:"), *held.to):
        sheet.multi_cell(0, LINE, line, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(LINE)


def _labelled(sheet: pdf.Sheet, lines: Sequence[tuple[str, str]], *, bold_last: bool = False) -> None:
    for place, (label, text) in enumerate(lines):
        sheet.write_as(SIZE)
        sheet.cell(LABEL_MM, LINE, label)
        sheet.cell(4, LINE, ":")
        sheet.write_as(SIZE, strong=bold_last and place == len(lines) - 1)
        sheet.multi_cell(0, LINE, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _paragraph(sheet: pdf.Sheet, text: str) -> None:
    sheet.write_as(SIZE)
    sheet.multi_cell(0, LINE, text, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(LINE * 0.6)


def _items(sheet: pdf.Sheet, items: Items) -> None:
    left = sheet.l_margin
    sheet.set_left_margin(left + ITEM_MM)
    sheet.set_x(left + ITEM_MM)
    if items.labelled:
        _labelled(sheet, items.labelled)
    for number, line in enumerate(items.lines, start=1):
        sheet.write_as(SIZE)
        sheet.cell(ITEM_MM, LINE, f"{number}.")
        sheet.multi_cell(0, LINE, line, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.set_left_margin(left)
    sheet.set_x(left)
    sheet.ln(LINE * 0.6)


def _copies(sheet: pdf.Sheet, copies: Sequence[str]) -> None:
    if not copies:
        return
    sheet.write_as(9)
    for line in (gettext("Copies to:"), *copies):
        sheet.multi_cell(0, 4.4, line, align="L", new_x="LMARGIN", new_y="NEXT")
