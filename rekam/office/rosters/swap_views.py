"""The planner's list of swaps: those that both agreed on wait for a decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.rosters import asked, queries, swaps
from rekam.office.rosters.models import OPEN_SWAPS, Swap, SwapState


@requires(Right.MANAGE_ROSTERS)
@require_safe
def swap_list(request: HttpRequest) -> HttpResponse:
    own = rights.areas_of(request.user)
    held = queries.open_swaps().filter(queries.inside("asked_by__home__code", own))
    decided = Swap.objects.exclude(state__in=OPEN_SWAPS).filter(queries.inside("asked_by__home__code", own))
    page = {
        "may_decide": asked.is_planner(request),
        "agreed": held.filter(state=SwapState.AGREED),
        "waiting": held.filter(state=SwapState.ASKED),
        "decided": decided.select_related("asked_by", "asked_of", "decided_by")[:30],
    }
    return render(request, "rosters/swaps.html", page)


@requires(Right.MANAGE_ROSTERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approving changes the published roster, which is the whole office's."""
    asked.check_planner(request)
    found = get_object_or_404(Swap, pk=pk)
    about: dict[str, Any] = {"swap": found, "by": who.asks(request), "at": timezone.now()}
    if request.POST.get("answer") == "approve":
        swaps.approve(on=asked.today(), **about)
        messages.success(request, _("Approved. The published roster has changed, and both were told."))
    else:
        swaps.refuse(**about)
        messages.info(request, _("Refused, and both were told."))
    return redirect("rosters:swaps")
