"""The people to go after, to take along: a paper to write on, or a table. NIKs without their middle."""

import io
from collections.abc import Sequence
from datetime import date

import polars as pl
from django.utils import translation
from django.utils.translation import gettext as _

from rekam import files
from rekam.domain import wording
from rekam.domain.visits.reasons import Next
from rekam.office.regions import queries as regions
from rekam.office.reports import paper
from rekam.office.reports import queries as reports
from rekam.office.reports.documents.document import ORDER, TEXT, Column, Document, Row, Section, Table, Tile
from rekam.office.visits import follow_ups, papers, words
from rekam.office.visits.follow_ups import Line

LANGUAGE = papers.LANGUAGE
TYPES = {**papers.TYPES, "csv": "text/csv; charset=utf-8"}


def sheet(found: pl.DataFrame, kind: str, *, step: Next | None, on: date) -> bytes:
    """As PDF, XLSX or CSV; of one step or of all."""
    with translation.override(LANGUAGE):
        lines = follow_ups.lines(found)
        if kind == "csv":
            return _csv(lines)
        return papers.WRITERS[kind](_document(lines, step, on))


def _csv(lines: Sequence[Line]) -> bytes:
    headings = [
        _("Name"), "NIK", _("Village"), _("Address"), _("Next step"), _("Reason"), _("Visit"),
        _("Since"), _("Done"),
    ]  # fmt: skip
    rows = (
        [
            each.name, each.nik, each.village, each.address, each.action, each.reason,
            papers.whose(each.listed.visit), each.since, _("yes") if each.is_done else "",
        ]
        for each in lines
    )  # fmt: skip
    text = io.StringIO(newline="")
    files.write_csv(text, headings, rows)
    return text.getvalue().encode("utf-8-sig")


def _document(lines: Sequence[Line], step: Next | None, on: date) -> Document:
    title = str(words.LISTS[step]) if step else _("People who are still to be met")
    return Document(
        title=title,
        subtitle=_("As of %(day)s") % {"day": wording.long_date(on, LANGUAGE)},
        number="",
        paper=paper.of_office(regions.office(), reports.letterhead()),
        language=LANGUAGE,
        tiles=(Tile(_("People"), len(lines)),),
        sections=(Section(title, (_table(lines, step),)),),
        dated=on,
        made_at=on.isoformat(),
        band=_("Personal data: for this work only. Do not copy or publish."),
        landscape=True,
        signed=False,
    )


def _table(lines: Sequence[Line], step: Next | None) -> Table:
    """With what is done about each, unless the whole paper is about one step."""
    columns = (
        Column(_("No."), ORDER, 9),
        Column(_("Name"), TEXT, 42),
        Column(_("NIK"), TEXT, 33),
        Column(_("Village"), TEXT, 27),
        Column(_("Address"), TEXT, 44),
        *(() if step else (Column(_("Next step"), TEXT, 32),)),
        Column(_("Reason"), TEXT, 28),
        Column(_("Visit"), TEXT, 34),
        Column(_("Since"), TEXT, 19),
        Column(_("What came of it"), TEXT, 30),
    )
    rows = tuple(Row((n, *_cells(each, step))) for n, each in enumerate(lines, start=1))
    return Table("people", "", columns, rows, names=2, empty=_("Nobody is on this list"))


def _cells(each: Line, step: Next | None) -> tuple[str, ...]:
    where, day = papers.whose(each.listed.visit), wording.short_date(each.since)
    came = _("noted as done") if each.is_done else ""
    what = () if step else (each.action,)
    return each.name, each.nik, each.village, each.address, *what, each.reason, where, day, came
