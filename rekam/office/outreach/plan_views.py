"""One plan: follow its planning, look at it from all sides, adopt it or put it aside."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rekam.domain import wording
from rekam.domain.outreach.model import RECORDING
from rekam.office import background
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.outreach import (
    adopting,
    asked,
    comparing,
    forms,
    papers,
    pictures,
    planning,
    queries,
    tasks,
    told,
    work,
)
from rekam.office.outreach.models import Plan, State
from rekam.office.outreach.views import found

QUARTER_DAYS = 91


@requires(Right.PLAN_OUTREACH)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What a plan is asked for; handed to the background when it is sent."""
    asked.check_planner(request)
    first = asked.today() + asked.timedelta(days=1)
    initial = {"starts": first, "ends": first + asked.timedelta(days=QUARTER_DAYS)}
    form = forms.PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        plan = tasks.start(by=who.asks(request), **form.asked())
        return redirect("outreach:plan", plan.pk)
    return render(request, "outreach/new.html", {"form": form}, status=422 if form.is_bound else 200)


@requires(Right.SEE_OUTREACH)
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What the plan brings, where, and how good it is."""
    shown = found(pk)
    stops = list(queries.stops(shown, rights.areas_of(request.user)))
    spots = pictures.spots(stops)
    page = {
        "spots": spots,
        "map": pictures.on_the_map(shown, spots, {stop.base for stop in stops}),
        "months": pictures.by_month(stops),
        "assumed": told.assumed(shown),
        "on_plan": True,
        **_frame(request, shown),
    }
    if shown.based_on is not None and shown.state == State.READY:
        page["changes"] = comparing.changes(shown.based_on, shown)
    return render(request, "outreach/plan.html", page)


def _frame(request: HttpRequest, shown: Plan) -> dict[str, Any]:
    districts = asked.district_names()
    return {
        "plan": shown,
        "quality": told.quality(shown.value, shown.bound),
        "gap": told.gap(shown),
        "status": told.STATUSES.get(shown.status, ""),
        "method": told.METHODS.get(shown.method, ""),
        "broken": told.broken(shown),
        "short": told.short(shown, districts),
        "is_planner": asked.is_planner(request),
        "current": queries.adopted(),
        **_progress(shown),
    }


def _progress(shown: Plan) -> dict[str, Any]:
    current = work.under_way(shown) if shown.state == State.SOLVING else None
    is_lost = shown.state == State.SOLVING and (current is None or current.is_lost)
    return {"planning": current, "is_lost": is_lost, "so_far": told.so_far(current) if current else ""}


@requires(Right.SEE_OUTREACH)
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Which crew is where, on each day of a week."""
    shown = found(pk)
    around = asked.weeks(shown, asked.monday(request, shown))
    first, *_, last = around["days"]
    stops = queries.stops(shown, rights.areas_of(request.user), since=first, until=last)
    lines = pictures.week(stops, around["days"])
    several = len({line.base for line in lines}) > 1
    page = {
        "on_calendar": True, **around, "lines": lines, "several_bases": several, **_frame(request, shown),
    }  # fmt: skip
    return render(request, "outreach/calendar.html", page)


@requires(Right.SEE_OUTREACH)
@require_safe
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """Why each place was chosen or left out."""
    shown = found(pk)
    rows = told.reasons(shown, asked.district_names(), rights.areas_of(request.user))
    page = {"on_why": True, "rows": rows, **_frame(request, shown)}
    return render(request, "outreach/why.html", page)


@requires(Right.SEE_OUTREACH)
@require_safe
def costs(request: HttpRequest, pk: int) -> HttpResponse:
    """What promises and floors cost in recordings, and what one more kit, crew or day would bring."""
    shown = found(pk)
    page = {
        "on_costs": True,
        "costs": told.costs(shown, asked.district_names()),
        "what_if": told.what_if(shown),
        "recording": RECORDING,
        **_frame(request, shown),
    }
    return render(request, "outreach/costs.html", page)


@requires(Right.PLAN_OUTREACH)
@require_safe
def route_sheet(request: HttpRequest, pk: int, crew: str, on: str) -> HttpResponse:
    """A crew's paper for a day; on a far route for all its days."""
    asked.check_planner(request)
    shown, day = found(pk), wording.read_date(on)
    first = queries.stops(shown).filter(crew=crew, on=day).first() if day else None
    if first is None:
        raise Http404
    stops = queries.stops(shown).filter(route=first.route).order_by("on", "order")
    answer = HttpResponse(papers.route_sheet(list(stops)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="lembar-jalan-{crew}-{day:%Y-%m-%d}.pdf"'
    return answer


# -- while it is worked out ---------------------------------------------------------------------------------


@requires(Right.SEE_OUTREACH)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that tells how far planning is. When it is over, the page comes anew."""
    shown = found(pk)
    if work.under_way(shown) is None or shown.state != State.SOLVING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "outreach/work.html", {"plan": shown, **_progress(shown)})


@requires(Right.PLAN_OUTREACH)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    asked.check_planner(request)
    shown = found(pk)
    if work.under_way(shown) is not None:
        background.ask_to_stop(work.folder_of(shown))
        messages.info(request, _("Planning stops in a moment and keeps the best plan so far."))
    return redirect("outreach:plan", pk)


@requires(Right.PLAN_OUTREACH)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Planning whose worker was killed is put aside."""
    asked.check_planner(request)
    shown = found(pk)
    if _progress(shown)["is_lost"]:
        planning.give_up(plan=shown, by=who.asks(request), at=timezone.now())
        background.end(work.folder_of(shown))
    return redirect("outreach:index")


# -- what becomes of it -------------------------------------------------------------------------------------


@requires(Right.PLAN_OUTREACH)
@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    asked.check_planner(request)
    done = adopting.adopt(plan=found(pk), by=who.asks(request), at=timezone.now())
    text = ngettext(
        "Adopted: %(added)s visit is new, %(changed)s changed, %(same)s stayed, %(cancelled)s cancelled.",
        "Adopted: %(added)s visits are new, %(changed)s changed, %(same)s stayed, %(cancelled)s cancelled.",
        done.added,
    )
    counts = {name: getattr(done, name) for name in ("added", "changed", "same", "cancelled")}
    messages.success(request, text % counts)
    return redirect("outreach:index")


@requires(Right.PLAN_OUTREACH)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    asked.check_planner(request)
    planning.discard(plan=found(pk), by=who.asks(request), at=timezone.now())
    messages.success(request, _("The plan was put aside. It can still be read."))
    return redirect("outreach:index")
