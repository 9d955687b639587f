"""A document as a PDF: A4, with its typeface inside, the same bytes every time."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils import translation
from django.utils.translation import gettext
from fpdf import FPDF

from rekam.domain import wording
from rekam.office.reports import queries
from rekam.office.reports.documents import document, drawing, pdf_tables
from rekam.office.reports.documents.document import Document, Section, Table, Tile
from rekam.office.reports.documents.drawing import Picture

FAMILY, MORE = "arimo", "arimo-more"
FONTS = {
    (FAMILY, ""): "vendor/fonts/arimo.woff",
    (FAMILY, "B"): "vendor/fonts/arimo-bold.woff",
    (MORE, ""): "vendor/fonts/arimo-more.woff",
    (MORE, "B"): "vendor/fonts/arimo-more-bold.woff",
}
LEFT, RIGHT, TOP, BOTTOM = 20, 15, 12, 17
INK, SOFT, LINE = (18, 30, 34), (84, 100, 105), (150, 163, 166)
COLOURS = {
    "ink": INK,
    "soft": SOFT,
    "level": (11, 90, 106),
    "better": (23, 120, 90),
    "worse": (201, 118, 26),
    "shade": (233, 238, 238),
    "line": LINE,
    "paper": (255, 255, 255),
    "black": (0, 0, 0),
}
SIGNATURE_MM = 47
LITTLE = 0.25  # of a page: with less left, a picture moves on together with its table
SMALLEST_HEAD = 9.5


class Sheet(FPDF):
    """Pages with the office's running lines: what it is above, number and page below."""

    def __init__(self, held: Document, pages: int) -> None:
        super().__init__("landscape" if held.landscape else "portrait", format="A4", unit="mm")
        self.held, self.of_pages = held, pages
        self.set_margins(LEFT, TOP, RIGHT)
        self.set_auto_page_break(auto=True, margin=BOTTOM)
        for (family, style), name in FONTS.items():
            self.add_font(family, style, font_file(name))
        self.set_fallback_fonts([MORE], exact_match=False)
        self.set_lang(held.language)
        self.set_title(f"{held.title} {held.number}".strip())
        self.set_subject(held.subtitle)
        self.set_author(held.paper.office)
        self.set_creator("Rekam")
        self.set_creation_date(made_at(held))

    def write_as(self, size: float, *, strong: bool = False, colour: tuple[int, int, int] = INK) -> None:
        self.set_font(FAMILY, "B" if strong else "", size)
        self.set_text_color(*colour)

    def header(self) -> None:
        if self.page_no() > 1:
            self.write_as(8, colour=SOFT)
            self.cell(0, 4, f"{self.held.title}, {self.held.subtitle}")
            self._rule(self.get_y() + 5)
            self.set_y(self.get_y() + 7)
        if self.held.band:
            self._band()

    def _band(self) -> None:
        self.write_as(9, strong=True, colour=(140, 40, 20))
        self.set_draw_color(140, 40, 20)
        self.set_line_width(0.4)
        self.multi_cell(0, 6, self.held.band, border=1, align="C", padding=1, new_x="LMARGIN", new_y="NEXT")
        self.ln(3)

    def footer(self) -> None:
        self.set_y(-12)
        self._rule(self.get_y() - 1)
        self.write_as(7.5, colour=SOFT)
        self.cell(0, 5, self.held.foot)
        self.set_x(self.l_margin)
        page = gettext("Page %(page)s of %(pages)s") % {"page": self.page_no(), "pages": self.of_pages}
        self.cell(0, 5, page, align="R")

    def _rule(self, y: float, width: float = 0.2) -> None:
        self.set_draw_color(*LINE)
        self.set_line_width(width)
        self.line(self.l_margin, y, self.w - self.r_margin, y)

    def shrink_to(self, text: str, width: float, *, smallest: float = SMALLEST_HEAD) -> None:
        """A smaller size of the present type, as far as it stays readable, so that a text takes one line."""
        while self.font_size_pt > smallest and self.get_string_width(text) > width:
            self.set_font_size(self.font_size_pt - 0.5)

    def room(self) -> float:
        """What is left of the page, in millimetres."""
        return float(self.page_break_trigger - self.get_y())


def font_file(name: str) -> Path:
    """A typeface among the front-end packages."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"{name} is missing: the front-end packages are not set up.")
    return Path(found)


def made_at(held: Document) -> datetime:
    """The moment that the file carries: that of issuing; of a draft, the day it is about."""
    if held.made_at:
        return datetime.fromisoformat(held.made_at)
    return datetime.combine(held.dated or date(2000, 1, 1), time(), UTC)


def write(held: Document) -> bytes:
    """The file. Written twice, because only then it is known how many pages there are."""
    with translation.override(held.language):
        pages = _written(held, 0).page_no()
        return bytes(_written(held, pages).output())


def _written(held: Document, pages: int) -> Sheet:
    sheet = Sheet(held, pages)
    sheet.add_page()
    letterhead(sheet)
    _title(sheet)
    if held.tiles:
        _tiles(sheet, held.tiles)
    for letter, section in document.lettered(held.sections):
        _section(sheet, letter, section)
    _notes(sheet)
    _end(sheet)
    return sheet


def letterhead(sheet: Sheet) -> None:
    paper, top = sheet.held.paper, sheet.get_y()
    if paper.emblem:
        _emblem(sheet, paper.emblem, top)
    for text, size, strong, height in (
        (paper.government.upper(), 12, False, 5.5),
        (paper.office.upper(), 14, True, 6.5),
        (paper.address, 9, False, 4.2),
        (paper.contact, 9, False, 4.2),
    ):
        if text:
            beside = 22 if paper.emblem else 0
            sheet.write_as(size, strong=strong)
            sheet.shrink_to(text, sheet.epw - 2 * beside - 2)
            sheet.set_x(sheet.l_margin + beside)
            sheet.multi_cell(sheet.epw - 2 * beside, height, text, align="C", new_x="LMARGIN", new_y="NEXT")
    y = max(sheet.get_y(), top + (22 if paper.emblem else 0)) + 2
    sheet.set_draw_color(*INK)
    for below, width in ((0.0, 0.9), (1.0, 0.2)):
        sheet.set_line_width(width)
        sheet.line(sheet.l_margin, y + below, sheet.w - sheet.r_margin, y + below)
    sheet.set_y(y + 5)


def _emblem(sheet: Sheet, sha: str, top: float) -> None:
    if held := queries.emblem(sha):
        sheet.image(bytes(held.picture), x=sheet.l_margin, y=top, w=20, h=22, keep_aspect_ratio=True)


def _title(sheet: Sheet) -> None:
    held = sheet.held
    lines = [(held.title.upper(), 12.5, True), (held.subtitle, 11, False)]
    if held.number:
        lines.append((gettext("Number: %(number)s") % {"number": held.number}, 10, False))
    for text, size, strong in lines:
        sheet.write_as(size, strong=strong)
        sheet.multi_cell(0, 5.4, text, align="C", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(2.5)
    sheet.write_as(9, colour=SOFT)
    facts = [f"{name}: {value}." for name, value in held.facts if value != held.number]
    sheet.multi_cell(0, 4.4, " ".join([*held.lead, *facts]), align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(2.5)


def _tiles(sheet: Sheet, tiles: tuple[Tile, ...]) -> None:
    gap, height, y = 3.0, 17.5, sheet.get_y()
    width = (sheet.epw - gap * (len(tiles) - 1)) / len(tiles)
    for n, tile in enumerate(tiles):
        x = sheet.l_margin + n * (width + gap)
        sheet.set_draw_color(*LINE)
        sheet.set_line_width(0.25)
        sheet.rect(x, y, width, height)
        value = document.written(tile.value, tile.kind, sheet.held.language)
        for text, size, strong, colour, below in (
            (tile.label, 8, False, SOFT, 1.4),
            (value, 15, True, INK, 5.6),
            (tile.line, 8, False, SOFT, 12.2),
        ):
            sheet.write_as(size, strong=strong, colour=colour)
            sheet.shrink_to(text, width - 4.5, smallest=6)
            sheet.set_xy(x + 1.5, y + below)
            sheet.cell(width - 3, 5, text)
    sheet.set_xy(sheet.l_margin, y + height + 4)


def _section(sheet: Sheet, letter: str, section: Section) -> None:
    tall = sum(picture.height + 4 for picture in section.pictures)
    least = tall or pdf_tables.room_for(sheet, section.tables)
    together = tall + pdf_tables.height(sheet, section.tables) + 10
    moves_on = tall and sheet.room() < together < sheet.eph - 10 and sheet.room() < LITTLE * sheet.eph
    if moves_on or sheet.room() < min(least + 10, sheet.eph - 10):
        sheet.add_page()
    sheet.write_as(10.5, strong=True)
    sheet.multi_cell(0, 6, f"{letter}. {section.title}", align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(0.8)
    for words in section.words:
        sheet.write_as(9)
        sheet.multi_cell(0, 4.4, words, align="L", new_x="LMARGIN", new_y="NEXT")
    for picture in section.pictures:
        draw(sheet, picture, sheet.l_margin, sheet.get_y())
        sheet.set_y(sheet.get_y() + picture.height + 3)
    for table in section.tables:
        pdf_tables.write(sheet, table, tail=_tail(sheet, table))
    sheet.ln(3)


def _tail(sheet: Sheet, table: Table) -> float:
    """What must follow the last rows of the last table on the same page: nobody signs an empty page."""
    held = sheet.held
    ends = held.signed or held.seal
    return SIGNATURE_MM if ends and not held.notes and table is held.tables[-1] else 0.0


def draw(sheet: Sheet, picture: Picture, x: float, y: float) -> None:
    for line in picture.lines:
        sheet.set_draw_color(*COLOURS[line.tone])
        sheet.set_line_width(line.thick)
        sheet.line(x + line.x, y + line.y, x + line.to_x, y + line.to_y)
    for dot in picture.dots:
        sheet.set_fill_color(*COLOURS[dot.tone])
        sheet.circle(x + dot.x, y + dot.y, dot.radius, style="F")
    for box in picture.boxes:
        sheet.set_fill_color(*COLOURS[box.tone])
        sheet.rect(x + box.x, y + box.y, box.width, box.height, style="F")
    for words in picture.words:
        points = words.size / 0.3528 * 1.05
        sheet.write_as(points, strong=words.strong, colour=COLOURS[words.tone])
        wide = sheet.get_string_width(words.text)
        start = {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
        sheet.text(x + words.x - start, y + words.y + words.size * 0.36, words.text)


def _notes(sheet: Sheet) -> None:
    if not sheet.held.notes:
        return
    lines = sum(len(line) // 95 + 1 for line in sheet.held.notes.splitlines())
    if sheet.room() < min(lines * 4.8 + SIGNATURE_MM + 12, sheet.eph - 10):
        sheet.add_page()
    sheet.write_as(10.5, strong=True)
    letter = chr(ord("A") + len(sheet.held.sections))
    sheet.multi_cell(0, 6, f"{letter}. {gettext('Notes')}", align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.write_as(9.5)
    sheet.multi_cell(0, 4.8, sheet.held.notes, align="L", new_x="LMARGIN", new_y="NEXT")
    sheet.ln(4)


def _end(sheet: Sheet) -> None:
    """Who signs, and by what the paper can be checked. Never alone on a page that says nothing."""
    held = sheet.held
    if not held.signed and not held.seal:
        return
    if sheet.room() < SIGNATURE_MM:
        sheet.add_page()
    y = sheet.get_y() + 2
    if held.seal:
        _seal(sheet, y)
    if held.signed:
        signature(sheet, y)


def _seal(sheet: Sheet, y: float) -> None:
    label = gettext("Number and fingerprint of this report")
    draw(sheet, drawing.code(sheet.held.seal, label=label), sheet.l_margin, y)
    sheet.write_as(7.5, colour=SOFT)
    sheet.set_xy(sheet.l_margin, y + 23.5)
    sheet.multi_cell(70, 3.6, f"{label}:\n{_in_groups(sheet.held.seal)}", align="L")


def _in_groups(seal: str) -> str:
    """The fingerprint in groups that an eye can compare."""
    number, _, sha = seal.partition("\nSHA-256 ")
    groups = [sha[n : n + 8] for n in range(0, len(sha), 8)]
    return "\n".join([number, " ".join(groups[:4]), " ".join(groups[4:])])


def signature(sheet: Sheet, y: float) -> None:
    paper, width = sheet.held.paper, 78
    x = sheet.w - sheet.r_margin - width
    day = wording.long_date(sheet.held.dated, sheet.held.language) if sheet.held.dated else "…" * 8
    place = paper.place or "…" * 8
    blank = "." * 44
    for text, strong, below, underlined in (
        (f"{place}, {day}", False, 0, False),
        (f"{paper.signer_title},", False, 5, False),
        (paper.signer_name or blank, bool(paper.signer_name), 30, bool(paper.signer_name)),
        (paper.signer_rank, False, 35, False),
        (f"NIP {paper.signer_nip}" if paper.signer_nip else "NIP " + "." * 36, False, 39.6, False),
    ):
        if text:
            sheet.write_as(10, strong=strong)
            sheet.set_font(style=("B" if strong else "") + ("U" if underlined else ""))
            sheet.set_xy(x, y + below - (0 if paper.signer_rank or below < 39 else 4.6))
            sheet.cell(width, 5, text, align="C")
    sheet.set_y(y + 46)
