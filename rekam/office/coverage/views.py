"""The screens of the count: where we stand, any area on any day, and its download."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from rekam.domain.coverage.explanation import Coverage
from rekam.files import exports
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right, requires
from rekam.office.coverage import asked, links, outlines, pictures, queries, rows, standing
from rekam.office.coverage.asked import Asked, address
from rekam.office.coverage.words import COLUMNS, full_name
from rekam.office.regions import queries as regions
from rekam.office.regions.models import Level

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Needs = Callable[[HttpRequest, Asked], Sequence[Any]]
PARTS = ("asking", "figures", "where", "why")


def home(request: HttpRequest, needs: Needs) -> HttpResponse:
    """The first page. *needs* tells what waits for somebody in any part of the office."""
    question = asked.read(request)
    if question is None:
        return nothing_yet(request)
    here = address("web:home", area=question.area_given, on=question.on_given)
    page = {
        **common(request, question),
        "parts": _parts(request, question),
        "needs": needs(request, question),
        "links": {"coverage": question.address()},
    }
    return answer(request, "coverage/home.html", page, here)


def _parts(request: HttpRequest, question: Asked) -> dict[str, str]:
    """What the ledger says, as the page shows it. Everybody opens this page all day, so it is kept as it was
    written: for each language, and for those who may see residents and those who may not.
    """
    may_see = rights.can(request.user, Right.SEE_RESIDENTS)
    given = (question.on, question.known, question.by, question.area.code, question.area_given)
    # The parts are named: what an older version kept has fewer of them.
    key = f"home:{PARTS}:{get_language()}:{may_see}:{question.on_given}:{':'.join(map(str, given))}"
    return queries.kept(key, lambda: _written(request, question))


def _written(request: HttpRequest, question: Asked) -> dict[str, str]:
    found = standing.standing(on=question.on, known=question.known, by=question.by, within=question.area.code)
    why = found.since and pictures.bridge(
        found.since, "unrecorded", links.cells(request, found.since, "unrecorded")
    )
    page = {
        **_days(question),
        "asked": question,
        "standing": found,
        "since_day": found.since and pictures.short_day(found.since.start),
        "coverage": found.coverage,
        "rows": rows.of_home(request, question, found),
        "links": links.figures(request, question),
        "map": _map(question, found.coverage),
        "days": pictures.days(found.flow, lambda day: links.recorded(request, question, day, day)),
        "trend": pictures.trend(found.past),
        "bridge": why,
    }
    return {part: render_to_string(f"coverage/home_{part}.html", page) for part in PARTS}


@requires(Right.SEE_COVERAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Any area on any day, as known on any day."""
    question = asked.read(request)
    if question is None:
        return nothing_yet(request)
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
    if question is None:
        return nothing_yet(request)
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


def nothing_yet(request: HttpRequest) -> HttpResponse:
    """On the first day an administrator adds people, and a registrar brings in the register."""
    page = {
        "may_import": rights.can(request.user, Right.IMPORT_REGISTER),
        "may_add_people": rights.can(request.user, Right.MANAGE_USERS),
    }
    return render(request, "coverage/nothing_yet.html", page)


def common(request: HttpRequest, question: Asked) -> dict[str, Any]:
    """The area, its place in the regency, and the days between which the slider runs."""
    return {
        "asked": question,
        "area": question.area,
        "area_name": full_name(question.area),
        "trail": _trail(request, question),
        **_days(question),
    }


def _days(question: Asked) -> dict[str, date]:
    """The days between which the slider runs."""
    return {
        "begins": question.begins,
        "first_day": min(question.begins, question.on),
        "last_day": max(question.last_news, question.on),
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
