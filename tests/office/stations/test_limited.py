"""A technician of one district keeps the laptops that stand there, and no others."""

import pytest
from django.test import Client
from django.urls import reverse

from rekam.office.accounts.rights import Role
from rekam.office.places.models import Place
from rekam.office.stations import actions
from rekam.office.stations.models import Station
from tests.office.accounts import staff
from tests.office.kits import made as kits
from tests.office.places import made as places
from tests.office.sync import made

HERE, THERE = "64.08.04", "64.08.05"


@pytest.fixture
def here() -> Place:
    return places.place()


@pytest.fixture
def there() -> Place:
    return places.place(name="Kantor Kecamatan Bengalon", area=THERE)


def technician(area: str = HERE) -> Client:
    return staff.browser(staff.person(Role.TECHNICIAN, area=area))


def add(browser: Client, place: Place | None) -> int:
    browser.post(reverse("stations:add"), {"name": "Laptop 07", "place": place.pk if place else ""})
    return Station.objects.count()


def test_a_laptop_is_added_where_one_works(here: Place, there: Place) -> None:
    browser = technician()

    assert add(browser, there) == 0
    assert add(browser, None) == 0
    assert add(browser, here) == 1
    Station.objects.all().delete()
    assert add(technician("64.08"), None) == 1, "the regency is the whole office"


def test_a_laptop_stays_where_one_works(here: Place, there: Place) -> None:
    held = actions.add(name="Laptop 01", place=here, by=None, at=made.MORNING)
    address = reverse("stations:change", args=[held.pk])

    for place in (there.pk, ""):
        technician().post(address, {"name": "Laptop 01", "place": place})
        held.refresh_from_db()
        assert held.place == here
    technician().post(address, {"name": "Laptop 1B", "place": here.pk})
    held.refresh_from_db()
    assert (held.name, held.place) == ("Laptop 1B", here)


def test_kits_of_other_districts_are_not_named(here: Place, there: Place) -> None:
    ours, theirs = kits.kit(at=here), kits.kit(at=there)

    offered = technician().get(reverse("stations:add")).context["form"].fields["kit"].queryset

    assert ours in offered
    assert theirs not in offered
