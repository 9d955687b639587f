"""From where we stand to who is behind it: the count in a browser, on a laptop and on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office

# A button on its way from one light to the other has colours of neither.
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark", **STILL}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, **STILL}
SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
NewPage = Callable[..., Page]
Axe = Callable[[Page], None]


def looked_at(page: Page, axe: Axe) -> None:
    """Every picture is drawn, nothing serious, and nothing to push sideways."""
    page.wait_for_load_state("networkidle")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def number(page: Page, label: str) -> int:
    """A large number of the page, by what stands over it."""
    tally = page.locator(".tally", has=page.get_by_role("heading", name=label, exact=True))
    return int(tally.locator(".tally-number").inner_text().replace(".", "").replace("−", "-"))


@SIZES
def test_the_first_page_answers_at_a_glance(
    office: Office, new_page: NewPage, axe: Axe, size: dict[str, Any]
) -> None:
    page = new_page(office, role="planner", **size)
    page.goto("/")

    expect(page.locator("h1")).to_contain_text("30 September 2016")
    assert number(page, "Wajib KTP") - number(page, "Sudah rekam") == number(page, "Belum rekam") > 0
    expect(page.locator("#where .leaflet-interactive").first).to_be_visible()
    assert page.locator("#where .leaflet-interactive").count() >= 18
    for chart in ("why", "days", "trend"):
        expect(page.locator(f"#{chart} canvas")).to_be_visible()
    looked_at(page, axe)


def test_the_day_is_changed_by_hand_by_slider_and_by_going_back(office: Office, new_page: NewPage) -> None:
    page = new_page(office, role="planner", **LAPTOP)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    today = number(page, "Sudah rekam")

    page.locator("#on").fill("31-8-2016")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?on=2016-08-31")
    expect(page.locator("h1")).to_contain_text("31 Agustus 2016")
    assert number(page, "Sudah rekam") < today
    expect(page).to_have_title(re.compile("31 Agustus 2016"))

    page.locator("#on-slide").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/?on=2016-08-30")
    expect(page.locator("h1")).to_contain_text("30 Agustus 2016")
    expect(page.locator("#on-slide")).to_be_focused()

    page.go_back()
    expect(page.locator("h1")).to_contain_text("31 Agustus 2016")
    expect(page.locator("#why canvas")).to_be_visible()


@SIZES
def test_one_goes_from_the_regency_down_to_the_residents(
    office: Office, new_page: NewPage, axe: Axe, size: dict[str, Any]
) -> None:
    page = new_page(office, role="planner", **size)
    page.goto("/cakupan/?on=2016-09-30")
    looked_at(page, axe)

    page.get_by_role("link", name="Sangatta Utara", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Kecamatan Sangatta Utara")
    looked_at(page, axe)

    page.get_by_role("link", name="Singa Gembara", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Desa Singa Gembara")
    left = number(page, "Belum rekam")
    looked_at(page, axe)

    page.get_by_role("link", name="Daftar belum rekam").click()
    page.wait_for_url("**/penduduk/?*")
    expect(page.locator("main")).to_contain_text(re.compile(rf"\b{left}\b"))


def test_a_table_is_sorted_spread_by_sex_and_taken_along(office: Office, new_page: NewPage, axe: Axe) -> None:
    page = new_page(office, role="planner", **LAPTOP)
    page.goto("/cakupan/")

    page.locator("thead").get_by_role("link", name="Belum rekam").click()
    page.wait_for_url("**/cakupan/?*sort=-unrecorded")
    expect(page.locator("thead th[aria-sort=descending]")).to_contain_text("Belum rekam")
    expect(page.locator("tbody tr").first).to_contain_text("Sangatta Utara")
    page.get_by_role("link", name="Laki-laki dan perempuan").click()
    page.wait_for_url("**/cakupan/?*sexes=1*")
    looked_at(page, axe)

    page.get_by_role("button", name="Unduh").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="XLSX").click()
    assert started.value.suggested_filename.startswith("cakupan-64.08-")


@SIZES
def test_a_change_is_explained_down_to_its_people(
    office: Office, new_page: NewPage, axe: Axe, size: dict[str, Any]
) -> None:
    page = new_page(office, role="registrar", **size)
    page.goto("/")
    page.get_by_role("link", name="Penjelasan").click()
    page.wait_for_url("**/cakupan/penjelasan/*")
    expect(page.locator("#bridge canvas")).to_be_visible()
    looked_at(page, axe)

    cell = page.locator("tbody tr", has_text="Direkam").locator("td:visible a").last
    amount = cell.inner_text()
    cell.click()
    page.wait_for_url("**/cakupan/penduduk/*")
    expect(page.locator(".subject-number")).to_be_visible()
    assert page.locator(".subject-number").inner_text() == amount or amount.endswith("susulan")
    expect(page.locator("tbody tr").first).to_be_visible()
    looked_at(page, axe)


@SIZES
def test_a_published_figure_is_entered_and_set_against_the_count(
    own_office: Office, new_page: NewPage, axe: Axe, size: dict[str, Any]
) -> None:
    page = new_page(own_office, role="planner", **size)
    page.goto("/cakupan/angka/baru/")
    looked_at(page, axe)

    page.get_by_label("Yang dihitung").select_option(label="Sudah rekam")
    page.get_by_label("Jumlah").fill("1.234")
    page.get_by_label("Tanggal keadaan").fill("31-08-2016")
    page.get_by_label("Disampaikan oleh").fill("Disdukcapil")
    page.get_by_label("Diumumkan pada").fill("30-08-2016")
    page.get_by_label("Sumber").fill("Radar Rekaan, 1 September 2016")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".form-error")).to_contain_text("pada tanggalnya atau sesudahnya")
    looked_at(page, axe)

    page.get_by_label("Diumumkan pada").fill("01-09-2016")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/cakupan/angka/")
    entered = page.locator("section", has_text="Radar Rekaan")
    expect(entered).to_contain_text("1.234")
    looked_at(page, axe)


def test_without_scripts_the_forms_ask_and_the_tables_answer(office: Office, new_page: NewPage) -> None:
    page = new_page(office, role="planner", java_script_enabled=False, **LAPTOP)
    page.goto("/")
    page.locator("#on").fill("31-08-2016")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("h1")).to_contain_text("31 Agustus 2016")
    expect(page.locator("#areas tbody tr")).to_have_count(18)

    page.goto("/cakupan/penjelasan/")
    page.locator("#area").select_option(label="Sangatta Utara")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator(".page-pretitle-line")).to_contain_text("Kecamatan Sangatta Utara")
    expect(page.locator("table.reasons")).to_be_visible()


def test_district_staff_find_their_own_district(office: Office, new_page: NewPage, axe: Axe) -> None:
    page = new_page(office, role="district_staff", area="64.08.04", **PHONE)
    page.goto("/")

    expect(page.locator(".page-pretitle-line")).to_contain_text("Kecamatan Sangatta Utara")
    expect(page.locator("main")).not_to_contain_text("Bengalon")
    looked_at(page, axe)


def test_the_first_day_teaches_the_first_step(empty_office: Office, new_page: NewPage, axe: Axe) -> None:
    page = new_page(empty_office, role="registrar", **LAPTOP)
    page.goto("/")

    expect(page.get_by_role("link", name="Memasukkan data penduduk")).to_be_visible()
    looked_at(page, axe)
