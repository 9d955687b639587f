"""A kit goes on to another kecamatan with a fault that is still open."""

import pytest
from django.urls import reverse

from rekam.domain.kits.kinds import Kind
from rekam.office.kits import actions, custody, queries
from rekam.office.kits.models import Fault, Kit
from rekam.office.service import monitor
from tests import make
from tests.office.accounts.staff import browser
from tests.office.kits import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def broken_kit() -> tuple[Kit, Fault]:
    kit = made.kit(made.place())
    return kit, made.fault(made.part(kit, Kind.CAMERA))


def open_in(area: str) -> list[Fault]:
    return list(queries.open_faults(area))


def test_the_fault_is_open_where_the_kit_stands_now() -> None:
    kit, fault = broken_kit()
    actions.station(kit=kit, place=made.place(made.TELUK_PANDAN), by=None, at=made.later(2))

    assert (open_in(made.SANGATTA_SELATAN), open_in(made.TELUK_PANDAN)) == ([], [fault])
    assert open_in("") == [fault]


def test_on_its_way_and_in_the_store_it_stays_with_those_who_reported_it() -> None:
    kit, fault = broken_kit()
    way = custody.send_kit(kit=kit, to=None, reason="Perbaikan", by=None, at=made.later(2))
    on_its_way = open_in(made.SANGATTA_SELATAN)
    custody.receive(handover=way, by=None, at=made.later(3))

    assert (on_its_way, open_in(made.SANGATTA_SELATAN)) == ([fault], [fault])


def test_a_device_in_no_kit_takes_its_fault_with_it() -> None:
    camera = made.device(Kind.CAMERA, place=made.place())
    fault = made.fault(camera)
    there = made.place(made.TELUK_PANDAN)
    way = custody.send_device(device=camera, to=there, reason="Dipinjam", by=None, at=made.later(2))
    custody.receive(handover=way, by=None, at=made.later(3))

    assert (open_in(made.SANGATTA_SELATAN), open_in(made.TELUK_PANDAN)) == ([], [fault])


def test_both_kecamatan_open_it_and_a_third_does_not() -> None:
    kit, fault = broken_kit()
    there = made.place(made.TELUK_PANDAN)
    actions.station(kit=kit, place=there, by=None, at=made.later(2))
    third = "64.08.04"
    page = reverse("kits:fault", args=[fault.pk])

    answers = {
        area: browser(made.district_staff(area)).get(page).status_code
        for area in (made.SANGATTA_SELATAN, made.TELUK_PANDAN, third)
    }

    assert answers == {made.SANGATTA_SELATAN: 200, made.TELUK_PANDAN: 200, third: 403}


def test_staff_where_it_came_to_add_to_the_report_that_is_open() -> None:
    kit, fault = broken_kit()
    actions.station(kit=kit, place=made.place(made.TELUK_PANDAN), by=None, at=made.later(2))
    staff_there = browser(made.district_staff(made.TELUK_PANDAN))

    page = staff_there.get(reverse("kits:report", args=[fault.device.tag]), follow=True)
    staff_there.post(reverse("kits:add_to_fault", args=[fault.pk]), {"note": "Masih mati"})

    assert (page.status_code, page.redirect_chain[0][0]) == (200, reverse("kits:fault", args=[fault.pk]))
    assert fault.moves.filter(move="add").exists()


def test_the_board_names_the_place_where_the_kit_stands_now() -> None:
    kit, fault = broken_kit()
    there = made.place(made.TELUK_PANDAN)
    actions.station(kit=kit, place=there, by=None, at=made.later(2))

    board = browser(made.district_staff(made.TELUK_PANDAN)).get(reverse("kits:faults")).content.decode()

    assert there.name in board
    assert fault.place is not None
    assert fault.place.name not in board


def test_the_monitor_counts_it_where_the_kit_stands_now() -> None:
    kit, _fault = broken_kit()
    actions.station(kit=kit, place=made.place(made.TELUK_PANDAN), by=None, at=made.later(2))

    found = {each.code: len(each.faults) for each in monitor.now(made.later(24 * 30)).districts}

    assert (found[made.SANGATTA_SELATAN], found[made.TELUK_PANDAN]) == (0, 1)
