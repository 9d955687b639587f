"""Which visits are there, and what do they need?"""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from rekam.domain.visits.life import State
from rekam.office.accounts import rights, who
from rekam.office.accounts.rights import Right, requires
from rekam.office.places.models import Kind
from rekam.office.regions import queries as regions
from rekam.office.rosters import queries as rosters
from rekam.office.visits import asked, forms, queries, words
from rekam.office.visits.models import Visit

SOON_DAYS = 7


@requires(Right.SEE_OUTREACH)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A week of visits, and what needs doing before and after them."""
    form = forms.FilterForm(request.GET or None)
    today = asked.today()
    monday = _monday(form.day or today)
    within = rights.areas_of(request.user)
    chosen = {name: request.GET.get(name, "") for name in ("state", "kind", "area")}
    found = narrowed(queries.between(monday, monday + timedelta(days=6), within), chosen)
    page = {
        "on_index": True,
        "days": _by_day(list(found), monday),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "today": today,
        "before": _with(request, week=(monday - timedelta(days=7)).isoformat()),
        "after": _with(request, week=(monday + timedelta(days=7)).isoformat()),
        "this_week": _with(request, week=""),
        "is_this_week": monday == _monday(today),
        "chosen": chosen,
        "is_narrowed": any(chosen.values()),
        "states": words.STATES.items(),
        "kinds": Kind.choices,
        "districts": regions.districts(within or regions.office().regency.code),
        "needs": needs(today, within),
        "may_plan": rights.can(request.user, Right.PLAN_OUTREACH),
        "has_any": bool(found) or Visit.objects.exists(),
        "next": _next(monday, within),
        "follower": rosters.officers().filter(user=who.asks(request)).first(),
    }
    return render(request, "visits/index.html", page)


def narrowed(found: Any, chosen: dict[str, str]) -> Any:
    if chosen["state"] in words.STATES:
        found = found.filter(state=chosen["state"])
    if chosen["kind"] in Kind.values:
        found = found.filter(place__kind=chosen["kind"])
    if chosen["area"]:
        found = found.filter(place__area__code__startswith=chosen["area"])
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _by_day(visits: list[Visit], monday: date) -> list[tuple[date, list[Visit]]]:
    days = [monday + timedelta(days=number) for number in range(7)]
    return [(day, [visit for visit in visits if visit.on == day]) for day in days]


def _next(monday: date, within: str) -> date | None:
    """The day of the nearest visit to a week that may be empty: the next one, or else the last one."""
    after = queries.visits(within).filter(on__gt=monday + timedelta(days=6)).order_by("on").first()
    before = queries.visits(within).filter(on__lt=monday).order_by("-on").first()
    nearest = after or before
    return nearest.on if nearest else None


def needs(today: date, within: str) -> dict[str, Any]:
    """What somebody has to do about visits, each with its own visits."""
    soon = today + timedelta(days=SOON_DAYS)
    return {
        "confirm": list(queries.to_confirm(soon, within).filter(on__gte=today)),
        "close": queries.open_visits(today, within),
        "passed": queries.visits(within).filter(state=State.PLANNED, on__lt=today),
        "again": queries.second_passes_wanted(within),
        "proposals": queries.open_proposals(within).count(),
    }


def _with(request: HttpRequest, **changes: str) -> str:
    said: dict[str, str] = {**request.GET.dict(), **changes}
    return "?" + urlencode({name: value for name, value in said.items() if value})
