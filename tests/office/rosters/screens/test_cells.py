"""What is sent of a cell that is none of this month is not found, and changes nothing."""

from typing import Any

import pytest
from django.test import Client

from rekam.office.rosters import repairing
from rekam.office.rosters.models import Officer, Roster, State
from tests.office.accounts import staff
from tests.office.places import made as places
from tests.office.rosters import made
from tests.office.rosters.screens import desk

BY_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def planner() -> Client:
    return staff.browser(made.planner())


@pytest.fixture(scope="module", autouse=True)
def siti(ground: None) -> Officer:
    """On duty on the fifth, in a draft."""
    siti = made.officer("Siti")
    made.roster((siti, places.place(), 5), state=State.DRAFT)
    return siti


def address(way: str) -> str:
    return f"/jadwal-piket/versi/{Roster.objects.get().pk}/{way}/"


def cell(siti: Officer, on: str = "2016-10-07", **sent: str) -> dict[str, Any]:
    return {"officer": siti.pk, "on": on, **sent}


def test_a_shift_that_does_not_exist_is_not_found(planner: Client, siti: Officer) -> None:
    place = siti.duties.get().place_id

    answer = planner.post(address("taruh"), cell(siti, post=f"{place}:987654321:operator"))

    assert answer.status_code == 404
    assert siti.duties.count() == 1


@pytest.mark.parametrize("on", ["2016-09-30", "2016-11-01", ""])
def test_a_day_of_another_month_is_not_found(planner: Client, siti: Officer, on: str) -> None:
    duty = siti.duties.get()
    post = f"{duty.place_id}:{duty.shift_id}:operator"
    away = {"from_officer": str(siti.pk), "from_on": "2016-10-05"}

    answers = [
        planner.get(address("sel"), cell(siti, on)),
        planner.post(address("taruh"), cell(siti, on, post=post)),
        planner.post(address("pindah"), cell(siti, on, **away)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert siti.duties.get().on == made.on(5)


def test_a_cell_of_the_month_opens_and_its_duty_is_carried(planner: Client, siti: Officer) -> None:
    away = {"from_officer": str(siti.pk), "from_on": "2016-10-05"}

    assert planner.get(address("sel"), cell(siti)).status_code == 200
    assert planner.post(address("pindah"), cell(siti, **away), headers=BY_SCRIPT).status_code == 200
    assert siti.duties.get().on == made.on(7)


@pytest.mark.parametrize("way", ["taruh", "pindah"])
def test_a_form_sent_before_the_scripts_were_there_leads_back_to_the_month(
    planner: Client, siti: Officer, way: str
) -> None:
    duty = siti.duties.get()
    away = {"from_officer": str(siti.pk), "from_on": "2016-10-05"}

    page = planner.post(address(way), cell(siti, post=f"{duty.place_id}:{duty.shift_id}:operator", **away))

    assert (page.status_code, page.headers["Location"]) == (302, "/jadwal-piket/2016-10/")
    assert siti.duties.filter(on=made.on(7)).exists()


def test_what_was_refused_before_the_scripts_were_there_is_said_on_the_month(
    planner: Client, siti: Officer
) -> None:
    page = planner.post(address("urungkan"), follow=True)

    assert page.redirect_chain == [("/jadwal-piket/2016-10/", 302)]
    assert "Tidak ada lagi yang dapat diurungkan" in desk.text(page)


def test_undo_answers_with_the_part_that_changed_or_leads_a_page_without_scripts_back(
    planner: Client, siti: Officer
) -> None:
    planner.post(address("taruh"), cell(siti, "2016-10-05"))
    assert not siti.duties.exists()

    part = planner.post(address("urungkan"), headers=BY_SCRIPT)
    assert 'id="undo"' in part.content.decode()
    assert siti.duties.exists()

    planner.post(address("taruh"), cell(siti, "2016-10-05"))
    page = planner.post(address("urungkan"))
    assert (page.status_code, page.headers["Location"]) == (302, "/jadwal-piket/2016-10/")
    assert siti.duties.exists()


def test_a_last_day_is_nothing_that_can_be_undone_here(planner: Client, siti: Officer) -> None:
    repairing.leave_office(officer=siti, until=made.on(4), by=None, at=made.at())

    page = planner.get("/jadwal-piket/2016-10/").content.decode()

    assert 'id="undo" data-undo disabled' in page
