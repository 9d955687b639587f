"""The station's pages on a small laptop and on a phone, dark and light, in both languages: nothing is cut."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import laptop as laptops
from tests.browser import sitting
from tests.browser.laptop import Laptop

Axe = Callable[[Page], None]
PAGES = ("antrean", "perekaman", "kirim", "paket", "tutup", "alat", "pengaturan")
PHONE = (390, 800)
# width, height, language, scheme of colours
SCREENS = ((1366, 768, "id", "light"), (1280, 720, "en", "dark"), (*PHONE, "id", "dark"))
# What one presses or writes into and cannot be seen whole: beyond the window or what holds it, or its words
# beyond itself.
CUT_OFF = """() => [...document.querySelectorAll("main :is(button, select, input, textarea, .btn, .band)")]
  .filter((each) => each.checkVisibility() && !each.closest(".visually-hidden, .thumbs, .toasts"))
  .filter((each) => {
    const own = each.getBoundingClientRect();
    const holders = [];
    for (let up = each.parentElement; up; up = up.parentElement) {
      const isHolder = up.matches(".segments") || getComputedStyle(up).overflowX !== "visible";
      if (isHolder) holders.push(up.getBoundingClientRect());
    }
    const right = Math.min(innerWidth, ...holders.map((held) => held.right));
    const isNarrow = each.tagName === "BUTTON" && each.scrollWidth > each.clientWidth + 1;
    return own.left < -1 || own.right > right + 1 || isNarrow;
  })
  .map((each) => `${each.tagName} ${each.name ?? ""} ${each.textContent.trim()}`)"""


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """Its pack expires tonight, as every page says, and three people wait: one old, one disabled."""
    with laptops.at_a_counter(tmp_path_factory.mktemp("fits")) as laptop:
        laptop.office.make_pack(
            residents=laptops.residents(),
            operators=(laptop.office.operator(),),
            version=2,
            expires_at=laptop.office.now() + timedelta(hours=20),
        )
        yield laptop


@pytest.fixture
def screen(chromium: Browser, laptop: Laptop) -> Iterator[Callable[..., Page]]:
    opened = []

    def open_page(width: int, height: int, language: str, scheme: str) -> Page:
        context = chromium.new_context(
            base_url=laptop.url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="id-ID",
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": laptop.url}])
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def give_tickets(page: Page) -> None:
    """Once for all screens."""
    page.goto("/antrean/")
    if page.locator(".queue-waits li").count():
        return
    page.goto("/paket/")
    page.locator(".page-actions button").click()
    expect(page.locator(".band-risk")).to_be_visible()
    for words in ("budi rekaan", "siti rekaan"):
        sitting.give_ticket(page, words)
    page.goto("/antrean/")
    page.keyboard.type("joko rekaan")
    expect(page.locator(".queue-hits button").first).to_be_visible()
    page.locator("[name=disabled]").check()
    page.locator("#q").press("Enter")
    expect(page.locator(".queue-waits li")).to_have_count(3)


def whole(page: Page, axe: Axe) -> None:
    page.wait_for_load_state()
    assert page.evaluate(CUT_OFF) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    axe(page)


@pytest.mark.parametrize(("width", "height", "language", "scheme"), SCREENS)
def test_nothing_is_cut_off_and_everybody_can_read_it(
    screen: Callable[..., Page], axe: Axe, width: int, height: int, language: str, scheme: str
) -> None:
    page = screen(width, height, language, scheme)
    page.goto("/masuk/")
    whole(page, axe)
    sitting.sign_in(page)
    give_tickets(page)

    for name in PAGES:
        page.goto(f"/{name}/")
        expect(page.locator(".band-risk")).to_be_visible()
        whole(page, axe)
    page.goto("/antrean/layar/")
    axe(page)
    sitting.without_ticket(page)
    whole(page, axe)
    sitting.find(page, "dewi rekaan 2001")
    whole(page, axe)
    page.keyboard.press("F9")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    sitting.at(page, "/perekaman/")


def test_on_a_phone_a_refusal_stands_above_what_it_is_about(screen: Callable[..., Page]) -> None:
    page = screen(*PHONE, "id", "light")
    sitting.sign_in(page)
    sitting.without_ticket(page)
    page.keyboard.press("Tab")
    page.locator("summary[data-press=F2]").click()
    page.get_by_role("button", name="Rekam menurut berkas").click()

    expect(page.locator("#refusal")).to_be_in_viewport()
