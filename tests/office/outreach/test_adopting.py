"""Adopting a plan makes visits; a change of it moves as few as possible."""

from datetime import timedelta

import pytest

from rekam.domain.outreach.replan import ANYBODY
from rekam.domain.trouble import RuleBroken
from rekam.office.kits.models import Kit
from rekam.office.outreach import adopting, changing, comparing, planning, queries, risks, tasks
from rekam.office.outreach.models import Plan, State
from rekam.office.outreach.risks import Risk
from rekam.office.places.models import Place
from rekam.office.visits import actions as visits
from rekam.office.visits.models import Visit
from tests.office import standing
from tests.office.kits import made as kits
from tests.office.outreach import made
from tests.office.rosters import made as rosters


@pytest.fixture
def kit(scene: tuple[Kit, Plan]) -> Kit:
    return Kit.objects.get(pk=scene[0].pk)


@pytest.fixture
def plan(scene: tuple[Kit, Plan]) -> Plan:
    return Plan.objects.get(pk=scene[1].pk)


def two_crews() -> None:
    """Two crews with two kits, who go to two villages."""
    made.base(kit_count=2, pairs=2, days=[3, 4])
    made.people(200, "64.08.04.2001", "64.08.12.2001")
    made.adopted(ends=rosters.on(4))


def changed(day: int, reason: str = "Set alat rusak") -> Plan:
    """The change of the plan in force from a day of October on, worked out."""
    asked = changing.asked(from_day=rosters.on(day), reason=reason)
    return tasks.work_out(planning.begin(by=None, at=rosters.at(day), **asked), by=None)


@standing.on(made.in_force, 30)
def test_every_stop_becomes_a_visit_and_a_new_village_a_service_point(plan: Plan) -> None:
    assert plan.state == State.ADOPTED
    stops = list(queries.stops(plan))
    assert {stop.visit.on for stop in stops if stop.visit} == {stop.on for stop in stops}
    assert Place.objects.filter(kind="village", area__code="64.08.04.2001").count() == 1
    visit = Visit.objects.first()
    assert visit is not None
    assert visit.crew.count() == 2
    assert visit.kits.count() == 1


@standing.on(made.in_force, 30)
def test_only_one_plan_is_in_force_and_the_other_is_replaced(plan: Plan) -> None:
    second = made.adopted(name="Kedua")

    plan.refresh_from_db()
    assert (plan.state, second.state) == (State.REPLACED, State.ADOPTED)
    assert queries.adopted() == second


@standing.on(made.in_force, 30)
def test_visits_that_both_plans_have_stay_as_they_are() -> None:
    before = set(Visit.objects.values_list("pk", "on"))

    again = made.plan()
    done = adopting.adopt(plan=again, by=made.planner(), at=rosters.at(1))

    assert done.same == len(before)
    assert (done.added, done.changed, done.cancelled) == (0, 0, 0)
    assert set(Visit.objects.values_list("pk", "on")) == before


@standing.on(made.in_force, 30)
def test_a_promise_that_came_later_or_was_withdrawn_is_the_visits_too() -> None:
    by_hand = Visit.objects.order_by("on").last()
    assert by_hand is not None

    def adopt(*, is_promised: bool) -> adopting.Adopted:
        again = made.plan()
        again.stops.update(is_promised=is_promised)
        return adopting.adopt(plan=again, by=made.planner(), at=rosters.at(1))

    done = adopt(is_promised=True)
    assert (done.same, done.changed) == (0, Visit.objects.count())
    assert set(Visit.objects.values_list("is_promised", flat=True)) == {True}
    adopt(is_promised=False)
    assert set(Visit.objects.values_list("is_promised", flat=True)) == {False}

    Visit.objects.filter(pk=by_hand.pk).update(is_promised=True)  # as a person said beside the plan
    adopt(is_promised=False)
    by_hand.refresh_from_db()
    assert by_hand.is_promised


@standing.on(made.in_force, 500)
def test_of_two_visits_at_a_place_on_a_day_none_is_forgotten() -> None:
    """Somebody has moved one to the day of the other, and planned a third beside them."""
    one, other = Visit.objects.order_by("on", "pk")[:2]
    assert one.place == other.place
    hours = {"starts": other.starts, "ends": other.ends}
    visits.move_visit(visit=other, on=one.on, by=made.planner(), at=rosters.at(1), **hours)
    third = visits.plan_visit(place=one.place, client=None, on=one.on, by=None, at=rosters.at(1), **hours)

    adopting.adopt(plan=made.plan(), by=made.planner(), at=rosters.at(1))

    for visit in (one, other, third):
        visit.refresh_from_db()
    assert (one.state, other.state, third.state) == ("planned", "cancelled", "planned")


@standing.on(made.in_force, 30)
def test_a_broken_kit_puts_its_stops_at_risk(kit: Kit, plan: Plan) -> None:
    assert risks.at_risk(plan, made.MONDAY, rosters.at(1)) == []

    kits.fault(kits.part(kit, kits.Kind.CAMERA), at=rosters.at(3))

    found = risks.at_risk(plan, made.MONDAY, rosters.at(3))
    assert {risk for each in found for risk in each.risks} == {Risk.KIT}
    assert len(found) == plan.stops.count()


@standing.on(made.in_force, 30)
def test_an_officer_who_falls_ill_puts_the_crew_at_risk(plan: Plan) -> None:
    stop = queries.stops(plan).first()
    assert stop is not None
    driver = stop.officers.get(skills=["driver"])
    rosters.leave(driver, stop.on.day)

    found = risks.at_risk(plan, made.MONDAY, rosters.at(3))

    assert {(each.stop.on, each.risks) for each in found} == {(stop.on, (Risk.CREW,))}


@standing.on(two_crews)
def test_the_smallest_change_leaves_what_a_second_kit_can_still_do() -> None:
    """Two crews with two kits; one kit breaks: the other's visits stay."""
    first, second = Kit.objects.order_by("pk")
    plan = Plan.objects.get()
    kits.fault(kits.part(first, kits.Kind.CAMERA), at=rosters.at(3))

    change = changed(3)

    assert set(change.stops.values_list("kit", flat=True)) == {second.pk}
    told = comparing.changes(plan, change)
    assert told.new == 0
    assert told.gone <= plan.stops.filter(kit=first).count()


@standing.on(two_crews)
def test_what_is_at_risk_may_go_to_any_crew_so_that_the_others_stay_with_theirs() -> None:
    first, _second = Kit.objects.order_by("pk")
    plan = Plan.objects.get()
    kits.fault(kits.part(first, kits.Kind.CAMERA), at=rosters.at(3))

    told = planning.kept(changed(3), rosters.at(3))

    crews = {(made.MONDAY + timedelta(days=visit.day), visit.crew) for visit in told}
    stays = plan.stops.filter(on__gte=rosters.on(3)).exclude(kit=first)
    assert {crew for _, crew in crews if crew} == set(stays.values_list("crew", flat=True))
    assert ANYBODY in {crew for _, crew in crews}


def test_promises_move_last() -> None:
    _, (first, _second) = made.base(kit_count=2, pairs=2, days=[3, 4])
    made.people(300)
    made.promise(made.company(), rosters.on(4))
    made.adopted(ends=rosters.on(4))
    kits.fault(kits.part(first, kits.Kind.CAMERA), at=rosters.at(3))

    change = changed(3)

    assert change.stops.filter(is_promised=True, on=rosters.on(4)).exists()
    assert not change.broken


@standing.on(made.in_force, 30)
def test_adopting_a_change_cancels_what_falls_away_and_says_why(kit: Kit) -> None:
    kits.fault(kits.part(kit, kits.Kind.CAMERA), at=rosters.at(3))
    change = changed(3, reason="KIT rusak")

    done = adopting.adopt(plan=change, by=made.planner(), at=rosters.at(3))

    assert done.cancelled == Visit.objects.count() > 0
    assert set(Visit.objects.values_list("state", "why_cancelled")) == {("cancelled", "KIT rusak")}


@standing.on(made.in_force, 30)
def test_a_visit_that_has_begun_gets_no_second_one_beside_it(plan: Plan) -> None:
    visit = Visit.objects.order_by("on")[0]
    Visit.objects.filter(pk=visit.pk).update(state="under_way", arrived_at=rosters.at(visit.on.day))

    adopting.adopt(plan=changed(visit.on.day), by=made.planner(), at=rosters.at(visit.on.day))

    assert plan.stops.count() > 0
    assert Visit.objects.filter(place=visit.place, on=visit.on).count() == 1


@standing.on(made.in_force, 500)
def test_what_a_person_moved_or_cancelled_is_so_in_the_plan_too(plan: Plan) -> None:
    moved, cancelled, *_ = Visit.objects.order_by("on")
    friday = {"on": rosters.on(8), "starts": moved.starts, "ends": moved.ends}
    visits.move_visit(visit=moved, by=made.planner(), at=rosters.at(1), **friday)
    visits.cancel_visit(visit=cancelled, why="Banjir", by=made.planner(), at=rosters.at(1))

    held = list(queries.stops(plan))

    assert {stop.stands_on for stop in held if stop.visit_id == moved.pk} == {rosters.on(8)}
    assert not [stop for stop in held if stop.visit_id == cancelled.pk]
    change = planning.begin(by=None, at=rosters.at(1), **changing.asked(
        from_day=made.MONDAY, reason=""
    ))  # fmt: skip
    told = planning.kept(change, rosters.at(1))
    assert cancelled.on not in {made.MONDAY + timedelta(days=visit.day) for visit in told}


@standing.on(made.in_force, 500)
def test_days_before_a_change_stay_in_the_plan_in_force(plan: Plan) -> None:
    before = set(queries.stops(plan, until=rosters.on(5)).values_list("on", "visit"))
    change = changed(6)

    adopting.adopt(plan=change, by=made.planner(), at=rosters.at(3))

    change.refresh_from_db()
    assert change.starts == plan.starts
    held = queries.stops(change, until=rosters.on(5))
    assert set(held.values_list("on", "visit")) == before != set()
    assert all(stop.officers.count() == 2 for stop in held)


@standing.on(made.in_force, 500)
def test_a_visit_that_was_moved_across_the_first_day_of_a_change_stands_in_the_plan_once() -> None:
    early, *_, late = Visit.objects.order_by("on")
    for visit, day in ((early, 7), (late, 3)):
        hours = {"starts": visit.starts, "ends": visit.ends}
        visits.move_visit(visit=visit, on=rosters.on(day), by=made.planner(), at=rosters.at(1), **hours)
    change = changed(6)

    adopting.adopt(plan=change, by=made.planner(), at=rosters.at(3))

    change.refresh_from_db()
    held = list(queries.stops(change))
    assert sum(stop.visit_id == late.pk for stop in held) == 1
    assert sum(stop.visit_id == early.pk for stop in held) <= 1


@standing.on(made.in_force, 30)
def test_a_change_of_a_plan_that_is_no_longer_in_force_is_not_adopted() -> None:
    change = changed(4)
    made.adopted(name="Lain")

    with pytest.raises(RuleBroken, match=r"plan\.other_in_force"):
        adopting.adopt(plan=change, by=made.planner(), at=rosters.at(4))


def test_a_plan_is_adopted_once() -> None:
    made.base()
    plan = made.adopted()

    with pytest.raises(RuleBroken, match=r"plan\.not_now"):
        adopting.adopt(plan=plan, by=made.planner(), at=rosters.at(1))


def test_without_a_plan_in_force_there_is_nothing_to_change() -> None:
    with pytest.raises(RuleBroken, match=r"plan\.none_in_force"):
        changing.asked(from_day=rosters.on(3), reason="")
