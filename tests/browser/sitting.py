"""What an operator does at the counter, by keyboard alone; only the resident's signature is drawn.

Each function is one thing one says to a new colleague. They wait for what the screen shows, not for a time.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Error, Page, expect

from tests.station.office import PASSWORD

STROKES = 20
HANDS = ("tangan-kiri", "tangan-kanan", "jempol", "iris")


@dataclass(frozen=True)
class Saved:
    """What the screen promised: this slip is of a recording that will not be lost."""

    slip: str


def sign_in(page: Page, login: str = "siti", password: str = PASSWORD) -> None:
    to_the_sign_in(page)
    page.locator("#id_login").focus()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    at(page, "/perekaman/")


def to_the_sign_in(page: Page) -> None:
    try:
        page.goto("/masuk/")
    except Error:  # a locked page was on its way there by itself, and the browser takes one way at a time
        page.wait_for_load_state()
        page.goto("/masuk/")


def at(page: Page, end: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(end) + "$"))
    page.wait_for_load_state()


def give_ticket(page: Page, words: str) -> str:
    """For somebody of the list; its number is said aloud."""
    page.goto("/antrean/")
    page.keyboard.type(words)
    expect(page.locator(".queue-hits button").first).to_be_visible()
    page.keyboard.press("Enter")
    given = page.locator(".queue-given .queue-number")
    expect(given).to_be_visible()
    return given.inner_text()


def call_and_begin(page: Page) -> None:
    """The next number is called, and whoever has it sits down."""
    page.goto("/perekaman/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Dipanggil")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("Enter")
    at(page, "/cari/")


def without_ticket(page: Page) -> None:
    page.goto("/perekaman/")
    page.locator("form[action$='/mulai/'] button").press("Enter")
    at(page, "/cari/")


def find(page: Page, words: str) -> None:
    """By a name as it was heard, as quickly as a scanner: Enter does not wait for the list."""
    page.locator("#q").press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    at(page, "/biodata/")


def as_on_the_card(page: Page) -> None:
    page.keyboard.press("Enter")
    at(page, "/foto/")


def photograph(page: Page) -> None:
    """When all five checks are good."""
    expect(page.locator('.desk-checks [data-good="true"]')).to_have_count(5)
    page.keyboard.press("Enter")
    go_on(page, "foto")


def go_on(page: Page, slug: str, *, reason: str = "") -> None:
    """The capture is good, or it is the best of three and there is a reason."""
    mark = page.locator("[name=reason]").first if reason else page.locator(".desk-verdict-good")
    expect(mark).to_be_visible()
    page.wait_for_load_state()
    if reason:
        page.keyboard.press(reason)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(f"/{slug}/$"))
    page.wait_for_load_state()


def draw_signature(page: Page) -> None:
    """The resident's own hand."""
    area = page.locator("canvas.desk-pad").bounding_box()
    assert area
    left, middle = area["x"] + area["width"] * 0.2, area["y"] + area["height"] * 0.5
    page.mouse.move(left, middle)
    page.mouse.down()
    for stroke in range(STROKES):
        page.mouse.move(left + stroke * area["width"] * 0.02, middle + (-1) ** stroke * area["height"] * 0.15)
    page.mouse.up()


def sign(page: Page) -> None:
    draw_signature(page)
    page.keyboard.press("Enter")
    at(page, "/tangan-kiri/")


def capture(page: Page, slug: str) -> None:
    at(page, f"/{slug}/")
    page.keyboard.press("Enter")
    go_on(page, slug)


def except_finger(page: Page, number: str, why: str = "h") -> None:
    """K, the number of the finger, the letter of the reason."""
    page.keyboard.press("k")
    expect(page.locator("#except")).to_be_visible()
    page.keyboard.press(number)
    page.keyboard.press(why)
    page.keyboard.press("Enter")
    expect(page.locator(".desk-parts .is-exempt")).to_have_count(1)
    page.wait_for_load_state()


def witness(page: Page, login: str = "budi", password: str = PASSWORD) -> None:
    """The photograph of hands and face, then the second officer's own name and password."""
    at(page, "/pengecualian/")
    page.wait_for_function("() => document.querySelector('video')?.videoWidth > 0")
    page.keyboard.press("Enter")
    expect(page.locator("#login")).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    at(page, "/cocokkan/")


def confirm(page: Page) -> None:
    capture(page, "cocokkan")


def review(page: Page) -> Saved:
    """The resident signs; what is then on the screen is a promise."""
    at(page, "/periksa/")
    draw_signature(page)
    page.keyboard.press("Enter")
    expect(page.locator(".slip-code")).to_be_visible()
    return Saved(page.locator(".slip-code").inner_text())


def record(page: Page, words: str) -> Saved:
    """One person from the search to the slip, when nothing goes wrong."""
    find(page, words)
    as_on_the_card(page)
    photograph(page)
    sign(page)
    for slug in HANDS:
        capture(page, slug)
    confirm(page)
    return review(page)
