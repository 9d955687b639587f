"""What the adopted plan of visits adds to the forecast, by month and kecamatan."""

from datetime import date

import pytest

from rekam.domain.outreach.model import RECORDING
from rekam.office.forecast import planned
from tests import make
from tests.office.outreach import made

CODES = ("64.08.04", "64.08.12")
COMING = (date(2016, 10, 1), date(2016, 11, 1))


def test_without_an_adopted_plan_it_has_nothing_to_say() -> None:
    make.office()
    made.begun()

    assert planned.outreach(CODES, COMING, [], date(2016, 9, 30)) is None


def test_the_stops_of_the_plan_are_counted_where_and_when_they_are() -> None:
    made.base()
    made.people(20, "64.08.04.2001", "64.08.12.2001")
    plan = made.adopted()

    found = planned.outreach(CODES, COMING, [date(2016, 9, 1)], date(2016, 9, 30))

    assert found is not None
    assert found.mean.shape == found.variance.shape == (2, 2)
    assert found.mean.sum() == pytest.approx(plan.expected / RECORDING)
    assert (found.mean[0] > 0).all()
    assert not found.mean[1].any()
    assert (found.variance[0] > 0).all()
    assert not found.visited.any()


def test_what_the_month_has_recorded_already_is_not_added_again() -> None:
    made.base()
    made.people(500)
    plan = made.adopted()
    known = plan.stops.order_by("on")[0].on

    found = planned.outreach(CODES, COMING, [], known)

    assert found is not None
    left = sum(plan.stops.filter(on__gt=known).values_list("expected", flat=True))
    assert 0 < left < plan.expected
    assert found.mean.sum() == pytest.approx(left / RECORDING)
