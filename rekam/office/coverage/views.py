"""The screens of the count: where we stand, any area on any day, and its download."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from rekam.domain.coverage.explanation import Coverage
from rekam.domain.trouble import RuleBroken
from rekam.files import exports
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.coverage import asked, links, outlines, pictures, queries, rows, standing
from rekam.office.coverage.asked import Asked, address
from rekam.office.coverage.standing import Standing
from rekam.office.coverage.words import COLUMNS, full_name
from rekam.office.ledger import queries as ledger
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Level

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Needs = Callable[[HttpRequest, Asked, Standing], Sequence[Any]]


def home(request: HttpRequest, needs: Needs) -> HttpResponse:
    """The first page. *needs* tells what waits for somebody in any part of the office."""
    if not has_figures():
        return nothing_yet(request)
    question = asked.read(request)
    found = standing.standing(on=question.on, known=question.known, by=question.by, within=question.area.code)
    page = {
        **common(request, question),
        "standing": found,
        "since_day": found.since and pictures.short_day(found.since.start),
        "coverage": found.coverage,
        "rows": rows.of_home(request, question, found),
        "links": links.figures(request, question),
        "needs": needs(request, question, found),
        "map": _map(question, found.coverage),
        "days": pictures.days(found.flow, lambda day: links.recorded(request, question, day, day)),
        "trend": pictures.trend(found.past),
        "bridge": found.since
        and pictures.bridge(found.since, "unrecorded", links.cells(request, found.since, "unrecorded")),
    }
    here = address("web:home", area=request.GET.get("area"), on=question.on_given)
    return answer(request, "coverage/home.html", page, here)


@requires(Right.SEE_COVERAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Any area on any day, as known on any day."""
    if not has_figures():
        return nothing_yet(request)
    question = asked.read(request)
    shape = rows.shape(request.GET)
    coverage = rows.in_order(counted(question, shape), shape.sort)
    semester_end = standing.semester_end_before(question.on)
    past = standing.past(on=question.on, known=question.known, within=question.area.code)
    page = {
        **common(request, question),
        "shape": shape,
        "wrong": (*question.wrong, *shape.wrong),
        "coverage": coverage,
        "rows": rows.of_table(request, question, coverage, linked=shape.denominator_on is None),
        "columns": rows.columns(question, shape),
        "links": {**links.figures(request, question), **rows.views_of(question, shape, semester_end)},
        "map": None if question.area.level == Level.VILLAGE else _map(question, coverage),
        "trend": pictures.trend(past, ("obliged", "recorded", "unrecorded")),
        "semester_end": semester_end,
    }
    return answer(request, "coverage/index.html", page, shape.address(question))


@requires(Right.SEE_COVERAGE)
@require_safe
def download(request: HttpRequest, ending: str) -> HttpResponse:
    """The table as a file, with men, women and both, whatever the screen shows."""
    question = asked.read(request)
    coverage = counted(question, rows.shape(request.GET))
    names, cells = rows.form(coverage)
    headings = [str(COLUMNS[name]) for name in names]
    if ending == "csv":
        text = io.StringIO()
        exports.write_csv(text, headings, cells)
        return _file(text.getvalue().encode("utf-8-sig"), CSV, rows.file_name(coverage, ending))
    book = io.BytesIO()
    exports.write_xlsx(book, {_("Coverage"): (headings, cells)})
    return _file(book.getvalue(), XLSX, rows.file_name(coverage, ending))


# -- what the pages share ---------------------------------------------------------------------------


def has_figures() -> bool:
    """Whether anything was ever brought into this office."""
    try:
        regions.office()
    except RuleBroken:
        return False
    return ledger.revision()[1] is not None


def nothing_yet(request: HttpRequest) -> HttpResponse:
    may_import = rights.can(request.user, Right.IMPORT_REGISTER)
    return render(request, "coverage/nothing_yet.html", {"may_import": may_import})


def common(request: HttpRequest, question: Asked) -> dict[str, Any]:
    """The area, its place in the regency, and the days between which the slider runs."""
    _revision, first, last = ledger.revision()
    return {
        "asked": question,
        "area": question.area,
        "area_name": full_name(question.area),
        "trail": _trail(request, question),
        "begins": first,
        "first_day": min(day for day in (first, question.on) if day),
        "last_day": max(day for day in (last, question.on, queries.default_day()) if day),
    }


def _trail(request: HttpRequest, question: Asked) -> list[tuple[str, str]]:
    """The areas above this one that the reader may open, with their addresses."""
    parts = question.area.code.split(".")
    above = [".".join(parts[:n]) for n in range(2, len(parts))]
    mine = [code for code in above if rights.within(request.user, code)]
    names = dict(regions.inside("").filter(code__in=mine).values_list("code", "name")) if mine else {}
    return [(names[code], question.address(area=code, by="")) for code in mine]


def answer(request: HttpRequest, template: str, page: dict[str, Any], here: str) -> HttpResponse:
    """A page. When htmx asks for it after a changed date, the clean address goes into the address line."""
    response = render(request, template, {**page, "here": here})
    return push_url(response, here) if request.headers.get("HX-Request") else response


def counted(question: Asked, shape: rows.Shape) -> Coverage:
    """The counts of a page; with a denominator of another day, over the obliged of that day."""
    found = _coverage(question)
    if shape.denominator_on is None:
        return found
    other = queries.coverage(
        on=shape.denominator_on, known=question.known, by=question.by, within=question.area.code
    )
    return rows.against(found, other)


def _coverage(question: Asked) -> Coverage:
    return queries.coverage(on=question.on, known=question.known, by=question.by, within=question.area.code)


def _map(question: Asked, coverage: Coverage) -> pictures.Picture:
    boundaries = outlines.outlines(question.area.code, question.by)
    return pictures.area_map(coverage, boundaries, lambda code: question.address(area=code, by=""))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
