"""The demo as whoever shows it meets it: one command, an office and a laptop whose network can be pulled."""

import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import laptop as laptops
from tests.browser import sitting
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.office import ROOT, Office

PATIENCE_SECONDS = 180
BESIDE = (0, 1, 2, *range(48, 53))  # the ports of a demo, from the office's own on


@dataclass
class Demo:
    """`rekam demo` in a folder where it was built before."""

    office: Office
    port: int
    process: "subprocess.Popen[bytes] | None" = None
    said: str = ""

    @property
    def log(self) -> Path:
        return self.office.folder.parent / "demo.log"

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rekam.cli", "demo", "--port", str(self.port)],
                cwd=ROOT,
                env={**self.office.environment, "BROWSER": "true", "LANG": "C.UTF-8", "COLUMNS": "200"},
                stdout=log,
                stderr=log,
            )
        for port in (self.port, self.port + 48):
            self._wait_for(port)
        self.said = self.log.read_text()

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE_SECONDS)
            self.process = None

    def found(self, pattern: str) -> str:
        match = re.search(pattern, self.said)
        assert match, self.said
        return match.group(1)

    def asked(self, what: str) -> object:
        said = self.office.python("-m", "tests.browser.small_demo", what)
        return json.loads(said.strip().splitlines()[-1])

    def counts(self, wanted: object) -> None:
        """Until the office has counted so many recorded."""
        end = time.monotonic() + PATIENCE_SECONDS
        while (now := self.asked("count")) != wanted:
            assert time.monotonic() < end, f"{now} are recorded, not {wanted}"
            time.sleep(1)

    def _wait_for(self, port: int) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and self.process and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.2)
        raise AssertionError(self.log.read_text())


@pytest.fixture
def demo(built_demo: Office) -> Iterator[Demo]:
    made = Demo(built_demo, free_ports())
    made.start()
    yield made
    made.stop()


@pytest.fixture
def page(chromium: Browser, demo: Demo, tmp_path: Path) -> Iterator[Page]:
    camera = laptops.film(tmp_path / "face.y4m")
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *camera])
    size = {"width": 1366, "height": 768}
    context = browser.new_context(
        base_url=f"http://localhost:{demo.port + 48}", viewport=size, locale="id-ID"
    )
    yield context.new_page()
    browser.close()


def free_ports() -> int:
    """The first of those that a demo needs, all of them free."""
    for _ in range(50):
        first = laptops.free_port()
        with contextlib.suppress(OSError, OverflowError), contextlib.ExitStack() as held:
            for further in BESIDE:
                held.enter_context(socket.create_server(("127.0.0.1", first + further)))
            return first
    raise AssertionError("no such ports")


def test_the_count_moves_when_the_network_is_back_and_another_start_goes_on(
    demo: Demo, page: Page, new_page: Callable[..., Page]
) -> None:
    password, before = demo.found(r"(rekam-[0-9a-f]{10})"), demo.asked("count")
    assert isinstance(before, int)
    waiting = demo.asked("waiting")
    assert isinstance(waiting, list)
    sitting.sign_in(page, "operator", password)
    expect(page.locator(".demo-band")).to_contain_text("alat simulasi, warga rekaan")

    record(page, waiting[0])
    demo.counts(before + 1)

    page.get_by_role("button", name="Cabut jaringan").click()
    expect(page.get_by_role("button", name="Pasang jaringan kembali")).to_be_visible()
    record(page, waiting[1], missing=password)
    page.goto("/tutup/")
    unsent = page.get_by_role("row", name="Belum terkirim").first.get_by_role("cell")
    expect(unsent).to_have_text("1")
    assert demo.asked("count") == before + 1

    page.get_by_role("button", name="Pasang jaringan kembali").click()
    demo.counts(before + 2)
    demo.office.url = f"http://127.0.0.1:{demo.port}"
    explained(new_page(demo.office, "head"), 2)

    demo.stop()
    demo.start()
    sitting.sign_in(page, "operator", password)
    sitting.without_ticket(page)  # its clock is not behind what the laptop heard before
    sitting.find(page, waiting[2])


def record(page: Page, nik: str, missing: str = "") -> None:
    """One person; *missing*: without a ring finger, which the second officer witnesses with this password."""
    sitting.without_ticket(page)
    sitting.find(page, nik)
    sitting.as_on_the_card(page)
    sitting.photograph(page)
    sitting.sign(page)
    if missing:
        sitting.except_finger(page, "2")
    for slug in sitting.HANDS:
        sitting.capture(page, slug)
    if missing:
        sitting.witness(page, "registrar", missing)
    sitting.confirm(page)
    sitting.review(page)


def explained(head: Page, more: int) -> None:
    """The office's first page says how many there are since the day before, and that they were recorded."""
    head.goto("/")
    expect(head.locator("main")).to_contain_text(f"+{more} sejak 30 Sep")
    why = head.get_by_role("group").filter(has_text="Direkam")
    why.get_by_text("Tampilkan sebagai tabel").click()
    expect(why.get_by_role("row", name="Direkam")).to_contain_text(f"−{more}")
