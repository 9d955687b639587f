"""Every page of the roster opens, for a planner and for the staff of one district."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from rekam.office.accounts.rights import Role
from rekam.office.rosters import swaps
from rekam.office.rosters.models import Swap, SwapState
from tests import make
from tests.office.accounts import staff
from tests.office.places import made as places
from tests.office.rosters import made
from tests.office.rosters.screens.desk import text

MONTH = "/jadwal-piket/2016-10/"
TO_LOOK_AT = ("", "tempat/", "hari/?pada=2016-10-05", "kosong/", "keadilan/", "versi/", "cetak/")


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture
def planner() -> Client:
    return staff.browser(made.planner())


def test_every_view_of_a_published_month_opens(planner: Client) -> None:
    made.office(officers=1)
    made.published(made.planned())

    for view in TO_LOOK_AT:
        answer = planner.get(MONTH + view)
        assert answer.status_code == 200, view
        assert "Siti" in text(answer) or view in ("tempat/", "versi/"), view


def test_every_page_of_the_planner_opens_before_there_is_anything(planner: Client) -> None:
    made.area("64.08")
    pages = (
        *("2016-10/", "2016-10/rencana/", "2016-10/kebutuhan/", "cuti/", "giliran/", "tukar/", "saya/"),
        *("petugas/", "petugas/tambah/", "petugas/impor/"),
    )
    found = {page: planner.get(f"/jadwal-piket/{page}").status_code for page in pages}

    assert set(found.values()) == {200}, found


def test_staff_of_a_district_see_their_own_district_only() -> None:
    here = places.place("Kantor Camat Sangatta Utara")
    there = places.place("Kantor Camat Busang", area=made.BUSANG)
    siti, budi = made.officer("Siti"), made.officer("Budi", home=made.BUSANG)
    made.roster((siti, here, 5), (budi, there, 5))
    browser = staff.browser(staff.person(Role.DISTRICT_STAFF))

    for view in ("", "hari/?pada=2016-10-05", "keadilan/", "cetak/"):
        page = text(browser.get(MONTH + view))
        assert "Siti" in page
        assert "Budi" not in page
    assert "Busang" not in text(browser.get(MONTH + "tempat/"))


def test_an_officers_page_opens_on_the_29th_of_february() -> None:
    siti = made.officer("Siti")

    with time_machine.travel(datetime(2028, 2, 29, 4, tzinfo=UTC), tick=False):
        answer = staff.browser(made.planner()).get(f"/jadwal-piket/petugas/{siti.pk}/")

    assert "Siti" in text(answer)


def test_who_is_never_on_duty_is_offered_no_roster_of_their_own() -> None:
    siti = made.officer("Siti")
    made.roster((siti, places.place(), 5))
    own = 'href="/jadwal-piket/saya/"'

    for role, is_offered in ((Role.DISTRICT_STAFF, True), (Role.AUDITOR, False)):
        browser = staff.browser(staff.person(role))
        assert (own in browser.get(MONTH).content.decode().partition("<main")[2]) == is_offered
        assert (browser.get("/jadwal-piket/saya/").status_code == 200) == is_offered


def test_a_draft_is_for_planners_only(planner: Client) -> None:
    made.office(officers=1)
    made.planned()
    browser = staff.browser(staff.person(Role.OPERATOR))

    assert "Siti" in text(planner.get(MONTH))
    assert "Siti" not in text(browser.get(MONTH))
    assert browser.get(f"{MONTH}?versi=1").status_code == 404


def test_how_good_a_roster_is_is_told_to_who_works_in_the_whole_office() -> None:
    made.office(officers=2)
    made.published(made.planned())

    def page(area: str) -> str:
        return text(staff.browser(staff.person(Role.PLANNER, area=area)).get(MONTH))

    told = "terbukti oleh penyusunan"
    assert [told in page(area) for area in ("", "64.08", made.SANGATTA_UTARA)] == [True, True, False]


def test_a_swap_is_decided_by_who_plans_the_whole_office() -> None:
    """Approving it changes the roster that everybody goes by."""
    place, siti = places.place(), made.officer("Siti", user=staff.person(Role.OPERATOR))
    assert siti.user is not None
    roster = made.roster((siti, place, 5))
    swap = swaps.ask(
        duty=roster.duties.get(),
        asked_of=made.officer("Budi", user=staff.person(Role.OPERATOR)),
        with_duty=None,
        by=siti.user,
        at=made.at(),
        on=made.on(1),
    )
    Swap.objects.update(state=SwapState.AGREED, agreed_at=made.at())
    way = f"/jadwal-piket/tukar/{swap.pk}/"

    of_district = staff.browser(staff.person(Role.PLANNER, area=made.SANGATTA_UTARA))
    page = of_district.get("/jadwal-piket/tukar/")
    assert way not in page.content.decode()
    assert "Keduanya setuju: perencana kantor yang memutuskan" in text(page)
    assert of_district.post(way, {"answer": "refuse"}).status_code == 403

    whole = staff.browser(made.planner())
    assert way in whole.get("/jadwal-piket/tukar/").content.decode()
    whole.post(way, {"answer": "refuse"})
    assert Swap.objects.get().state == SwapState.REFUSED
