"""The sections about sessions: service at places (flows) and statuses on a day (stocks)."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext, pgettext

from rekam.domain import wording
from rekam.office.reports.documents import labels
from rekam.office.reports.documents.document import (
    CHANGE,
    COUNT,
    SUM,
    TEXT,
    Column,
    Row,
    Section,
    Table,
    added_up,
)
from rekam.office.reports.documents.parts import language
from rekam.office.reports.figures import ELSEWHERE, UNSTATED, Figures, Service

# -- service ------------------------------------------------------------------------------------


def by_district(figures: Figures) -> Section:
    """Sessions where they took place, parted once by outcome and once by domicile."""
    title = gettext("Service by district of recording")
    names = (Column(gettext("District of recording"), TEXT, 52),)
    return _service(gettext("Service"), title, names, _district_rows(figures), notes=_service_notes())


def by_place(figures: Figures) -> Section | None:
    """The same, place by place: for whoever plans where to go next."""
    if not figures.service:
        return None
    title = gettext("Service by place of recording")
    names = (Column(gettext("District"), TEXT, 27), Column(gettext("Place of recording"), TEXT, 72))
    return _service(gettext("Places"), title, names, _place_rows(figures))


def _service(
    name: str, title: str, names: tuple[Column, ...], rows: Iterable[Row], *, notes: tuple[str, ...] = ()
) -> Section:
    outcome, domicile = gettext("By outcome"), gettext("By domicile")
    columns = (
        *names,
        Column(gettext("Sessions"), COUNT, 12, total=SUM, strong=True),
        Column(gettext("First"), COUNT, 12, outcome, SUM),
        Column(gettext("Repeat"), COUNT, 12, outcome, SUM),
        Column(gettext("Failed"), COUNT, 12, outcome, SUM),
        Column(gettext("This district"), COUNT, 16, domicile, SUM),
        Column(gettext("Another district"), COUNT, 16, domicile, SUM),
        Column(gettext("Outside the register"), COUNT, 14, domicile, SUM),
        Column(gettext("First-timers"), COUNT, 13, total=SUM),
    )
    held = tuple(rows)
    total = added_up(columns, held, gettext("Total"))
    empty = gettext("No session of this period has been brought in.")
    table = Table(name, title, columns, held, total, notes=notes, names=len(names), empty=empty)
    return Section(title, (table,))


def _service_notes() -> tuple[str, ...]:
    return (
        gettext("By outcome and by domicile each add up to the sessions. Sessions are not people."),
        gettext(
            "First-timers: aged 16, recorded before the obligation begins; part of the first recordings."
        ),
        gettext(
            "Outside the register: people who live elsewhere or whose NIK this register does not know yet. "
            "They are served here and counted where they live."
        ),
    )


def place_name(figures: Figures, district: str) -> str:
    if district == ELSEWHERE:
        return gettext("Outside the regency")
    if district == UNSTATED:
        return gettext("Place not stated")
    return next((d.name for d in figures.districts if d.code == district), district)


def in_order(figures: Figures, districts: Iterable[str]) -> list[str]:
    """The kecamatan in their order; other places last."""
    codes = [*(d.code for d in figures.districts), ELSEWHERE, UNSTATED]
    order = {code: n for n, code in enumerate(codes)}
    return sorted(districts, key=lambda d: (order.get(d, len(order)), d))


def _by_district(figures: Figures) -> list[tuple[str, list[Service]]]:
    """Each kecamatan with what took place there."""
    served = in_order(figures, {s.district for s in figures.service})
    return [(place_name(figures, d), [s for s in figures.service if s.district == d]) for d in served]


def _district_rows(figures: Figures) -> Iterable[Row]:
    return (Row((name, *cells(some))) for name, some in _by_district(figures))


def _place_rows(figures: Figures) -> Iterable[Row]:
    for name, some in _by_district(figures):
        for one in some:
            yield Row((name, one.place or wording.MISSING, *cells([one])))


def cells(some: list[Service]) -> tuple[int, ...]:
    """Sessions, by outcome, by domicile, and first-timers."""
    names = ("sessions", "first", "repeat", "failed", "own", "other", "outside", "first_timers")
    return tuple(sum(getattr(one, name) for one in some) for name in names)


# -- statuses -----------------------------------------------------------------------------------


def stocks(figures: Figures) -> Section:
    """Where sessions stand in the chain to the card on two days. A level: never added over days."""
    eve = figures.start - timedelta(days=1)
    title = gettext("Sessions by status on %(day)s") % {"day": wording.long_date(figures.on, language())}
    columns = (
        Column(gettext("Status"), TEXT, 62),
        Column(gettext("Code"), TEXT, 50),
        Column(wording.short_date(eve), COUNT, 18, total=SUM),
        Column(wording.short_date(figures.on), COUNT, 18, total=SUM, strong=True),
        Column(pgettext("difference", "Change"), CHANGE, 16, total=SUM, less=(3, 2)),
        Column(gettext("Over 30 days"), COUNT, 17, total=SUM),
    )
    codes = [c for c in labels.STATUSES if c] + sorted(
        {s.code for s in figures.stocks} - labels.STATUSES.keys()
    )
    rows = tuple(_stock_row(figures, code) for code in ["", *codes] if _has_stock(figures, code))
    table = Table(
        gettext("Statuses"),
        title,
        columns,
        rows,
        added_up(columns, rows, gettext("Total")),
        notes=(
            gettext("These are stocks: where sessions stand on a day. They are never added up over days."),
            gettext(
                "Sent to the centre for over 30 days may mean that the NIK is recorded elsewhere already."
            ),
        ),
        empty=gettext("No session has been brought in yet."),
    )
    return Section(title, (table,))


def _has_stock(figures: Figures, code: str) -> bool:
    return any(s.code == code and (s.before or s.now) for s in figures.stocks)


def _stock_row(figures: Figures, code: str) -> Row:
    held = [s for s in figures.stocks if s.code == code]
    before, now = sum(s.before for s in held), sum(s.now for s in held)
    return Row(
        (labels.status(code), code or wording.MISSING, before, now, now - before, sum(s.old for s in held))
    )


def failures(figures: Figures) -> Section:
    """Failures that were reported in the period, by status: a flow."""
    title = gettext("Failures reported in the period")
    found = failed(figures)
    columns = (
        Column(gettext("Status"), TEXT, 70),
        Column(gettext("Code"), TEXT, 70),
        Column(gettext("Reports"), COUNT, 24, total=SUM),
    )
    rows = tuple(Row((labels.status(code), code, found[code])) for code in sorted(found))
    table = Table(
        gettext("Failures"),
        title,
        columns,
        rows,
        added_up(columns, rows, gettext("Total")),
        empty=gettext("No failure was reported in the period."),
    )
    return Section(title, (table,))


def failed(figures: Figures) -> dict[str, int]:
    """Failures reported in the period by code, over all kecamatan."""
    found: dict[str, int] = {}
    for by_code in figures.failed.values():
        for code, count in by_code.items():
            found[code] = found.get(code, 0) + count
    return found
