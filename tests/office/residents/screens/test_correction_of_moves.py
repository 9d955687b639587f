"""A registrar says of somebody who lives here, or came once, that they moved or never lived there."""

from datetime import date

import pytest
from django.test import Client

from rekam.office.coverage import queries as coverage
from rekam.office.regions.models import Area
from rekam.office.residents import lists, verification
from tests import make
from tests.office.residents.screens import desk


def counted(area: str, on: date | None = None) -> int:
    """As known now."""
    return coverage.coverage(on=on or lists.today(), within=area).total.total.registered


def village(code: str) -> str:
    return str(Area.objects.get(code=code).pk)


def test_a_move_of_somebody_who_once_came_is_a_move_of_its_own_day(registrar: Client) -> None:
    siti = make.siti(TGL_DATANG="01-03-2010")
    desk.people(siti)

    desk.corrected(registrar, siti, area=village(make.SINGA_GEMBARA), moved_on="01-09-2016")

    assert (counted(make.SANGATTA_UTARA, date(2016, 8, 31)), counted(make.SANGATTA_UTARA)) == (1, 0)
    assert (counted(make.SINGA_GEMBARA, date(2016, 8, 31)), counted(make.SINGA_GEMBARA)) == (0, 1)
    assert verification.verify() == []


@pytest.mark.parametrize("came", ["", "01-03-2010"])
def test_a_village_that_was_wrong_all_the_time_was_never_lived_in(registrar: Client, came: str) -> None:
    siti = make.siti(TGL_DATANG=came)
    desk.people(siti)

    desk.corrected(registrar, siti, area=village(make.SINGA_GEMBARA), move="mistake")

    assert (
        counted(make.SANGATTA_UTARA, date(2015, 12, 31)),
        counted(make.SINGA_GEMBARA, date(2015, 12, 31)),
    ) == (0, 1)
    assert desk.resident(siti).arrived_on == (date(2010, 3, 1) if came else None)  # nothing that nobody said
    assert verification.verify() == []
