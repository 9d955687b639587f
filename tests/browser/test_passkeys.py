"""A passkey: made on one's account page, and enough to come in with the next time."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office

# A laptop that recognises its owner: it answers at once, as if a finger had touched it.
LAPTOP = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named_office(own_office: Office) -> Office:
    """The same office by a name: passkeys belong to names and never to numbers."""
    own_office.url = own_office.url.replace("127.0.0.1", "localhost")
    return own_office


def test_somebody_comes_in_with_a_passkey_alone(
    named_office: Office, new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    page: Any = new_page(named_office, role="registrar")
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": LAPTOP})

    page.goto("/akun/2fa/webauthn/add/")
    page.get_by_label("Nama").fill("Laptop meja")
    page.get_by_label("pengganti kata sandi").check()
    page.locator("main form button").click()
    page.wait_for_url("**/akun/2fa/recovery-codes/")
    expect(page.locator("main")).to_contain_text("Tersisa 10 dari 10 kode")
    page.goto("/akun/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Laptop meja")
    axe(page)

    page.context.clear_cookies()
    page.goto("/akun/login/")
    page.get_by_role("button", name=re.compile("kunci sandi", re.IGNORECASE)).click()
    expect(page.locator("h1")).to_contain_text("30 September 2016")
    expect(page.locator(".person-name")).to_have_text("Siti registrar")
