"""Plans of visits in a browser: planned, followed, adopted, and changed when a kit breaks."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.office import Office

NewPage = Callable[..., Page]
Axe = Callable[[Page], None]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SOLVED = 180_000  # milliseconds: planning takes seconds, and a busy machine its time


def plan_october(page: Page, name: str) -> None:
    """A plan of one week, worked out while the page follows it."""
    page.goto("/jemput-bola/rencana/baru/")
    page.get_by_label("Nama").fill(name)
    page.get_by_label("Dari", exact=True).fill("03-10-2016")
    page.get_by_label("Sampai dengan").fill("09-10-2016")
    page.get_by_label("Lama penyusunan (detik)").fill("5")
    page.get_by_role("button", name="Susun", exact=True).click()
    expect(page.get_by_role("button", name="Tetapkan rencana")).to_be_visible(timeout=SOLVED)


def test_a_week_is_planned_adopted_and_changed_when_a_kit_breaks(
    own_office: Office, new_page: NewPage, axe: Axe
) -> None:
    page = new_page(own_office, role="planner")
    with own_office.working():
        plan_october(page, "Pekan pertama")
        expect(page.get_by_text("Perkiraan perekaman").first).to_be_visible()
        axe(page)
        page.get_by_role("button", name="Tetapkan rencana").click()
        expect(page.get_by_role("heading", name="Ke mana kita berikutnya?")).to_be_visible()
        expect(page.get_by_text("Ditetapkan:")).to_be_visible()

        own_office.python("-m", "tests.browser.broken_kit", "KIT-K-1")
        page.goto("/jemput-bola/")
        expect(page.get_by_text("set alatnya rusak").first).to_be_visible()
        axe(page)

        page.get_by_label("Apa yang terjadi").fill("Kamera KIT-K-1 rusak")
        page.get_by_role("button", name="Susun perubahan terkecil").click()
        expect(page.get_by_role("button", name="Tetapkan rencana")).to_be_visible(timeout=SOLVED)
        expect(page.get_by_text(re.compile("kunjungan tetap seperti yang sudah disampaikan"))).to_be_visible()
        page.get_by_role("button", name="Tetapkan rencana").click()

    expect(page.get_by_text("Kamera KIT-K-1 rusak").first).to_be_visible()
    expect(page.get_by_text("set alatnya rusak")).to_have_count(0)


def test_planning_is_stopped_and_keeps_the_best_so_far(own_office: Office, new_page: NewPage) -> None:
    page = new_page(own_office, role="planner")
    page.goto("/jemput-bola/rencana/baru/")
    page.get_by_label("Dari", exact=True).fill("01-10-2016")
    page.get_by_label("Sampai dengan").fill("31-10-2016")
    page.get_by_label("Lama penyusunan (detik)").fill("600")
    page.get_by_role("button", name="Susun", exact=True).click()

    with own_office.working():
        expect(page.get_by_text(re.compile("terbaik sejauh ini"))).to_be_visible(timeout=SOLVED)
        page.get_by_role("button", name="Hentikan").click()
        expect(page.get_by_role("heading", name="Ganti rencana yang berlaku?")).to_be_visible(timeout=SOLVED)


def test_the_plan_in_force_is_read_on_a_phone(office: Office, new_page: NewPage, axe: Axe) -> None:
    page = new_page(office, role="head", color_scheme="dark", **PHONE)
    page.goto("/jemput-bola/")

    page.get_by_role("link", name="Kalender").first.click()

    expect(page.get_by_role("region", name="Tim dan hari-harinya")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
