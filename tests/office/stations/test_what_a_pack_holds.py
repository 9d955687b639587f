"""What the office puts into a roster pack: of villages, of a visit's list, and of its calendar."""

from datetime import timedelta

import pytest

from rekam.office.places import actions as places
from rekam.office.stations import issuing
from rekam.office.stations.issuing import Wanted
from rekam.office.visits.models import Visit
from rekam.wire import packs
from tests import make
from tests.office.places import made as places_made
from tests.office.stations.packing import issued, opened
from tests.office.sync import made
from tests.office.visits import made as visits

GIVEN_ON = made.DAY  # a Friday


def pack(wanted: Wanted) -> packs.Pack:
    """As the laptop reads it."""
    laptop = made.laptop()
    return opened(laptop, issuing.content(issued(laptop, wanted=wanted)))


@pytest.fixture(scope="module", autouse=True)
def visit(ground: None) -> None:
    """To Sangatta Utara, in four days, with three on its list of whom one was taken off again; and somebody
    who came without being in the register. One other lives in Singa Gembara, where nobody goes.
    """
    make.office()
    people = [make.siti(NAMA_LGKP=name) for name in ("SITI REKAAN", "BUDI REKAAN", "DEWI REKAAN")]
    make.committed([*people, make.siti(NAMA_LGKP="JOKO REKAAN", area=make.SINGA_GEMBARA)])
    going = visits.confirmed(on=GIVEN_ON + timedelta(days=4))
    assert going.people.count() == 3
    going.people.filter(resident__name="DEWI REKAAN").update(is_off=True)
    going.people.create(name="TANPA NIK REKAAN", is_walk_in=True)


@pytest.fixture
def going() -> Visit:
    return Visit.objects.get()


def names(found: packs.Pack) -> list[str]:
    return [person.name for person in found.residents]


def test_a_pack_for_a_visit_has_whom_its_list_names(going):
    assert names(pack(Wanted(visit=going))) == ["BUDI REKAAN", "SITI REKAAN"]


def test_villages_and_the_list_of_a_visit_are_in_it_together_and_nobody_twice(going):
    found = pack(Wanted(villages=(make.SINGA_GEMBARA,), visit=going))
    assert names(found) == ["BUDI REKAAN", "JOKO REKAAN", "SITI REKAAN"]

    both = pack(Wanted(villages=(make.SANGATTA_UTARA, make.SINGA_GEMBARA), visit=going))
    assert names(both) == ["BUDI REKAAN", "DEWI REKAAN", "JOKO REKAAN", "SITI REKAAN"]


def test_expected_are_those_on_the_list_and_not_whoever_else_lives_there(going):
    found = pack(Wanted(villages=(make.SANGATTA_UTARA, make.SINGA_GEMBARA), visit=going))

    expected = {person.name for person in found.residents if person.expected}
    assert expected == {"BUDI REKAAN", "SITI REKAAN"}
    assert not any(person.expected for person in pack(Wanted((make.SANGATTA_UTARA,))).residents)


def test_a_pack_says_to_which_visit_the_laptop_goes_and_is_open_on_its_day(going):
    found = pack(Wanted(visit=going))

    assert found.visit == packs.Visit(str(going.pk), "Balai Desa Contoh", going.on, going.on)
    assert found.open_days == (going.on,)
    assert (found.station.place, found.station.place_code) == ("Balai Desa Contoh", str(going.place_id))
    without = pack(Wanted((make.SANGATTA_UTARA,)))
    assert (without.visit, without.open_days) == (None, ())


def test_a_pack_for_a_service_point_tells_the_days_on_which_it_is_open():
    """Closed on Sundays, on a holiday of its own, and beyond the last day of the pack."""
    week = (*[places_made.OFFICE_HOURS] * 6, ())
    point, other = places_made.place(week=week), places_made.place()
    assert other
    closed, last = GIVEN_ON + timedelta(days=3), GIVEN_ON + timedelta(days=7)
    places.set_special_day(place=point, on=closed, ranges=(), by=None, at=made.MORNING)

    found = pack(Wanted((make.SANGATTA_UTARA,), place=point))

    days = [GIVEN_ON + timedelta(days=n) for n in range((last - GIVEN_ON).days + 1)]
    assert found.open_days == tuple(day for day in days if day != closed and day.weekday() != 6)
    assert found.station.place == point.name
