"""The monitor in a browser: a fault shows by itself, on a desk, on a phone and on a wall."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.office import Office

NewPage = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}}
WALL = {"viewport": {"width": 1920, "height": 1080}}

# Somebody in Telen reports that the only kit's scanner does not work; a technician has mended it.
REPORT = """
import django; django.setup()
from django.utils import timezone
from rekam.office.kits import actions
from rekam.office.kits.models import Device
from rekam.office.places.models import Place
place = Place.objects.get(name="Kantor Kecamatan Telen")
device = Device.objects.get(kit__home=place, kind="fingerprint_scanner")
actions.report_fault(device=device, symptom="no_power", stops="all", by=None, at=timezone.now())
"""
MEND = """
import django; django.setup()
from django.utils import timezone
from rekam.office.accounts.models import User
from rekam.office.kits import actions
from rekam.office.kits.models import Fault
fault = Fault.objects.filter(closed_at=None).latest("reported_at")
technician = User.objects.filter(role="technician").first()
for move, about in (
    ("confirm", {}), ("assign", {"assignee": technician}), ("start_repair", {"details": {"where": "Telen"}}),
    ("test", {}), ("pass", {"details": {"tested": "Sepuluh jari"}}),
):
    fault = actions.move_fault(fault=fault, move=move, by=None, at=timezone.now(), **about)
"""

# The small demo records few people; here Teluk Pandan was busy all through September.
BUSY = """
import django; django.setup()
from datetime import date
from rekam.office.recordings.models import Session
Session.objects.bulk_create(
    Session(
        nik=str(7_000_000_000_000_000 + number), recorded_on=date(2016, 9, 1 + number % 30), clock="09:00:00",
        place="KANTOR KECAMATAN TELUK PANDAN", area_code="64.08.13", status="BIO_CAPTURED",
        known_on=date(2016, 9, 30), source="test",
    )
    for number in range(900)
)
"""


def row(page: Page, district: str) -> Any:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=district, exact=True))


def ask_again(page: Page) -> None:
    """What the page does by itself every half minute."""
    page.evaluate("htmx.trigger(document.querySelector('[data-live]'), 'rekam:refresh')")


def test_the_head_of_office_sees_a_fault_and_its_repair_without_touching_the_page(
    own_office: Office, new_page: NewPage
) -> None:
    page = new_page(own_office, role="head")
    page.goto("/pantauan/")
    expect(row(page, "Telen")).to_contain_text("1 titik buka")

    own_office.python("-c", REPORT)
    ask_again(page)
    expect(row(page, "Telen")).to_contain_text("Tidak ada set yang dapat merekam")
    expect(row(page, "Telen").get_by_role("img", name="Tidak ada layanan")).to_be_visible()

    own_office.python("-c", MEND)
    ask_again(page)
    expect(row(page, "Telen")).to_contain_text("1 titik buka")


def test_the_page_asks_again_by_itself_and_rests_while_it_is_hidden(
    office: Office, new_page: NewPage
) -> None:
    page = new_page(office, role="head")
    page.clock.install()
    page.goto("/pantauan/")

    with page.expect_response("**/pantauan/terbaru/**") as answer:
        page.clock.run_for(31_000)
    assert answer.value.status == 204  # nothing has changed

    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    page.clock.run_for(120_000)
    assert not asked


def test_without_an_answer_the_page_says_that_it_may_be_old(office: Office, new_page: NewPage) -> None:
    page = new_page(office, role="head")
    page.clock.install()
    page.goto("/pantauan/")
    page.evaluate("console.error = () => {}")  # htmx notes every lost request there
    page.route("**/pantauan/terbaru/**", lambda route: route.abort())

    page.clock.run_for(200_000)

    expect(page.get_by_text("Tidak ada jawaban dari server kantor")).to_be_visible()
    expect(page.locator(".notice")).to_have_count(0)


def test_where_can_i_be_recorded_on_sunday_at_ten(office: Office, new_page: NewPage) -> None:
    page = new_page(office, role="district_staff", area="64.08.13", **PHONE)
    page.goto("/pantauan/buka/")

    page.get_by_role("link", name="Minggu pukul 10.00").click()
    page.get_by_label("Kecamatan", exact=True).select_option(label="Semua kecamatan")
    page.get_by_role("button", name="Tampilkan").click()

    page.wait_for_url("**/pantauan/buka/?on=02-10-2016&at=10%3A00&area=all")
    expect(page.locator("#answer")).to_contain_text("titik layanan buka saat itu")
    closed = page.locator(".spot").filter(has_text="Kantor Kecamatan Teluk Pandan")
    expect(closed).to_contain_text("Tidak ada set yang dapat merekam")
    expect(closed).to_contain_text("Dalam jam bukanya")
    closed.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("Kantor Kecamatan Teluk Pandan")


def test_the_head_promises_times_and_the_monitor_follows(own_office: Office, new_page: NewPage) -> None:
    page = new_page(own_office, role="head")
    page.goto("/pantauan/")
    late = page.get_by_text("melewati batas waktu").first
    expect(late).not_to_have_text("0 melewati batas waktu")

    page.get_by_role("link", name="Batas waktu").first.click()
    for field in page.locator("main input[type=number]").all():
        field.fill("2160")
    page.get_by_role("button", name="Tetapkan batas waktu").click()

    page.get_by_role("link", name="Kini").click()
    expect(page.get_by_text("Semua kerusakan masih dalam batas waktunya.")).to_be_visible()


def test_the_wall_is_read_from_across_the_room(
    office: Office, new_page: NewPage, axe: Callable[[Page], None]
) -> None:
    page = new_page(office, role="technician", **WALL)
    page.goto("/pantauan/dinding/")

    assert page.locator(".tile").count() == 18
    assert page.locator(".frame").count() == 0
    sizes = page.locator(".tile h2").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 24
    assert page.evaluate("document.documentElement.scrollHeight") <= 1080
    axe(page)
    ask_again(page)
    assert page.locator(".tile").count() == 18
