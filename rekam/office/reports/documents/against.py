"""An issued report against now, as a document: what differs, why, and who entered it."""

from datetime import date

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rekam.domain import wording
from rekam.office.reports.comparison import Comparison, Source
from rekam.office.reports.documents import labels, pairs, parts, reports, service_since
from rekam.office.reports.documents.document import (
    CHANGE,
    DATE,
    SUM,
    TEXT,
    Column,
    Document,
    Row,
    Section,
    Table,
    Tile,
    Value,
    added_up,
)
from rekam.office.reports.figures import MEASURES
from rekam.office.reports.queries import Said
from rekam.office.residents import words

KINDS: dict[str, str | Promise] = {
    "residents": _("Register file"),
    "recordings": _("File of recordings"),
    "correction": _("Correction"),
    "undo": _("Import undone"),
    "rules": _("Changed counting rules"),
}


def document(said: Said, found: Comparison, *, language: str = "id") -> Document:
    """Frozen against now. It is no report: it has no number of its own and nobody signs it."""
    with translation.override(language):
        counts = [_figures(found), _reasons(found), _areas(found), _month(found), _flow(found)]
        sections = [*counts, _sessions(found), *service_since.of(found)]
        period = wording.period(found.frozen.start, found.frozen.on, language)
        return Document(
            title=gettext("Report %(number)s against now") % {"number": said.number},
            subtitle=f"{reports.area_name(found.frozen)} · {period}",
            number="",
            paper=said.paper,
            language=language,
            tiles=_tiles(found),
            sections=tuple(s for s in [*sections, _sources(found)] if s is not None),
            dated=found.now.known,
            foot=f"{said.number} · {said.sha256[:16]}",
            signed=False,
            lead=(_lead(found),),
        )


def _lead(found: Comparison) -> str:
    return gettext(
        "Issued with what was known up to %(then)s; compared with what is known up to %(now)s."
    ) % {
        "then": wording.long_date(found.frozen.known, parts.language()),
        "now": wording.long_date(found.now.known, parts.language()),
    }


def _tiles(found: Comparison) -> tuple[Tile, ...]:
    then, now = found.frozen.total.total, found.now.total.total
    return tuple(
        Tile(
            labels.measure(measure),
            now.of(measure) - then.of(measure),
            CHANGE,
            gettext("%(then)s issued, %(now)s now")
            % {"then": parts.number(then.of(measure)), "now": parts.number(now.of(measure))},
        )
        for measure in ("obliged", "recorded", "unrecorded")
    )


def _figures(found: Comparison) -> Section:
    title = gettext("The figures then and now")
    columns = (Column(gettext("Figure"), TEXT, 80), *pairs.columns("", 1))
    then, now = found.frozen.total.total, found.now.total.total
    figures = [(labels.measure(m), then.of(m), now.of(m)) for m in parts.FOUR]
    figures.append((gettext("Recorded in the period"), found.frozen.in_period, found.now.in_period))
    if found.frozen.start.day > 1:
        month = labels.measure("recorded_in_month")
        figures.append((month, found.frozen.in_month, found.now.in_month))
    rows = [Row((label, *pairs.cells(*two))) for label, *two in figures]
    return Section(title, (Table(gettext("Figures"), title, columns, tuple(rows)),))


def _reasons(found: Comparison) -> Section:
    """From the issued counts to those of now, by reason, with the bridge of the unrecorded."""
    title = gettext("Why they differ")
    villages = found.frozen.villages
    start = [sum(found.since.start[v][n] for v in villages) for n in range(len(MEASURES))]
    first = Row((gettext("As issued"), *start, start[1] - start[2]), "start")
    rows = tuple(Row(row.cells[:-1]) for row in parts.change_rows(found.since, villages))
    columns = (
        Column(gettext("Reason"), TEXT, 80),
        *(Column(labels.measure(m), CHANGE, 22, total=SUM) for m in MEASURES),
        Column(labels.measure("unrecorded"), CHANGE, 22, total=SUM, less=(2, 3), strong=True),
    )
    end = gettext("As known now")
    total = added_up(columns, (first, *rows), end)
    note = gettext("Entered after the report: brought in later under a date that the report already knew.")
    table = Table(gettext("Reasons"), title, columns, (first, *rows), total, notes=(note,))
    if not rows:
        return Section(title, (table,), words=(gettext("Nothing has changed since this report was issued."),))
    steps = parts.bridge_steps(first, rows, total, end)
    return Section(
        title, (table,), (parts.bridge(steps, label=gettext("Unrecorded, as issued and as known now")),)
    )


def _areas(found: Comparison) -> Section | None:
    """Area by area; left out while no count differs anywhere."""
    if found.now.counts == found.frozen.counts:
        return None
    title = gettext("By area")
    area = gettext("Village") if found.frozen.part else gettext("District")
    columns = [Column(area, TEXT, 34)]
    for measure in ("obliged", "recorded", "unrecorded"):
        columns += pairs.columns(labels.measure(measure), len(columns))
    areas = (
        zip(found.frozen.by_village(), found.now.by_village(), strict=True)
        if found.frozen.part
        else zip(found.frozen.by_district(), found.now.by_district(), strict=True)
    )
    rows = []
    for then, now in areas:
        cells: list[Value] = [then.name]
        for measure in ("obliged", "recorded", "unrecorded"):
            cells += pairs.cells(then.total.of(measure), now.total.of(measure))
        rows.append(Row(tuple(cells)))
    return Section(
        title,
        (Table(title, title, tuple(columns), tuple(rows), added_up(columns, rows, gettext("Total"))),),
    )


def _month(found: Comparison) -> Section | None:
    """Where and on which days of the month others were recorded than was said; left out while none were."""
    if not found.month_changed:
        return None
    title = gettext("Recorded in the month, by area and day")
    return Section(title, (_month_areas(found, title), _month_days(found)))


def _month_areas(found: Comparison, title: str) -> Table:
    frozen, area = found.frozen, gettext("Village") if found.frozen.part else gettext("District")
    named = (
        [(name, [code]) for d in frozen.districts for code, name in d.villages.items()]
        if frozen.part
        else [(d.name, list(d.villages)) for d in frozen.districts]
    )
    first = frozen.on.replace(day=1)
    columns = (Column(area, TEXT, 80), *pairs.columns("", 1))
    rows = tuple(
        Row((name, *pairs.cells(*(f.recorded_in(villages, first) for f in (frozen, found.now)))))
        for name, villages in named
    )
    total = added_up(columns, rows, gettext("Total"))
    return Table(gettext("Month by area"), title, columns, rows, total)


def _month_days(found: Comparison) -> Table:
    """Only the days that differ: of the others everything was said."""
    title = gettext("Days that differ")
    days = sorted(
        {day for figures in (found.frozen, found.now) for held in figures.by_day.values() for day in held}
    )
    columns = (Column(gettext("Day"), DATE, 80), *pairs.columns("", 1))
    rows = []
    for day in map(date.fromisoformat, days):
        then, now = (f.recorded_in(f.villages, day, day) for f in (found.frozen, found.now))
        if then != now:
            rows.append(Row((day, *pairs.cells(then, now))))
    empty = gettext("On each day as many as was said, but of other areas.")
    return Table(gettext("Month by day"), title, columns, tuple(rows), empty=empty)


def _flow(found: Comparison) -> Section | None:
    """Why the recorded of the period are more or fewer than was said."""
    entered, learned = _summed(found.flow.entered), _summed(found.flow.learned)
    if not entered and not learned:
        return None
    title = gettext("Recorded in the period: why it differs")
    columns = (Column(gettext("Reason"), TEXT, 120), Column(gettext("People"), CHANGE, 30, total=SUM))
    rows = [Row((gettext("As issued"), found.frozen.in_period), "start")]
    rows += [Row((labels.reason(r), n)) for r, n in learned.items()]
    rows += [Row((parts.entered_label(r), n)) for r, n in entered.items()]
    total = added_up(columns, rows, gettext("As known now"))
    return Section(title, (Table(gettext("In the period"), title, columns, tuple(rows), total),))


def _summed(by_village: dict[str, dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for reasons in by_village.values():
        for reason, amount in reasons.items():
            found[reason] = found.get(reason, 0) + amount
    return {r: found[r] for r in labels.REASONS if found.get(r)}


def _sessions(found: Comparison) -> Section:
    title = gettext("Sessions of the period")
    held = found.sessions
    columns = (
        Column(pgettext("difference", "Change"), TEXT, 120),
        Column(gettext("Sessions"), CHANGE, 30, total=SUM),
    )
    moves = [
        (gettext("Taken back with an undone import"), -held.removed),
        (gettext("Brought in before the report, but known later than it counts"), held.left_out),
        (gettext("Entered after the report, under a date it already knew"), held.entered),
        (gettext("Learned since"), held.learned),
    ]
    rows = [Row((gettext("As issued"), held.frozen), "start"), *(Row(move) for move in moves if move[1])]
    total = added_up(columns, rows, gettext("As known now"))
    return Section(title, (Table(gettext("Sessions"), title, columns, tuple(rows), total),))


def _sources(found: Comparison) -> Section:
    """What was posted since: these rows add up to the same difference."""
    title = gettext("What was entered since, and by whom")
    columns = (
        Column(gettext("Entered"), TEXT, 34),
        Column(gettext("What"), TEXT, 46),
        Column(gettext("By"), TEXT, 34),
        *(Column(labels.measure(m), CHANGE, 19, total=SUM) for m in MEASURES),
        Column(labels.measure("unrecorded"), CHANGE, 19, total=SUM, less=(4, 5), strong=True),
    )
    rows = tuple(
        Row(
            (
                wording.moment(s.at, timezone.get_current_timezone(), parts.language()),
                _named(s),
                s.by or gettext("the terminal"),
                *s.amounts,
                s.amounts[1] - s.amounts[2],
            )
        )
        for s in found.sources
    )
    return Section(
        title,
        (
            Table(
                gettext("Sources"),
                title,
                columns,
                rows,
                added_up(columns, rows, gettext("Total")),
                empty=gettext("Nothing has been entered that touches this report."),
            ),
        ),
    )


def _named(source: Source) -> str:
    """Berkas perekaman, Impor 21."""
    kind, name = str(KINDS.get(source.kind, source.kind)), words.source(source.name)
    return f"{kind}, {name}" if name else kind
