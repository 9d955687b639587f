"""Rosters in a browser: a planner makes, publishes, changes and repairs a month; officers swap on a phone."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.office import Office
from tests.browser.small_office import AREA, PLACE

NewPage = Callable[..., Page]
Axe = Callable[[Page], None]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 1024}}
SOLVED = 180_000  # milliseconds: planning takes seconds, and a busy machine its time
MONTH = (datetime.now(tz=ZoneInfo("Asia/Makassar")).date().replace(day=28) + timedelta(days=4)).replace(
    day=1
)  # the next one
DAYS = monthrange(MONTH.year, MONTH.month)[1]
HERE = f"/jadwal-piket/{MONTH:%Y-%m}/"
ADMITTED = {"operator": "", "district_staff": AREA}


@pytest.fixture
def unplanned(empty_office: Office) -> Office:
    """One place, four operators, and nothing planned yet."""
    empty_office.python("-m", "tests.browser.small_office")
    return empty_office


@pytest.fixture
def planned(empty_office: Office) -> Office:
    """The same, with next month's roster published."""
    empty_office.python("-m", "tests.browser.small_office", f"{MONTH:%Y-%m}")
    return empty_office


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def cell(page: Page, name: str, day: int) -> Locator:
    return row_of(page, name).locator("td.cell").nth(day - 1)


def first_duty(page: Page, name: str) -> int:
    """The first day of the month on which somebody is on duty."""
    classes = row_of(page, name).locator("td.cell").evaluate_all("all => all.map(e => e.className)")
    return next(day for day, each in enumerate(classes, start=1) if "c-duty" in each)


def on_duty(there: Locator) -> None:
    expect(there).to_have_class(re.compile("c-duty"))


def free(there: Locator) -> None:
    expect(there).not_to_have_class(re.compile("c-duty|c-gap"))


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"


# -- making a month ---------------------------------------------------------------------------------


def test_a_planner_makes_and_publishes_a_month(unplanned: Office, new_page: NewPage, axe: Axe) -> None:
    page = new_page(unplanned, role="planner", **LAPTOP)
    page.goto(f"{HERE}kebutuhan/")
    page.get_by_role("button", name="Usulkan").first.click()
    expect(page.get_by_text(f"seluruhnya {DAYS} tugas")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Susun").click()
    page.get_by_label("Paling lama, detik").fill("3")
    with unplanned.working():
        page.get_by_role("button", name="Susun", exact=True).click()
        expect(page.get_by_role("button", name="Terbitkan")).to_be_visible(timeout=SOLVED)
    expect(page.get_by_text("setiap tempat sudah terisi")).to_be_visible()
    expect(page.get_by_text("Tidak mungkin di bawah")).to_be_visible()
    axe(page)

    page.get_by_role("button", name="Terbitkan").click()

    expect(page.get_by_text("4 petugas melihatnya di halaman Jadwal saya")).to_be_visible()
    expect(page.locator("#figures")).to_contain_text(f"{DAYS}")
    own = new_page(unplanned, role="operator", **PHONE)
    own.goto("/jadwal-piket/saya/")
    expect(own.locator(".next-duty")).to_contain_text(PLACE)
    axe(own)
    fits(own)


def test_planning_shows_how_far_it_is_and_keeps_the_best_when_it_is_stopped(
    own_office: Office, new_page: NewPage
) -> None:
    page = new_page(own_office, role="planner", **LAPTOP)
    page.goto("/jadwal-piket/2016-11/kebutuhan/")
    page.get_by_role("button", name="Usulkan").first.click()
    page.get_by_role("link", name="Susun").click()
    page.get_by_label("Paling lama, detik").fill("600")

    page.get_by_role("button", name="Susun", exact=True).click()
    expect(page.get_by_text("Penyusunan menunggu giliran")).to_be_visible()
    with own_office.working():
        expect(page.get_by_text("terbaik sejauh ini:")).to_be_visible(timeout=2 * SOLVED)
        page.get_by_role("button", name="Hentikan").click()
        expect(page.get_by_text("Dihentikan: yang terbaik sampai saat itu.")).to_be_visible(timeout=SOLVED)

    page.get_by_role("link", name="Buka rancangan").click()
    assert page.locator("td.c-duty").count() > 500


# -- changing it by hand ----------------------------------------------------------------------------


@pytest.fixture
def desk(unplanned: Office, new_page: NewPage) -> Page:
    """An empty draft, with Siti away on the tenth."""
    page = new_page(unplanned, role="planner", **LAPTOP)
    page.goto("/jadwal-piket/petugas/")
    page.get_by_role("link", name="Siti Rekaan").click()
    page.get_by_label("Dari", exact=True).fill(f"{MONTH.replace(day=10):%d-%m-%Y}")
    page.get_by_role("button", name="Catat").click()
    page.goto(f"{HERE}kebutuhan/")
    page.get_by_role("button", name="Usulkan").first.click()
    page.goto(f"{HERE}rencana/")
    page.get_by_role("button", name="Isi dengan tangan").click()
    page.get_by_role("link", name="Buka rancangan").click()
    return page


def put(page: Page, name: str, day: int) -> None:
    """Opens a cell with the keyboard and takes the first that can stand there."""
    cell(page, name, day).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Sekarang: kosong")
    expect(dialog.locator(".choice-row").first).to_be_focused()
    page.keyboard.press("Enter")
    on_duty(cell(page, name, day))
    expect(dialog).to_be_hidden()


def drag(there: Locator, to: Locator) -> None:
    """From elsewhere, as a hand comes."""
    expect(there).to_have_attribute("draggable", "true")
    there.page.mouse.move(1, 1)
    there.drag_to(to)


def test_a_duty_is_put_carried_and_taken_away_with_the_keyboard(desk: Page, axe: Axe) -> None:
    page, budi = desk, "Budi Rekaan"
    missing = page.locator("#figures").get_by_text(re.compile(r"pada \d+ hari"))
    expect(missing).to_have_text(f"pada {DAYS} hari")

    put(page, budi, 3)
    expect(page.get_by_role("link", name="Belum terisi")).to_contain_text(str(DAYS - 1))
    expect(missing).to_have_text(f"pada {DAYS - 1} hari")
    expect(cell(page, budi, 3)).to_be_focused()
    page.keyboard.press("m")
    expect(page.get_by_text("Diambil. Pindah ke sel lain dan tekan M.")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("m")
    on_duty(cell(page, budi, 5))
    free(cell(page, budi, 3))
    axe(page)

    page.keyboard.press("Delete")
    free(cell(page, budi, 5))
    page.keyboard.press("Control+z")
    on_duty(cell(page, budi, 5))
    page.keyboard.press("Control+z")
    on_duty(cell(page, budi, 3))


def test_a_duty_is_dragged_to_a_colleague_and_the_rules_answer_at_once(desk: Page) -> None:
    page, siti, budi, dewi = desk, "Siti Rekaan", "Budi Rekaan", "Dewi Rekaan"
    put(page, siti, 3)
    put(page, dewi, 5)

    drag(cell(page, siti, 3), cell(page, budi, 3))
    on_duty(cell(page, budi, 3))
    free(cell(page, siti, 3))

    drag(cell(page, dewi, 5), cell(page, siti, 10))
    expect(page.locator("[data-refused]")).to_contain_text("Tidak ada yang diubah.")
    on_duty(cell(page, dewi, 5))
    cell(page, siti, 10).click()
    expect(page.get_by_role("dialog").locator(".choice-row[disabled]")).to_contain_text("cuti")


# -- a sick call ------------------------------------------------------------------------------------


def test_after_a_sick_call_few_move_and_are_told(planned: Office, new_page: NewPage, axe: Axe) -> None:
    page = new_page(planned, role="planner", **LAPTOP)
    page.goto(HERE)
    day = first_duty(page, "Siti Rekaan")
    page.get_by_role("link", name="Susun").click()
    page.get_by_label("Siapa yang berhalangan").select_option(label="Siti Rekaan")
    page.locator("#sick").get_by_label("Dari", exact=True).fill(f"{MONTH.replace(day=day):%d-%m-%Y}")
    with planned.working():
        page.get_by_role("button", name="Catat dan susun lagi").click()
        expect(page.get_by_role("button", name="Pakai dan terbitkan")).to_be_visible(timeout=SOLVED)
    moved = page.locator(".card").filter(has_text="Siapa yang berpindah")
    expect(moved.get_by_role("heading", name="Siti Rekaan")).to_be_visible()
    assert moved.locator("h3").count() <= 3
    axe(page)

    page.get_by_role("button", name="Pakai dan terbitkan").click()

    expect(cell(page, "Siti Rekaan", day)).to_have_class(re.compile("c-leave"))
    expect(page.locator("#figures")).to_contain_text("setiap tempat sudah terisi")
    siti = new_page(planned, role="operator", **PHONE)
    siti.goto("/jadwal-piket/saya/")
    expect(siti.get_by_text(re.compile("Jadwal .* berubah. Hari Anda"))).to_be_visible()


# -- officers among themselves ----------------------------------------------------------------------


def test_two_officers_swap_on_their_phones_and_the_planner_approves(
    planned: Office, new_page: NewPage, axe: Axe
) -> None:
    siti, budi = (new_page(planned, role=role, area=area, **PHONE) for role, area in ADMITTED.items())
    siti.goto("/jadwal-piket/saya/")
    siti.get_by_role("link", name=re.compile("Tukar")).first.click()
    axe(siti)
    fits(siti)
    siti.get_by_role("button", name="Minta Budi Rekaan").click()
    expect(siti.get_by_text("Budi Rekaan sudah ditanya")).to_be_visible()

    budi.goto("/jadwal-piket/saya/")
    asked = budi.locator(".card").filter(has_text="Siti Rekaan")
    axe(budi)
    fits(budi)
    asked.get_by_role("button", name="Setuju").click()
    expect(budi.get_by_text("Anda setuju.")).to_be_visible()

    planner = new_page(planned, role="planner", **LAPTOP)
    planner.goto("/jadwal-piket/tukar/")
    axe(planner)
    planner.get_by_role("button", name="Setujui").click()
    expect(planner.get_by_text("Jadwal yang terbit sudah berubah")).to_be_visible()
    siti.goto("/jadwal-piket/saya/")
    expect(siti.get_by_text(re.compile("dengan Budi Rekaan disetujui"))).to_be_visible()


def test_a_calendar_on_a_phone_shows_ones_duties(planned: Office, new_page: NewPage) -> None:
    page = new_page(planned, role="operator", **PHONE)
    page.goto("/jadwal-piket/saya/")
    with urlopen(page.locator(".feed-address code").inner_text()) as answer:
        told = answer.read().decode().replace("\r\n ", "")

    assert told.count("BEGIN:VEVENT") >= 5
    assert PLACE in told


def test_the_sheet_for_the_wall_is_one_page_for_everybody(planned: Office, new_page: NewPage) -> None:
    page = new_page(planned, role="planner", **LAPTOP)
    page.goto(HERE)
    page.get_by_role("link", name="Lembar untuk dinding").click()
    expect(row_of(page, "Dewi Rekaan").locator("td.cell")).to_have_count(DAYS)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Cetak")).to_be_hidden()
