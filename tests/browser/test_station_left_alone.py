"""The counter in a real browser when it is locked, and when the station fails; and the keys of the menu."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import laptop as laptops
from tests.browser import sitting
from tests.browser.laptop import Laptop

SIZE = {"width": 1366, "height": 768}
SENDS = """async () => {
  const keys = await import("/static/counter/keys.js");
  await keys.send(`${location.pathname}kamera/`, null);
}"""


@pytest.fixture
def context(chromium: Browser, laptop: Laptop) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=laptop.url, viewport=SIZE, locale="id-ID")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    sitting.sign_in(page)
    return page


def lock(page: Page) -> None:
    page.goto("/pengaturan/")
    page.locator(".person-button").click()
    page.get_by_role("button", name="Kunci stasiun").click()
    sitting.at(page, "/masuk/")


def test_a_lock_takes_the_person_from_the_screen_and_the_waiting_room_comes_back_by_itself(
    page: Page, context: BrowserContext
) -> None:
    number = sitting.give_ticket(page, "siti rekan")
    page.goto("/antrean/")
    page.locator("form[action$='/panggil/'] button").first.click()
    room = context.new_page()
    room.goto("/antrean/layar/")
    expect(room.locator("[data-now]")).to_have_text(number)
    page.goto("/perekaman/")
    page.keyboard.press("Enter")
    sitting.at(page, "/cari/")
    sitting.find(page, "siti rekaan 1999")
    assert laptops.NIKS[0] in page.inner_text("body")
    here, other = page.url, context.new_page()

    lock(other)

    expect(page).to_have_url(re.compile(r"/masuk/\?next="))
    assert laptops.NIKS[0] not in page.content()
    expect(room.locator(".display-main")).to_have_class(re.compile("is-old"))
    expect(room.locator("[data-now]")).to_have_text(number)
    page.locator("#id_login").fill("siti")
    page.locator("#id_password").fill(laptops.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(here)
    expect(room.locator(".display-main")).not_to_have_class(re.compile("is-old"))
    assert room.url.endswith("/antrean/layar/")
    page.keyboard.press("F9")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    sitting.at(page, "/perekaman/")


def test_who_types_is_there_and_who_has_gone_or_pulls_the_disk_out_leaves_nobody_on_the_screen(
    chromium: Browser, tmp_path: Path
) -> None:
    """At a counter that locks after a quarter of a minute."""
    with laptops.at_a_counter(tmp_path, idle_lock_seconds=15) as laptop:
        page = chromium.new_page(base_url=laptop.url, viewport=SIZE, locale="id-ID")  # type: ignore[arg-type]
        sitting.sign_in(page)
        sitting.without_ticket(page)
        sitting.find(page, "siti rekaan 1999")
        here, address = page.url, page.locator("#f-address")

        address.press("End")
        address.press_sequentially(" DI BELAKANG PASAR LAMA, RUMAH KEDUA DARI UJUNG", delay=500)

        assert page.url == here
        expect(address).to_have_value("JL. MAWAR 3 DI BELAKANG PASAR LAMA, RUMAH KEDUA DARI UJUNG")
        expect(page).to_have_url(re.compile(r"/masuk/\?next="))  # nobody touches it any more
        assert laptops.NIKS[0] not in page.content()

        page.locator("#id_login").fill("siti")
        page.locator("#id_password").fill(laptops.PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(here)
        laptop.folder.rename(tmp_path / "away")

        expect(page.get_by_text("disk.missing")).to_be_visible()
        assert laptops.NIKS[0] not in page.content()
        (tmp_path / "away").rename(laptop.folder)
        page.close()


def test_the_key_after_g_is_the_menus_alone(page: Page, laptop: Laptop) -> None:
    """P calls the next number on this page, and T notes somebody as absent on the other."""
    sitting.give_ticket(page, "budi rekan")
    page.goto("/antrean/")
    page.locator("h1").click()

    page.keyboard.press("g")
    page.keyboard.press("p")

    sitting.at(page, "/paket/")
    page.goto("/perekaman/")
    expect(page.get_by_role("heading", name="Dipanggil")).to_have_count(0)
    page.keyboard.press("Enter")  # call the next number
    expect(page.get_by_role("heading", name="Dipanggil")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("t")
    sitting.at(page, "/tutup/")
    page.goto("/perekaman/")
    expect(page.get_by_role("heading", name="Dipanggil")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("t")  # alone it is the page's own
    expect(page.get_by_role("heading", name="Dipanggil")).to_have_count(0)


def test_a_station_that_fails_at_a_capture_is_told_on_the_page(page: Page, laptop: Laptop) -> None:
    sitting.without_ticket(page)
    sitting.find(page, "joko rekaan 2000")
    sitting.as_on_the_card(page)
    address = page.url
    page.route("**/foto/kamera/", lambda route: route.fulfill(status=500, content_type="text/html", body="x"))

    page.evaluate(SENDS)

    expect(page.locator("#refusal")).to_be_visible()
    expect(page.locator("#refusal [data-code]")).to_have_text("station.failed")
    assert page.url == address
