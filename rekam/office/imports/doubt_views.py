"""Held rows that a clerk can decide on the screen: whose NIK, which row is right, which village is meant."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.imports import actions, deciding, tasks
from rekam.office.imports.models import Import, Kind, State
from rekam.office.imports.views import RIGHT_TO_BRING_IN, find
from rekam.office.imports.work import What

QUESTIONS_PER_PAGE = 20


@requires(Right.SEE_IMPORTS)
def doubts(request: HttpRequest, number: int) -> HttpResponse:
    """Asks, a page at a time; what was answered is kept, and the file is reviewed again with it."""
    item = find(request, number)
    may_decide = rights.can(request.user, RIGHT_TO_BRING_IN[Kind(item.kind)])
    if request.method == "POST":
        rights.check(request.user, RIGHT_TO_BRING_IN[Kind(item.kind)])
        return _decide(request, item)
    if item.state != State.REVIEWED:
        return redirect("imports:item", number)
    page = Paginator(deciding.questions(item), QUESTIONS_PER_PAGE).get_page(request.GET.get("page"))
    details = {"list": "doubts", "rows": len(page.object_list)}
    audit.record("residents.listed", item.source, by=who.asks(request), at=timezone.now(), details=details)
    shown = {
        "item": item,
        "page": page,
        "choices": deciding.choices(),
        "decided": deciding.decided(item),
        "may_decide": may_decide,
    }
    return render(request, "imports/doubts.html", shown)


def _decide(request: HttpRequest, item: Import) -> HttpResponse:
    said = deciding.answers(item, request.POST)
    if not said:
        return redirect("imports:doubts", item.pk)
    by, at = who.asks(request), timezone.now()
    keep = partial(actions.decide, item, rows=said.rows, villages=said.villages, by=by, at=at)
    tasks.start(item, What.REVIEW, by=by, first=keep)
    return redirect("imports:item", item.pk)
