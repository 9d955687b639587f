"""Where do we go next, and is it worth it? The plan in force, what is at risk, and the alternatives."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.outreach import asked, changing, closing, forms, pictures, queries, risks, tasks, told
from rekam.office.outreach.models import Closure, Plan, State

COMING_DAYS = 14
SHOWN_PLANS = 12


@requires(Right.SEE_OUTREACH)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The plan in force and its next two weeks."""
    return render(request, "outreach/index.html", _page(request))


def _page(request: HttpRequest, change: forms.ChangeForm | None = None) -> dict[str, Any]:
    plan, on = queries.adopted(), asked.today()
    page: dict[str, Any] = {
        "plan": plan,
        "today": on,
        "plans": _plans(request)[:SHOWN_PLANS],
        "is_planner": asked.is_planner(request),
        "change": change or forms.ChangeForm(initial={"from_day": on}),
        "closures": queries.closures(on, on + timedelta(days=60)),
    }
    if plan is None:
        return page
    within = rights.areas_of(request.user)
    coming = list(queries.stops(plan, within, since=on))
    found = pictures.spots(coming)
    page |= {
        "coming": coming,
        "next": [stop for stop in coming if stop.stands_on <= on + timedelta(days=COMING_DAYS)],
        "expected": sum(stop.expected for stop in coming),
        "spots": found,
        "map": pictures.on_the_map(plan, found, {stop.base for stop in coming}),
        "gap": told.gap(plan),
        "risks": [
            (each.stop, pictures.name(each.stop), [told.RISKS[risk] for risk in each.risks])
            for each in risks.at_risk(plan, on, asked.now())
            if rights.within(request.user, each.stop.area.code)
        ],
    }
    return page


def _plans(request: HttpRequest) -> list[dict[str, Any]]:
    """Every plan with what tells it from the others; those put aside come last."""
    found = sorted(queries.plans(), key=lambda plan: plan.state in (State.DISCARDED, State.REPLACED))
    return [{"plan": plan, "quality": told.quality(plan.value, plan.bound)} for plan in found]


# -- a change of the plan in force --------------------------------------------------------------------------


@requires(Right.PLAN_OUTREACH)
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Something broke, somebody fell ill, a road closed: the smallest change is worked out."""
    asked.check_planner(request)
    form = forms.ChangeForm(request.POST)
    if not form.is_valid():
        return render(request, "outreach/index.html", _page(request, form), status=422)
    found = changing.asked(**form.cleaned_data)
    plan = tasks.start(by=who.asks(request), **found)
    return redirect("outreach:plan", plan.pk)


# -- closed roads -------------------------------------------------------------------------------------------


@requires(Right.SEE_OUTREACH)
@require_safe
def closures(request: HttpRequest) -> HttpResponse:
    return _closures(request)


def _closures(request: HttpRequest, form: forms.ClosureForm | None = None, status: int = 200) -> HttpResponse:
    page = {
        "closures": Closure.objects.select_related("area", "place", "by")[:100],
        "form": form or forms.ClosureForm(initial={"starts": asked.today()}),
        "is_planner": asked.is_planner(request),
    }
    return render(request, "outreach/closures.html", page, status=status)


@requires(Right.PLAN_OUTREACH)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    asked.check_planner(request)
    form = forms.ClosureForm(request.POST)
    if not form.is_valid():
        return _closures(request, form, status=422)
    closing.close(by=who.asks(request), at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Noted. What the plan in force has there is shown as at risk."))
    return redirect("outreach:closures")


@requires(Right.PLAN_OUTREACH)
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    asked.check_planner(request)
    closing.lift(closure=get_object_or_404(Closure, pk=pk), by=who.asks(request), at=timezone.now())
    messages.success(request, _("It is open again."))
    return redirect("outreach:closures")


def found(pk: int) -> Plan:
    """The plan that an address names."""
    return get_object_or_404(queries.plans(), pk=pk)
