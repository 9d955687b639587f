"""A fault from the phone of a kecamatan to the bench and back, while the head of office watches."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.office import Office
from tests.office.kits import pictures

NewPage = Callable[..., Page]
Axe = Callable[[Page], None]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 900}}
TELEN, KIT = "64.08.07", "KIT-07-1"


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"


def monitor_line(page: Page) -> Any:
    page.goto("/pantauan/")
    return page.get_by_role("row").filter(has_text="Telen").first


def report_from_the_phone(page: Page, axe: Axe) -> str:
    """Kecamatan staff: their only kit, its scanner, four taps and a word. Returns the fault's address."""
    page.goto("/alat/")
    page.get_by_role("link", name=KIT).click()
    page.get_by_role("link", name="Pemindai sidik jari").click()
    page.get_by_role("link", name="Laporkan kerusakan").click()
    axe(page)
    fits(page)
    page.get_by_text("Tidak mau menyala").click()
    page.get_by_text("Tidak ada yang dapat direkam").click()
    page.get_by_label("Apa yang sudah dicoba?").fill("Kabel sudah ditukar")
    taken = {"name": "IMG_0930.jpg", "mimeType": "image/jpeg", "buffer": pictures.from_a_phone(1200, 900)}
    page.get_by_label("Foto").set_input_files(taken)  # type: ignore[arg-type]
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/kerusakan/*/")
    expect(page.get_by_text("Terima kasih. Kerusakan sudah dilaporkan")).to_be_visible()
    expect(page.get_by_role("img", name="Foto")).to_be_visible()
    axe(page)
    fits(page)
    return page.url


def step(page: Page, button: str, fields: dict[str, str] | None = None) -> None:
    """One move of the technician: open it, say what it asks, do it."""
    form = page.locator("details.move").filter(has=page.locator("summary", has_text=button))
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    for label, text in (fields or {}).items():
        form.get_by_label(label).fill(text)
    form.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def test_a_fault_is_reported_seen_repaired_and_gone(own_office: Office, new_page: NewPage, axe: Axe) -> None:
    head = new_page(own_office, role="head", **LAPTOP)
    expect(monitor_line(head)).not_to_contain_text(KIT)
    address = report_from_the_phone(new_page(own_office, role="district_staff", area=TELEN, **PHONE), axe)
    expect(monitor_line(head)).to_contain_text(KIT)

    bench = new_page(own_office, role="technician", **LAPTOP)
    bench.goto("/alat/kerusakan/")
    axe(bench)
    bench.goto(address)
    step(bench, "Pastikan kerusakan")
    step(bench, "Tugaskan perbaikan")
    step(bench, "Mulai perbaikan", {"Alat berada di": "Ruang teknisi"})
    step(bench, "Bawa ke meja uji")
    step(bench, "Lulus uji", {"Yang diuji": "Sepuluh jari, dua kali"})
    expect(bench.get_by_text("Kembali bertugas").first).to_be_visible()
    axe(bench)

    expect(monitor_line(head)).not_to_contain_text(KIT)
