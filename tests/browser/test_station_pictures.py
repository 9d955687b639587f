"""Live pictures at the counter that break off: said at once, and back without a restart."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import laptop as laptops
from tests.browser import sitting
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.laptop import Laptop

# The camera of this page as the test wants it: missing, or pulled out.
CAMERA = """(() => {
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.isMissing = false;
  navigator.mediaDevices.getUserMedia = (wanted) =>
    window.isMissing ? Promise.reject(new DOMException("none", "NotFoundError")) : real(wanted);
  window.pullOut = () => {
    window.isMissing = true;
    const [track] = document.querySelector("video").srcObject.getVideoTracks();
    track.stop();
    track.dispatchEvent(new Event("ended"));
  };
  window.plugIn = () => {
    window.isMissing = false;
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
  };
})()"""
FIRST_PICTURE = """new Promise((came) => {
  const look = () => document.querySelector("[data-stream]").naturalWidth > 0 ? came() : setTimeout(look, 50);
  look();
})"""


@pytest.fixture
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    with laptops.at_a_counter(tmp_path_factory.mktemp("laptop")) as laptop:
        yield laptop


@pytest.fixture
def page(chromium: Browser, laptop: Laptop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A browser of its own: its camera shows an invented face."""
    film = laptops.film(tmp_path_factory.mktemp("film") / "face.y4m")
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *film])
    page = browser.new_page(base_url=laptop.url, viewport={"width": 1366, "height": 768}, locale="id-ID")
    page.add_init_script(CAMERA)
    sitting.sign_in(page)
    sitting.without_ticket(page)
    sitting.find(page, "siti rekaan 1999")
    sitting.as_on_the_card(page)
    yield page
    browser.close()


def test_a_camera_that_is_pulled_out_is_told_takes_nothing_and_comes_back(page: Page) -> None:
    good, said = page.locator('.desk-checks [data-good="true"]'), page.locator("#refusal")
    expect(good).to_have_count(5)

    page.evaluate("pullOut()")
    expect(said).to_contain_text("Kamera berhenti")
    expect(good).to_have_count(0)
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Tidak ada kamera")
    expect(page.locator(".desk-try-list li")).to_have_count(0)

    page.evaluate("window.isMissing = false")
    page.keyboard.press("Enter")  # asked again, and looked at before it is taken
    expect(said).to_be_hidden()
    expect(good).to_have_count(5)
    page.evaluate("pullOut()")
    expect(said).to_be_visible()
    page.evaluate("plugIn()")
    expect(said).to_be_hidden()
    sitting.photograph(page)
    sitting.at(page, "/tanda-tangan/")


def test_a_live_picture_that_breaks_off_is_told_and_comes_back(page: Page, laptop: Laptop) -> None:
    sitting.photograph(page)
    sitting.sign(page)
    picture, without = page.locator("[data-stream]"), page.locator("[data-no-stream]")
    expect(picture).to_be_visible()
    page.evaluate(FIRST_PICTURE)

    laptop.bench.set("Finger", misbehave="gone")
    expect(without).to_be_visible()
    expect(picture).to_be_hidden()

    laptop.bench.set("Finger", misbehave="none")
    expect(picture).to_be_visible()
    expect(without).to_be_hidden()
    sitting.capture(page, "tangan-kiri")
