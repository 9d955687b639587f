"""The counter in a real browser: by keyboard, with a missing finger, with the laptop gone in the middle."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rekam.wire import packets, recordings
from rekam.wire.recordings import Modality
from tests.browser import laptop as laptops
from tests.browser import sitting
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.laptop import Laptop

Axe = Callable[[Page], None]
SIZE = {"width": 1366, "height": 768}
# Before any script of the page runs, and so without anybody who hears that something is typed.
TYPED_EARLY = """document.addEventListener("readystatechange", () => {
  const box = document.getElementById("q");
  if (document.readyState === "interactive" && box) box.value = "budi";
})"""


@pytest.fixture
def page(chromium: Browser, laptop: Laptop, tmp_path: Path) -> Iterator[Page]:
    """A browser whose camera sees an invented face before a red cloth. A script's error fails the test."""
    camera = laptops.film(tmp_path / "face.y4m")
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *camera])
    context = browser.new_context(base_url=laptop.url, viewport=SIZE, locale="id-ID")
    page, troubles = context.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    browser.close()
    assert not troubles, troubles


def received(laptop: Laptop, slip: str) -> recordings.Recording:
    """What the office holds of this slip, exactly once, as its intake opens it."""
    held = [opened(laptop, each.sealed) for each in laptop.office.held.values()]
    (found,) = [recording for recording in held if recording.slip_code == slip]
    return found


def opened(laptop: Laptop, sealed: packets.Sealed) -> recordings.Recording:
    content = packets.open_packet(packets.read(sealed.header), sealed.ciphertext, laptop.office.intake)
    return recordings.read_recording(content).recording


def sent(page: Page) -> None:
    """The closing's page counts what the office has confirmed: nothing is left to send."""
    row = page.get_by_role("row", name="Belum terkirim").first
    for _ in range(60):
        page.goto("/tutup/")
        if row.get_by_role("cell").inner_text() == "0":
            return
        page.wait_for_timeout(500)
    expect(row.get_by_role("cell")).to_have_text("0")


def test_one_person_is_recorded_wholly_by_keyboard(page: Page, laptop: Laptop, axe: Axe) -> None:
    sitting.sign_in(page)
    assert sitting.give_ticket(page, "siti rekan") == "A 001"
    axe(page)
    sitting.call_and_begin(page)
    axe(page)
    sitting.find(page, "siti rekan 1999")
    sitting.as_on_the_card(page)
    axe(page)
    sitting.photograph(page)
    sitting.sign(page)
    page.reload()  # the draft is kept after every step
    expect(page.locator(".desk-who")).to_contain_text("SITI REKAAN")
    axe(page)
    for slug in sitting.HANDS:
        sitting.capture(page, slug)
    sitting.confirm(page)
    axe(page)
    saved = sitting.review(page)
    axe(page)

    sent(page)
    found = received(laptop, saved.slip)
    assert found.person is not None
    assert found.person.pack_token == "p-0"
    kinds = [each.modality for each in found.captures]
    assert (kinds.count(Modality.FINGER), kinds.count(Modality.IRIS), kinds.count(Modality.FACE)) == (
        10,
        2,
        1,
    )


def captured(page: Page, words: str) -> None:
    """Somebody sits, and a photograph and a signature were kept."""
    sitting.sign_in(page)
    sitting.without_ticket(page)
    sitting.find(page, words)
    sitting.as_on_the_card(page)
    sitting.photograph(page)
    sitting.sign(page)


def test_f9_and_enter_give_nobody_up_and_a_number_and_enter_do(page: Page, laptop: Laptop, axe: Axe) -> None:
    """What was captured cannot come back: Enter alone chooses no reason and deletes nothing."""
    captured(page, "dewi 2001")
    dialog = page.locator("#give-up")

    page.keyboard.press("F9")
    expect(dialog).to_contain_text("2 hasil rekam")  # a photograph and a signature
    axe(page)
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("3")
    expect(dialog.locator("input:checked")).to_have_value("no_papers")
    page.keyboard.press("Escape")
    page.keyboard.press("F9")
    page.keyboard.press("Enter")  # what was chosen before was thought better of
    expect(dialog).to_be_visible()
    page.reload()
    expect(page.locator(".desk-who")).to_contain_text("DEWI REKAAN")

    page.keyboard.press("F9")
    page.keyboard.press("3")
    page.keyboard.press("Enter")

    sitting.at(page, "/perekaman/")
    expect(page.locator(".toasts")).to_contain_text("tidak membawa berkas")


def test_enter_in_the_note_of_a_recording_that_is_given_up_chooses_no_reason(
    page: Page, laptop: Laptop
) -> None:
    sitting.sign_in(page)
    sitting.without_ticket(page)
    sitting.find(page, "joko 2000")

    page.keyboard.press("F9")
    page.locator("#give-up-note").focus()
    page.keyboard.type("pulang jam 3")
    page.keyboard.press("Enter")
    expect(page.locator("#give-up")).to_be_visible()
    expect(page.locator("#give-up input:checked")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("7")
    page.keyboard.press("Enter")

    sitting.at(page, "/perekaman/")
    expect(page.locator(".toasts")).to_contain_text("pergi sebelum selesai")


def test_a_missing_finger_and_a_battery_pulled_out_in_the_middle(
    page: Page, laptop: Laptop, axe: Axe
) -> None:
    sitting.sign_in(page)
    sitting.without_ticket(page)
    sitting.find(page, "dewi 2001")
    sitting.as_on_the_card(page)
    sitting.photograph(page)
    sitting.sign(page)
    sitting.except_finger(page, "2")
    sitting.capture(page, "tangan-kiri")

    laptop.kill()
    laptop.start()
    sitting.sign_in(page)
    expect(page.get_by_role("heading", name="Belum selesai")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("Enter")

    for slug in sitting.HANDS[1:]:
        sitting.capture(page, slug)
    sitting.witness(page)
    sitting.confirm(page)
    saved = sitting.review(page)

    sent(page)
    found = received(laptop, saved.slip)
    assert [(each.part, each.reason) for each in found.absences] == [("Left RingFinger", "missing")]
    assert sum(each.modality == Modality.FINGER for each in found.captures) == 9


def test_what_was_typed_before_the_page_is_awake_is_looked_for(page: Page, laptop: Laptop) -> None:
    """Enter would give a ticket to nobody of the list otherwise."""
    sitting.sign_in(page)
    page.add_init_script(TYPED_EARLY)

    page.goto("/antrean/")
    expect(page.locator(".queue-hits button").first).to_contain_text("BUDI REKAAN")


def test_a_ticket_is_for_whom_the_box_names_when_enter_is_pressed(page: Page, laptop: Laptop) -> None:
    """A scanner is quicker than the list; who writes on means somebody else than the list still shows."""
    sitting.sign_in(page)
    given = page.locator(".queue-given[role=status]")

    page.goto("/antrean/")
    page.keyboard.type("p-1")
    page.keyboard.press("Enter")
    expect(given).to_contain_text("BUDI REKAAN")
    expect(given).to_contain_text("P 0")  # born in 1954

    page.keyboard.type("budi")
    hits = page.locator(".queue-hits button")
    expect(hits.first).to_contain_text("BUDI REKAAN")
    page.keyboard.press("Enter")
    expect(page.locator(".toasts")).to_contain_text("BUDI REKAAN sudah memegang karcis P 0")

    page.keyboard.type("budi")
    expect(hits.first).to_contain_text("BUDI REKAAN")
    page.keyboard.press("Control+a")
    page.keyboard.type("joko")
    page.keyboard.press("Enter")
    expect(given).to_contain_text("JOKO REKAAN")

    page.keyboard.type("joko")
    page.locator("[name=disabled]").press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".toasts")).to_contain_text("JOKO REKAAN sudah memegang karcis A 0")

    page.keyboard.type("nenek jauh")
    page.keyboard.press("Enter")
    expect(given).to_contain_text("nenek jauh")
