"""From the draft to the signed paper, and what the office answers when somebody asks about it later."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import office as offices
from tests.browser.office import Office

NewPage = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}}
# Somebody of Sangatta Utara who is obliged and was not recorded, as the demo has invented them.
UNRECORDED = """
import django; django.setup()
from rekam.office.residents.models import Resident
held = Resident.objects.filter(standing="resident", obliged_from__lte="2016-09-01", first_recorded_on=None)
print(held.filter(area__code__startswith="64.08.04.").order_by("pk").first().nik)
"""


@pytest.fixture(scope="module")
def reporting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo, which has issued August, with September and one day as well. Look, but change nothing."""
    shared, folder = Path(os.environ["REKAM_TESTS"]), tmp_path_factory.mktemp("reporting")
    office = offices.copy_of("demo", shared, folder)
    office.rekam("report", "monthly", "--month", "2016-09", "--issue", "--dated", "2016-09-30")
    office.rekam("report", "daily", "--on", "2016-09-30", "--issue", "--dated", "2016-09-30")
    with office.running() as running:
        yield running


def issue(page: Page) -> str:
    """Looks at the draft, issues it, and returns its number."""
    page.goto("/laporan/buat/")
    expect(page.locator(".paper-band")).to_contain_text("RANCANGAN")
    page.get_by_role("button", name="Terbitkan laporan").click()
    page.wait_for_url("**/laporan/*/")
    return page.locator("h1").inner_text()


def bring_in_late(office: Office, folder: Path) -> None:
    """A file of recordings of September that reaches the office after the report."""
    nik = office.python("-c", UNRECORDED).strip()
    file = folder / "susulan.csv"
    file.write_text(
        "NIK;TGL_REKAM;LOKASI;STATUS;TGL_STATUS;TGL_DIKETAHUI\n"
        f"{nik};14-09-2016;KANTOR KECAMATAN SANGATTA UTARA;BIO_CAPTURED;14-09-2016;29-09-2016\n"
    )
    office.rekam("import", "recordings", str(file), "--as-of", "30-09-2016", "--commit")


def test_a_report_is_issued_and_later_news_is_explained_beside_it(
    own_office: Office, new_page: NewPage, tmp_path: Path
) -> None:
    page = new_page(own_office, role="planner")
    page.goto("/laporan/")
    page.get_by_role("link", name="Buat laporan", exact=True).click()
    number = issue(page)
    expect(page.locator(".paper-number")).to_have_text(f"Nomor: {number}")
    expect(page.locator(".paper-band")).to_have_count(0)
    unrecorded = page.locator(".paper-tiles dd.paper-figure").nth(2).inner_text()

    bring_in_late(own_office, tmp_path)
    page.goto("/laporan/")
    row = page.get_by_role("row").filter(has_text=number)
    row.get_by_role("link", name="Berubah: belum rekam −1").click()

    expect(page.get_by_role("status").first).to_contain_text("Angka sudah berubah")
    expect(page.get_by_role("row").filter(has_text="dimasukkan setelah laporan").first).to_contain_text("−1")
    page.get_by_role("link", name="Laporan", exact=True).last.click()
    assert page.locator(".paper-tiles dd.paper-figure").nth(2).inner_text() == unrecorded


def test_a_report_is_taken_home_as_pdf_and_workbook(reporting: Office, new_page: NewPage) -> None:
    page = new_page(reporting, role="head")
    page.goto("/laporan/1/")

    for name, start in (("PDF", b"%PDF-"), ("XLSX", b"PK")):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name).click()
        assert Path(taken.value.path()).read_bytes().startswith(start)


def test_on_paper_there_is_the_report_and_nothing_else(reporting: Office, new_page: NewPage) -> None:
    page = new_page(reporting, role="planner")
    page.goto("/laporan/1/")

    page.emulate_media(media="print")

    expect(page.locator(".paper-signature")).to_be_visible()
    for frame in (".frame", ".tabs", ".page-head", ".foot"):
        expect(page.locator(frame).first).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")


@pytest.mark.parametrize("options", [PHONE, {"color_scheme": "dark"}], ids=["phone", "dark"])
def test_the_pages_of_reports_are_for_everyone(
    reporting: Office, new_page: NewPage, axe: Callable[[Page], None], options: dict[str, Any]
) -> None:
    page = new_page(reporting, role="registrar", **options)
    for address in (
        "/laporan/2/",
        "/laporan/3/",
        "/laporan/1/sekarang/",
        "/laporan/3/sekarang/",
        "/laporan/3/riwayat/",
        "/laporan/3/tarik/",
        "/laporan/",
        "/laporan/buat/",
        "/laporan/buat/?kind=daily",
        "/laporan/belum-rekam/",
    ):
        page.goto(address)
        axe(page)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{address} is {overflow} wider than the screen"


def test_the_letterhead_page_is_for_everyone(
    own_office: Office, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(own_office, role="head", **PHONE)
    page.goto("/laporan/kop/")

    page.get_by_label("Tempat penandatanganan").fill("Sangatta")
    page.get_by_role("button", name="Simpan").click()

    expect(page.locator(".paper-signature")).to_contain_text("Sangatta, 30 September 2016")
    axe(page)
