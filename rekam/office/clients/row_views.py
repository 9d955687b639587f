"""Who is it? One row of a list beside the residents who it may be; a person decides, and can take it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.domain.rolls.words import Match
from rekam.domain.trouble import RuleBroken
from rekam.office import numbers
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.audit import actions as audit
from rekam.office.clients import asked, deciding, shown, views
from rekam.office.clients.keeping_views import about
from rekam.office.clients.models import Roll, RollRow
from rekam.office.regions import queries as regions
from rekam.office.residents import name_index
from rekam.office.residents.models import Resident


@requires(Right.SEE_RESIDENTS)
@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """To the first row that waits for a person; with ``?sesudah=N`` to the first behind row N."""
    found = asked.roll_of(request, pk)
    return _next(found, numbers.of_row(request.GET.get("sesudah", "")))


def _next(roll: Roll, after: int) -> HttpResponse:
    waiting = waiting_rows(roll)
    row = waiting.filter(number__gt=after).first() or waiting.first()
    return redirect("clients:row", roll.pk, row.number) if row else redirect("clients:roll", roll.pk)


def waiting_rows(roll: Roll) -> Any:
    return roll.rows.filter(match=Match.CHECK.value, decision="", same_as=None).order_by("number")


@requires(Right.SEE_RESIDENTS)
@require_safe
def row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A row and its candidates side by side. That they were compared is written down."""
    roll = asked.roll_of(request, pk)
    found = _row(roll, number)
    audit.record(
        "roll.pair_shown", f"roll:{roll.pk}", by=who.asks(request), at=timezone.now(),
        details={"row": number},
    )  # fmt: skip
    name_index.prepare()
    looks: dict[str, Any] = {
        "reader": request.user,
        "on": asked.today(),
        "years": regions.office().deactivated_after_years,
    }
    candidates, unseen = shown.candidates(found, **looks)
    waiting = waiting_rows(roll)
    page = {
        "roll": roll,
        "row": found,
        "candidates": candidates,
        "unseen": unseen,
        "nearest": [] if candidates or unseen else shown.nearest(found, **looks),
        "left": waiting.count(),
        "same": roll.rows.filter(number=found.same_as).first() if found.same_as else None,
        **shown.facts(found, request.user),
        **views.frame(request, roll.client),
    }
    return render(request, "clients/row.html", page)


def _row(roll: Roll, number: int) -> RollRow:
    return get_object_or_404(
        RollRow.objects.select_related("decided_by", "resident__area"), roll=roll, number=number
    )


@requires(Right.MANAGE_CLIENTS, within_area=True)
@require_POST
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """This resident, nobody, or what was decided taken back; then on to the next row."""
    roll = asked.roll_of(request, pk, Right.MANAGE_CLIENTS)
    rights.check(request.user, Right.SEE_RESIDENTS)
    found = _row(roll, number)
    answer = request.POST.get("answer", "")
    try:
        if answer == "back":
            deciding.take_back(row=found, **about(request))
            return redirect("clients:row", pk, number)
        deciding.decide(row=found, resident=_answered(request, answer), **about(request))
    except RuleBroken as broken:
        messages.warning(request, broken.told(_(str(broken.sentence))))
        return redirect("clients:row", pk, number)
    return _next(roll, number)


def _answered(request: HttpRequest, answer: str) -> Resident | None:
    if answer == "nobody":
        return None
    who = get_object_or_404(Resident.objects.select_related("area"), pk=numbers.of_row(answer))
    rights.check(request.user, Right.SEE_RESIDENTS, area=who.area.code)
    return who
