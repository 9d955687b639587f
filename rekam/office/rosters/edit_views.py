"""Changing a draft in the grid: what could stand in a cell, putting it there, carrying a duty, undo.

Each answer is a part of the page: the rows that changed, the figures over them, and what is to be said.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain import wording
from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.accounts import who
from rekam.office.accounts.rights import Right, requires
from rekam.office.rosters import asked, changing, checking, editing, grids, month_views, queries
from rekam.office.rosters.editing import Choice, Spot
from rekam.office.rosters.models import Officer, Roster, Shift, State
from rekam.office.rosters.moves import Move, Post


@requires(Right.MANAGE_ROSTERS)
@require_safe
def cell(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that could stand in one cell, each with the rule against it."""
    roster = _roster(request, number)
    spot = _spot(roster, request.GET, "")
    officer = get_object_or_404(queries.serving(spot.on, spot.on), pk=spot.officer)
    found, checker = editing.choices(roster, spot)
    held = roster.duties.filter(officer=officer, on=spot.on).select_related("place", "shift").first()
    page = {
        "roster": roster,
        "officer": officer,
        "on": spot.on,
        "held": held,
        "choices": [_told(choice, checker) for choice in found],
    }
    return render(request, "rosters/cell.html", page)


def _told(choice: Choice, checker: checking.Checker) -> dict[str, Any]:
    month = checker.month
    against = checker.trouble(choice.against) if choice.against else None
    return {
        "value": ":".join(map(str, choice.post)),
        "place": month.places[choice.post.place],
        "shift": month.shifts[choice.post.shift],
        "skill": choice.post.skill,
        "wanted": choice.wanted,
        "missing": choice.missing,
        "against": against.told(_(str(against.sentence))) if against else "",
    }


@requires(Right.MANAGE_ROSTERS)
@require_POST
def put(request: HttpRequest, number: int) -> HttpResponse:
    """Put an officer to a post on a day; without one, the day is free."""
    roster = _roster(request, number)
    spot = _spot(roster, request.POST, "")
    moves = editing.to_post(roster, spot, _post(request.POST.get("post", "")))
    return _changed(request, roster, moves)


@requires(Right.MANAGE_ROSTERS)
@require_POST
def carry(request: HttpRequest, number: int) -> HttpResponse:
    """A duty dragged, or carried by keyboard, to another cell."""
    roster = _roster(request, number)
    moves = editing.carried(roster, _spot(roster, request.POST, "from_"), _spot(roster, request.POST, ""))
    return _changed(request, roster, moves)


@requires(Right.MANAGE_ROSTERS)
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    roster = _roster(request, number)
    try:
        undone = editing.undo(roster=roster, by=who.asks(request), at=timezone.now())
    except RuleBroken as trouble:
        return _refused(request, roster, trouble)
    return _rows(request, roster, (move.officer for move in changing.moves_of(undone)), _("Undone."))


def _changed(request: HttpRequest, roster: Roster, moves: list[Move]) -> HttpResponse:
    try:
        editing.change(roster=roster, moves=moves, by=who.asks(request), at=timezone.now())
    except RuleBroken as trouble:
        return _refused(request, roster, trouble)
    return _rows(request, roster, (move.officer for move in moves), _("Changed."))


def _wants_part(request: HttpRequest) -> bool:
    """Whether the page's scripts ask; a form sent before they were there wants the whole page."""
    return bool(request.headers.get("HX-Request"))


def _refused(request: HttpRequest, roster: Roster, trouble: RuleBroken) -> HttpResponse:
    """The roster stays as it is; the sentence appears over it."""
    if not _wants_part(request):
        messages.error(request, trouble.told(_(str(trouble.sentence))))
        return redirect("rosters:month", roster.month)
    said = {"sentence": trouble.told(_(str(trouble.sentence))), "code": trouble.code}
    return render(request, "rosters/refused.html", said)


def _rows(request: HttpRequest, roster: Roster, officers: Iterable[int], said: str) -> HttpResponse:
    if not _wants_part(request):
        return redirect("rosters:month", roster.month)
    roster.refresh_from_db()
    question = asked.of(request, roster)
    wanted = set(officers)
    sheet = grids.by_officer(roster, within=question.within, language=asked.language())
    page = {
        "question": question,
        "roster": roster,
        "lines": [line for line in sheet.lines if line.officer.pk in wanted],
        "last_change": changing.to_take_back(roster),
        "said": said,
        "tabs": month_views.tabs(question),
        **month_views.figures(question),
    }
    return render(request, "rosters/changed.html", page)


# -- what was sent --------------------------------------------------------------------------------------


def _roster(request: HttpRequest, number: int) -> Roster:
    asked.check_planner(request)
    found: Roster = get_object_or_404(Roster, pk=number, state=State.DRAFT)
    return found


def _spot(roster: Roster, sent: Any, prefix: str) -> Spot:
    """A cell of this month."""
    officer = numbers.of_row(sent.get(f"{prefix}officer", ""))
    on = wording.read_date(sent.get(f"{prefix}on", ""))
    if on is None or queries.month_of(on) != roster.month:
        raise Http404
    if not Officer.objects.filter(pk=officer).exists():
        raise Http404
    return Spot(officer, on)


def _post(text: str) -> Post | None:
    """``place:shift:skill``; nothing for a free day."""
    if not text:
        return None
    named, when, skill = [*text.split(":"), "", ""][:3]
    place, shift = numbers.of_row(named), numbers.of_row(when)
    if not place or not Shift.objects.filter(pk=shift).exists():
        raise Http404
    return Post(place, shift, skill)
