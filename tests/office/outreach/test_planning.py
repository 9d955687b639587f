"""A plan is made of what the office has: fit kits, crews on the roster, hours, promises and roads."""

from datetime import time

import pytest

from rekam.domain.outreach.answer import Status
from rekam.domain.trouble import RuleBroken
from rekam.office import background
from rekam.office.kits.models import Kit
from rekam.office.outreach import ground, planning, queries, stating, tasks, told, work
from rekam.office.outreach.models import State
from rekam.office.outreach.wishes import Wishes
from rekam.office.rosters.models import Duty
from rekam.office.visits import actions as visits
from tests.office import standing
from tests.office.kits import made as kits
from tests.office.outreach import made
from tests.office.rosters import made as rosters


@pytest.fixture
def kit(scene: Kit) -> Kit:
    return Kit.objects.get(pk=scene.pk)


@standing.on(made.ready, 20)
def test_the_unrecorded_of_a_village_are_visited_by_a_crew_with_a_kit(kit: Kit) -> None:
    plan = made.plan()

    stops = list(queries.stops(plan))
    assert plan.state == State.READY
    assert {stop.area.code for stop in stops} == {"64.08.04.2001"}
    assert {stop.kit for stop in stops} == {kit}
    assert plan.expected == sum(stop.expected for stop in stops) > 0
    assert plan.low <= plan.expected <= plan.high
    assert plan.bound >= plan.value


@standing.on(made.ready, 20)
def test_who_goes_is_named_by_the_roster_and_the_counter_keeps_its_operator() -> None:
    stop = queries.stops(made.plan()).first()

    assert stop is not None
    skills = sorted(officer.skills[0] for officer in stop.officers.all())
    assert skills == ["driver", "operator"]


@standing.on(made.ready, 20)
def test_without_a_fit_kit_nobody_goes_and_each_place_says_so(kit: Kit) -> None:
    kits.fault(kits.part(kit, kits.Kind.CAMERA))

    plan = made.plan()

    assert not plan.stops.exists()
    assert {fact["why"] for fact in plan.facts if fact["reachable"]} == {"no_kit"}
    assert [each["code"] for each in plan.assumed] == ["kits", "rate", "roads"]


def test_on_days_without_a_crew_on_the_roster_nobody_goes() -> None:
    made.base(days=[5])
    made.people(200)

    plan = made.plan()

    assert set(plan.stops.values_list("on", flat=True)) == {rosters.on(5)}


def test_with_nobody_to_record_the_plan_is_empty_and_says_why() -> None:
    made.base()

    plan = made.plan()

    assert not plan.stops.exists()
    assert {fact["why"] for fact in plan.facts} <= {"nobody"}
    assert plan.status == Status.BEST


def test_a_promised_date_is_kept_although_others_record_more() -> None:
    made.base()
    made.people(200)
    made.promise(made.company(), rosters.on(4))

    plan = made.plan()

    kept = plan.stops.get(on=rosters.on(4), is_promised=True)
    assert kept.client is not None
    assert not plan.broken
    assert [price["name"] for price in plan.prices] == [kept.client.name]


def test_a_promise_that_nobody_can_keep_is_told_with_the_nearest_day() -> None:
    made.base()
    client = made.company(kits_at_once=2)
    made.promise(client, rosters.on(4), kits=2)

    plan = made.plan()

    (line,) = told.broken(plan)
    assert client.name in line
    assert plan.broken[0]["missing"] == 1


def test_a_window_in_which_nobody_can_arrive_is_told() -> None:
    made.base()
    made.promise(made.company(), rosters.on(4), starts=time(21), ends=time(23))

    plan = made.plan()

    assert [each["why"] for each in plan.broken] == ["unreachable"]


def test_two_times_on_one_day_are_both_open_and_the_promise_is_kept() -> None:
    made.base()
    client = made.company()
    made.promise(client, rosters.on(4), starts=time(8), ends=time(10))
    made.promise(client, rosters.on(4), starts=time(13), ends=time(15), is_promised=False)

    (site,) = [each for each in ground.ground(made.MONDAY, made.FRIDAY) if each.client]

    assert [(w.opens, w.closes) for w in site.windows[1]] == [(480, 600), (780, 900)]
    assert [promise.day for promise in site.promises] == [1]


def test_a_village_head_asks_for_the_village_and_it_is_planned_once() -> None:
    made.base()
    made.people(30)
    made.company(kind="village", area="64.08.04.2001")

    found = [each for each in ground.ground(made.MONDAY, made.FRIDAY) if each.area.code == "64.08.04.2001"]

    assert [(each.client is not None, each.reachable) for each in found] == [(True, 30)]


def test_what_was_planned_by_hand_is_not_planned_elsewhere() -> None:
    _, (kit,) = made.base()
    made.people(500)
    crew = [duty.officer for duty in Duty.objects.filter(on=rosters.on(4)).select_related("officer")]
    client = made.company()
    visits.plan_visit(
        place=client.place, client=client, on=rosters.on(4), starts=time(8), ends=time(12), crew=crew[:2],
        kits=[kit], by=None, at=rosters.at(1),
    )  # fmt: skip

    plan = made.plan()

    assert plan.stops.count() > 0
    assert not plan.stops.filter(on=rosters.on(4)).exists()


@standing.on(made.ready, 20)
def test_a_floor_that_cannot_be_met_is_told_with_what_it_comes_to() -> None:
    plan = made.plan(wishes=Wishes(floors={"64.08.06": 50}))

    assert plan.short == [{"district": "64.08.06", "floor": 50_000, "expected": 0}]
    assert "50" in told.short(plan, {"64.08.06": "Busang"})[0]


def test_the_same_seed_gives_the_same_plan() -> None:
    made.base(pairs=2, kit_count=2)
    made.people(15, "64.08.04.2001", "64.08.09.2001", "64.08.12.2001")

    found = [
        list(made.plan(seed=7).stops.order_by("on", "route", "order").values_list("on", "crew", "area__code"))
        for _ in range(2)
    ]

    assert found[0] == found[1]


def test_for_days_without_a_roster_the_leanest_such_weekday_is_assumed_and_said() -> None:
    made.base(days=[3, 10])  # Mondays; on the tenth as many
    made.people(200)

    plan = made.plan(starts=rosters.on(31), ends=rosters.on(31).replace(month=11, day=7))

    (assumption,) = [each for each in plan.assumed if each["code"] == "crews"]
    assert assumption["days"] == 7  # of November: nobody published it
    assert any("31" not in line for line in told.assumed(plan))


@standing.on(made.ready, 20)
def test_planning_tells_how_far_it_is_and_a_wish_stops_it() -> None:
    plan = made.begun()
    tasks.take(plan)
    seen: list[tuple[int | None, int | None, bool]] = []

    def solver(problem: object, *, progress: object, stop: object, **how: object) -> object:
        progress(5000, 9000, 0.1)  # type: ignore[operator]
        current = work.under_way(plan)
        assert current is not None
        seen.append((current.value, current.bound, stop()))  # type: ignore[operator]
        background.ask_to_stop(work.folder_of(plan))
        assert stop()  # type: ignore[operator]
        return tasks.solve(problem, stop=stop, progress=progress, **how)  # type: ignore[arg-type]

    with background.alive(work.folder_of(plan)):
        planned = tasks.work_out(plan, by=None, solver=solver)  # type: ignore[arg-type]

    assert seen == [(5000, 9000, False)]
    assert planned.state == State.READY
    assert work.under_way(plan) is None


def test_only_one_works_a_plan_out_at_a_time() -> None:
    plan = made.begun()
    tasks.take(plan)

    with pytest.raises(RuleBroken, match=r"plan\.busy"):
        tasks.take(plan)


def test_what_was_put_aside_meanwhile_is_not_filled() -> None:
    plan = made.begun()
    stated = planning.prepare(plan, rosters.at())
    planning.give_up(plan=plan, by=None, at=rosters.at())
    answer = tasks.solve(stated.problem, seconds=1, seed=1)

    with pytest.raises(RuleBroken, match=r"plan\.not_being_planned"):
        planning.keep(plan=plan, stated=stated, answer=answer, by=None, at=rosters.at())


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"ends": rosters.on(2)}, "plan.ends_before_it_starts"),
        ({"ends": rosters.on(3).replace(year=2017)}, "plan.too_long"),
        ({"seconds": 0}, "plan.seconds_out_of_range"),
        ({"seconds": 601}, "plan.seconds_out_of_range"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(facts: dict[str, object], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        made.begun(**facts)  # type: ignore[arg-type]


@standing.on(made.ready, 20)
def test_nobody_is_counted_at_a_client_and_in_a_village() -> None:
    found = stating.state(start=made.MONDAY, end=made.FRIDAY, wishes=Wishes(), at=rosters.at())

    assert sum(each.reachable for each in found.ground.values()) == 20
