"""Questions that the screens of plans ask."""

from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from rekam.office.outreach.models import Closure, Plan, State, Stop
from rekam.office.visits import models as visits


def adopted() -> Plan | None:
    """The plan that crews and clients go by."""
    return Plan.objects.filter(state=State.ADOPTED).first()


def plans() -> QuerySet[Plan]:
    """Every plan, the latest first; those put aside at the end."""
    return Plan.objects.select_related("made_by", "adopted_by", "based_on")


def alternatives(plan: Plan) -> QuerySet[Plan]:
    """Plans of the same days that can still be compared with it."""
    return plans().filter(
        state__in=(State.READY, State.ADOPTED), starts__lte=plan.ends, ends__gte=plan.starts
    )


def stops(
    plan: Plan, within: str = "", *, since: date | None = None, until: date | None = None
) -> QuerySet[Stop]:
    """The stops of a plan in an area, in the order of days and routes."""
    found = standing(plan, since, until).select_related("place", "area", "client", "kit", "base", "visit")
    found = found.prefetch_related("officers")
    return found.filter(Q(area__code=within) | Q(area__code__startswith=f"{within}.")) if within else found


def standing(plan: Plan, since: date | None = None, until: date | None = None) -> QuerySet[Stop]:
    """Its stops as people have left them: on the ``day`` to which somebody moved the visit, and of the plan
    in force none whose visit was cancelled.
    """
    found = plan.stops.annotate(day=Coalesce("visit__on", "on")).order_by("day", "route", "order")
    if plan.state == State.ADOPTED:
        found = found.exclude(visit__state=visits.State.CANCELLED)
    if since is not None:
        found = found.filter(day__gte=since)
    return found if until is None else found.filter(day__lte=until)


def closures(start: date, end: date) -> list[Closure]:
    """Roads and places that are closed on some of these days."""
    held = Closure.objects.filter(starts__lte=end, ends__gte=start, lifted_at=None)
    return list(held.select_related("area", "place"))
