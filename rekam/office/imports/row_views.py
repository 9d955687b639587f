"""The rows behind the numbers of a review: who is new, what changed, what is wrong, which column is which.

These pages show residents, so each look is a line in the audit trail.
"""

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rekam import files
from rekam.files.fields import AREA_WAYS, DATES, FIELDS
from rekam.files.matching import SURE, label
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.imports import actions, forms, queries, shown, tasks, told
from rekam.office.imports.models import Import, Kind, State
from rekam.office.imports.views import RIGHT_TO_BRING_IN, find
from rekam.office.imports.work import What
from rekam.office.storage_trouble import told_plainly

ROWS_PER_PAGE = 25
LEVELS = {"rejected": _("Rejected"), "held": _("Held"), "warning": _("Brought in, with a remark")}
TITLES = {
    "new": _("New residents"),
    "changed": _("Changed residents"),
    "past": _("Older facts"),
    "left": _("Missing from the release"),
    "sessions": _("New sessions"),
    "reports": _("New statuses"),
    "unknown": _("Sessions of unknown NIKs"),
}
OF_KIND = {
    Kind.RESIDENTS: ("new", "changed", "past", "left"),
    Kind.RECORDINGS: ("sessions", "reports", "unknown"),
}


@requires(Right.SEE_IMPORTS)
@require_safe
def rows(request: HttpRequest, number: int) -> HttpResponse:
    """The rows of one of the review's tables, a page at a time."""
    item = find(request, number)
    table = request.GET.get("table", "")
    if table not in OF_KIND[Kind(item.kind)]:
        raise Http404
    found = shown.unknown_sessions(item) if table == "unknown" else shown.rows(item, table)
    page = _page_of(request, found)
    _read(request, item, table, len(page.object_list))
    shown_rows = _as_words(table, list(page.object_list))
    return render(
        request,
        "imports/rows.html",
        {"item": item, "page": page, "rows": shown_rows, "table": table, "title": TITLES[table]},
    )


def _page_of(request: HttpRequest, found: shown.Rows) -> Page[Any]:
    return Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))


def _as_words(table: str, found: list[dict[str, Any]]) -> list[Any]:
    if table in ("sessions", "reports", "unknown"):
        return shown.sessions(found)
    return shown.changes(found) if table == "changed" else shown.people(found)


def _read(request: HttpRequest, item: Import, what: str, count: int) -> None:
    details = {"list": what, "rows": count}
    audit.record("residents.listed", item.source, by=who.asks(request), at=timezone.now(), details=details)


# -- what is wrong with the file ------------------------------------------------------------------------


@requires(Right.SEE_IMPORTS)
@require_safe
def problems(request: HttpRequest, number: int) -> HttpResponse:
    """Rows that were rejected, held or remarked on: by what is wrong, and one by one."""
    item = find(request, number)
    level, code = request.GET.get("level", ""), request.GET.get("code", "")
    groups, counts = shown.problem_groups(item), shown.rows_by_level(item)
    page = _page_of(request, shown.problem_rows(item, level=level, code=code))
    _read(request, item, "problems", len(page.object_list))
    return render(
        request,
        "imports/problems.html",
        {
            "item": item,
            "groups": [group for group in groups if not level or group.level == level],
            "levels": [(name, words, counts.get(name, 0)) for name, words in LEVELS.items()],
            "level": level,
            "code": code,
            "page": page,
            "rows": shown.problems(list(page.object_list)),
            "may_decide": item.kind == Kind.RESIDENTS
            and item.state == State.REVIEWED
            and rights.can(request.user, RIGHT_TO_BRING_IN[Kind(item.kind)]),
        },
    )


@requires(Right.SEE_IMPORTS)
@require_safe
def download(request: HttpRequest, number: int, ending: str) -> FileResponse:
    """The rejected and held rows as a file to work through: row, column, code, and what to do."""
    item = find(request, number)
    found = queries.problems(item)
    found = found.filter(found["level"].is_in(["rejected", "held"])) if len(found) else found
    if not len(found):
        raise Http404
    with told_plainly(), tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = files.problems_file(found, Path(folder) / f"problems.{ending}", shown.language())
        content = path.open("rb")  # the open file outlives its name
    details = {"rows": len(found), "file": ending}
    audit.record("residents.exported", item.source, by=who.asks(request), at=timezone.now(), details=details)
    return FileResponse(content, as_attachment=True, filename=f"impor-{number}-masalah.{ending}")


# -- the columns ----------------------------------------------------------------------------------------


@requires(Right.SEE_IMPORTS)
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """Which column of the file is taken for which field, to be corrected by a person."""
    item = find(request, number)
    form = forms.ColumnsForm(request.POST if request.method == "POST" else None, item=item)
    if request.method == "POST":
        rights.check(request.user, RIGHT_TO_BRING_IN[Kind(item.kind)])
        if form.is_valid():
            by, sheet = who.asks(request), form.chosen_sheet
            said = partial(actions.point_out, item, form.corrected, orders=form.orders, sheet=sheet)
            keep = partial(said, by=by, at=timezone.now())
            tasks.start(item, What.REVIEW, by=by, first=keep)
            return redirect("imports:item", number)
    _read(request, item, "columns", len(item.columns.get("header", [])))
    page = {
        "item": item,
        "form": form,
        "groups": _field_groups(item, form),
        "samples": told.samples(item),
        "may_correct": rights.can(request.user, RIGHT_TO_BRING_IN[Kind(item.kind)])
        and actions.may(item, What.REVIEW),
    }
    return render(request, "imports/columns.html", page, status=422 if form.errors else 200)


def _field_groups(item: Import, form: forms.ColumnsForm) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Unsure ones first, then what is needed and missing, then the rest."""
    rows = [_field(item, form, name) for name in FIELDS[item.kind]]
    lacking = _lacking(item, form)
    groups = (
        (_("Not sure: please look"), [r for r in rows if r["column"] and r["is_unsure"]]),
        (_("Needed, and not found"), [r for r in rows if not r["column"] and r["name"] in lacking]),
        (_("Found"), [r for r in rows if r["column"] and not r["is_unsure"]]),
        (_("Not in the file"), [r for r in rows if not r["column"] and r["name"] not in lacking]),
    )
    return [(title, found) for title, found in groups if found]


def _field(item: Import, form: forms.ColumnsForm, name: str) -> dict[str, Any]:
    match = form.found.get(name, {})
    return {
        "name": name,
        "label": label(item.kind, name, shown.language()),
        "field": form[name],
        "column": match.get("column", ""),
        "how": HOW.get(match.get("how", "")),
        "is_unsure": match.get("sure", 1.0) < SURE or name in told.without_order(item),
        "order": form[f"{forms.OF_ORDER}{name}"] if match and name in DATES[item.kind] else None,
        "percent": round(match.get("sure", 1.0) * 100),
    }


HOW = {
    "name": _("by its name"),
    "alias": _("by another name of it"),
    "close": _("by a name that is almost it"),
    "content": _("by what the cells hold"),
    "person": _("as a person said"),
}


def _lacking(item: Import, form: forms.ColumnsForm) -> set[str]:
    """What the file must have and does not: the required fields, and one way of saying the area."""
    needed = {name for name, field in FIELDS[item.kind].items() if field.required}
    ways = [set(way) for way in AREA_WAYS] if item.kind == Kind.RESIDENTS else []
    if ways and not any(way <= form.found.keys() for way in ways):
        needed |= {"area_code", "district_name", "village_name"}
    return needed - form.found.keys()
