"""Every page there is, on a small and on a large screen: whoever adds one is looked at without asking."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import office as offices
from tests.browser.office import Office

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "color_scheme": "light",
}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}
# No page: an emblem, the face of somebody at a case, calendars that phones fetch, the root of the API.
NOT_PAGES = {"reports:emblem", "sync:face", "places:feed", "rosters:feed", "visits:feed", "api:api-root"}


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, dict[str, Any]]]:
    """The demo with what it lacks, and every page of it: who opens which address."""
    shared, folder = Path(os.environ["REKAM_TESTS"]), tmp_path_factory.mktemp("every-page")
    with offices.copy_of("demo", shared, folder).running() as office:
        yield office, json.loads(office.python("-m", "tests.browser.every_page").splitlines()[-1])


def test_the_office_has_something_for_every_address(walk: tuple[Office, dict[str, Any]]) -> None:
    _, found = walk

    assert set(found["without"]) - NOT_PAGES == set(), "make one in tests/browser/every_page.py"


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, dict[str, Any]]]:
    """An office that was set up and holds nothing yet."""
    shared, folder = Path(os.environ["REKAM_TESTS"]), tmp_path_factory.mktemp("first-day")
    office = offices.copy_of("empty", shared, folder)
    office.rekam("setup")
    with office.running():
        said = office.python("-m", "tests.browser.every_page", "--first-day")
        yield office, json.loads(said.splitlines()[-1])


def test_on_the_first_day_every_page_opens_and_says_what_to_do(
    first_day: tuple[Office, dict[str, Any]], new_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    office, found = first_day

    faults = _faults(office, found, lambda: new_page(office, **PHONE), "id", axe)

    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize(("screen", "language"), [(PHONE, "id"), (LAPTOP, "en")], ids=["phone", "laptop"])
def test_every_page_can_be_used_by_everybody(
    walk: tuple[Office, dict[str, Any]],
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    screen: dict[str, Any],
    language: str,
) -> None:
    office, found = walk

    faults = _faults(office, found, lambda: new_page(office, **screen), language, axe)

    assert not faults, "\n\n".join(faults)


def _faults(
    office: Office, found: dict[str, Any], new: Callable[[], Page], language: str, axe: Callable[[Page], None]
) -> list[str]:
    """What is wrong with the pages, each opened by who may open it."""
    opened = {role: new() for role in {role for role, _ in found["pages"]}}
    for role, page in opened.items():
        cookies = [{"name": "django_language", "value": language}, found["cookies"].get(role)]
        page.context.add_cookies([{**cookie, "url": office.url} for cookie in cookies if cookie])
    return [fault for role, address in found["pages"] if (fault := _fault(opened[role], address, axe))]


def _fault(page: Page, address: str, axe: Callable[[Page], None]) -> str:
    """What is wrong with this page, said and not raised: the others are looked at all the same."""
    answer = page.goto(address)
    if answer is None or answer.status >= 400:
        return f"{address} answers {answer and answer.status}"
    if not page.url.endswith(address):
        return f"{address} leads to {page.url}"
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wider > 0:
        return f"{address} is {wider} pixels wider than the screen"
    try:
        axe(page)
    except AssertionError as serious:
        return str(serious)
    return ""
