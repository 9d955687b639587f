"""A road that is closed keeps plans away, and shows what it takes from the plan in force."""

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.outreach import closing, risks
from rekam.office.outreach.models import Closure
from rekam.office.outreach.risks import Risk
from tests.office.outreach import made
from tests.office.rosters import made as rosters

SANGATTA_UTARA = "area:64.08.04"


def close(first: int, last: int, where: str = SANGATTA_UTARA) -> Closure:
    return closing.close(
        where=where, starts=rosters.on(first), ends=rosters.on(last), why="Banjir", by=None, at=rosters.at(3)
    )


def test_a_closed_district_is_not_visited_on_those_days() -> None:
    made.base()
    made.people(200)
    close(3, 6)

    plan = made.plan()

    assert set(plan.stops.values_list("on", flat=True)) == {rosters.on(7)}


def test_what_the_plan_in_force_has_there_is_at_risk_until_it_is_open_again() -> None:
    made.base()
    made.people(200)
    plan = made.adopted()
    closure = close(4, 4)

    found = risks.at_risk(plan, made.MONDAY, rosters.at(3))
    assert {(each.stop.on, each.risks) for each in found} == {(rosters.on(4), (Risk.ROAD,))}

    closing.lift(closure=closure, by=None, at=rosters.at(3))
    assert risks.at_risk(plan, made.MONDAY, rosters.at(3)) == []


def test_one_place_is_closed_by_itself() -> None:
    made.base()
    client = made.company()
    made.promise(client, rosters.on(4))
    close(4, 4, where=f"place:{client.place.pk}")

    plan = made.plan()

    assert [each["why"] for each in plan.broken] == ["closed"]


@pytest.mark.parametrize("where", ["area:64.99.99", "place:999999", "place:x", "", "sungai"])
def test_a_place_that_is_not_known_is_not_closed(where: str) -> None:
    with pytest.raises(RuleBroken, match=r"closure\.unknown"):
        close(3, 4, where=where)


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(RuleBroken, match=r"closure\.ends_before_it_starts"):
        close(4, 3)


def test_it_is_opened_again_once() -> None:
    closure = close(3, 4)
    closing.lift(closure=closure, by=None, at=rosters.at(3))

    with pytest.raises(RuleBroken, match=r"closure\.lifted"):
        closing.lift(closure=closure, by=None, at=rosters.at(3))
