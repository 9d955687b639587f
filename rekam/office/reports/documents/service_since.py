"""Service, statuses and failures of a report against now: what was brought in since changes them, too."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils.translation import gettext

from rekam.domain import wording
from rekam.office.reports.comparison import Comparison
from rekam.office.reports.documents import labels, pairs, parts, service
from rekam.office.reports.documents.document import TEXT, Column, Row, Section, Table, Value, added_up
from rekam.office.reports.figures import Figures, Stock


def of(found: Comparison) -> list[Section]:
    """A section for each of the three that the report or the count of now has anything of."""
    made = (_service(found), _stocks(found), _failures(found))
    return [section for section in made if section is not None]


def _service(found: Comparison) -> Section | None:
    """By outcome and by domicile for the whole, and the sessions of each kecamatan."""
    if not found.frozen.service and not found.now.service:
        return None
    title = gettext("Service then and now")
    return Section(title, (_outcomes(found, title), _districts(found)))


def _outcomes(found: Comparison, title: str) -> Table:
    then, now = (service.cells(list(figures.service)) for figures in (found.frozen, found.now))
    named = (
        gettext("Sessions"),
        gettext("First"),
        gettext("Repeat"),
        gettext("Failed"),
        gettext("This district"),
        gettext("Another district"),
        gettext("Outside the register"),
        gettext("First-timers"),
    )
    rows = tuple(Row((name, *pairs.cells(*two))) for name, *two in zip(named, then, now, strict=True))
    columns = (Column(gettext("Sessions"), TEXT, 80), *pairs.columns("", 1))
    notes = (
        gettext("By outcome and by domicile each add up to the sessions. Sessions are not people."),
        gettext("Domicile is counted by where the register has people now."),
    )
    return Table(gettext("Service"), title, columns, rows, notes=notes)


def _districts(found: Comparison) -> Table:
    title = gettext("Sessions by district of recording")
    then, now = ({s.district for s in figures.service} for figures in (found.frozen, found.now))
    columns = (Column(gettext("District of recording"), TEXT, 80), *pairs.columns("", 1))
    rows = tuple(
        Row(
            (
                service.place_name(found.frozen, district),
                *pairs.cells(_sessions(found.frozen, district), _sessions(found.now, district)),
            )
        )
        for district in service.in_order(found.frozen, then | now)
    )
    return Table(gettext("Districts"), title, columns, rows, added_up(columns, rows, gettext("Total")))


def _sessions(figures: Figures, district: str) -> int:
    return sum(one.sessions for one in figures.service if one.district == district)


def _stocks(found: Comparison) -> Section | None:
    """Statuses on the eve and on the last day: a level, of which a status that came late is told here."""
    then, now = found.frozen.stocks, found.now.stocks
    if not then and not now:
        return None
    eve, on = found.frozen.start - timedelta(days=1), found.frozen.on
    title = gettext("Statuses then and now, on %(day)s") % {"day": wording.long_date(on, parts.language())}
    groups: tuple[tuple[str, Callable[[Stock], int]], ...] = (
        (wording.short_date(eve), lambda stock: stock.before),
        (wording.short_date(on), lambda stock: stock.now),
        (gettext("Over 30 days"), lambda stock: stock.old),
    )
    columns = [Column(gettext("Status"), TEXT, 50)]
    for group, _ in groups:
        columns += pairs.columns(group, len(columns), width=16)
    rows = [
        Row((labels.status(code), *(cell for _, of in groups for cell in _stock(then, now, code, of))))
        for code in _codes(s.code for s in (*then, *now) if s.before or s.now)
    ]
    note = gettext("These are stocks: where sessions stand on a day. They are never added up over days.")
    total = added_up(columns, rows, gettext("Total"))
    table = Table(gettext("Statuses"), title, tuple(columns), tuple(rows), total, notes=(note,))
    return Section(title, (table,))


def _stock(
    then: Iterable[Stock], now: Iterable[Stock], code: str, of: Callable[[Stock], int]
) -> tuple[Value, ...]:
    return pairs.cells(*(sum(of(stock) for stock in held if stock.code == code) for held in (then, now)))


def _failures(found: Comparison) -> Section | None:
    then, now = service.failed(found.frozen), service.failed(found.now)
    if not then and not now:
        return None
    title = gettext("Failures reported in the period, then and now")
    columns = (Column(gettext("Status"), TEXT, 80), *pairs.columns("", 1))
    rows = tuple(
        Row((labels.status(code), *pairs.cells(then.get(code, 0), now.get(code, 0))))
        for code in _codes({*then, *now})
    )
    total = added_up(columns, rows, gettext("Total"))
    return Section(title, (Table(gettext("Failures"), title, columns, rows, total),))


def _codes(held: Iterable[str]) -> list[str]:
    """In the order of the chain to the card; what nobody has seen before last."""
    order = {code: place for place, code in enumerate(labels.STATUSES)}
    return sorted(set(held), key=lambda code: (order.get(code, len(order)), code))
