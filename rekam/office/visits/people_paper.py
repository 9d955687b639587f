"""The list of expected people of a visit, to take along: NIKs without their middle."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.regions import queries as regions
from rekam.office.reports import paper
from rekam.office.reports import queries as reports
from rekam.office.reports.documents.document import ORDER, TEXT, Column, Document, Row, Section, Table, Tile
from rekam.office.visits import phone, queries
from rekam.office.visits.models import Listed, Visit
from rekam.office.visits.papers import LANGUAGE, WRITERS, hours, whose


def sheet(visit: Visit, kind: str) -> tuple[bytes, int]:
    """As PDF or XLSX, and how many people are on it."""
    expected = list(queries.people(visit).filter(is_walk_in=False))
    with translation.override(LANGUAGE):
        return WRITERS[kind](_document(visit, expected)), len(expected)


def _document(visit: Visit, expected: Sequence[Listed]) -> Document:
    on = wording.day_and_date(visit.on, LANGUAGE)
    return Document(
        title=_("People expected at the recording visit"),
        subtitle=f"{whose(visit)}, {on}, {hours(visit)}",
        number="",
        paper=paper.of_office(regions.office(), reports.letterhead()),
        language=LANGUAGE,
        tiles=(Tile(_("Expected"), len(expected)),),
        sections=(Section(_("Who should come"), (_table(expected),)),),
        dated=visit.on,
        made_at=visit.on.isoformat(),
        lead=(_("Please bring your family card (KK). Recording is free of charge."),),
        signed=False,
    )


def _table(expected: Sequence[Listed]) -> Table:
    columns = (
        Column(_("No."), ORDER, 9),
        Column(_("Name"), TEXT, 60),
        Column(_("NIK"), TEXT, 36),
        Column(_("Village"), TEXT, 40),
        Column(_("Present"), TEXT, 20),
    )
    rows = tuple(
        Row((n, phone.name_of(each), _nik(each), _village(each), ""))
        for n, each in enumerate(expected, start=1)
    )
    return Table("people", "", columns, rows, names=2, empty=_("Nobody is on this list"))


def _nik(each: Listed) -> str:
    return wording.masked(each.resident.nik) if each.resident else ""


def _village(each: Listed) -> str:
    return each.resident.area.name if each.resident else ""
