"""The day of a visit on a phone that loses its link: nothing is lost, nothing doubled, and it closes when the
five outcomes add up.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.office import Office

NewPage = Callable[..., Page]
Axe = Callable[[Page], None]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def visit(empty_office: Office) -> str:
    """The address of a visit of today at which four people are expected."""
    number = empty_office.python("-m", "tests.browser.small_visit").strip().splitlines()[-1]
    return f"/jemput-bola/kunjungan/{number}/"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"


def link(page: Page) -> Locator:
    return page.locator("#link-text")


def row(page: Page, name: str) -> Locator:
    return page.locator(".day-person").filter(has_text=name)


def mark(page: Page, name: str, outcome: str) -> None:
    person = row(page, name)
    if person.locator(".day-row").get_attribute("aria-expanded") == "false":
        person.locator(".day-row").click()
    person.locator(".day-choice", has_text=outcome).click()


def walk_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Di luar daftar").click()
    page.locator("#walk-in").get_by_label("Nama").fill(name)
    page.locator("#walk-in").get_by_role("button", name="Catat").click()


def opened(page: Page, visit: str, with_worker: bool = True) -> Page:
    page.goto(f"{visit}hari/")
    expect(page.locator(".day-row")).to_have_count(4)
    if with_worker:
        # A link that goes while the worker is still being fetched is a trouble of its own.
        kept_by_the_worker(page)
    return page


def kept_by_the_worker(page: Page) -> None:
    """The page has asked its worker to keep it; a moment later it has."""
    page.wait_for_function(
        "async () => { for (const name of await caches.keys()) if (name.startsWith('rekam-visit-') && "
        "(await (await caches.open(name)).keys()).length >= 3) return navigator.serviceWorker.controller; }"
    )


def test_a_phone_loses_its_link_and_nothing_else(
    empty_office: Office, visit: str, new_page: NewPage, axe: Axe
) -> None:
    page = opened(new_page(empty_office, role="operator", **PHONE), visit)
    axe(page)
    fits(page)
    page.get_by_role("button", name="Kami sudah tiba").click()
    expect(page.get_by_text("Tiba pukul")).to_be_visible()

    page.context.set_offline(True)
    mark(page, "SITI REKAAN", "Terekam")
    mark(page, "BUDI REKAAN", "Gagal")
    walk_in(page, "JOKO REKAAN")
    expect(link(page)).to_have_text("3 catatan menunggu sambungan")
    axe(page)
    page.reload()
    expect(link(page)).to_have_text("3 catatan menunggu sambungan")
    expect(row(page, "JOKO REKAAN")).to_contain_text("Terekam")
    mark(page, "DEWI REKAAN", "Tidak hadir")
    row(page, "DEWI REKAAN").get_by_label("Mengapa?").select_option("busy")
    expect(link(page)).to_have_text("5 catatan menunggu sambungan")

    page.context.set_offline(False)
    expect(link(page)).to_have_text("Semua sudah terkirim")
    expect(page.locator("#sum")).to_have_text("4 dari 5 orang sudah mempunyai hasil")
    page.reload()
    expect(page.locator(".day-row")).to_have_count(5)

    page.get_by_role("button", name="Tutup", exact=True).click()
    expect(page.locator("#finish-line")).to_contain_text("1 dari 5 orang belum mempunyai hasil")
    page.get_by_role("link", name="Periksa jumlah lalu tutup").click()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Tutup kunjungan").click()
    expect(page.get_by_text("Kunjungan tidak ditutup")).to_be_visible()
    page.get_by_role("button", name="Tetapkan 1 orang yang belum ditandai tidak hadir").click()
    page.get_by_role("button", name="Tutup kunjungan").click()
    expect(page.get_by_text("Kunjungan ditutup. Lembar hasilnya siap.")).to_be_visible()
    axe(page)
    fits(page)


def test_an_answer_that_is_lost_on_the_way_doubles_nothing(
    empty_office: Office, visit: str, new_page: NewPage
) -> None:
    # Without the worker, so that what is sent passes by here.
    blocked = new_page(empty_office, role="operator", service_workers="block", **PHONE)
    page = opened(blocked, visit, with_worker=False)
    lost: list[str] = []

    def lose_the_answer(route: Any) -> None:
        """The office has the entries; the phone never hears of it."""
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort("connectionreset")

    page.route("**/catatan/", lose_the_answer)
    walk_in(page, "JOKO REKAAN")
    expect(link(page)).to_have_text("1 catatan menunggu sambungan")

    expect(link(page)).to_have_text("Semua sudah terkirim")
    page.reload()
    expect(page.locator(".day-row")).to_have_count(5)
    assert lost


def test_two_crews_differ_and_a_person_decides(
    empty_office: Office, visit: str, new_page: NewPage, axe: Axe
) -> None:
    first = opened(new_page(empty_office, role="operator", **PHONE), visit)
    second = opened(new_page(empty_office, role="registrar", **PHONE), visit)
    second.context.set_offline(True)
    mark(first, "SITI REKAAN", "Terekam")
    expect(link(first)).to_have_text("Semua sudah terkirim")
    mark(second, "SITI REKAAN", "Gagal")
    second.context.set_offline(False)
    expect(link(second)).to_have_text("Semua sudah terkirim")

    first.goto(f"{visit}tutup/")
    expect(first.get_by_text("Dua tim mencatat hasil berbeda")).to_be_visible()
    axe(first)
    first.get_by_role("button", name="“Terekam” berlaku").click()
    expect(first.get_by_text("Sudah diputuskan")).to_be_visible()


def test_signed_out_meanwhile_the_entries_wait_for_whoever_made_them(
    empty_office: Office, visit: str, new_page: NewPage
) -> None:
    page = opened(new_page(empty_office, role="operator", **PHONE), visit)
    page.context.clear_cookies()

    mark(page, "SITI REKAAN", "Terekam")

    expect(page.get_by_text("Anda sudah keluar")).to_be_visible()
    expect(link(page)).to_have_text("1 catatan menunggu sambungan")


def test_a_closed_visit_leaves_no_list_on_the_phone(
    empty_office: Office, visit: str, new_page: NewPage
) -> None:
    page = opened(new_page(empty_office, role="operator", **PHONE), visit)
    for name in ("SITI", "BUDI", "DEWI", "AGUS"):
        mark(page, f"{name} REKAAN", "Terekam")
    expect(link(page)).to_have_text("Semua sudah terkirim")

    page.goto(f"{visit}tutup/")
    page.get_by_role("button", name="Tutup kunjungan").click()
    expect(page.get_by_text("Kunjungan ditutup.")).to_be_visible()
    page.goto(f"{visit}hari/")

    page.wait_for_function("async () => !(await caches.keys()).some(name => name.startsWith('rekam-visit-'))")
