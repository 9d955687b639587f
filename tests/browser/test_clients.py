"""A company becomes a client: its list comes in damaged, pairs are decided, it gets its letter and list."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office

NewPage = Callable[..., Page]
Axe = Callable[[Page], None]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
ROLL = """
import sys
import django
django.setup()
from tests.browser.furnished_clients import lines
print(chr(10).join(["No;NIK;Nama", *lines()]))
"""


@pytest.fixture
def roll(own_office: Office, tmp_path: Path) -> Path:
    """A list of residents of the demo, of which three in four numbers are damaged."""
    path = tmp_path / "karyawan.csv"
    path.write_text(own_office.python("-c", ROLL))
    return path


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"


def add_client(page: Page, name: str) -> None:
    page.goto("/jemput-bola/klien/")
    page.get_by_role("link", name="Tambah klien").first.click()
    page.get_by_label("Nama", exact=True).fill(name)
    page.get_by_label("Kecamatan atau desa").select_option("64.08.04")
    page.get_by_role("button", name="Tambah", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def hand_in(page: Page, roll: Path) -> None:
    page.get_by_role("link", name="Masukkan daftar").first.click()
    page.get_by_label("Berkas").set_input_files(roll)
    page.get_by_label("Nama daftar").fill("Karyawan September")
    page.get_by_role("button", name="Masukkan dan cocokkan").click()
    expect(page.get_by_role("heading", level=1, name="Karyawan September")).to_be_visible()


@SIZES
def test_a_damaged_list_becomes_the_people_who_should_come(
    own_office: Office, new_page: NewPage, axe: Axe, roll: Path, size: dict[str, Any]
) -> None:
    page = new_page(own_office, role="planner", **size)
    add_client(page, "PT Rekaan Sejahtera")
    hand_in(page, roll)
    axe(page)
    fits(page)

    page.get_by_role("button", name="Terima semua").click()
    expect(page.get_by_text("usulan yang pasti diterima")).to_be_visible()
    page.get_by_role("link", name="Periksa satu per satu").click()
    expect(page.get_by_role("heading", name="Apakah ini orang yang sama?")).to_be_visible()
    axe(page)
    fits(page)
    address = page.url
    page.get_by_role("button", name="Ini orangnya").first.click()
    page.wait_for_url(lambda url: url != address)

    page.goto(address)
    expect(page.get_by_text("memutuskan pada")).to_be_visible()
    page.get_by_role("button", name="Tarik kembali").click()
    expect(page.get_by_role("button", name="Ini orangnya").first).to_be_visible()


def test_a_date_is_agreed_and_the_client_gets_its_letter_and_its_list(
    own_office: Office, new_page: NewPage, roll: Path
) -> None:
    page = new_page(own_office, role="planner", **LAPTOP)
    add_client(page, "PT Rekaan Makmur")
    client = page.url
    hand_in(page, roll)
    page.goto(client)

    page.get_by_role("link", name="Sepakati tanggal").click()
    page.get_by_label("Tanggal", exact=True).fill("10-10-2016")
    page.get_by_role("button", name="Setuju", exact=True).click()
    expect(page.get_by_text("Senin, 10 Oktober 2016").first).to_be_visible()

    page.get_by_role("link", name="Surat", exact=True).click()
    with page.expect_download() as letter:
        page.get_by_role("button", name="Buat surat (PDF)").click()
    assert letter.value.suggested_filename == "surat-pt-rekaan-makmur.pdf"
    page.goto(client)
    with page.expect_download() as book:
        page.get_by_role("link", name="Yang perlu datang (XLSX)").click()
    assert book.value.suggested_filename == "perlu-datang-pt-rekaan-makmur.xlsx"


def test_a_technician_sees_figures_and_nobodys_name(
    own_office: Office, new_page: NewPage, roll: Path
) -> None:
    page = new_page(own_office, role="planner", **LAPTOP)
    add_client(page, "PT Rekaan Bersama")
    hand_in(page, roll)

    other = new_page(own_office, role="technician", **PHONE)
    other.goto(page.url)

    expect(other.get_by_text("Peran Anda melihat angkanya, bukan orangnya.")).to_be_visible()
    expect(other.get_by_role("table")).to_have_count(0)
    fits(other)
