"""When a kit breaks, an officer falls ill or a road closes."""

from rekam.domain.outreach.model import Promise
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

    hit = at_risk(problem, routes, Outage(kits={kit: days}))

    ours = [r for r in routes if r.kit == kit and days & set(r.days)]
    assert set(hit) == {visit for route in ours for visit in route.visits}


def test_an_ill_crew_and_a_closed_road_put_their_visits_at_risk():
    problem = _problem()
    routes = solve(problem, seconds=2, seed=1).routes
    route = routes[0]

    assert set(route.visits) <= set(
        at_risk(problem, routes, Outage(crews={route.crew: frozenset(route.days)}))
    )
    visit = route.visits[0]
    assert at_risk(problem, routes, Outage(sites={visit.site: frozenset({visit.day})})) == (visit,)


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
