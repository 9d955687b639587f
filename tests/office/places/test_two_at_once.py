"""A holiday that two people add at the same moment: one is first, the other is told so."""

from datetime import date

import pytest

from rekam.office.places import actions
from rekam.office.places.models import Holiday
from tests import make
from tests.office.kits.test_two_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_holiday_is_added_once() -> None:
    make.office()
    day = date(2016, 10, 12)

    told = at_once(*[lambda: actions.add_holiday(on=day, name="Hari jadi", by=None, at=make.moment())] * 3)

    assert told == ["done", *["holiday.there_already"] * 2]
    assert Holiday.objects.get().on == day
