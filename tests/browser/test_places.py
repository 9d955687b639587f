"""Where can one be recorded, and when: asked on a phone, kept on a laptop, followed by a calendar."""

import re
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.office import Office

NewPage = Callable[..., Page]
Axe = Callable[[Page], None]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 900}}
SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
USUAL = "08.00–12.00, 13.00–16.00"


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"


def add_place(page: Page, name: str) -> None:
    """Fills in the form, with a click on the map for the point, and stops at the hours."""
    page.goto("/titik-layanan/tambah/")
    page.get_by_label("Nama").fill(name)
    page.get_by_label("Jenis").select_option(label="Kantor desa")
    page.get_by_label("Kecamatan atau desa").select_option("64.08.04.2011")
    page.locator("#pick-map .leaflet-control-zoom-in").wait_for()
    page.locator("#pick-map .places-map-canvas").click(position={"x": 60, "y": 60})
    expect(page.get_by_label("Lintang")).not_to_be_empty()
    expect(page.locator("#pick-map .pin-main")).to_be_visible()
    page.get_by_role("button", name="Tambah lalu tetapkan jamnya").click()
    page.wait_for_url("**/jam/tetapkan/")


# -- asking -----------------------------------------------------------------------------------------


@SIZES
def test_where_can_one_be_recorded_on_sunday_at_ten(
    office: Office, new_page: NewPage, axe: Axe, size: dict[str, Any]
) -> None:
    page = new_page(office, role="planner", **size)
    page.goto("/titik-layanan/")

    page.get_by_role("link", name="Minggu pukul 10.00").click()

    expect(page.locator("#answer")).to_contain_text("Minggu, 2 Oktober 2016 pukul 10.00")
    expect(row_of(page, "Kantor Kecamatan Bengalon")).to_contain_text("08.00–14.00")
    expect(row_of(page, "Pekan Raya Kutim")).to_contain_text("12 Oktober 2016")
    expect(page.locator("#places-map .pin").first).to_be_visible()
    assert page.locator("#places-map .leaflet-marker-icon.pin").count() >= 20
    fits(page)
    axe(page)


def test_the_question_stays_in_the_address(office: Office, new_page: NewPage) -> None:
    page = new_page(office, role="planner", **LAPTOP)
    page.goto("/titik-layanan/")
    page.get_by_label("Hari", exact=True).fill("16-10-2016")
    page.get_by_label("Jam", exact=True).fill("1930")
    page.get_by_label("Jenis").select_option("event")
    page.get_by_role("button", name="Tampilkan", exact=True).click()

    expect(page.locator("#answer")).to_contain_text("Minggu, 16 Oktober 2016 pukul 19.30")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Pekan", exact=True).click()
    expect(page.locator("h2").first).to_have_text("10–16 Oktober 2016")
    expect(row_of(page, "Pekan Raya Kutim")).to_contain_text("18.30–21.00")
    page.get_by_role("link", name="Berikutnya").click()
    expect(page.locator("h2").first).to_have_text("17–23 Oktober 2016")


def test_a_pin_is_reached_with_the_keyboard_and_opens_its_place(office: Office, new_page: NewPage) -> None:
    page = new_page(office, role="planner", **LAPTOP)
    page.goto("/titik-layanan/?area=64.08.13")
    office_pins = page.get_by_role("link", name=re.compile("^Kantor Kecamatan Teluk Pandan,"))
    pin = page.locator("#places-map .pin").and_(office_pins)

    pin.focus()
    expect(pin).to_have_attribute("aria-label", "Kantor Kecamatan Teluk Pandan, Tidak melayani saat ini")
    page.keyboard.press("Enter")

    page.wait_for_url("**/titik-layanan/*/")
    expect(page.locator("h1")).to_have_text("Kantor Kecamatan Teluk Pandan")


def test_without_scripts_the_answer_and_the_week_are_still_there(office: Office, new_page: NewPage) -> None:
    page = new_page(office, role="planner", java_script_enabled=False, **PHONE)

    page.goto("/titik-layanan/?on=2016-10-02&at=10:00")
    expect(row_of(page, "Kantor Kecamatan Bengalon")).to_contain_text("08.00–14.00")
    page.goto("/titik-layanan/1/jam/tetapkan/")
    expect(page.locator("input[name=d0_opens]")).to_have_count(3)


# -- keeping ----------------------------------------------------------------------------------------


@SIZES
def test_a_planner_adds_a_place_on_the_map_and_gives_it_a_week(
    own_office: Office, new_page: NewPage, size: dict[str, Any]
) -> None:
    page = new_page(own_office, role="planner", **size)
    add_place(page, "Posyandu Singa Gembara")

    monday = page.get_by_role("group", name="Senin")
    monday.get_by_label("buka pukul").fill("0800")
    monday.get_by_label("tutup pukul").fill("1200")
    monday.get_by_role("button", name="Rentang", exact=True).click()
    monday.get_by_label("buka pukul").last.fill("13")
    monday.get_by_label("tutup pukul").last.fill("16.00")
    monday.get_by_role("button", name="Ke semua hari").click()
    sunday = page.get_by_role("group", name="Minggu")
    expect(sunday.get_by_label("tutup pukul").last).to_have_value("16.00")
    page.get_by_role("button", name="Tetapkan jam ini").click()

    expect(page.get_by_role("status").first).to_contain_text("Jam berlaku mulai")
    page.goto("/titik-layanan/?on=2016-10-02&at=10:00")
    expect(row_of(page, "Posyandu Singa Gembara")).to_contain_text(USUAL)


def test_hours_that_overlap_are_said_beside_their_day_and_typing_is_kept(
    own_office: Office, new_page: NewPage
) -> None:
    page = new_page(own_office, role="planner", **LAPTOP)
    page.goto("/titik-layanan/1/jam/tetapkan/")
    tuesday = page.get_by_role("group", name="Selasa")
    tuesday.get_by_label("tutup pukul").first.fill("1400")
    page.get_by_role("button", name="Tetapkan jam ini").click()

    expect(tuesday).to_contain_text("bertumpang tindih")
    expect(tuesday.get_by_label("tutup pukul").first).to_have_value("14.00")
    expect(page.get_by_role("group", name="Rabu")).not_to_contain_text("bertumpang tindih")


def test_a_special_day_is_set_from_a_phone_taken_back_and_set_again(
    own_office: Office, new_page: NewPage
) -> None:
    page = new_page(own_office, role="planner", **PHONE)
    page.goto("/titik-layanan/1/hari-khusus/?on=2016-10-03")
    page.get_by_label("Tutup sepanjang hari").check()
    expect(page.locator("input[name=d0_opens]").first).to_be_disabled()
    page.get_by_label("Sebab").fill("Listrik padam")
    page.get_by_role("button", name="Tetapkan hari khusus").click()
    expect(page.get_by_text("Senin, 3 Oktober 2016")).to_be_visible()

    page.locator("li").filter(has_text="Listrik padam").get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Senin, 3 Oktober 2016")).to_have_count(0)
    page.get_by_role("link", name="Tetapkan lagi").click()

    expect(page.get_by_label("Tutup sepanjang hari")).to_be_checked()
    expect(page.get_by_label("Sebab")).to_have_value("Listrik padam")


def test_the_head_closes_the_office_on_a_holiday_and_the_week_shows_it(
    own_office: Office, new_page: NewPage
) -> None:
    page = new_page(own_office, role="head", **LAPTOP)
    page.goto("/titik-layanan/hari-libur/?year=2016")

    page.get_by_role("button", name=re.compile("^Tutup.*Tahun Baru Islam")).click()

    expect(page.locator("#hari-2016-10-02")).to_contain_text("diputuskan")
    page.goto("/titik-layanan/pekan/?on=2016-10-02")
    expect(row_of(page, "Kantor Kecamatan Bengalon").locator("td").last).to_contain_text("Tahun Baru Islam")
    expect(row_of(page, "Kantor Kecamatan Bengalon").locator("td").last).to_contain_text("Tutup")


def test_a_phone_follows_the_calendar_of_a_place_until_its_address_is_renewed(
    own_office: Office, new_page: NewPage
) -> None:
    page = new_page(own_office, role="planner", **LAPTOP)
    page.goto("/titik-layanan/1/")
    feed = page.get_by_label("Alamat kalender").input_value()
    with urlopen(feed) as answer:  # a stranger, without any cookie
        assert answer.read().startswith(b"BEGIN:VCALENDAR")

    page.get_by_role("button", name="Ganti alamatnya").click()

    expect(page.get_by_role("status").first).to_contain_text("alamat baru")
    assert page.get_by_label("Alamat kalender").input_value() != feed
