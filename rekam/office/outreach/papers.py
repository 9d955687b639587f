"""What a crew takes along, as PDF and in Indonesian: where it goes, whom it asks for, and what belongs into
the kit's boxes.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.domain.outreach.model import RECORDING
from rekam.office.kits import words as kit_words
from rekam.office.kits.models import Kit
from rekam.office.outreach import pictures
from rekam.office.outreach.models import Stop
from rekam.office.regions import queries as regions
from rekam.office.reports import paper
from rekam.office.reports import queries as reports
from rekam.office.reports.documents import maps, pdf
from rekam.office.reports.documents.document import COUNT, ORDER, TEXT, Column, Document, Row, Section, Table
from rekam.office.reports.documents.drawing import Picture

LANGUAGE = "id"
# What no register lists and every crew needs.
ALSO = (
    "Formulir dan alat tulis", "Daftar orang yang diharapkan datang", "Kabel sambungan dan terminal listrik",
    "Cairan pembersih jari dan tisu", "Kain latar merah dan biru", "Slip bukti perekaman",
)  # fmt: skip


def route_sheet(stops: Sequence[Stop]) -> bytes:
    """One crew's day, or its days on a far route: the stops in their order, contacts and the packing list."""
    with translation.override(LANGUAGE):
        return pdf.write(_document(stops))


def _document(stops: Sequence[Stop]) -> Document:
    first, last = stops[0], stops[-1]
    kit = first.kit
    return Document(
        title=_("Route sheet"),
        subtitle=f"{pictures.crew_name(first.crew)} · {first.base.name} · {_days(first.on, last.on)}",
        number="",
        paper=paper.of_office(regions.office(), reports.letterhead()),
        language=LANGUAGE,
        tiles=(),
        sections=(
            Section(_("The way"), (_way(stops),), pictures=_maps(stops)),
            Section(_("Whom to ask for"), (_contacts(stops),)),
            Section(_("Packing list of kit %(kit)s") % {"kit": kit.code}, (_packing(kit),)),
        ),
        dated=first.on,
        made_at=timezone.now().isoformat(),
        signed=False,
        facts=tuple(_facts(stops)),
    )


def _days(first: date, last: date) -> str:
    return wording.long_date(first, LANGUAGE) if first == last else wording.period(first, last, LANGUAGE)


def _facts(stops: Sequence[Stop]) -> list[tuple[str, str]]:
    officers = dict.fromkeys(officer.name for stop in stops for officer in stop.officers.all())
    leaves = next((stop.leaves for stop in stops if stop.leaves), None)
    returns = next((stop.returns for stop in reversed(stops) if stop.returns), None)
    found = [
        (_("Officers"), ", ".join(officers) or _("not on a published roster yet")),
        (_("Kit"), stops[0].kit.code),
        (_("Leaves"), f"{leaves:%H.%M}" if leaves else ""),
        (_("Back"), f"{returns:%H.%M}" if returns else ""),
        (_("Expected"), _people(sum(stop.expected for stop in stops))),
    ]
    return [(name, value) for name, value in found if value]


def _people(thousandths: int) -> str:
    return _("%(n)s recordings") % {"n": wording.number(thousandths / RECORDING, LANGUAGE)}


def _way(stops: Sequence[Stop]) -> Table:
    columns = (
        Column(_("No"), ORDER, 9),
        Column(_("Day"), TEXT, 24),
        Column(_("Where"), TEXT, 60),
        Column(_("On the way"), TEXT, 24),
        Column(_("From"), TEXT, 16),
        Column(_("Until"), TEXT, 16),
        Column(_("Expected"), COUNT, 22),
    )
    rows = tuple(
        Row(
            (
                number,
                wording.short_date(stop.stands_on),
                f"{pictures.name(stop)}, {stop.area.name}",
                _("%(n)s minutes") % {"n": stop.travel_minutes},
                f"{stop.starts:%H.%M}",
                f"{stop.ends:%H.%M}",
                round(stop.expected / RECORDING),
            )
        )
        for number, stop in enumerate(stops, start=1)
    )
    return Table("way", "", columns, rows, names=2, empty=_("No stop."))


def _maps(stops: Sequence[Stop]) -> tuple[Picture, ...]:
    """The way as a drawing; none where it is not known where the base or a stop lies."""
    base = stops[0].base
    at = [stop.place if stop.place is not None and stop.place.has_point else stop.area for stop in stops]
    if not base.has_point or any(point.lat is None or point.lon is None for point in at):
        return ()
    home = maps.Spot(base.name, base.lat or 0, base.lon or 0)
    goes = [
        maps.Spot(pictures.name(stop), point.lat or 0, point.lon or 0, str(number))
        for number, (stop, point) in enumerate(zip(stops, at, strict=True), start=1)
    ]
    towns = regions.districts(regions.office().regency.code).exclude(lat=None)
    around = [maps.Spot(town.name, town.lat or 0, town.lon or 0) for town in towns]
    label = _("The way as a drawing, north above; straight lines between the stops, not roads")
    return (maps.way([home, *goes, home], around, label=label),)


def _contacts(stops: Sequence[Stop]) -> Table:
    columns = (
        Column(_("Where"), TEXT, 60),
        Column(_("Name"), TEXT, 48),
        Column(_("Role"), TEXT, 34),
        Column(_("Telephone"), TEXT, 30),
    )
    rows = [
        Row((pictures.name(stop), contact.name, contact.role, contact.phone))
        for stop in stops
        if stop.client is not None
        for contact in stop.client.contacts.all()
    ]
    rows += [
        Row((stop.place.name, stop.place.contact_name, "", stop.place.contact_phone))
        for stop in stops
        if stop.place is not None and stop.place.contact_name
    ]
    once = tuple({row.cells: row for row in rows}.values())
    return Table("contacts", "", columns, once, names=1, empty=_("Nobody is noted yet."))


def _packing(kit: Kit) -> Table:
    columns = (
        Column(_("No"), ORDER, 9),
        Column(_("What"), TEXT, 60),
        Column(_("Make and model"), TEXT, 46),
        Column(_("Serial number"), TEXT, 40),
        Column(_("Packed"), TEXT, 16),
    )
    devices = kit.devices.filter(is_apart=False, retired_at=None)
    rows = [
        (str(kit_words.KINDS[device.kind]), f"{device.make} {device.model}".strip(), device.serial)
        for device in devices
    ] + [(what, "", "") for what in ALSO]
    return Table(
        "packing",
        "",
        columns,
        tuple(Row((number, *row, "[   ]")) for number, row in enumerate(rows, start=1)),
        names=1,
        empty=_("The kit has no devices."),
    )
