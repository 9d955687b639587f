"""The sections that reports are put together from. Called while the document's language is active."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import get_language, gettext, pgettext

from rekam.domain import wording
from rekam.domain.coverage.explanation import AreaCount
from rekam.office.reports.documents import drawing, labels
from rekam.office.reports.documents.document import (
    CHANGE,
    COUNT,
    DATE,
    DAY,
    ORDER,
    PERCENT,
    RATIO,
    SUM,
    TEXT,
    Column,
    Row,
    Section,
    Table,
    Tile,
    Value,
    added_up,
    share,
)
from rekam.office.reports.figures import MEASURES, Figures, Moved, Since

SATURDAY = 5
FOUR = (*MEASURES, "unrecorded")


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def number(value: int | None) -> str:
    return wording.number(value, language())


def sexes(group: str) -> list[Column]:
    """Men, women, and both together."""
    short = [
        pgettext("sex in a table", "M"),
        pgettext("sex in a table", "F"),
        pgettext("sex in a table", "Total"),
    ]
    return [Column(label, group=group, total=SUM) for label in short]


# -- coverage -----------------------------------------------------------------------------------


def coverage(figures: Figures) -> Section:
    """The table that every office makes: obliged, recorded and unrecorded by sex, with their shares."""
    title = gettext("Coverage on %(day)s") % {"day": wording.long_date(figures.on, language())}
    rows = figures.by_village() if figures.part else figures.by_district()
    area = gettext("Village") if figures.part else gettext("District")
    return Section(title, (_coverage_table(title, area, rows),))


def _coverage_table(title: str, area: str, areas: Iterable[AreaCount]) -> Table:
    obliged, recorded, unrecorded = (sexes(labels.measure(m)) for m in ("obliged", "recorded", "unrecorded"))
    flat = [
        Column(gettext("No."), ORDER, 8),
        Column(area, TEXT, 34),
        *_adding(obliged, 2),
        *_adding(recorded, 5),
    ]
    flat.append(Column("%", PERCENT, 12.5, total=RATIO, ratio=(7, 4), strong=True))
    less = [(2, 5), (3, 6), (4, 7)]
    flat += [_less(column, pair) for column, pair in zip(unrecorded, less, strict=True)]
    flat.append(Column("%", PERCENT, 12.5, total=RATIO, ratio=(11, 4)))
    rows = tuple(Row((n, *_coverage_cells(a))) for n, a in enumerate(areas, start=1))
    return Table(
        gettext("Coverage"), title, tuple(flat), rows, added_up(flat, rows, gettext("Total")), names=2
    )


def _adding(columns: list[Column], start: int) -> list[Column]:
    *two, both = columns
    return [*two, Column(both.label, both.kind, 14, both.group, both.total, (start, start + 1), strong=True)]


def _less(column: Column, pair: tuple[int, int]) -> Column:
    return Column(column.label, column.kind, column.width, column.group, column.total, less=pair)


def _coverage_cells(area: AreaCount) -> tuple[Value, ...]:
    both = area.total
    three = [(c.obliged, c.recorded, c.unrecorded) for c in (area.male, area.female, both)]
    obliged, recorded, unrecorded = zip(*three, strict=True)
    done, left = share(both.recorded, both.obliged), share(both.unrecorded, both.obliged)
    return (area.name, *obliged, *recorded, done, *unrecorded, left)


# -- why it changed -----------------------------------------------------------------------------


def change(figures: Figures) -> Section | None:
    """From the report before to this one, by reason: a bridge of the unrecorded, and all four as a table."""
    since = figures.since
    if since is None:
        return None
    title = change_title(since)
    rows = change_rows(since, figures.villages)
    start = [sum(since.start[v][n] for v in figures.villages) for n in range(len(MEASURES))]
    first = Row((_start_label(since), *_with_unrecorded(start), None), "start")
    columns = (
        Column(gettext("Reason"), TEXT, 70),
        *(Column(labels.measure(m), CHANGE, 21, total=SUM) for m in MEASURES),
        Column(labels.measure("unrecorded"), CHANGE, 21, total=SUM, less=(2, 3), strong=True),
        Column(gettext("Of these learned late"), CHANGE, 21, total=SUM),
    )
    end = gettext("This report, %(day)s") % {"day": wording.long_date(figures.on, language())}
    table = Table(
        pgettext("difference", "Change"),
        title,
        columns,
        (first, *rows),
        added_up(columns, (first, *rows), end),
        notes=(late_note(),),
    )
    steps = bridge_steps(first, rows, table.total or (), end)
    picture = bridge(steps, label=gettext("Unrecorded, from the report before to this one"))
    return Section(title, (table,), (picture,))


def late_note() -> str:
    return gettext("Learned late: it was true before the earlier day already, and became known afterwards.")


def change_title(since: Since) -> str:
    day = wording.long_date(since.on, language())
    if since.number:
        return gettext("Change since report %(number)s (%(day)s)") % {"number": since.number, "day": day}
    return gettext("Change since %(day)s, as known on that day") % {"day": day}


def _start_label(since: Since) -> str:
    day = wording.long_date(since.on, language())
    if since.number:
        return gettext("Report %(number)s, %(day)s") % {"number": since.number, "day": day}
    return gettext("Count on %(day)s") % {"day": day}


def change_rows(since: Since, villages: Iterable[str]) -> tuple[Row, ...]:
    """A row for each reason that moved anything, and one for each reason that was entered afterwards."""
    inside = list(villages)
    moves, late, entered = (_summed(part, inside) for part in (since.moves, since.late, since.entered))
    rows = [
        Row((labels.reason(reason), *_amounts(moves, reason), _unrecorded(late, reason)))
        for reason in _in_order(moves)
    ]
    rows += [
        Row((entered_label(reason), *_amounts(entered, reason), _unrecorded(entered, reason)))
        for reason in _in_order(entered)
    ]
    return tuple(rows)


def entered_label(reason: str) -> str:
    return gettext("%(reason)s (entered after the report)") % {"reason": labels.reason(reason)}


def _summed(moved: Moved, villages: Iterable[str]) -> dict[str, dict[str, int]]:
    """measure → reason → amount, over some villages."""
    found: dict[str, dict[str, int]] = {}
    for village in villages:
        for measure, reasons in moved.get(village, {}).items():
            by_reason = found.setdefault(measure, {})
            for reason, amount in reasons.items():
                by_reason[reason] = by_reason.get(reason, 0) + amount
    return found


def _in_order(moved: dict[str, dict[str, int]]) -> list[str]:
    present = {reason for reasons in moved.values() for reason, n in reasons.items() if n}
    return [r for r in labels.REASONS if r in present] + sorted(present - labels.REASONS.keys())


def _amounts(moved: dict[str, dict[str, int]], reason: str) -> tuple[int, ...]:
    return _with_unrecorded([moved.get(m, {}).get(reason, 0) for m in MEASURES])


def _with_unrecorded(three: list[int]) -> tuple[int, ...]:
    return (*three, three[1] - three[2])


def _unrecorded(moved: dict[str, dict[str, int]], reason: str) -> int:
    return moved.get("obliged", {}).get(reason, 0) - moved.get("recorded", {}).get(reason, 0)


UNRECORDED_COLUMN = 4


def bridge_steps(first: Row, rows: Iterable[Row], total: tuple[Value, ...], end: str) -> list[drawing.Step]:
    """The unrecorded of a change table as the bars of a bridge."""
    start, finish = _whole(first.cells[UNRECORDED_COLUMN]), _whole(total[UNRECORDED_COLUMN])
    steps = [drawing.Step(str(first.cells[0]), start, number(start), is_end=True)]
    for row in rows:
        if amount := _whole(row.cells[UNRECORDED_COLUMN]):
            steps.append(drawing.Step(str(row.cells[0]), amount, wording.signed(amount, language())))
    return [*steps, drawing.Step(end, finish, number(finish), is_end=True)]


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0


def bridge(steps: list[drawing.Step], *, label: str) -> drawing.Picture:
    levels, at = [], 0
    for step in steps:
        at = step.amount if step.is_end else at + step.amount
        levels.append(at)
    base = drawing.axis_start(levels)
    note = gettext("The axis begins at %(number)s.") % {"number": number(base)}
    return drawing.bridge(steps, label=label, note=note)


# -- recorded by day ----------------------------------------------------------------------------


def by_day(figures: Figures) -> Section:
    """Residents recorded in the month, by the day and by where they live."""
    month = wording.month(figures.on, language())
    title = gettext("Recorded in %(month)s, by day and domicile") % {"month": month}
    parts = (
        [(name, [code]) for d in figures.districts for code, name in d.villages.items()]
        if figures.part
        else [(d.name, list(d.villages)) for d in figures.districts]
    )
    days = [figures.start + timedelta(days=n) for n in range((figures.on - figures.start).days + 1)]
    rows = tuple(_day_row(figures, day, [codes for _, codes in parts]) for day in days)
    width = min(8.2, 130 / max(len(parts), 1))
    columns = (
        Column(gettext("Day"), DAY, 24),
        *(Column(name, COUNT, width, total=SUM, upright=True) for name, _ in parts),
        Column(gettext("Total"), COUNT, 11, total=SUM, adds=tuple(range(1, len(parts) + 1)), strong=True),
    )
    table = Table(
        gettext("By day"),
        title,
        columns,
        rows,
        added_up(columns, rows, gettext("Total")),
        notes=_day_notes(figures),
    )
    return Section(title, (table,), (_day_bars(figures, days, rows, title),))


def _day_row(figures: Figures, day: date, parts: list[list[str]]) -> Row:
    counts = [figures.recorded_in(codes, day, day) for codes in parts]
    return Row((day, *counts, sum(counts)), "off" if is_off(figures, day) else "")


def is_off(figures: Figures, day: date) -> bool:
    return day.weekday() >= SATURDAY or day.isoformat() in figures.days_off


def _day_bars(figures: Figures, days: list[date], rows: tuple[Row, ...], title: str) -> drawing.Picture:
    totals = [_whole(row.cells[-1]) for row in rows]
    return drawing.bars(
        totals,
        labels=[str(day.day) for day in days],
        off=[is_off(figures, day) for day in days],
        written=[number(n) for n in totals],
        label=gettext("Chart: %(title)s") % {"title": title},
    )


def _day_notes(figures: Figures) -> tuple[str, ...]:
    notes = [
        gettext(
            "Counted on the day of the first recording that counts, under the area where the person lives."
        ),
        gettext("Shaded: Saturdays, Sundays and holidays."),
    ]
    for iso, names in sorted(figures.days_off.items()):
        day = date.fromisoformat(iso)
        if figures.start <= day <= figures.on:
            notes.append(f"{wording.long_date(day, language())}: {names.get(language(), '')}.")
    return tuple(notes)


# -- what was stated ----------------------------------------------------------------------------


def stated(figures: Figures) -> Section | None:
    """What was published about days of the period, beside what the ledger computed on issuing."""
    if not figures.stated:
        return None
    title = gettext("Figures that were published")
    columns = (
        Column(gettext("Figure"), TEXT, 32),
        Column(gettext("About"), DATE, 18),
        Column(gettext("Published by, on, source"), TEXT, 72),
        Column(gettext("Published"), COUNT, 18),
        Column(gettext("Computed"), COUNT, 18),
        Column(gettext("Difference"), CHANGE, 18, less=(4, 3), strong=True),
    )
    rows = tuple(
        Row(
            (
                labels.measure(s.measure),
                s.on,
                f"{s.stated_by}, {wording.short_date(s.published_on)}. {s.source}",
                s.value,
                s.computed,
                s.computed - s.value,
            )
        )
        for s in figures.stated
    )
    return Section(title, (Table(gettext("Published"), title, columns, rows),))


def tiles(figures: Figures) -> tuple[Tile, ...]:
    """The figures that are read first."""
    total = figures.total.total
    done = wording.percent_of(total.recorded, total.obliged, language())
    left = wording.percent_of(total.unrecorded, total.obliged, language())
    return (
        Tile(labels.measure("obliged"), total.obliged, line=_of_registered(total.registered)),
        Tile(labels.measure("recorded"), total.recorded, line=done),
        Tile(labels.measure("unrecorded"), total.unrecorded, line=left),
    )


def _of_registered(registered: int) -> str:
    return gettext("of %(number)s registered") % {"number": number(registered)}
