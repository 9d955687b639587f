"""What an address asks of a plan, and what its reader may see and do."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from rekam.domain import wording
from rekam.office.accounts import rights
from rekam.office.accounts.rights import Right
from rekam.office.outreach.models import Plan
from rekam.office.places import queries as places
from rekam.office.regions import queries as regions

A_WEEK = timedelta(days=7)


def now() -> datetime:
    """The moment that pages are about when nothing was asked; the demo's calendar stands still."""
    return places.default_moment(timezone.now())


def today() -> date:
    return timezone.localdate(now())


def check_planner(request: HttpRequest) -> None:
    """A plan is the whole office's: somebody limited to a district does not make it."""
    rights.check(request.user, Right.PLAN_OUTREACH, area=regions.office().regency.code)


def is_planner(request: HttpRequest) -> bool:
    return rights.can(request.user, Right.PLAN_OUTREACH) and rights.reaches_whole_office(request.user)


def district_names() -> dict[str, str]:
    return dict(regions.districts(regions.office().regency.code).values_list("code", "name"))


def monday(request: HttpRequest, plan: Plan) -> date:
    """The first day of the week that a calendar shows: the one asked for, or this one, within the plan."""
    given = wording.read_date(request.GET.get("pekan", "")) or today()
    inside = min(max(given, plan.starts), plan.ends)
    return inside - timedelta(days=inside.weekday())


def weeks(plan: Plan, shown: date) -> dict[str, Any]:
    """The week before and after, where the plan has any."""
    earlier, later = shown - A_WEEK, shown + A_WEEK
    return {
        "days": [shown + timedelta(days=n) for n in range(7)],
        "earlier": earlier if earlier + timedelta(days=6) >= plan.starts else None,
        "later": later if later <= plan.ends else None,
    }
