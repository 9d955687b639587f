"""Planning a visit by hand, a second pass among them, and moving one."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rekam.domain.visits.life import Move
from rekam.domain.visits.reasons import Hours
from rekam.office import numbers
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.kits.models import Kit
from rekam.office.places.models import Place
from rekam.office.rosters.models import Officer
from rekam.office.visits import actions, asked, forms, moves, passes, queries
from rekam.office.visits.models import Visit

MORNING, NOON, EVENING, NIGHT = time(8), time(14), time(16), time(21)


def _crew(request: HttpRequest) -> dict[str, Any]:
    """Who and what can go: officers whose last day has not passed, kits in use, within the reader's area."""
    own = rights.areas_of(request.user)
    officers = Officer.objects.filter(Q(until=None) | Q(until__gte=asked.today()))
    kits = Kit.objects.filter(retired_at=None)
    if own:
        officers, kits = (
            officers.filter(home__code__startswith=own),
            kits.filter(home__area__code__startswith=own),
        )
    return {"officers": officers, "kits": kits}


@requires(Right.PLAN_OUTREACH, within_area=True)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A visit that no plan made: somebody asked, or those who did not come are to be met again."""
    first = _first_pass(request)
    own = rights.areas_of(request.user)
    places = Place.objects.select_related("area")
    places = places.filter(area__code__startswith=own) if own else places
    form = forms.PlanForm(
        request.POST or None, places=places, initial=_initial(request, first), **_crew(request)
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        made = actions.plan_visit(
            client=form.client, second_pass_of=first, by=who.asks(request), at=asked.now(), **given
        )
        messages.success(request, _("The visit is planned. Confirm it with the client next."))
        return redirect("visits:visit", pk=made.pk)
    return render(request, "visits/plan.html", {"form": form, "first": first, "on_index": True})


def _first_pass(request: HttpRequest) -> Visit | None:
    number = numbers.of_row(request.GET.get("after", ""))
    if not number:
        return None
    found = get_object_or_404(queries.visits(), pk=number)
    rights.check(request.user, Right.PLAN_OUTREACH, area=found.place.area.code)
    return found


def _initial(request: HttpRequest, first: Visit | None) -> dict[str, Any]:
    if first is None:
        place = numbers.of_row(request.GET.get("place", ""))
        return {"starts": MORNING, "ends": NOON, "place": place or None}
    wish = passes.wish_of(first)
    is_late = wish is not None and wish.hours == Hours.EVENING
    return {
        "place": first.place_id,
        "starts": EVENING if is_late else MORNING,
        "ends": NIGHT if is_late else NOON,
        "crew": list(first.crew.all()),
        "kits": list(first.kits.all()),
    }


@requires(Right.PLAN_OUTREACH, within_area=True)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day or other hours, which have to be confirmed anew; another crew or kit."""
    visit = asked.visit(request, pk, Right.PLAN_OUTREACH)
    moves.decided(visit, Move.MOVE)
    form = forms.WhenForm(request.POST or None, initial=forms.when_of(visit), **_crew(request))
    if request.method == "POST" and form.is_valid():
        actions.move_visit(visit=visit, by=who.asks(request), at=asked.now(), **form.cleaned_data)
        messages.success(request, _("The visit is changed."))
        return redirect("visits:visit", pk=pk)
    return render(request, "visits/move.html", {"form": form, "visit": visit, "on_index": True})
