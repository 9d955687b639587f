"""The head of office asks when it will be done, and what two more kits would change."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office

NewPage = Callable[..., Page]
Axe = Callable[[Page], None]
PHONE = {"viewport": {"width": 390, "height": 844}}


def test_the_head_of_office_asks_when_it_will_be_done_and_what_more_kits_change(
    office: Office, new_page: NewPage, axe: Axe
) -> None:
    page = new_page(office, role="head")
    page.goto("/")
    page.get_by_role("link", name="Perkiraan", exact=True).first.click()

    answer = page.locator(".answer-first")
    expect(answer).to_contain_text("95 % terekam")
    expect(page.get_by_text("Pada masa lalu rentang ini benar")).to_be_visible()
    expect(page.get_by_role("row", name="Dengan tambahan dua set alat dan regunya")).to_be_visible()
    axe(page)

    page.get_by_label("Tambahan set alat").fill("40")
    page.get_by_label("Perekaman sehari tiap alat tambahan").fill("30")
    page.get_by_role("button", name="Hitung").click()

    expect(page).to_have_url(re.compile(r"kits=40.*per_day=30"))
    expect(answer).to_contain_text("Lebih mungkin ya daripada tidak pada")
    expect(page.get_by_role("row", name="Dengan yang Anda tanyakan")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Laju sekarang").click()
    expect(page.get_by_label("Tambahan set alat")).to_have_value("")


def test_one_goes_deeper_into_a_district_and_back(office: Office, new_page: NewPage) -> None:
    page = new_page(office, role="planner")
    page.goto("/perkiraan/?target=80")

    page.locator("#districts").get_by_role("link", name="Bengalon", exact=True).click()

    expect(page.locator(".page-pretitle-line")).to_contain_text("Bengalon")
    expect(page.locator("#districts")).to_have_count(0)
    expect(page.get_by_label("Sasaran: terekam (%)")).to_have_value("80")
    page.get_by_role("navigation").get_by_role("link", name="Perkiraan", exact=True).first.click()
    expect(page.locator("#districts")).to_be_visible()


def test_the_fan_has_its_table_and_a_field_that_makes_no_sense_is_named(
    office: Office, new_page: NewPage
) -> None:
    page = new_page(office, role="head")
    page.goto("/perkiraan/?kits=banyak")

    expect(page.get_by_text("Tidak terbaca, jadi dipakai nilai biasanya")).to_contain_text(
        "Tambahan set alat"
    )
    expect(page.locator("#fan canvas")).to_be_visible()
    table = page.locator("#months table")
    expect(table.get_by_role("row")).to_have_count(16)
    expect(table).to_contain_text("Desember 2017")


def test_on_a_phone_nothing_is_wider_than_the_page(office: Office, new_page: NewPage, axe: Axe) -> None:
    page = new_page(office, role="head", **PHONE)
    page.goto("/perkiraan/")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)


@pytest.mark.parametrize("role", ["auditor", "operator"])
def test_who_plans_nothing_may_read_it_too(office: Office, new_page: NewPage, role: str) -> None:
    page = new_page(office, role=role)
    page.goto("/perkiraan/")

    expect(page.get_by_role("heading", name="Kapan selesai?")).to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "/perkiraan/",
        "/jadwal-piket/2016-10/",
        "/jadwal-piket/2016-10/tempat/",
        "/jadwal-piket/2016-09/kebutuhan/",
    ],
)
def test_months_stand_whole_on_a_laptop(office: Office, new_page: NewPage, address: str) -> None:
    """Nothing of a month's table has to be pushed into sight, and no name in it is cut."""
    page = new_page(office, role="planner", viewport={"width": 1366, "height": 768})
    page.goto(address)

    assert page.locator(".scroller table").count() >= 1
    pushed = (
        "each => each.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 40))"
    )
    assert page.locator(".scroller, .scroller tbody th").evaluate_all(pushed) == []
