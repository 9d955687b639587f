"""From the first words to a message sent by hand, and to somebody who wants no more of them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import Office

NewPage = Callable[..., Page]
Axe = Callable[[Page], None]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
VILLAGE = "64.08.04.2001"
UNRECORDED = f"""
import django
django.setup()
from rekam.office.residents.models import Resident
found = Resident.objects.filter(area__code="{VILLAGE}", standing="resident", first_recorded_on=None)
print(found.filter(obliged_from__lte="2016-09-30").order_by("id").values_list("nik", flat=True)[0])
"""
FURNISH = """
import django
django.setup()
from django.utils import timezone
from rekam.office.accounts.models import User
from rekam.office.accounts.rights import Role
from rekam.office.places import queries as places
from tests.browser import furnished_messages
from tests.browser.signed_in import cookie
cookie("planner")
by = User.objects.filter(role=Role.PLANNER).first()
made = furnished_messages.furnish(by, places.default_moment(timezone.now()))
print(made.messages.order_by("id").first().key)
"""


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_from_the_first_words_to_a_message_sent_by_hand(
    own_office: Office, new_page: NewPage, axe: Axe, size: dict[str, Any]
) -> None:
    nik = own_office.python("-c", UNRECORDED).strip()
    page = new_page(own_office, role="planner", **size)
    page.goto("/jemput-bola/pesan/templat/")
    page.get_by_role("button", name="Mulai dengan tiga contoh").click()
    expect(page.get_by_text("Yth. {nama} ({desa})")).to_be_visible()
    axe(page)

    page.goto("/jemput-bola/pesan/penerima/tambah/")
    page.get_by_label("NIK").fill(nik)
    page.get_by_label("Telepon").fill("0812 3456 7890")
    page.get_by_label("Persetujuan menerima pesan").select_option("yes")
    page.get_by_label("Cara orangnya menyatakan").select_option("in_person")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("+6281•••••7890")).to_be_visible()
    fits(page)

    page.goto("/jemput-bola/pesan/kirim/")
    page.get_by_label("Di mana").select_option(VILLAGE)
    page.get_by_label("Templat").select_option(label="Undangan perekaman di kantor kecamatan")
    page.get_by_role("button", name="Tampilkan akibatnya").click()
    expect(page.get_by_role("heading", name="orang akan menerima pesan")).to_contain_text("1 dari")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Kirim 1 pesan").click()

    page.goto("/jemput-bola/pesan/?keadaan=tangan")
    page.locator("tbody a").first.click()
    expect(page.get_by_text("+6281234567890")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Sudah dikirim: catat").click()
    page.goto("/jemput-bola/pesan/?keadaan=sent")
    expect(page.locator("tbody tr")).to_have_count(1)
    fits(page)


def test_a_copied_text_is_in_the_clipboard(own_office: Office, new_page: NewPage) -> None:
    own_office.python("-c", FURNISH)
    page = new_page(own_office, role="planner", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/jemput-bola/pesan/?keadaan=tangan")
    page.locator("tbody a").first.click()

    page.get_by_role("button", name="Salin teksnya").click()

    expect(page.get_by_role("button", name="Tersalin")).to_be_visible()
    assert "Balas BERHENTI" in page.evaluate("navigator.clipboard.readText()")


def test_somebody_wants_no_more_messages_and_a_person_decides_about_an_unknown_one(
    own_office: Office, new_page: NewPage, axe: Axe
) -> None:
    key = own_office.python("-c", FURNISH).split()[-1]
    anybody = new_page(own_office, **PHONE)
    anybody.goto(f"/jemput-bola/pesan/berhenti/{key}/")
    axe(anybody)
    fits(anybody)
    anybody.get_by_role("button", name="Ya, jangan kirim pesan lagi").click()
    expect(anybody.get_by_role("heading")).to_contain_text("tidak akan menerima pesan")

    planner = new_page(own_office, role="planner", **LAPTOP)
    planner.goto("/jemput-bola/pesan/penolakan/")
    expect(planner.get_by_role("row")).to_contain_text(["Lewat tautan di pesan", "Dicatat kantor"])

    planner.goto("/jemput-bola/pesan/?keadaan=putuskan")
    planner.locator("tbody a").first.click()
    expect(planner.get_by_text("Tidak diketahui apakah pesan ini terkirim")).to_be_visible()
    axe(planner)
    planner.get_by_role("button", name="Sudah terkirim").click()
    expect(planner.get_by_text("Sudah terkirim, menurut petugas")).to_be_visible()


def test_a_technician_sees_how_messages_fare_and_nobodys_name(
    own_office: Office, new_page: NewPage, axe: Axe
) -> None:
    own_office.python("-c", FURNISH)
    page = new_page(own_office, role="technician", **PHONE)

    page.goto("/jemput-bola/pesan/")

    expect(page.locator("tbody tr").first).to_contain_text("Menunggu")
    assert "+6281" not in page.content()
    axe(page)
    fits(page)
