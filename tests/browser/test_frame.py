"""The frame of the pages, with the keyboard, on a phone and in the dark."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import office as offices
from tests.browser.office import Office

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SIZES = (ViewportSize(width=1366, height=768), ViewportSize(width=390, height=844))
NewPage = Callable[..., Page]


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One empty office for all of these: they change nothing but a person's language."""
    shared, folder = Path(os.environ["REKAM_TESTS"]), tmp_path_factory.mktemp("first-day")
    with offices.copy_of("empty", shared, folder).running() as running:
        yield running


def test_everything_in_the_menu_is_reached_by_keys(first_day: Office, new_page: NewPage) -> None:
    page = new_page(first_day, role="registrar")
    page.goto("/")

    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()

    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/cakupan/")


def test_keys_that_disturb_are_switched_off(first_day: Office, new_page: NewPage) -> None:
    page = new_page(first_day, role="registrar")
    page.goto("/")
    page.keyboard.press("?")
    page.locator("[data-keys-off]").check()
    page.keyboard.press("Escape")

    page.keyboard.press("?")

    expect(page.locator("#help")).to_be_hidden()


def test_the_first_tab_leads_past_the_menu(first_day: Office, new_page: NewPage) -> None:
    page = new_page(first_day, role="registrar")
    page.goto("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_light_changes_at_once_and_stays(first_day: Office, new_page: NewPage) -> None:
    page = new_page(first_day, role="registrar")
    page.goto("/")
    page.locator(".person-button").click()

    with page.expect_response("**/tampilan/"):
        page.locator("button[name=theme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_without_a_choice_the_light_is_the_device_s(first_day: Office, new_page: NewPage) -> None:
    page = new_page(first_day, color_scheme="dark")
    page.goto("/akun/login/")

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_language_changes_by_a_switch(first_day: Office, new_page: NewPage) -> None:
    page = new_page(first_day, role="planner")
    page.goto("/akun/2fa/")
    page.locator(".person-button").click()
    page.locator("button[name=language][value=en]").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Sign-in and security")


def test_on_a_phone_the_menu_is_at_the_thumb(first_day: Office, new_page: NewPage) -> None:
    page = new_page(first_day, role="registrar", **PHONE)
    page.goto("/")
    expect(page.locator("#menu")).to_be_hidden()

    page.locator(".thumbs button").tap()

    expect(page.locator("#menu")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    "address", ["/akun/login/", "/", "/akun/2fa/", "/akun/password/change/", "/tidak/ada/"]
)
def test_nothing_serious_is_found_on_the_pages_of_the_frame(
    first_day: Office, new_page: NewPage, axe: Callable[[Page], None], address: str
) -> None:
    page = new_page(first_day, role="" if "login" in address else "auditor")
    for size, scheme in zip(SIZES, ("light", "dark"), strict=True):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        axe(page)
