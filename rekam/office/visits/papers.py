"""The result sheet of a visit, for the client: on the office's paper, in Indonesian, without a name on it."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.domain.visits.outcomes import Outcome
from rekam.office.regions import queries as regions
from rekam.office.reports import paper
from rekam.office.reports import queries as reports
from rekam.office.reports.documents import pdf, workbook
from rekam.office.reports.documents.document import COUNT, TEXT, Column, Document, Row, Section, Table, Tile
from rekam.office.visits import queries, words
from rekam.office.visits.models import Closing, Visit

LANGUAGE = "id"
WRITERS = {"pdf": pdf.write, "xlsx": workbook.write}
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sheet(visit: Visit, closing: Closing, kind: str) -> bytes:
    """Frozen with the closing: what was counted then stands on it."""
    with translation.override(LANGUAGE):
        return WRITERS[kind](document(visit, closing))


def document(visit: Visit, closing: Closing) -> Document:
    on = wording.long_date(visit.on, LANGUAGE)
    return Document(
        title=_("Result of the recording visit"),
        subtitle=f"{whose(visit)}, {on}",
        number="",
        paper=paper.of_office(regions.office(), reports.letterhead()),
        language=LANGUAGE,
        tiles=_tiles(closing),
        sections=tuple(section for section in (_outcomes(closing), _reasons(visit)) if section.tables),
        dated=timezone.localtime(closing.at).date(),
        made_at=closing.at.isoformat(),
        lead=(_explanation(),),
        facts=tuple(_facts(visit)),
    )


def whose(visit: Visit) -> str:
    return visit.client.name if visit.client else visit.place.name


def hours(visit: Visit) -> str:
    return f"{wording.hour(visit.starts, LANGUAGE)}–{wording.hour(visit.ends, LANGUAGE)}"


def _tiles(closing: Closing) -> tuple[Tile, ...]:
    return (
        Tile(_("Target"), closing.target),
        Tile(str(words.OUTCOMES[Outcome.RECORDED]), closing.recorded),
        Tile(str(words.OUTCOMES[Outcome.ABSENT]), closing.absent),
    )


def _explanation() -> str:
    return _(
        "The target is everybody on the list and everybody who came without being on it. The five outcomes "
        "add up to it. A recording counts for the resident when the office has received and accepted it."
    )


def _facts(visit: Visit) -> list[tuple[str, str]]:
    crew = ", ".join(officer.name for officer in visit.crew.all())
    kits = ", ".join(kit.code for kit in visit.kits.all())
    found = [
        (_("Place"), f"{visit.place.name}, {visit.place.area.name}"),
        (_("Day"), wording.day_and_date(visit.on, LANGUAGE)),
        (_("Hours"), hours(visit)),
        (_("Crew"), crew),
        (_("Kits"), kits),
    ]
    return [(name, value) for name, value in found if value]


def _outcomes(closing: Closing) -> Section:
    columns = (
        Column(_("Target"), COUNT, 28, adds=(1, 2, 3, 4, 5), strong=True),
        *(Column(str(words.OUTCOMES[each]), COUNT, 28) for each in Outcome),
    )
    cells = (closing.target, *(getattr(closing, each.value) for each in Outcome))
    return Section(_("The five outcomes"), (Table("outcomes", "", columns, (Row(cells),), names=0),))


def _reasons(visit: Visit) -> Section:
    found = queries.reasons(visit)
    columns = (Column(_("Reason"), TEXT, 90), Column(_("People"), COUNT, 28))
    rows = tuple(Row((str(words.REASONS[reason]), number)) for reason, number in found.items())
    tables = (Table("reasons", "", columns, rows),) if rows else ()
    return Section(_("Why people did not come or refused"), tables)
