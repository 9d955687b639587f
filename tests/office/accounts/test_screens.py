"""The screens of people, keys and one's own account."""

import re
from typing import Any

import pytest
from django.test import Client

from rekam.office.accounts import queries
from rekam.office.accounts.models import Token, User
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from tests.office.accounts import staff
from tests.office.accounts.staff import PASSWORD

PEOPLE = "/tata-kelola/orang/"
KEYS = "/tata-kelola/kunci/"


@pytest.fixture
def browser() -> Client:
    return staff.browser(staff.person(Role.ADMINISTRATOR))


def shown_once(page: Any, element: str) -> str:
    found = re.search(rf'id="{element}">([^<]+)<', page.content.decode())
    assert found, page.content.decode()
    return found[1]


def test_a_new_person_signs_in_with_the_password_on_the_screen(browser: Client) -> None:
    new = {"username": "Budi.S", "full_name": "Budi", "role": "district_staff", "area_code": "64.08.04"}

    password = shown_once(browser.post(f"{PEOPLE}tambah/", new), "password")

    budi = User.objects.get(username="budi.s")
    assert budi.check_password(password)
    assert budi.area_code == "64.08.04"
    assert browser.get(f"{PEOPLE}{budi.pk}/").status_code == 200
    assert password not in browser.get(f"{PEOPLE}{budi.pk}/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "ab"},
        {"username": "budi santoso"},
        {"role": "king"},
        {"role": "district_staff", "area_code": ""},
        {"role": "district_staff", "area_code": "64.08"},
        {"area_code": "6408"},
        {"full_name": ""},
    ],
)
def test_a_person_is_not_added_with_a_mistake(browser: Client, wrong: dict[str, str]) -> None:
    right = {"username": "budi", "full_name": "Budi", "role": "operator", "area_code": ""}

    page = browser.post(f"{PEOPLE}tambah/", {**right, **wrong})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not User.objects.filter(username="budi").exists()


def test_a_person_gets_another_role(browser: Client) -> None:
    budi = staff.person(Role.OPERATOR)

    browser.post(f"{PEOPLE}{budi.pk}/", {"full_name": "Budi Baru", "role": "registrar", "area_code": ""})

    budi.refresh_from_db()
    assert (budi.full_name, budi.role) == ("Budi Baru", Role.REGISTRAR)


def test_a_refused_change_leaves_the_page_as_it_was(browser: Client) -> None:
    budi = staff.person(Role.OPERATOR)

    page = browser.post(f"{PEOPLE}{budi.pk}/", {"full_name": "", "role": "registrar", "area_code": ""})

    assert page.context["form"].errors
    assert "Budi Santoso" in page.content.decode()
    budi.refresh_from_db()
    assert budi.role == Role.OPERATOR


def test_a_person_goes_and_comes_back(browser: Client) -> None:
    budi = staff.person(Role.OPERATOR)

    browser.post(f"{PEOPLE}{budi.pk}/nonaktifkan/")
    assert list(queries.people(state="inactive")) == [budi]
    browser.post(f"{PEOPLE}{budi.pk}/aktifkan/")
    assert list(queries.people(state="inactive")) == []


def test_the_last_administrator_is_told_why_it_does_not_work(browser: Client) -> None:
    rina = User.objects.get()

    page = browser.post(f"{PEOPLE}{rina.pk}/nonaktifkan/")

    assert page.status_code == 409
    assert "person.not_oneself" in page.content.decode()


def test_a_new_password_is_shown_once(browser: Client) -> None:
    budi = staff.person(Role.OPERATOR, password=PASSWORD)

    page = browser.post(f"{PEOPLE}{budi.pk}/kata-sandi/")

    budi.refresh_from_db()
    assert budi.check_password(shown_once(page, "password"))
    assert page.headers["Cache-Control"] == "private, no-store"


def test_people_are_filtered_by_the_address(browser: Client) -> None:
    siti = staff.person(Role.REGISTRAR)

    page = browser.get(PEOPLE, {"search": "siti", "role": "registrar", "state": "active"})

    assert list(page.context["page"]) == [siti]


def test_a_key_is_made_shown_once_and_revoked(browser: Client) -> None:
    new = {"name": "Layar antrean", "role": "operator", "area_code": "", "days": 30}

    secret = shown_once(browser.post(f"{KEYS}tambah/", new), "secret")

    key = queries.valid_key(secret=secret, at=staff.now())
    assert key is not None
    assert secret not in browser.get(KEYS).content.decode()
    browser.post(f"{KEYS}{key.pk}/cabut/")
    assert queries.valid_key(secret=secret, at=staff.now()) is None


@pytest.mark.parametrize("wrong", [{"role": "administrator"}, {"days": 0}, {"days": 9999}, {"name": ""}])
def test_a_key_is_not_made_with_a_mistake(browser: Client, wrong: dict[str, Any]) -> None:
    right = {"name": "Layar", "role": "operator", "area_code": "", "days": 30}

    assert browser.post(f"{KEYS}tambah/", {**right, **wrong}).context["form"].errors
    assert not Token.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_everyone_sees_the_table_of_rights_and_their_own_account(role: Role) -> None:
    browser = staff.browser(staff.person(role))

    assert browser.get("/tata-kelola/").status_code == 200
    assert browser.get("/tata-kelola/akun-saya/").status_code == 200


def test_looking_writes_nothing(browser: Client) -> None:
    for address in (PEOPLE, KEYS, "/tata-kelola/audit/", f"{PEOPLE}tambah/", f"{KEYS}tambah/"):
        assert browser.get(address).status_code == 200

    assert not Entry.objects.exists()
