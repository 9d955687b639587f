"""The list of a village's unrecorded residents, to take along on a visit. It names people: not for
publication.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext, pgettext

from rekam.domain import wording
from rekam.domain.coverage.rules import OBLIGED_AGE, birthday
from rekam.office.coverage.words import full_name
from rekam.office.regions.models import Area
from rekam.office.reports.documents.document import (
    COUNT,
    DATE,
    ORDER,
    TEXT,
    Column,
    Document,
    Row,
    Section,
    Table,
    Tile,
    Value,
)
from rekam.office.reports.paper import Paper
from rekam.office.residents.models import Resident, Sex


def unrecorded(
    people: Sequence[Resident],
    *,
    village: Area,
    paper: Paper,
    on: date,
    counted: int,
    years: int,
    whole_niks: bool,
    language: str = "id",
    dated: date | None = None,
) -> Document:
    """One village's list. *counted* is what the ledger counts there: the two must be the same number."""
    with translation.override(language):
        title = gettext("Unrecorded residents of %(village)s") % {"village": full_name(village)}
        columns = _columns()
        rows = tuple(
            Row(_cells(n, person, on=on, years=years, whole_niks=whole_niks))
            for n, person in enumerate(people, start=1)
        )
        table = Table(
            gettext("Unrecorded"),
            title,
            columns,
            rows,
            names=3,
            empty=gettext("Everybody who is obliged in this village has been recorded."),
        )
        district = full_name(village.parent) if village.parent else ""
        return Document(
            title=gettext("List of unrecorded residents"),
            subtitle=" · ".join(part for part in (full_name(village), district) if part),
            number="",
            paper=paper,
            language=language,
            tiles=_tiles(people, on, counted),
            sections=(Section(title, (table,)),),
            dated=dated,
            band=gettext("Personal data: for official use only. Do not copy, photograph or publish."),
            notes=_note(),
            foot=f"{village.code} · {wording.long_date(on, language)}",
            landscape=True,
            lead=(gettext("As known on %(day)s.") % {"day": wording.long_date(on, language)},),
        )


def _note() -> str:
    return gettext(
        "This list holds personal data under UU 27/2022. It serves to invite and record the people on it; "
        "keep it locked, and destroy it after the visit. Numbers of people under kecamatan level that are "
        "below the office's threshold are not published."
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(gettext("No."), ORDER, 9),
        Column(gettext("NIK"), TEXT, 33),
        Column(gettext("Name"), TEXT, 47),
        Column(gettext("Sex"), TEXT, 9),
        Column(gettext("Born on"), DATE, 20),
        Column(gettext("Age"), COUNT, 10),
        Column("RT/RW", TEXT, 15),
        Column(gettext("Address"), TEXT, 37),
        Column(gettext("Obliged since"), DATE, 20),
        Column(gettext("Remark"), TEXT, 55),
        Column(gettext("Outcome of the visit"), TEXT, 28),
    )


def _cells(n: int, person: Resident, *, on: date, years: int, whole_niks: bool) -> tuple[Value, ...]:
    sex = {
        Sex.MALE: pgettext("sex in a table", "M"),
        Sex.FEMALE: pgettext("sex in a table", "F"),
    }
    return (
        n,
        person.nik if whole_niks else wording.masked(person.nik),
        person.name,
        str(sex.get(Sex(person.sex), person.sex)),
        person.born,
        _age(person.born, on),
        "/".join(part for part in (person.rt, person.rw) if part),
        person.address,
        person.obliged_from,
        remark(person, on=on, years=years),
        "",
    )


def _age(born: date, on: date) -> int:
    return on.year - born.year - (birthday(born, on.year - born.year) > on)


def remark(person: Resident, *, on: date, years: int) -> str:
    """What to know before knocking: a NIK at risk, somebody who just turned 17, an obligation by marriage."""
    due = birthday(person.born, OBLIGED_AGE + years)
    turned = birthday(person.born, OBLIGED_AGE)
    if due <= on:
        return gettext("NIK at risk since %(day)s") % {"day": wording.short_date(due)}
    if turned > on:
        return gettext("Obliged by marriage")
    return gettext("Turned 17 this year") if turned.year == on.year else ""


def _tiles(people: Sequence[Resident], on: date, counted: int) -> tuple[Tile, ...]:
    young = sum(birthday(person.born, OBLIGED_AGE).year == on.year for person in people)
    same = gettext("the same as in the ledger")
    differs = gettext("the ledger counts %(number)s") % {
        "number": wording.number(counted, "id" if translation.get_language() == "id" else "en")
    }
    return (
        Tile(gettext("On this list"), len(people), line=same if counted == len(people) else differs),
        Tile(gettext("Women"), sum(person.sex == Sex.FEMALE for person in people)),
        Tile(gettext("Men"), sum(person.sex == Sex.MALE for person in people)),
        Tile(gettext("Turned 17 this year"), young),
    )
