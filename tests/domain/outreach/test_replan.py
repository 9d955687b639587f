"""When a kit breaks, an officer falls ill or a road closes."""

from rekam.domain.outreach.answer import Call, Route
from rekam.domain.outreach.model import Promise, Window
from rekam.domain.outreach.replan import Outage, at_risk, replan, without
from rekam.domain.outreach.solve import solve
from rekam.domain.outreach.what_if import More, brings
from tests.domain.outreach import checking, make

TODAY = frozenset({0})


def _problem(**values):
    sites = [make.site(c, n, (20,)) for n, c in enumerate(("A", "B", "C"), 1)]
    return make.problem(*sites, at=make.base(kits=2, crews=2), **values)


def _two_visits():
    """One site that is open on both days, and one that promised the first."""
    promised = make.site("KPC", 1, (10,), windows={0: make.DAY[:1]}, promises=(Promise(0),))
    free = make.site("Desa", 2, (30,), windows={0: make.DAY[:1], 1: make.DAY[:1]})
    problem = make.problem(promised, free, at=make.base(kits=2, crews=2))
    return problem, solve(problem, seconds=2, seed=1).routes


def test_a_broken_kit_puts_its_routes_at_risk_and_no_others():
    problem = _problem()
    routes = solve(problem, seconds=2, seed=1).routes
    kit, days = routes[0].kit, frozenset(routes[0].days)

    hit = at_risk(routes, Outage(kits={kit: days}))

    ours = [r for r in routes if r.kit == kit and days & set(r.days)]
    assert set(hit) == {visit for route in ours for visit in route.visits}


def test_an_ill_crew_and_a_closed_road_put_their_visits_at_risk():
    problem = _problem()
    routes = solve(problem, seconds=2, seed=1).routes
    route = routes[0]

    assert set(route.visits) <= set(at_risk(routes, Outage(crews={route.crew: frozenset(route.days)})))
    visit = route.visits[0]
    assert at_risk(routes, Outage(sites={visit.site: frozenset({visit.day})})) == (visit,)


def test_a_promise_is_the_last_to_move():
    problem, routes = _two_visits()
    outage = Outage(kits={"K1": TODAY, "K0": frozenset()})

    found = replan(problem, routes, outage, seconds=2, seed=1)

    assert not found.answer.broken
    assert checking.faults(without(problem, outage), found.answer.routes) == []


def test_visits_that_nothing_hits_stay_as_they_were():
    problem = _problem()
    routes = solve(problem, seconds=2, seed=1).routes

    found = replan(problem, routes, Outage(), seconds=2, seed=1)

    assert found.changes == ()
    assert found.others_changed == 0


def test_a_visit_that_is_lost_is_told_with_its_new_days():
    site = make.site("Desa", 1, (20,))
    problem = make.problem(site)
    routes = solve(problem, seconds=2, seed=1).routes
    day = routes[0].days[0]

    found = replan(problem, routes, Outage(kits={"K0": frozenset({day})}), seconds=2, seed=1)

    (change,) = found.changes
    assert (change.visit.day, change.crew, change.days, change.was_at_risk) == (day, None, (1 - day,), True)


def test_rather_the_visits_at_risk_change_their_crew_than_others():
    """The kit of a crew with two visits breaks; the other crew has one, and time for all three."""
    problem, adopted = _three_visits(mixed=0)

    found = replan(problem, adopted, Outage(kits={"K0": TODAY}), seconds=2, seed=1)

    assert {visit.crew for route in found.answer.routes for visit in route.visits} == {"C1"}
    assert {change.visit.site for change in found.changes} == {"A", "B"}
    assert all(change.was_at_risk for change in found.changes)


def test_where_not_all_routes_of_the_plan_can_stay_those_at_risk_make_room():
    """Before anything is searched for: two routes that cannot be joined, and one kit is left."""
    sites = [make.site(code, n, (50,), windows={0: (Window(480, 660),)}) for n, code in enumerate("AB", 1)]
    problem = make.problem(*sites, at=make.base(kits=2, crews=2))
    adopted = [_route("C0", "K0", {"A": 480}, 180), _route("C1", "K1", {"B": 480}, 180)]

    for kit, stays in (("K0", "B"), ("K1", "A")):
        found = replan(problem, adopted, Outage(kits={kit: TODAY}), seconds=2, seed=1, stop=lambda: True)
        assert [visit.site for route in found.answer.routes for visit in route.visits] == [stays]


def test_visits_of_two_crews_are_mixed_only_where_that_wins_more():
    problem, adopted = _three_visits(mixed=1)
    road = Outage(sites={"A": TODAY})  # of C0's day something is over, but nobody is missing

    for price, crews in ((0, 1), (1000, 2)):
        found = replan(problem, adopted, road, seconds=2, seed=1, mixed_visit=price)
        assert len({route.crew for route in found.answer.routes}) == crews
        assert len(found.changes) - 1 == 2 - crews


def _three_visits(mixed: int):
    """A and B by the crew C0, D by C1, one after the other: one crew could make all of them. With *mixed* it
    would save a way.
    """
    windows = {"A": Window(480, 600), "B": Window(600, 720), "D": Window(780, 900)}
    sites = [
        make.site(code, n, (50,), block_minutes=90, windows={0: (window,)})
        for n, (code, window) in enumerate(windows.items(), 1)
    ]
    problem = make.problem(*sites, at=make.base(kits=2, crews=2), travel_price=mixed, minutes=30)
    return problem, [_route("C0", "K0", {"A": 480, "B": 600}), _route("C1", "K1", {"D": 780})]


def _route(crew, kit, starts, minutes=90):
    calls = tuple(Call(0, site, at, (at,), at + minutes, (0,), 50_000) for site, at in starts.items())
    first, last = calls[0].arrives - 30, calls[-1].ends + 30
    return Route("B", crew, kit, (0,), first, calls, last, 30 * (len(calls) + 1))


def test_days_that_are_over_stay_out_of_the_new_plan():
    site = make.site("Desa", 1, (20, 10, 5))
    problem = make.problem(site)
    routes = solve(problem, seconds=2, seed=1).routes

    found = replan(problem, routes, Outage(), seconds=2, seed=1, since=1)

    assert {day for route in found.answer.routes for day in route.days} == {1}
    assert found.changes == ()


def test_one_more_team_brings_what_it_records_and_one_kit_alone_nothing():
    sites = [make.site(c, n, (20,), windows={0: make.DAY[:1]}) for n, c in enumerate("AB", 1)]
    problem = make.problem(*sites, travel_price=0)
    answer = solve(problem, seconds=2, seed=1)

    assert brings(problem, answer, More.TEAM, "B", seconds=2, seed=1).value == 20_000
    assert brings(problem, answer, More.KIT, "B", seconds=2, seed=1).value == 0
    assert brings(problem, answer, More.KIT, "B", seconds=2, seed=1).at_most == 0


def test_one_more_day_is_like_the_same_weekday_before():
    site = make.site("Desa", 1, (20,) * 20, windows=dict.fromkeys(range(7), make.DAY))
    problem = make.problem(site, days=7, travel_price=0)
    answer = solve(problem, seconds=2, seed=1)

    assert brings(problem, answer, More.DAY, seconds=2, seed=1).value == 2 * 20_000
