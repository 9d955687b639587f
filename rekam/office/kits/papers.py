"""The receipt of a handover as a PDF, on the office's own paper and in Indonesian."""

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.kits import words
from rekam.office.kits.models import Handover
from rekam.office.places.models import Place
from rekam.office.regions import queries as regions
from rekam.office.reports import paper
from rekam.office.reports import queries as reports
from rekam.office.reports.documents import pdf
from rekam.office.reports.documents.document import ORDER, TEXT, Column, Document, Row, Section, Table

LANGUAGE = "id"


def receipt(handover: Handover) -> bytes:
    """Number, way, contents, and room for both to sign."""
    with translation.override(LANGUAGE):
        return pdf.write(_document(handover))


def _document(handover: Handover) -> Document:
    sent = timezone.localtime(handover.sent_at)
    return Document(
        title=_("Receipt of recording devices"),
        subtitle=f"{place(handover.from_place)} → {place(handover.to_place)}",
        number=handover.number,
        paper=paper.of_office(regions.office(), reports.letterhead()),
        language=LANGUAGE,
        tiles=(),
        sections=(Section(_("What was handed over"), (_contents(handover),)), _signatures(handover)),
        dated=sent.date(),
        made_at=handover.sent_at.isoformat(),
        signed=False,
        facts=tuple(_facts(handover)),
    )


def place(place: Place | None) -> str:
    return place.name if place else _("The office's store")


def _facts(handover: Handover) -> list[tuple[str, str]]:
    zone = timezone.get_current_timezone()
    found = [
        (_("Kit"), handover.kit.code if handover.kit else ""),
        (_("Sent"), wording.moment(handover.sent_at, zone, LANGUAGE)),
        (_("Why"), handover.reason),
        (_("Carried by"), handover.carrier),
    ]
    return [(name, value) for name, value in found if value]


def _contents(handover: Handover) -> Table:
    columns = (
        Column(_("No"), ORDER, 9),
        Column(_("Device"), TEXT, 45),
        Column(_("Make and model"), TEXT, 42),
        Column(_("Serial number"), TEXT, 46),
        Column(_("Condition"), TEXT, 28),
    )
    rows = tuple(
        Row(
            (
                number,
                str(words.KINDS[each["kind"]]),
                f"{each['make']} {each['model']}".strip(),
                each["serial"],
                str(words.CONDITIONS[each["condition"]]),
            )
        )
        for number, each in enumerate(handover.contents, start=1)
    )
    return Table("contents", "", columns, rows, names=2, empty=_("Nothing was listed."))


def _signatures(handover: Handover) -> Section:
    zone = timezone.get_current_timezone()
    received = ""
    if handover.received_at:
        received = wording.moment(handover.received_at, zone, LANGUAGE)
    line = "." * 44
    said = [
        _("Handed over by: %(name)s") % {"name": handover.sent_by or line},
        _("Signature: %(line)s") % {"line": line},
        _("Received by: %(name)s") % {"name": handover.received_by or line},
        _("Received on: %(day)s") % {"day": received or line},
        _("State on arrival: %(note)s") % {"note": handover.received_note or line},
        _("Signature: %(line)s") % {"line": line},
    ]
    return Section(_("Signatures"), words=tuple(said))
