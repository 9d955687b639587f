"""A passkey in place of the password at a station: added under Settings, and enough to unlock it again.

The browser's authenticator is an invented one. It answers a salt with a secret of its own (WebAuthn PRF), as
the real one of a laptop does; or it makes none, as older ones do.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser import sitting
from tests.browser.laptop import Laptop
from tests.browser.test_passkeys import LAPTOP

Axe = Callable[[Page], None]
SETTINGS = "/pengaturan/"


@pytest.fixture
def page(chromium: Browser, laptop: Laptop) -> Iterator[Page]:
    context = chromium.new_context(base_url=laptop.url, locale="id-ID")
    page, troubles = context.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    context.close()
    assert not troubles, troubles


class Keys:
    """The authenticator of the browser, as its developer tools hold it."""

    def __init__(self, page: Page, *, has_secret: bool = True) -> None:
        self.tools: CDPSession = page.context.new_cdp_session(page)
        self.tools.send("WebAuthn.enable")
        options = {**LAPTOP, "hasPrf": has_secret}
        made = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.id: str = made["authenticatorId"]

    def recognises(self, is_owner: bool) -> None:
        """Whether the finger on the laptop is its owner's."""
        told = {"authenticatorId": self.id, "isUserVerified": is_owner}
        self.tools.send("WebAuthn.setUserVerified", told)


def add_passkey(page: Page) -> None:
    page.goto(SETTINGS)
    page.get_by_role("button", name="Tambah kunci sandi").click()


def leave(page: Page, laptop: Laptop) -> None:
    """The station ends and begins anew: the key of its store is in no memory."""
    laptop.stop()
    laptop.start()
    page.context.clear_cookies()
    sitting.to_the_sign_in(page)


def use_passkey(page: Page) -> None:
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()


def test_a_passkey_added_under_settings_unlocks_the_station_without_a_password(
    page: Page, laptop: Laptop, axe: Axe
) -> None:
    keys = Keys(page)
    sitting.sign_in(page)
    add_passkey(page)
    expect(page.get_by_text("Kunci sandi sudah ditambahkan.")).to_be_visible()
    axe(page)

    leave(page, laptop)
    axe(page)
    use_passkey(page)
    sitting.at(page, "/perekaman/")
    page.goto(SETTINGS)
    expect(page.locator("main")).to_contain_text("ditambahkan")

    leave(page, laptop)
    keys.recognises(False)  # another one's finger
    use_passkey(page)
    expect(page.get_by_text("Kunci sandi tidak jadi dipakai.")).to_be_visible()
    page.goto("/perekaman/")
    sitting.at(page, "/masuk/?next=%2Fperekaman%2F")  # nothing was opened


def test_a_passkey_that_was_removed_is_not_asked_for(page: Page, laptop: Laptop) -> None:
    Keys(page)
    sitting.sign_in(page)
    add_passkey(page)
    expect(page.get_by_text("Kunci sandi sudah ditambahkan.")).to_be_visible()

    page.goto(SETTINGS)
    remove = page.get_by_role("button", name="Hapus", exact=True)
    while remove.count():
        remove.first.click()
        expect(page.get_by_text("Kunci sandi sudah dihapus.")).to_be_visible()
        page.goto(SETTINGS)

    leave(page, laptop)
    expect(page.locator("#id_password")).to_be_visible()
    expect(page.get_by_role("button", name="Masuk dengan kunci sandi")).to_have_count(0)


def test_a_device_that_makes_no_secret_is_told_and_nothing_is_added(page: Page, laptop: Laptop) -> None:
    Keys(page, has_secret=False)
    sitting.sign_in(page)
    page.goto(SETTINGS)
    kept = page.get_by_role("button", name="Hapus", exact=True)
    before = kept.count()

    add_passkey(page)

    expect(page.get_by_text("tidak dapat membuat rahasia sendiri")).to_be_visible()
    page.goto(SETTINGS)
    expect(kept).to_have_count(before)


def test_under_a_number_there_are_no_passkeys(page: Page, laptop: Laptop) -> None:
    """The browser gives none to 127.0.0.1, and a button that cannot work is not shown."""
    page.goto(laptop.url.replace("localhost", "127.0.0.1") + "/masuk/")
    page.locator("#id_login").fill("siti")
    page.locator("#id_password").fill(sitting.PASSWORD)
    page.keyboard.press("Enter")
    sitting.at(page, "/perekaman/")

    page.goto(laptop.url.replace("localhost", "127.0.0.1") + SETTINGS)

    expect(page.get_by_role("heading", name="Kunci sandi")).to_be_visible()
    expect(page.get_by_role("button", name="Tambah kunci sandi")).to_have_count(0)
