"""The screen that says why a number changed."""

from dataclasses import dataclass, replace
from datetime import date

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekam.domain.coverage.explanation import Count, Explanation
from rekam.domain.coverage.rules import Reason
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.coverage import asked, links, pictures, queries, standing, views
from rekam.office.coverage.asked import Asked, Window, address
from rekam.office.coverage.words import MEASURES, REASONS
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Area, Level


@requires(Right.SEE_COVERAGE)
@require_safe
def explanation(request: HttpRequest) -> HttpResponse:
    """The difference between two counts, by reason."""
    question, (window, wrong) = asked.read(request), asked.window(request)
    if question is None:
        return views.nothing_yet(request)
    measure = request.GET.get("measure", "")
    measure = measure if measure in MEASURES else "unrecorded"
    found = queries.explain(
        start=window.start,
        end=window.end,
        known_start=window.known_start,
        known_end=window.known_end,
        area=question.area.code,
    )
    own = {"area": question.area.code, "measure": request.GET.get("measure")}
    here = address("coverage:explanation", **own, **links.window(found))
    page = {
        **views.common(request, replace(question, wrong=wrong)),
        "window": window,
        "explained": found,
        "measure": measure,
        "measures": [(name, label, _with_measure(found, name)) for name, label in MEASURES.items()],
        "table": _table(request, found),
        "starts": [(name, found.measures[name].start) for name in MEASURES],
        "ends": [(name, found.measures[name].end) for name in MEASURES],
        "changes": [(name, found.measures[name].end - found.measures[name].start) for name in MEASURES],
        "bridge": pictures.bridge(found, measure, links.cells(request, found, measure)),
        "presets": _presets(question.area.code, found),
        "whole": asked.area_for(request.user, ""),
        "places": _places(request, question.area),
        "by_area": _by_area(question, found),
    }
    return views.answer(request, "coverage/explanation.html", page, here)


@dataclass(frozen=True, slots=True)
class Cell:
    """How much one reason moved one measure, and how much of that was learned late."""

    amount: int
    late: int
    href: links.Link
    late_href: links.Link


@dataclass(frozen=True, slots=True)
class Line:
    reason: str
    label: str
    cells: list[tuple[str, Cell | None]]


def _table(request: HttpRequest, found: Explanation) -> list[Line]:
    """A row for every reason that moved anything, in the order of the rules."""
    moved = {reason for difference in found.measures.values() for reason in difference.reasons}
    return [
        Line(
            reason.value,
            str(REASONS[reason]),
            [(measure, _cell(request, found, measure, reason.value)) for measure in MEASURES],
        )
        for reason in Reason
        if reason.value in moved
    ]


def _cell(request: HttpRequest, found: Explanation, measure: str, reason: str) -> Cell | None:
    difference = found.measures[measure]
    amount, late = difference.reasons.get(reason), difference.late.get(reason, 0)
    if amount is None and not late:
        return None
    return Cell(
        amount or 0,
        late,
        links.cell(request, found, measure, reason),
        links.cell(request, found, measure, reason, late=True) if late else None,
    )


def _with_measure(found: Explanation, measure: str) -> str:
    return address("coverage:explanation", area=found.area, measure=measure, **links.window(found))


def _presets(area: str, found: Explanation) -> list[tuple[str, str, bool]]:
    """The comparisons that offices ask for, with the one on the page marked."""
    today = queries.default_day()
    month = standing.month_end_before(today)
    earlier = standing.month_end_before(month)
    now = queries.last_known(today)
    wanted = [
        (_("Since the end of last month"), Window(month, today, month, now)),
        (_("Over the whole last month"), Window(earlier, month, earlier, month)),
        (_("Same day, as known then and now"), Window(month, month, month, now)),
    ]
    if report := _last_report():
        wanted.insert(1, (_("Since the last report"), Window(report[0], today, report[1], now)))
    own = Window(found.start, found.end, found.known_start, found.known_end)
    return [(label, _address(area, window), window == own) for label, window in wanted]


def _last_report() -> tuple[date, date] | None:
    """The day of the last monthly report and the day as known on which it counts.

    Reports are a later part of the office, which may use this one and not the other way; only their dates
    are asked for here.
    """
    reports = apps.get_model("reports", "Issued").objects
    days: tuple[date, date] | None = (
        reports.filter(kind="monthly", withdrawal__isnull=True)
        .order_by("-on", "-edition")
        .values_list("on", "known")
        .first()
    )
    return days


def _address(area: str, window: Window) -> str:
    return address(
        "coverage:explanation",
        area=area,
        **{"from": window.start, "to": window.end},
        known_from=window.known_start,
        known_to=window.known_end,
    )


def _places(request: HttpRequest, area: Area) -> list[tuple[str, list[Area]]]:
    """What the reader may choose: the districts, and the villages of the one on the page."""
    regency = regions.office().regency.code
    districts = regions.districts(regency)
    mine = [district for district in districts if rights.within(request.user, district.code)]
    within = area.code if area.level == Level.DISTRICT else area.code.rpartition(".")[0]
    villages = [] if area.level == Level.REGENCY else list(regions.villages(within))
    return [(_("Districts"), mine if len(mine) > 1 else []), (_("Villages"), villages)]


@dataclass(frozen=True, slots=True)
class Moved:
    """What one area added to the change."""

    name: str
    href: str
    start: Count
    end: Count

    def change(self, measure: str) -> int:
        return self.end.of(measure) - self.start.of(measure)

    @property
    def unrecorded(self) -> int:
        return self.change("unrecorded")

    @property
    def obliged(self) -> int:
        return self.change("obliged")

    @property
    def recorded(self) -> int:
        return self.change("recorded")


def _by_area(question: Asked, found: Explanation) -> list[Moved]:
    """Where it changed: the areas one level down, the largest change of the unrecorded first."""
    if question.area.level == Level.VILLAGE:
        return []
    by, within = question.by, question.area.code
    first = queries.coverage(on=found.start, known=found.known_start, by=by, within=within)
    last = queries.coverage(on=found.end, known=found.known_end, by=by, within=within)
    window = Window(found.start, found.end, found.known_start, found.known_end)
    rows = [
        Moved(a.name, _address(a.code, window), a.total, b.total)
        for a, b in zip(first.areas, last.areas, strict=True)
    ]
    return sorted((row for row in rows if row.start != row.end), key=lambda row: -abs(row.unrecorded))
