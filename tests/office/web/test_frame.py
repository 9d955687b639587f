"""The frame around every page: who sees which parts, in which language and which light."""

import re
from typing import Any

import pytest
from django.test import Client

from rekam.office.accounts.rights import Role
from rekam.office.regions.models import Office
from tests import make
from tests.office.accounts import staff

HOME = "/"


def menu(page: Any) -> list[str]:
    """The parts in the menu, by their address."""
    return re.findall(r'class="menu-link" href="([^"]+)" data-key', page.content.decode())


def test_an_operator_is_not_shown_what_an_operator_may_not_open() -> None:
    page = staff.browser(staff.person(Role.OPERATOR)).get(HOME)

    assert menu(page)[:3] == ["/", "/cakupan/", "/penduduk/"]
    assert not {"/impor/", "/tata-kelola/"} & set(menu(page))


def test_an_administrator_sees_governance_and_no_residents() -> None:
    page = staff.browser(staff.person(Role.ADMINISTRATOR)).get(HOME)

    assert "/tata-kelola/" in menu(page)
    assert "/penduduk/" not in menu(page)


@pytest.mark.parametrize("page", ["/tata-kelola/", "/tata-kelola/kantor/", "/wilayah/"])
def test_governance_shows_its_parts_wherever_one_is_in_it(page: str) -> None:
    make.office()
    shown = staff.browser(staff.person(Role.ADMINISTRATOR)).get(page).content.decode()

    for part in ("orang", "kunci", "audit", "kantor"):
        assert f'class="menu-link" href="/tata-kelola/{part}/"' in shown
    assert 'class="menu-link" href="/wilayah/"' in shown


def test_who_brings_in_areas_finds_them_in_the_menu() -> None:
    make.office()
    shown = staff.browser(staff.person(Role.REGISTRAR)).get("/tata-kelola/").content.decode()

    assert 'class="menu-link" href="/wilayah/"' in shown
    assert 'href="/tata-kelola/orang/"' not in shown


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_first_page(role: Role) -> None:
    page = staff.browser(staff.person(role)).get(HOME)

    assert page.status_code == 200
    assert 'aria-current="page"' in page.content.decode()


def test_the_page_says_whose_office_it_is() -> None:
    make.office()

    page = staff.browser(staff.person()).get(HOME).content.decode()

    assert "64.08" in page
    assert "DEMO" not in page


def test_invented_people_are_announced_on_every_page() -> None:
    office = make.office()
    Office.objects.filter(pk=office.pk).update(is_demo=True)

    assert "DEMO" in staff.browser(staff.person()).get(HOME).content.decode()
    assert "DEMO" in Client().get("/akun/login/").content.decode()


def test_the_chosen_light_is_in_the_first_byte() -> None:
    browser = staff.browser(staff.person())

    browser.post("/tampilan/", {"theme": "dark", "next": HOME})

    assert 'data-bs-theme="dark"' in browser.get(HOME).content.decode()


def test_a_light_nobody_knows_changes_nothing() -> None:
    browser = staff.browser(staff.person())

    browser.post("/tampilan/", {"theme": '"><script>'})

    assert 'data-theme="auto" data-bs-theme="light"' in browser.get(HOME).content.decode()


def test_a_language_goes_with_the_person_to_the_next_computer() -> None:
    siti = staff.person()
    staff.browser(siti).post("/bahasa/", {"language": "en", "next": HOME})

    page = staff.browser(siti).get(HOME).content.decode()

    assert '<html lang="en"' in page
    assert "Beranda" not in page


def test_indonesian_is_what_one_gets_without_asking() -> None:
    page = Client(headers={"accept-language": "en"}).get("/akun/login/").content.decode()

    assert '<html lang="id"' in page
    assert "Kata sandi" in page


@pytest.mark.parametrize("where", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
@pytest.mark.parametrize("switch", [("/bahasa/", {"language": "en"}), ("/tampilan/", {"theme": "dark"})])
def test_a_switch_never_leads_to_another_site(where: str, switch: tuple[str, dict[str, str]]) -> None:
    address, choice = switch

    answer = Client().post(address, {**choice, "next": where})

    assert answer.headers["Location"] == "/"


def test_whoever_watches_the_server_needs_no_account() -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_a_page_that_is_not_there_says_what_to_do() -> None:
    answer = Client().get("/tidak/ada/")

    assert answer.status_code == 404
    assert "Halaman ini tidak ada" in answer.content.decode()
    assert "page.not_found" in answer.content.decode()


def test_a_form_without_its_proof_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/akun/login/", {"login": "siti", "password": "x"})

    assert answer.status_code == 403
    assert "Formulir ini terlalu lama terbuka" in answer.content.decode()


def test_a_failing_server_still_answers_in_the_office_s_words(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = staff.browser(staff.person())
    browser.raise_request_exception = False
    monkeypatch.setattr("rekam.office.web.context._office", lambda: 1 / 0)

    answer = browser.get(HOME)

    assert answer.status_code == 500
    assert "Terjadi gangguan di server" in answer.content.decode()
