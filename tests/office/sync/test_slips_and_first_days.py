"""The pages of an office to which little has come yet: its first day, and the code on somebody's slip."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from rekam.domain.recording import slips
from rekam.office.accounts.rights import Role
from rekam.office.stations import actions as stations
from rekam.office.sync.models import Packet
from tests import make
from tests.office.accounts import staff
from tests.office.places import made as places
from tests.office.sync import made
from tests.office.sync.test_screens import PAGES, text


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> None:
    """Nobody needs to be in it."""
    made.office()


def test_an_empty_office_is_told_the_first_step(browser):
    made.office()
    head = browser(Role.HEAD)

    assert "Nothing has come from a station yet" in text(head, "sync:index")
    for name in PAGES:
        text(head, f"sync:{name}")


@pytest.fixture
def slip() -> str:
    """The code on the slip of somebody who was recorded on a laptop in Sangatta Utara."""
    made.office()
    code = slips.code(range(3, 14))
    laptop = made.laptop(place=places.place())
    for said in (made.recording(laptop, slip_code=code), made.recording(laptop)):
        laptop.send(laptop.seal(said))
    made.opened()
    return code  # fmt: skip


def rows(page: str) -> int:
    return page.count('<th scope="row"><a href="/')


def test_with_the_code_of_a_slip_its_packet_is_found(browser, slip):
    head = browser(Role.HEAD)
    wanted = Packet.objects.get(recorded__slip=slip)
    assert rows(text(head, "sync:packets")) == 2

    for typed in (slip, slip.lower().replace("-", ""), f" {slip.replace('-', ' ')} "):
        page = text(head, "sync:packets", query="?" + urlencode({"kode": typed, "keadaan": "tiba"}))
        assert rows(page) == 1, typed
        assert reverse("sync:packet", args=[wanted.pk]) in page
    assert slip in text(head, "sync:packet", wanted.pk)


def test_a_code_that_is_not_here_is_told_from_one_that_is_none(browser, slip):
    head = browser(Role.HEAD)
    other = slips.code(range(5, 16))

    assert "No packet with this code" in text(head, "sync:packets", query=f"?kode={other}")
    for typed in (slip[:-1] + ("2" if slip[-1] != "2" else "3"), "%00", "?"):
        page = text(head, "sync:packets", query=f"?kode={typed}")
        assert "This is no code of a slip" in page, typed
        assert rows(page) == 0


def test_of_a_code_that_may_lie_in_an_unopened_packet_that_is_said(browser, slip):
    head, other = browser(Role.HEAD), slips.code(range(5, 16))
    assert "Everything that has come was opened" in text(head, "sync:packets", query=f"?kode={other}")

    laptop, stranger = made.laptop(), made.laptop()
    laptop.send(laptop.seal(made.recording(laptop, slip_code=other)))
    stations.revoke(epoch=stranger.epoch, why="stolen", by=staff.person(), at=made.MORNING)
    stranger.send(stranger.seal(made.recording(stranger)))

    page = text(head, "sync:packets", query=f"?kode={other}")
    assert "1 waits to be opened" in page
    assert "1 lies in quarantine" in page
    assert "Everything that has come" not in page
    made.opened()
    assert rows(text(head, "sync:packets", query=f"?kode={other}")) == 1


def test_a_district_finds_codes_of_its_own_stations_only(browser, slip):
    there = browser(Role.DISTRICT_STAFF, area=make.SANGATTA_UTARA[:8])
    elsewhere = browser(Role.DISTRICT_STAFF, area="64.08.05")

    assert rows(text(there, "sync:packets", query=f"?kode={slip}")) == 1
    assert rows(text(elsewhere, "sync:packets", query=f"?kode={slip}")) == 0


def test_how_long_images_are_kept_is_set_by_who_may(browser):
    made.office()
    form = {"after_confirmed_days": 30, "at_most_days": 365}

    assert browser(Role.OPERATOR).post(reverse("sync:keeping"), form).status_code == 403
    assert browser(Role.HEAD).post(reverse("sync:keeping"), form).status_code == 302
    assert "365" in text(browser(Role.OPERATOR), "sync:keeping")
