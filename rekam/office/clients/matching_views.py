"""A long list while the background compares it: followed, stopped, begun again when it was lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.office import background
from rekam.office.accounts import who
from rekam.office.accounts.rights import Right, requires
from rekam.office.clients import asked, tasks, views, work
from rekam.office.clients.models import Roll, RollState


def again(roll: Roll) -> work.Work | None:
    """A list that is compared anew meanwhile: it can be read as it was. Lost is not going on."""
    current = work.under_way(roll) if roll.state == RollState.MATCHED else None
    return None if current is None or current.is_lost else current


def page(request: HttpRequest, roll: Roll) -> HttpResponse:
    return render(request, "clients/matching.html", _frame(request, roll))


def _frame(request: HttpRequest, roll: Roll) -> dict[str, Any]:
    current = work.under_way(roll)
    is_lost = current is None or current.is_lost
    return {"roll": roll, "work": current, "is_lost": is_lost, **views.frame(request, roll.client)}


@requires(Right.SEE_OUTREACH)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that tells how far it is. When it is over, the page comes anew."""
    found = asked.roll_of(request, pk)
    if found.state != RollState.MATCHING and again(found) is None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "clients/matching_work.html", _frame(request, found))


@requires(Right.MANAGE_CLIENTS, within_area=True)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    found = asked.roll_of(request, pk, Right.MANAGE_CLIENTS)
    if ask_to_stop(found):
        messages.info(request, _("Comparing stops in a moment. Nothing is taken in."))
    return redirect("clients:roll", pk)


def ask_to_stop(roll: Roll) -> bool:
    is_there = work.under_way(roll) is not None
    if is_there:
        background.ask_to_stop(work.folder_of(roll))
    return is_there


@requires(Right.MANAGE_CLIENTS, within_area=True)
@require_POST
def begin_again(request: HttpRequest, pk: int) -> HttpResponse:
    """After a worker was killed in the middle of it."""
    found = asked.roll_of(request, pk, Right.MANAGE_CLIENTS)
    if found.state == RollState.MATCHING and _frame(request, found)["is_lost"]:
        tasks.start(roll=found, what=work.READ, by=who.asks(request))
    return redirect("clients:roll", pk)
