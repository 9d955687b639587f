"""From a list of the unrecorded to a person, to a correction, on a laptop and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office

# A button on its way from one light to the other has colours of neither.
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark", **STILL}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, **STILL}
NewPage = Callable[..., Page]
Axe = Callable[[Page], None]


def looked_at(page: Page, axe: Axe) -> None:
    """Nothing serious, and nothing to push sideways."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_somebody_is_found_looked_at_and_corrected(
    own_office: Office, new_page: NewPage, axe: Axe, size: dict[str, Any]
) -> None:
    page = new_page(own_office, role="registrar", **size)
    page.goto("/penduduk/")
    looked_at(page, axe)
    name = page.locator("main tbody th a").first.inner_text()

    page.locator("#q").fill(name)
    page.locator("main form[role=search] button").click()
    page.wait_for_url("**/penduduk/cari/*/")
    looked_at(page, axe)
    page.locator("main tbody th a", has_text=name).first.click()
    expect(page.locator("h1")).to_have_text(name)
    looked_at(page, axe)

    page.get_by_role("link", name="Koreksi").click()
    page.locator("#id_name").fill(f"{name} BARU")
    page.locator("#id_document").fill("Akta Lahir 1")
    page.get_by_role("button", name="Tampilkan akibatnya").click()
    expect(page.get_by_text("Tidak ada hitungan yang berubah.")).to_be_visible()
    looked_at(page, axe)
    page.get_by_role("button", name="Simpan koreksi").click()
    expect(page.locator("h1")).to_have_text(f"{name} BARU")
    expect(page.locator("main")).to_contain_text("Akta Lahir 1")


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_list_is_narrowed_and_taken_along(
    office: Office, new_page: NewPage, axe: Axe, size: dict[str, Any]
) -> None:
    page = new_page(office, role="registrar", **size)
    page.goto("/penduduk/")
    page.locator("select[name=area]").select_option("64.08.04")
    page.get_by_role("button", name="Tampilkan daftar").click()
    page.wait_for_url("**area=64.08.04**")

    page.get_by_role("link", name="Unduh").click()
    looked_at(page, axe)
    page.locator("#id_why").fill("Undangan jemput bola")
    with page.expect_download() as taken:
        page.locator("main form button[type=submit]").click()
    assert taken.value.suggested_filename == "penduduk-2016-09-30.xlsx"

    page.goto("/penduduk/luar-domisili/")
    looked_at(page, axe)
