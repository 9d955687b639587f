"""A month of the roster to look at: by officer, by place, a day, what is missing, what is fair, versions."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rekam.office.accounts.rights import Right, requires
from rekam.office.rosters import asked, changing, grids, queries, told, work
from rekam.office.rosters.asked import Asked
from rekam.office.rosters.models import Officer, State

SHEETS = {"print": "sheet", "pdf": "sheet_pdf", "xlsx": "sheet_xlsx"}
TABS = ("month", "places", "day", "missing", "fairness", "versions")


@requires(Right.SEE_SERVICE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The month of today."""
    return redirect("rosters:month", queries.month_of(asked.today()))


@requires(Right.SEE_SERVICE)
@require_safe
def month(request: HttpRequest, month: date) -> HttpResponse:
    """Officers and their days. A draft is worked on here."""
    question = asked.read(request, month)
    page = _frame(question, "month")
    if question.roster is not None:
        sheet = grids.by_officer(question.roster, within=question.within, language=asked.language())
        page |= {"sheet": sheet, "last_change": _last_change(question)}
    return render(request, "rosters/month.html", page)


def _last_change(question: Asked) -> object:
    if not question.may_edit or question.roster is None:
        return None
    return changing.to_take_back(question.roster)


@requires(Right.SEE_SERVICE)
@require_safe
def by_place(request: HttpRequest, month: date) -> HttpResponse:
    question = asked.read(request, month)
    page = _frame(question, "places")
    if question.roster is not None:
        found = grids.by_place(question.roster, within=question.within, language=asked.language())
        page["sheet"] = found
    return render(request, "rosters/places.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def day(request: HttpRequest, month: date) -> HttpResponse:
    """Who is where on one day: what a phone shows well."""
    question = asked.read(request, month)
    page = {"today": asked.today(), **_frame(question, "day")}
    if question.roster is not None:
        page["attendance"] = grids.on_day(question.roster, question.on, within=question.within)
    return render(request, "rosters/day.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def missing(request: HttpRequest, month: date) -> HttpResponse:
    """What is not covered, and why."""
    question = asked.read(request, month)
    page = _frame(question, "missing")
    if question.roster is not None:
        rows = queries.unmet(question.roster, question.within)
        page |= {"rows": told.gaps(rows), "total": sum(row.missing for row in rows)}
    return render(request, "rosters/missing.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def fairness(request: HttpRequest, month: date) -> HttpResponse:
    question = asked.read(request, month)
    page = _frame(question, "fairness")
    if question.roster is not None:
        page["balances"] = grids.balances(question.roster, within=question.within)
    return render(request, "rosters/fairness.html", page)


@requires(Right.SEE_SERVICE)
@require_safe
def versions(request: HttpRequest, month: date) -> HttpResponse:
    """Everything that was made for a month; planners see drafts, too."""
    question = asked.read(request, month)
    found = queries.versions(month)
    if not question.is_planner:
        found = found.filter(state__in=(State.PUBLISHED, State.REPLACED))
    page = {"versions": found, **_frame(question, "versions")}
    if question.roster is not None:
        page["changes"] = told.changes(question.roster, question.within)
    return render(request, "rosters/versions.html", page)


def _frame(question: Asked, tab: str) -> dict[str, Any]:
    page: dict[str, Any] = {
        "question": question,
        "roster": question.roster,
        f"on_{tab}": True,
        "tabs": tabs(question),
        "sheets": {name: question.address(address) for name, address in SHEETS.items()},
        "any_officer": Officer.objects.exists(),
    }
    if question.roster is not None:
        page |= figures(question)
    return page


def tabs(question: Asked) -> dict[str, str]:
    """The views of a version."""
    return {name: question.address(name) for name in TABS}


def figures(question: Asked) -> dict[str, Any]:
    """The few numbers over every view of a version."""
    roster, within = question.roster, question.within
    assert roster is not None
    duties = roster.duties.filter(queries.inside("place__area__code", within))
    missing = queries.unmet(roster, within)
    return {
        "duty_count": duties.count(),
        "officer_count": duties.values("officer").distinct().count(),
        "missing_address": question.address("missing"),
        "missing_count": sum(row.missing for row in missing),
        "missing_days": len({row.on for row in missing}),
        "gap": told.gap(roster),
        "planning": work.under_way(roster) if roster.state == State.SOLVING else None,
        "sees_all": question.sees_all,
    }
