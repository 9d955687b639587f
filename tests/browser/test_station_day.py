"""A whole day: a laptop is enrolled, goes out, records twenty people with trouble on the way, and comes back.

In the end every one of them is in the ledger exactly once. The power cut is a real one where a disk can be
made for it (root, loop devices, ext4); elsewhere the program is killed at that moment. Many more: proof/.
"""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from proof import cuts
from tests.browser import bad_link, sitting
from tests.browser import laptop as laptops
from tests.browser import office as offices
from tests.browser.bad_link import Link, Mode
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.laptop import Laptop, free_port
from tests.browser.office import ROOT, Office
from tests.browser.small_counter import EVEN, NAMES, VILLAGE, nik

NewPage = Callable[..., Page]
STATIONS = "/perekaman-masuk/stasiun/"
PATIENCE_SECONDS = 240
HANGING, MISSING, CRASHED, CUT = "JOKO", "RINA", "HADI", "BAMBANG"


@pytest.fixture(autouse=True)
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day's work: midnight would close that day, so office and laptop go by a clock that has time."""
    monkeypatch.setattr(offices, "time_zone", offices.zone_with_time(datetime.now(UTC)))


@pytest.fixture
def link(empty_office: Office) -> Iterator[Link]:
    """The real intake of the office, and the line to it."""
    empty_office.python("-m", "tests.browser.small_counter", "set_up")
    port = free_port()
    second = empty_office.folder.parent / "second-copy"
    second.mkdir()
    command = [sys.executable, "-m", "rekam.cli", "intake", "--port", str(port), "--receivers", "1"]
    with (empty_office.folder / "intake.log").open("w") as log:
        intake = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**empty_office.environment, "REKAM_SECOND_COPY": str(second)},
            stdout=log,
            stderr=log,
        )
        try:
            with bad_link.to(port) as link:
                yield link
        finally:
            intake.terminate()
            intake.wait(PATIENCE_SECONDS)


@pytest.fixture
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """On a disk of its own whose power can be cut, where this machine lets one be made."""
    folder = tmp_path_factory.mktemp("laptop")
    with contextlib.ExitStack() as stack:
        disk = None if cuts.why_not() else stack.enter_context(cuts.Disk.made(folder, megabytes=512))
        laptop = stack.enter_context(laptops.with_devices(folder, disk=disk))
        laptop.start()
        yield laptop


@pytest.fixture
def page(chromium: Browser, laptop: Laptop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    camera = laptops.film(tmp_path_factory.mktemp("camera") / "face.y4m")
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *camera])
    context = browser.new_context(
        base_url=laptop.url, viewport={"width": 1366, "height": 768}, locale="id-ID"
    )
    yield context.new_page()
    browser.close()


def test_twenty_people_of_a_bad_day_are_in_the_ledger_exactly_once(
    empty_office: Office, link: Link, laptop: Laptop, page: Page, new_page: NewPage
) -> None:
    enrol_and_take_the_pack(empty_office, link, page, new_page)
    link.mode = Mode.GONE
    sitting.sign_in(page)
    for name in NAMES[:4]:
        sitting.give_ticket(page, f"{name} rekaan")

    ways = {**WAYS, CUT: power_is_cut if laptop.disk else killed_while_saving}
    for number, name in enumerate(NAMES):
        sitting.call_and_begin(page) if number < 4 else sitting.without_ticket(page)
        ways.get(name, record)(page, laptop, name)

    link.mode = Mode.BAD
    everything_is_sent(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hari sudah ditutup. Lembarnya siap.")).to_be_visible()

    held = when_all_is_opened(empty_office)
    assert held["sessions"] == {nik(number): 1 for number in range(len(NAMES))}
    assert held["ledger"] == held["sessions"]
    assert held["quarantined"] == 0
    assert link.broken > 5  # it was a bad line indeed


# -- the morning at the office ------------------------------------------------------------------


def enrol_and_take_the_pack(office: Office, link: Link, page: Page, new_page: NewPage) -> None:
    """Dewi shows a code, it is typed on the laptop, Rina compares the words; a planner issues the pack."""
    with office.running():
        dewi, rina = new_page(office, "administrator"), new_page(office, "head")
        dewi.goto(f"{STATIONS}tambah/")
        dewi.locator("[name=name]").fill("Laptop 1")
        dewi.locator("main form .btn-primary").click()
        dewi.get_by_role("button", name="Tampilkan kode untuk sepuluh menit").click()
        code = dewi.locator(".station-code code").inner_text()
        page.goto("/")
        page.locator("[name=address]").fill(link.address)
        page.locator("[name=code]").fill(code)
        page.locator("form .btn-primary").first.click()
        words = page.locator(".compare li").all_inner_texts()
        assert len(words) == 8
        rina.goto(dewi.url)
        expect(rina.locator(".station-words li").first).to_be_visible()
        assert rina.locator(".station-words li").all_inner_texts() == words
        rina.get_by_role("button", name="Kedelapannya sama: daftarkan").click()
        sitting.at(page, "/paket/pertama/")
        issue(new_page(office, "planner"))
        page.get_by_role("button", name="Ambil paket dari kantor").click()
        sitting.at(page, "/masuk/")


def issue(planner: Page) -> None:
    planner.goto(STATIONS)
    planner.get_by_role("link", name="Laptop 1").click()
    planner.locator("a[href$='/paket-data/']").first.click()
    planner.locator("[name=villages]").select_option(VILLAGE)
    for box in planner.locator("[name=operators]").all():
        box.check()
    planner.locator("main form .btn-primary").click()
    expect(planner.get_by_role("region", name="Paket data").get_by_role("table")).to_be_visible()


# -- each person, and what goes wrong -------------------------------------------------------------


def record(page: Page, laptop: Laptop, name: str) -> None:
    sitting.record(page, f"{name} rekaan")


def to_the_fingers(page: Page, name: str) -> None:
    sitting.find(page, f"{name} rekaan")
    sitting.as_on_the_card(page)
    sitting.photograph(page)
    sitting.sign(page)


def from_the_fingers(page: Page) -> None:
    for slug in sitting.HANDS:
        sitting.capture(page, slug)
    sitting.confirm(page)
    sitting.review(page)


def device_hangs(page: Page, laptop: Laptop, name: str) -> None:
    """It is let go of, said so, and the next capture works without a restart."""
    to_the_fingers(page, name)
    laptop.bench.set("Finger", misbehave="hanging", times=1)
    page.keyboard.press("Enter")
    expect(page.locator("#refusal")).to_contain_text("device.hanging")
    from_the_fingers(page)


def finger_is_missing(page: Page, laptop: Laptop, name: str) -> None:
    to_the_fingers(page, name)
    sitting.except_finger(page, "2")
    for slug in sitting.HANDS:
        sitting.capture(page, slug)
    sitting.witness(page)
    sitting.confirm(page)
    sitting.review(page)


def program_crashes(page: Page, laptop: Laptop, name: str) -> None:
    """In the middle: what was captured is there, and goes on."""
    to_the_fingers(page, name)
    sitting.capture(page, "tangan-kiri")
    laptop.kill()
    laptop.start()
    sitting.sign_in(page)
    take_up(page)
    for slug in sitting.HANDS[1:]:
        sitting.capture(page, slug)
    sitting.confirm(page)
    sitting.review(page)


def power_is_cut(page: Page, laptop: Laptop, name: str) -> None:
    """At the very moment of saving, before the screen promised anything: it is saved, or it is a draft. What
    the disk was not told to keep is gone.
    """
    cut_short_while_saving(page, laptop, name, laptop.cut_power)


def killed_while_saving(page: Page, laptop: Laptop, name: str) -> None:
    """The same where no power can be cut: writes that nobody synced survive this."""
    cut_short_while_saving(page, laptop, name, laptop.kill)


def cut_short_while_saving(page: Page, laptop: Laptop, name: str, end: Callable[[], None]) -> None:
    to_the_fingers(page, name)
    for slug in sitting.HANDS:
        sitting.capture(page, slug)
    sitting.confirm(page)
    sitting.at(page, "/periksa/")
    sitting.draw_signature(page)
    page.keyboard.press("Enter")
    end()
    laptop.start()
    sitting.sign_in(page)
    if page.get_by_role("heading", name="Belum selesai").is_visible():
        take_up(page)
        sitting.review(page)


def cloth_does_not_fit(page: Page, laptop: Laptop, name: str) -> None:
    """There is only a red cloth: three tries, the best is accepted with a reason, and nobody is sent home."""
    sitting.find(page, f"{name} rekaan")
    sitting.as_on_the_card(page)
    for number in (1, 2, 3):
        page.wait_for_function("() => document.querySelector('video')?.videoWidth > 0")
        page.keyboard.press("Enter")
        expect(page.locator(".desk-try-list li")).to_have_count(number)
        page.wait_for_load_state()
    sitting.go_on(page, "foto", reason="7")
    sitting.sign(page)
    from_the_fingers(page)


def take_up(page: Page) -> None:
    expect(page.get_by_role("heading", name="Belum selesai")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("Enter")


WAYS: dict[str, Callable[[Page, Laptop, str], None]] = {
    HANGING: device_hangs,
    MISSING: finger_is_missing,
    CRASHED: program_crashes,
    EVEN: cloth_does_not_fit,
}


# -- the evening -----------------------------------------------------------------------------------


def everything_is_sent(page: Page) -> None:
    """Over a line that breaks off again and again; somebody presses "send now" meanwhile."""
    unsent = page.get_by_role("row", name="Belum terkirim").first.get_by_role("cell")
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        page.goto("/kirim/")
        page.locator("form[action$='/sekarang/'] button").click()
        page.goto("/tutup/")
        if unsent.inner_text() == "0":
            return
        page.wait_for_timeout(1000)
    expect(unsent).to_have_text("0")


def when_all_is_opened(office: Office) -> dict[str, Any]:
    """The intake's worker opens what arrived, in its own time."""
    end, held = time.monotonic() + PATIENCE_SECONDS, {}
    while time.monotonic() < end:
        said = office.python("-m", "tests.browser.small_counter", "count")
        held = json.loads(said.strip().splitlines()[-1])
        if len(held["sessions"]) == len(NAMES):
            break
        time.sleep(1)
    return held


# -- the clock on the wall --------------------------------------------------------------------------


@pytest.mark.parametrize("minute", range(0, 24 * 60, 5))
def test_whenever_the_day_begins_an_hour_later_it_is_the_same_day(minute: int) -> None:
    begun = datetime(2026, 11, 29, tzinfo=UTC) + timedelta(minutes=minute)

    zone = ZoneInfo(offices.zone_with_time(begun))

    def day(at: datetime) -> date:
        return at.astimezone(zone).date()

    assert day(begun + timedelta(hours=1)) == day(begun)
