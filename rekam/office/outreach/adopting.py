"""Adopting a plan: its stops become visits, and the visits of the plan before follow with as few moves as
possible.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from rekam.domain.outreach.model import RECORDING
from rekam.domain.trouble import RuleBroken
from rekam.office.audit import actions as audit
from rekam.office.outreach import planning, queries
from rekam.office.outreach.models import Plan, State, Stop
from rekam.office.places import actions as places
from rekam.office.places.models import Kind, Place
from rekam.office.visits import actions as visits
from rekam.office.visits import models as visit_models
from rekam.office.visits.models import Visit

if TYPE_CHECKING:
    from rekam.office.accounts.models import User

MOVABLE = (visit_models.State.PLANNED, visit_models.State.CONFIRMED)
BEGUN = (visit_models.State.UNDER_WAY, visit_models.State.CLOSED)
Key = tuple[int, date]  # a place on a day


@dataclass(frozen=True, slots=True)
class Adopted:
    """What adopting did with visits."""

    added: int
    changed: int
    same: int
    cancelled: int
    places: int


@transaction.atomic
def adopt(*, plan: Plan, by: "User | None", at: datetime) -> Adopted:
    """Crews and clients go by this plan from now on. The plan in force before is replaced: its coming visits
    are kept where the new plan has them too, and cancelled where it has not.
    """
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    planning.check_state(held, State.READY)
    before = Plan.objects.select_for_update().filter(state=State.ADOPTED).first()
    _check_based_on(held, before)
    if before is not None:
        before.state = State.REPLACED
        before.save()
    made = _make_places(held, by, at)
    result = _visits(held, before, made, by, at)
    if before is not None and held.based_on_id == before.pk and before.starts < held.starts:
        _carry(before, held)
    held.state, held.adopted_by, held.adopted_at = State.ADOPTED, by, at
    held.save()
    details = {
        "replaces": before.pk if before else None, "added": result.added, "changed": result.changed,
        "same": result.same, "cancelled": result.cancelled,
    }  # fmt: skip
    audit.record("plan.adopted", planning.subject(held), by=by, at=at, details=details)
    return result


def _check_based_on(plan: Plan, current: Plan | None) -> None:
    """A change was worked out from a plan: where another one holds by now, it is no change of that."""
    if plan.based_on_id is not None and plan.based_on_id != (current.pk if current else None):
        raise RuleBroken(
            "plan.other_in_force",
            gettext_noop("Another plan was adopted since this change was worked out. Work it out again."),
        )


def _make_places(plan: Plan, by: "User | None", at: datetime) -> int:
    """Villages that are visited for the first time become service points, at the point inside them."""
    made: dict[int, Place] = {}
    for stop in plan.stops.filter(place=None).select_related("area"):
        if stop.area_id not in made:
            made[stop.area_id] = _place(stop, by, at)
        stop.place = made[stop.area_id]
        stop.save()
    return len(made)


def _place(stop: Stop, by: "User | None", at: datetime) -> Place:
    area = stop.area
    held = Place.objects.filter(kind=Kind.VILLAGE, area=area).first()
    return held or places.add_place(
        name=f"Balai {'Kelurahan' if area.code[9:10] == '1' else 'Desa'} {area.name}",
        kind=Kind.VILLAGE,
        area=area.code,
        lat=area.lat,
        lon=area.lon,
        by=by,
        at=at,
    )


def _carry(before: Plan, held: Plan) -> None:
    """The stops of the days before a change go on standing in the plan in force, with their visits."""
    shift = held.stops.aggregate(last=Max("route"))["last"] or 0
    until = held.starts - timedelta(days=1)
    earlier = list(queries.standing(before, until=until).prefetch_related("officers"))
    crews = [list(stop.officers.all()) for stop in earlier]
    for stop in earlier:
        stop.pk, stop.plan, stop.route = None, held, stop.route + shift
    Stop.objects.bulk_create(earlier)
    through = Stop.officers.through
    through.objects.bulk_create(
        through(stop_id=stop.pk, officer_id=officer.pk)
        for stop, crew in zip(earlier, crews, strict=True)
        for officer in crew
    )
    held.starts = before.starts


# -- visits -----------------------------------------------------------------------------------------------


def _visits(plan: Plan, before: Plan | None, places_made: int, by: "User | None", at: datetime) -> Adopted:
    wanted, own = _wanted(plan), _own(before)
    held, begun = _held(plan, own, wanted), _begun(wanted)
    counts = {"added": 0, "changed": 0, "same": 0}
    for key, stops in wanted.items():
        visit = held[key].pop(0) if held[key] else None
        if visit is None and key in begun:
            visit, what = begun[key], "same"
        elif visit is None:
            visit, what = _add(stops, by, at), "added"
        else:
            what = _change(visit, stops, before, by, at)
        counts[what] += 1
        Stop.objects.filter(pk__in=[stop.pk for stop in stops]).update(visit=visit)
    fallen = [visit for there in held.values() for visit in there if visit.pk in own]
    for visit in fallen:
        visits.cancel_visit(visit=visit, why=plan.reason or "", by=by, at=at)
    return Adopted(**counts, cancelled=len(fallen), places=places_made)


def _wanted(plan: Plan) -> dict[Key, list[Stop]]:
    """The stops of the plan by place and day: crews that meet at a place make one visit."""
    found: dict[Key, list[Stop]] = defaultdict(list)
    held = plan.stops.select_related("place", "client", "kit").prefetch_related("officers")
    for stop in held.order_by("on", "starts", "pk"):
        assert stop.place_id is not None, "places were made for all of them"
        found[stop.place_id, stop.on].append(stop)
    return dict(found)


def _own(before: Plan | None) -> set[int]:
    """The visits of the plan before."""
    stops = before.stops.filter(visit__isnull=False) if before else Stop.objects.none()
    return set(stops.values_list("visit_id", flat=True))


def _held(plan: Plan, own: set[int], wanted: Iterable[Key]) -> defaultdict[Key, list[Visit]]:
    """Visits that can still move: those of the plan before (*own*) within this plan's days, and whatever
    stands at a wanted place on a wanted day anyway.

    Where several stand, those of the plan come first: what is left of them falls away, and what somebody
    planned beside them stays.
    """
    during = Visit.objects.filter(state__in=MOVABLE, on__range=(plan.starts, plan.ends))
    keys, found = set(wanted), defaultdict[Key, list[Visit]](list)
    for visit in sorted(during, key=lambda visit: (visit.pk not in own, visit.pk)):
        if visit.pk in own or (visit.place_id, visit.on) in keys:
            found[visit.place_id, visit.on].append(visit)
    return found


def _begun(wanted: Iterable[Key]) -> dict[Key, Visit]:
    """Visits at a wanted place and day that have begun or are over: no second one is made beside them."""
    keys = set(wanted)
    found = Visit.objects.filter(state__in=BEGUN, on__in={on for _place, on in keys})
    return {key: visit for visit in found if (key := (visit.place_id, visit.on)) in keys}


def _add(stops: list[Stop], by: "User | None", at: datetime) -> Visit:
    place = stops[0].place
    assert place is not None
    return visits.plan_visit(
        place=place,
        client=stops[0].client,
        on=stops[0].on,
        starts=min(stop.starts for stop in stops),
        ends=max(stop.ends for stop in stops),
        crew=_officers(stops),
        kits=[stop.kit for stop in stops],
        expected=_expected(stops),
        is_promised=any(stop.is_promised for stop in stops),
        by=by,
        at=at,
    )


def _change(visit: Visit, stops: list[Stop], before: Plan | None, by: "User | None", at: datetime) -> str:
    starts, ends = min(stop.starts for stop in stops), max(stop.ends for stop in stops)
    is_promised = _is_promised(visit, stops, before)
    kits, officers = {stop.kit for stop in stops}, set(_officers(stops))
    same = (
        (visit.starts, visit.ends, visit.is_promised) == (starts, ends, is_promised)
        and set(visit.kits.all()) == kits
        and set(visit.crew.all()) == officers
    )
    if same:
        return "same"
    visits.move_visit(
        visit=visit, on=visit.on, starts=starts, ends=ends, crew=officers, kits=kits,
        expected=_expected(stops), is_promised=is_promised, by=by, at=at,
    )  # fmt: skip
    return "changed"


def _is_promised(visit: Visit, stops: list[Stop], before: Plan | None) -> bool:
    """What the plan before said of a promise is said anew; what a person said beside it stays."""
    by_plan = visit.stops.filter(plan=before, is_promised=True).exists() if before else False
    return any(stop.is_promised for stop in stops) or (visit.is_promised and not by_plan)


def _officers(stops: list[Stop]) -> list[visit_models.Officer]:
    return list({officer.pk: officer for stop in stops for officer in stop.officers.all()}.values())


def _expected(stops: list[Stop]) -> float:
    return sum(stop.expected for stop in stops) / RECORDING
