"""What a client gets on paper: the letter with the days agreed or proposed, and the list of who should come.

A client handed in a number and a name; no more comes back about anybody than that they should come. Birth
dates, villages and what the register says of those who need not come stay in the office.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rekam.domain import wording
from rekam.domain.rolls.words import SHOULD_COME, Result
from rekam.office.clients import people, shown, words
from rekam.office.clients.days import Day
from rekam.office.clients.models import Client, RollRow
from rekam.office.regions import queries as regions
from rekam.office.reports import paper
from rekam.office.reports import queries as reports
from rekam.office.reports.documents import letter as letters
from rekam.office.reports.documents import pdf, workbook
from rekam.office.reports.documents.document import ORDER, TEXT, Column, Document, Row, Section, Table, Tile
from rekam.office.reports.documents.letter import Items, Letter

LANGUAGE = "id"
WRITERS = {"pdf": pdf.write, "xlsx": workbook.write}
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# -- the letter -------------------------------------------------------------------------------------------


def letter(
    client: Client, days: Sequence[Day], *, number: str, to: str, note: str, count: int, on: date
) -> bytes:
    """The days agreed or proposed, how many should come (*count*, when a list was handed in), and what to
    bring.
    """
    with translation.override(LANGUAGE):
        return letters.write(
            Letter(
                paper=paper.of_office(regions.office(), reports.letterhead()),
                language=LANGUAGE,
                number=number,
                subject=_("Recording for the electronic identity card at your place"),
                to=_to(client, to),
                dated=on,
                body=tuple(_body(client, days, note, count)),
                enclosed=_("list of who should come") if count else "",
            )
        )


def _to(client: Client, to: str) -> tuple[str, ...]:
    named = (to, client.name) if to else (_("The head of %(client)s") % {"client": client.name},)
    return tuple(line for line in (*named, client.place.address) if line)


def _body(client: Client, days: Sequence[Day], note: str, count: int) -> list[str | Items]:
    office = regions.office().name
    opening = _(
        "With respect, %(office)s comes to %(client)s to record residents for the electronic identity card "
        "(KTP-el), as follows:"
    ) % {"office": office, "client": client.name}
    found: list[str | Items] = [opening, *(_day(client, each) for each in days)]
    if any(each.is_proposed for each in days):
        found.append(
            _(
                "A day that is proposed comes from our plan of visits and is not agreed yet. Please tell us "
                "whether it suits: it holds when both of us have confirmed it."
            )
        )
    if count:
        found.append(
            ngettext(
                "According to the register %(n)s person on your list has not been recorded yet. Please let "
                "this person leave work for about a quarter of an hour.",
                "According to the register %(n)s people on your list have not been recorded yet. Please let "
                "each of them leave work for about a quarter of an hour.",
                count,
            )
            % {"n": wording.number(count, LANGUAGE)}
        )
    found += [_("What to bring:"), Items(lines=tuple(_to_bring()))]
    found.append(_("Please provide:"))
    found.append(Items(lines=tuple(_to_provide())))
    if note:
        found.append(note)
    found.append(_("If the date does not suit, please tell us in good time. Thank you for your help."))
    return found


def _day(client: Client, each: Day) -> Items:
    place = client.place
    where = ", ".join(part for part in (place.name, place.address) if part)
    zone = wording.ZONES.get(_hours_from_utc(), "")
    span = f"{wording.hour(each.starts, LANGUAGE)}–{wording.hour(each.ends, LANGUAGE)} {zone}".strip()
    lines = [
        (pgettext("letter", "Day"), wording.day_and_date(each.on, LANGUAGE)),
        (pgettext("letter", "Time"), span),
        (pgettext("letter", "Place"), where),
        (pgettext("letter", "Who comes"), _who_comes(each)),
    ]
    if each.is_proposed:
        lines.append((pgettext("letter", "Status"), _("proposed; holds when it is confirmed")))
    return Items(labelled=tuple(line for line in lines if line[1]))


def _who_comes(each: Day) -> str:
    """2 officers, 1 kit; what nobody has settled yet is left out."""
    told = []
    if each.officers:
        told.append(ngettext("%(n)s officer", "%(n)s officers", each.officers) % {"n": each.officers})
    if each.kits:
        told.append(ngettext("%(n)s kit", "%(n)s kits", each.kits) % {"n": each.kits})
    return ", ".join(told)


def _hours_from_utc() -> int:
    offset = timezone.localtime().utcoffset()
    return int(offset.total_seconds() // 3600) if offset else 0


def _to_bring() -> list[str]:
    return [
        _(
            "a copy of the family card (KK). That is enough: no letter of the RT or RW and nothing else is "
            "asked for (letter of the Minister of Home Affairs 471/1768/SJ of 12 May 2016);"
        ),
        _(
            "whoever has their domicile in another regency or province may come too and is recorded here "
            "(Permendagri 8/2016);"
        ),
        _("whoever is 16 may be recorded; the card is issued at 17."),
    ]


def _to_provide() -> list[str]:
    return [
        _("a closed room with a plain wall, a table and four chairs for each kit, and room to wait;"),
        _("electricity; where there is none, tell us beforehand and we bring a generator;"),
        _("somebody who calls people in the order of the list."),
    ]


# -- the list of who should come --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the client's own list, as the client knows it."""

    row: RollRow
    result: str


def who_should_come(client: Client, on: date, kind: str) -> tuple[bytes, int]:
    """The list for the client as PDF or XLSX, and how many people are on it."""
    come, unclear = listed(client, on)
    with translation.override(LANGUAGE):
        return WRITERS[kind](_document(client, come, unclear, on)), len(come)


def listed(client: Client, on: date) -> tuple[list[Listed], list[Listed]]:
    """Those who should come, each once; and the rows of which nobody was found."""
    rows = people.of_client(client.pk, on)
    wanted = [result.value for result in SHOULD_COME]
    come = people.once_each(rows.filter(rows["result"].is_in(wanted)))
    unclear = rows.filter(rows["result"] == Result.NOT_FOUND.value)
    held = RollRow.objects.select_related("roll", "resident").in_bulk([*come["row"], *unclear["row"]])
    told = [
        [Listed(held[pk], result) for pk, result in some.select("row", "result").iter_rows()]
        for some in (come, unclear)
    ]
    by_name = sorted(told[0], key=lambda each: (_name(each), each.row.pk))
    return by_name, told[1]


def _name(each: Listed) -> str:
    """As the client wrote it, or as the register has it where only a number was written."""
    return each.row.name or (each.row.resident.name if each.row.resident else "")


def _document(client: Client, come: Sequence[Listed], unclear: Sequence[Listed], on: date) -> Document:
    first = sum(each.result == Result.FIRST_TIMER for each in come)
    sections = [Section(_("Who should come"), (_come_table(come),))]
    if unclear:
        told = _("Nobody of the register was found for these rows. Please send the right number for each.")
        sections.append(Section(_("Please check"), (_unclear_table(unclear),), words=(told,)))
    return Document(
        title=_("List of who should come to be recorded"),
        subtitle=client.name,
        number="",
        paper=paper.of_office(regions.office(), reports.letterhead()),
        language=LANGUAGE,
        tiles=(
            Tile(_("Should come"), len(come)),
            Tile(_("of whom first-timers"), first),
            Tile(_("Rows to check"), len(unclear)),
        ),
        sections=tuple(sections),
        dated=on,
        band=_("Personal data: for calling these people only. Do not copy or publish."),
        lead=(_("As of %(day)s.") % {"day": wording.long_date(on, LANGUAGE)},),
        foot=wording.long_date(on, LANGUAGE),
        signed=False,
    )


def _come_table(come: Sequence[Listed]) -> Table:
    columns = (
        Column(_("No."), ORDER, 9),
        Column(_("Row in your list"), TEXT, 24),
        Column(_("Name"), TEXT, 55),
        Column(_("NIK"), TEXT, 36),
        Column(_("Remark"), TEXT, 30),
        Column(_("Present"), TEXT, 18),
    )
    rows = tuple(
        Row(
            (
                n,
                _where(each, several=_several(come)),
                _name(each),
                _nik(each),
                str(words.RESULTS[each.result]),
                "",
            )
        )
        for n, each in enumerate(come, start=1)
    )
    return Table(
        _("Should come"), "", columns, rows, names=3, empty=_("Nobody on the list still has to be recorded.")
    )


def _unclear_table(unclear: Sequence[Listed]) -> Table:
    columns = (
        Column(_("No."), ORDER, 9),
        Column(_("Row in your list"), TEXT, 24),
        Column(_("Name"), TEXT, 55),
        Column(_("Number as written"), TEXT, 40),
        Column(_("What is wrong"), TEXT, 44),
    )
    rows = tuple(
        Row(
            (
                n,
                _where(each, several=_several(unclear)),
                each.row.name,
                shown.hidden(each.row.written),
                _wrong(each),
            )
        )
        for n, each in enumerate(unclear, start=1)
    )
    return Table(_("Please check"), "", columns, rows, names=3)


def _where(each: Listed, *, several: bool) -> str:
    """The row in the client's list, with the name of the list where there are several."""
    number = wording.number(each.row.number, LANGUAGE)
    return f"{each.row.roll.name}: {number}" if several else number


def _several(listed_: Sequence[Listed]) -> bool:
    return len({each.row.roll_id for each in listed_}) > 1


def _nik(each: Listed) -> str:
    return wording.masked(each.row.resident.nik) if each.row.resident else ""


def _wrong(each: Listed) -> str:
    return str(words.NUMBER_STATES.get(each.row.nik_state, _("not in the register")))
