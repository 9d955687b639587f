"""What a plan says about places, promises and floors."""

import pytest

from rekam.domain.outreach.answer import Why
from rekam.domain.outreach.model import RECORDING, Promise, Window
from rekam.domain.outreach.solve import solve
from tests.domain.outreach import make


def _fact(site, **values):
    answer = solve(make.problem(site, **values), seconds=2, seed=1)
    return answer.facts[site.code]


def test_a_site_with_all_its_blocks_worked_is_chosen():
    fact = _fact(make.site("KPC", 1))

    assert (fact.why, fact.blocks, fact.left, fact.expected) == (Why.CHOSEN, 2, 0, 35 * RECORDING)


@pytest.mark.parametrize(
    ("why", "site", "values"),
    [
        (Why.NOBODY, make.site("S", 1, ()), {}),
        (Why.CLOSED, make.site("S", 1, windows={}), {}),
        (Why.CLOSED, make.site("S", 1, windows={0: (Window(480, 500),)}), {}),
        (Why.NO_KIT, make.site("S", 1), {"at": make.base(kits=0)}),
        (Why.NO_CREW, make.site("S", 1), {"at": make.base(crews=0)}),
        (Why.NO_SKILL, make.site("S", 1, skills=frozenset({"technician"})), {}),
        (Why.UNREACHABLE, make.site("S", 1), {"minutes": 300}),
        (Why.TRAVEL, make.site("S", 1, (1,)), {"travel_price": 20}),
    ],
)
def test_a_site_that_is_left_out_says_why(why, site, values):
    fact = _fact(site, **values)

    assert (fact.why, fact.blocks) == (why, 0)


def test_a_site_that_records_less_than_another_says_what_it_would_have_to_record():
    rich, poor = make.site("KPC", 1, (20, 20, 20, 20)), make.site("Desa", 2, (5,))

    answer = solve(make.problem(rich, poor), seconds=2, seed=1)

    fact = answer.facts["Desa"]
    assert fact.why is Why.WORTH_LESS
    assert fact.next_block == 5 * RECORDING
    assert fact.needed is not None
    assert fact.needed >= 5 * RECORDING


def test_a_promise_on_a_day_on_which_the_site_is_closed_names_the_nearest_day():
    site = make.site("KPC", 1, windows={0: make.DAY}, promises=(Promise(1),))

    answer = solve(make.problem(site), seconds=2, seed=1)

    (broken,) = answer.broken
    assert (broken.site, broken.day, broken.missing, broken.why, broken.nearest) == (
        "KPC",
        1,
        1,
        Why.CLOSED,
        0,
    )


def test_of_two_promises_for_one_kit_one_breaks_as_the_kit_is_taken():
    ours = [make.site(c, n, windows={0: make.DAY[:1]}, promises=(Promise(0),)) for n, c in enumerate("AB", 1)]

    answer = solve(make.problem(*ours), seconds=2, seed=1)

    assert [broken.why for broken in answer.broken] == [Why.TAKEN]


def test_a_promise_costs_what_could_be_recorded_elsewhere():
    poor = make.site("Desa", 1, (5,), windows={0: make.DAY[:1]}, promises=(Promise(0),))
    rich = make.site("KPC", 2, (20,), windows={0: make.DAY[:1]})

    answer = solve(make.problem(poor, rich, travel_price=0), seconds=2, seed=1)

    (price,) = answer.prices
    assert (price.code, price.day, price.recordings) == ("Desa", 0, 15 * RECORDING)


def test_a_floor_brings_a_poor_district_in_and_its_price_is_told():
    poor = make.site("Desa", 1, (5,), windows={0: make.DAY[:1]}, district="Selatan")
    rich = make.site("KPC", 2, (20,), windows={0: make.DAY[:1]})

    answer = solve(
        make.problem(poor, rich, travel_price=0, floors={"Selatan": 5 * RECORDING}), seconds=2, seed=1
    )

    assert answer.facts["Desa"].blocks == 1
    assert not answer.short
    assert [(price.code, price.recordings) for price in answer.prices] == [("Selatan", 15 * RECORDING)]


def test_a_floor_that_nobody_can_reach_is_short():
    poor = make.site("Desa", 1, (5,), district="Selatan")

    answer = solve(make.problem(poor, floors={"Selatan": 9 * RECORDING}), seconds=2, seed=1)

    (short,) = answer.short
    assert (short.district, short.floor, short.expected) == ("Selatan", 9 * RECORDING, 5 * RECORDING)


def test_no_sites_and_no_kits_are_an_empty_plan_and_no_error():
    assert solve(make.problem(), seconds=1, seed=1).routes == ()
    assert solve(make.problem(make.site("S", 1), at=make.base(kits=0)), seconds=1, seed=1).routes == ()
