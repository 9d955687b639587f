"""The monthly and the daily report, put together from their sections in the language of the paper."""

from django.utils import translation
from django.utils.translation import gettext, ngettext

from rekam.domain import wording
from rekam.office.reports import paper
from rekam.office.reports.documents import labels, parts, service
from rekam.office.reports.documents.document import (
    COUNT,
    TEXT,
    Column,
    Document,
    Row,
    Section,
    Table,
    Tile,
)
from rekam.office.reports.figures import Figures
from rekam.office.reports.models import Kind
from rekam.office.reports.queries import Said


def document(said: Said, *, language: str = "id", withdrawn: str = "", replaced_by: str = "") -> Document:
    """The report as it stands on paper. The official one is Indonesian (UU 24/2009, article 27)."""
    with translation.override(language):
        figures = said.figures
        sections = _monthly(figures) if figures.kind == Kind.MONTHLY else _daily(figures)
        return Document(
            title=_title(figures),
            subtitle=_subtitle(figures),
            number=said.number,
            paper=said.paper,
            language=language,
            tiles=_tiles(figures),
            sections=tuple(section for section in sections if section is not None),
            dated=said.dated,
            band=_band(said, withdrawn, replaced_by),
            notes=said.notes,
            foot=_foot(said),
            seal=f"{said.number}\nSHA-256 {said.sha256}" if said.sha256 else "",
            signed=not figures.part,
            made_at=said.issued_at,
            lead=_lead(said),
            facts=_facts(said),
        )


def _title(figures: Figures) -> str:
    if figures.kind == Kind.MONTHLY:
        return gettext("Monthly report on KTP-el recording")
    return gettext("Daily report on KTP-el recording")


def _subtitle(figures: Figures) -> str:
    period = (
        wording.month(figures.on, parts.language())
        if figures.kind == Kind.MONTHLY
        else wording.day_and_date(figures.on, parts.language())
    )
    return f"{area_name(figures)} · {period}"


def area_name(figures: Figures) -> str:
    if not figures.part:
        town = paper.is_town(figures.area_code)
        return (gettext("Town of %(name)s") if town else gettext("Regency of %(name)s")) % {
            "name": figures.area_name
        }
    own = figures.area_code in {d.code for d in figures.districts}
    kind = gettext("%(name)s District") if own else gettext("%(name)s Village")
    return kind % {"name": figures.area_name}


def _lead(said: Said) -> tuple[str, ...]:
    known = _known(said.figures)
    if parts.language() == "id" or not said.number:
        return (known,)
    return known, gettext("This is a translation: the report in Indonesian is the official one.")


def _known(figures: Figures) -> str:
    return gettext("Figures on %(on)s, as known up to %(known)s.") % {
        "on": wording.long_date(figures.on, parts.language()),
        "known": wording.long_date(figures.known, parts.language()),
    }


def _band(said: Said, withdrawn: str, replaced_by: str) -> str:
    if withdrawn:
        return gettext("WITHDRAWN: %(reason)s") % {"reason": withdrawn}
    if replaced_by:
        return gettext("REPLACED by report %(number)s") % {"number": replaced_by}
    if not said.number:
        return gettext("DRAFT: not issued, the figures can still change")
    if said.figures.part:
        return gettext("Extract from report %(number)s, for official use only") % {"number": said.number}
    return ""


def _foot(said: Said) -> str:
    return f"{said.number} · {said.sha256[:16]}" if said.number else gettext("Draft")


def _facts(said: Said) -> tuple[tuple[str, str], ...]:
    facts = [(gettext("Number"), said.number), (gettext("Replaces report"), said.replaces)]
    return tuple((name, value) for name, value in facts if value)


def _monthly(figures: Figures) -> list[Section | None]:
    return [
        parts.coverage(figures),
        parts.change(figures),
        service.by_district(figures),
        parts.by_day(figures),
        service.stocks(figures),
        service.failures(figures),
        parts.stated(figures),
    ]


def _daily(figures: Figures) -> list[Section | None]:
    return [
        service.by_district(figures),
        service.stocks(figures),
        service.failures(figures),
        None if figures.part else typed(figures),
        parts.stated(figures),
        parts.coverage(figures),
        service.by_place(figures),
    ]


def _tiles(figures: Figures) -> tuple[Tile, ...]:
    month = wording.month(figures.on, parts.language())
    in_month = Tile(gettext("Recorded in %(month)s") % {"month": month}, figures.in_month)
    if figures.kind == Kind.MONTHLY:
        return (*parts.tiles(figures), in_month)
    first = sum(s.first for s in figures.service)
    today = Tile(
        gettext("Sessions on this day"),
        sum(s.sessions for s in figures.service),
        line=ngettext("%(number)s first recording", "%(number)s first recordings", first)
        % {"number": parts.number(first)},
    )
    return (today, in_month, *parts.tiles(figures)[1:])


def typed(figures: Figures) -> Section:
    """What no file tells and the office wrote in: letters, cards and blanks. What was not written in is a
    dash.
    """
    title = gettext("Letters, cards and blanks, as entered by the office")
    columns = (
        Column(gettext("Item"), TEXT, 96),
        Column(gettext("Kind of number"), TEXT, 44),
        Column(gettext("How many"), COUNT, 26, strong=True),
    )
    rows = tuple(
        Row((str(label), _flow_or_stock(name), figures.typed.get(name)))
        for name, label in labels.TYPED.items()
    )
    note = gettext("A flow may be added up over days; a stock stands on its day and may not.")
    return Section(title, (Table(gettext("Letters and cards"), title, columns, rows, notes=(note,)),))


def _flow_or_stock(name: str) -> str:
    return gettext("Stock") if name in labels.TYPED_STOCKS else gettext("Flow")
