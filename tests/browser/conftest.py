"""A browser and an office for the journeys. Where there is no Chromium they are skipped, in one line."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import laptop as laptops
from tests.browser import office as offices
from tests.browser import signed_in
from tests.browser.laptop import Laptop
from tests.browser.office import ROOT, Office
from tests.databases import of_another_office

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
# It looks after itself over the network otherwise, and root has no sandbox.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-dev-shm-usage",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "test-results"
FAILED = pytest.StashKey[bool]()
# Milliseconds. Some pages ask the office again every fifteen seconds; a loaded machine is slow with fingers.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    missing = pytest.mark.skip(reason="no Chromium on this machine: the browser tests are skipped")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(missing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


# -- the laptop ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A laptop at a counter, shared by the tests of a module."""
    with laptops.at_a_counter(tmp_path_factory.mktemp("counter")) as laptop:
        yield laptop


# -- the office ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with the small demo, shared by the tests of a worker: look, but change nothing."""
    with offices.copy_of("demo", _shared(), tmp_path_factory.mktemp("demo")).running() as running:
        yield running


@pytest.fixture
def own_office(tmp_path: Path) -> Iterator[Office]:
    """An office with the small demo for one test, which may change it."""
    with offices.copy_of("demo", _shared(), tmp_path).running() as running:
        yield running


@pytest.fixture
def built_demo(tmp_path: Path) -> Office:
    """The small demo's folder, for a test that starts what it wants of it."""
    return offices.copy_of("demo", _shared(), tmp_path / "data")


@pytest.fixture
def empty_office(tmp_path: Path) -> Iterator[Office]:
    """An office on its first day: tables, and nothing in them."""
    with offices.copy_of("empty", _shared(), tmp_path).running() as running:
        yield running


def _shared() -> Path:
    return Path(os.environ["REKAM_TESTS"])


# -- the browser --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps a loop in this thread, and Django would take every query here for a mistake.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(
    chromium: Browser, request: pytest.FixtureRequest, django_db_blocker: Any
) -> Iterator[Callable[..., Page]]:
    """`new_page(office, role="planner")`: a page in a browser of its own, signed in when a role is named.

    At the end of the test, a script's error, a refusal by the content policy or a request to another
    host fails it.
    """
    opened: list[tuple[BrowserContext, Page]] = []
    troubles: list[str] = []

    def open_page(office: Office, role: str = "", area: str = "", **options: Any) -> Page:
        settings = {"locale": "id-ID", "timezone_id": "Asia/Makassar", **options}
        context = chromium.new_context(base_url=office.url, **settings)
        if role:
            with django_db_blocker.unblock(), of_another_office(office.folder):
                context.add_cookies([{**signed_in.cookie(role, area), "url": office.url}])  # type: ignore[list-item]
        page = context.new_page()
        _listen(page, office, troubles)
        opened.append((context, page))
        return page

    yield open_page
    for number, (context, page) in enumerate(opened):
        if request.node.stash.get(FAILED, False):
            page.screenshot(path=PICTURES / f"{request.node.name}-{number}.png", full_page=True)
        context.close()
    assert not troubles, "\n".join(troubles)


def _listen(page: Page, office: Office, troubles: list[str]) -> None:
    def on_console(message: Any) -> None:
        # The browser says this for every answer of 400 and above; tests look at those themselves.
        if message.type == "error" and "Failed to load resource" not in message.text:
            troubles.append(f"console: {message.text}")

    def on_request(request: Any) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(office.url):
            troubles.append(f"asked another host: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on("request", on_request)


# -- accessibility ------------------------------------------------------------------------------


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails on whatever axe calls serious or critical, and says where it is."""

    def look(page: Page) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        # Nothing of ours plays sounds or turns with the screen: style sheets need not be read once more.
        options = "{resultTypes: ['violations'], preload: false}"
        found = page.evaluate(f"async () => (await axe.run({options})).violations")
        serious = [fault for fault in found if fault["impact"] in {"serious", "critical"}]
        assert not serious, f"{page.url}\n" + "\n".join(_in_words(fault) for fault in serious)

    return look


def _in_words(fault: dict[str, Any]) -> str:
    places = [f"    {' '.join(map(str, node['target']))}: {node['html'][:160]}" for node in fault["nodes"]]
    return f"{fault['id']} ({fault['impact']}): {fault['help']}\n" + "\n".join(places[:10])
