"""A registrar brings a file in: hands it in, reads the review, commits it, and takes it back."""

import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import make
from tests.browser import office as offices
from tests.browser.office import ROOT, Office

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
LARGE: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
ONE_IMPORT = re.compile(r"/impor/\d+/$")
NewPage = Callable[..., Page]
Axe = Callable[[Page], None]


@contextlib.contextmanager
def a_worker(office: Office) -> Iterator[None]:
    """The program that does the long work, as `rekam serve` starts it."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "rekam.cli", "worker"],
        cwd=ROOT,
        env=office.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(30)


@pytest.fixture
def set_up(empty_office: Office) -> Office:
    """An office that is set up and has no register yet; nobody does its long work."""
    empty_office.rekam("setup")
    return empty_office


@pytest.fixture
def served(set_up: Office) -> Iterator[Office]:
    with a_worker(set_up):
        yield set_up


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office to look at: one import was committed, one of recordings and one release wait."""
    shared, folder = Path(os.environ["REKAM_TESTS"]), tmp_path_factory.mktemp("imports")
    siti, dewi = make.siti(), make.siti(area=make.TELUK_PANDAN, NAMA_LGKP="DEWI REKAAN")
    damaged = make.siti(JENIS_KLMIN="?", NAMA_LGKP="=1+1")
    moved = {**siti, "NO_KEC": "13", "NO_KEL": "2001", "STAT_KWN": "2"}
    stranger = make.session(make.siti(), "01-09-2016")
    with offices.copy_of("empty", shared, folder).running() as running:
        running.rekam("setup")
        bring_in(running, folder, [siti, dewi, damaged], "residents", "--commit", "--force", "--release")
        bring_in(running, folder, [make.session(siti, "01-08-2016"), stranger], "recordings")
        bring_in(running, folder, [moved, make.siti(JENIS_KLMIN="?")], "residents", "--release")
        yield running


def bring_in(office: Office, folder: Path, rows: list[dict[str, str]], kind: str, *options: str) -> None:
    columns = make.RECORDINGS if kind == "recordings" else make.REGISTER
    path = make.file(folder, make.csv_of(rows, columns), f"{kind}.csv")
    day = "2016-09-30" if kind == "recordings" or "--commit" not in options else "2015-12-31"
    office.rekam("import", kind, str(path), "--as-of", day, *options)


def register(folder: Path, rows: list[dict[str, str]] | None = None) -> Path:
    return make.file(folder, make.csv_of(rows or [make.siti(), make.siti()]), "penduduk.csv")


def hand_in(page: Page, path: Path, day: str = "31-12-2015") -> None:
    page.goto("/impor/penduduk/")
    page.locator("#id_as_of").fill(day)
    page.locator("#id_file").set_input_files(path)
    page.get_by_role("button", name="Unggah dan periksa").click()


# -- the journey ------------------------------------------------------------------------------------------


def test_a_register_is_brought_in_and_taken_back(
    served: Office, new_page: NewPage, axe: Axe, tmp_path: Path
) -> None:
    page = new_page(served, role="registrar", **LARGE)
    page.goto("/impor/")
    expect(page.get_by_text("Belum ada data yang dimasukkan")).to_be_visible()
    axe(page)
    page.locator("main").get_by_role("link", name="Memasukkan data penduduk").first.click()
    axe(page)

    hand_in(page, register(tmp_path))
    page.wait_for_url(ONE_IMPORT)
    expect(page.get_by_text("Impor ini menambah 2 penduduk.")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="2", exact=True).first.click()
    expect(page.get_by_role("cell", name=re.compile(r"640804••••••\d{4}")).first).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Kembali ke pemeriksaan").click()

    page.get_by_role("button", name="Sahkan").click()
    expect(page.get_by_text(re.compile("Disahkan pada"))).to_be_visible()
    expect(page.get_by_role("cell", name="+2").first).to_be_visible()
    axe(page)

    page.get_by_role("button", name=re.compile("Tarik kembali 2 baru")).click()
    expect(page.get_by_text("Impor ini sudah dibatalkan.")).to_be_visible()
    axe(page)


def test_held_rows_are_decided_and_then_come_in(
    served: Office, new_page: NewPage, axe: Axe, tmp_path: Path
) -> None:
    siti, lost = make.siti(), make.siti(area="64.08.04.2099")
    page = new_page(served, role="registrar", **PHONE)
    hand_in(page, register(tmp_path, [siti, {**siti, "NAMA_LGKP": "SITI BARU"}, lost]))
    page.get_by_role("link", name="Putuskan di sini").click()
    axe(page)

    page.get_by_label("Desa yang dimaksud").select_option(make.SINGA_GEMBARA)
    page.get_by_label("Pakai baris 3").check()
    page.get_by_role("button", name="Simpan keputusan dan periksa lagi").click()

    expect(page.get_by_text("Impor ini menambah 2 penduduk.")).to_be_visible()
    page.get_by_role("link", name="Putuskan di sini").click()
    expect(page.get_by_text("Baris 2: disisihkan")).to_be_visible()
    axe(page)


def test_it_works_without_scripts(served: Office, new_page: NewPage, tmp_path: Path) -> None:
    page = new_page(served, role="registrar", java_script_enabled=False)

    hand_in(page, register(tmp_path))

    # The page comes again by itself every few seconds until the work is done.
    page.get_by_role("button", name="Sahkan").click()
    expect(page.get_by_text(re.compile("Disahkan pada"))).to_be_visible()


def test_a_stopped_review_changes_nothing_and_can_be_begun_again(
    set_up: Office, new_page: NewPage, axe: Axe, tmp_path: Path
) -> None:
    page = new_page(set_up, role="registrar")
    hand_in(page, register(tmp_path))
    page.wait_for_url(ONE_IMPORT)
    expect(page.get_by_text("Menunggu giliran")).to_be_visible()
    axe(page)

    page.get_by_role("button", name="Hentikan").click()
    with a_worker(set_up):
        expect(page.get_by_text("Pekerjaan dihentikan.")).to_be_visible()
        axe(page)
        page.get_by_role("button", name="Periksa lagi").click()
        expect(page.get_by_text("Impor ini menambah 2 penduduk.")).to_be_visible()


def test_a_file_is_dropped_onto_the_page(full: Office, new_page: NewPage) -> None:
    page = new_page(full, role="registrar")
    page.goto("/impor/penduduk/")

    dropped = page.evaluate_handle(
        """() => { const data = new DataTransfer();
                   data.items.add(new File(["x".repeat(2000)], "jatuh.csv")); return data; }"""
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": dropped})

    expect(page.locator("#id_file-said")).to_have_text("jatuh.csv, 2 kB")
    assert page.evaluate("document.querySelector('#id_file').files.length") == 1


def test_two_gigabytes_are_refused_before_they_are_sent(
    full: Office, new_page: NewPage, tmp_path: Path
) -> None:
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    page = new_page(full, role="registrar")

    hand_in(page, path)

    expect(page.locator("#id_file-said")).to_contain_text("Berkas ini lebih besar dari 1,1 GB.")
    expect(page).to_have_url(re.compile("/impor/penduduk/$"))


def test_two_gigabytes_are_refused_by_the_server_while_they_come(
    full: Office, new_page: NewPage, tmp_path: Path
) -> None:
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    page = new_page(full, role="registrar", java_script_enabled=False)

    hand_in(page, path)

    expect(page.get_by_text("file.too_large")).to_be_visible()


def test_a_mistake_in_the_form_keeps_the_file_that_was_chosen(
    full: Office, new_page: NewPage, axe: Axe, tmp_path: Path
) -> None:
    page = new_page(full, role="registrar", **PHONE)

    hand_in(page, register(tmp_path), day="31-02-2016")

    # The button stands at the end of the form, and what is wrong with it at its beginning.
    expect(page.get_by_text("Tulis tanggal seperti 30-09-2016.")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('#id_file').files.length") == 1
    axe(page)


def test_columns_are_pointed_out_by_a_person(
    served: Office, new_page: NewPage, axe: Axe, tmp_path: Path
) -> None:
    content = make.csv_of([make.siti(), make.siti()]).replace(b"NO_KEL", b"XYZ", 1)
    page = new_page(served, role="registrar")
    hand_in(page, make.file(tmp_path, content.replace(b";2001;", b";;"), "aneh.csv"))
    page.get_by_role("link", name="Tunjukkan kolomnya").click()
    axe(page)

    page.get_by_label("nomor desa/kelurahan").select_option("XYZ")
    page.get_by_role("button", name="Pakai kolom ini dan periksa lagi").click()

    expect(page.get_by_text("Baris dibaca")).to_be_visible()


# -- every page, on a small and a large screen, in both languages and themes -----------------------------


PAGES = (
    "/impor/", "/impor/penduduk/", "/impor/perekaman/", "/impor/1/", "/impor/1/masalah/", "/impor/2/",
    "/impor/2/baris/?table=sessions", "/impor/2/baris/?table=unknown", "/impor/3/",
    "/impor/3/baris/?table=changed", "/impor/3/baris/?table=left", "/impor/3/kolom/", "/wilayah/",
    "/wilayah/daftar/", "/wilayah/batas/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("screen", "language", "theme"), [(PHONE, "id", "light"), (LARGE, "en", "dark")], ids=["phone", "large"]
)
def test_every_page_can_be_used_by_everybody(
    full: Office, new_page: NewPage, axe: Axe, screen: dict[str, Any], language: str, theme: str
) -> None:
    page = new_page(full, role="registrar", **screen)
    page.context.add_cookies(
        [
            {"name": "django_language", "value": language, "url": full.url},
            {"name": "rekam_theme", "value": theme, "url": full.url},
        ]
    )
    for address in PAGES:
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{address} is {wider} pixels wider than the screen"
        axe(page)


# -- areas ------------------------------------------------------------------------------------------------


def test_boundaries_are_brought_in_and_drawn(
    set_up: Office, new_page: NewPage, axe: Axe, tmp_path: Path
) -> None:
    square = [[[117.0, 0.0], [118.0, 0.0], [118.0, 1.0], [117.0, 0.0]]]
    shape = {"type": "Polygon", "coordinates": square}
    features = [{"type": "Feature", "id": code, "geometry": shape} for code in ("64.08.04", "99.99")]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    page = new_page(set_up, role="registrar")
    page.goto("/wilayah/batas/")
    page.locator("#id_file").set_input_files(make.file(tmp_path, content, "batas.geojson"))

    page.get_by_role("button", name="Unggah").click()
    expect(page.get_by_text("Tidak ada wilayah dengan kode ini.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Ke daftar wilayah").click()

    expect(page.locator("#areas-map path.leaflet-interactive").first).to_be_attached()
    page.get_by_text("Sangatta Utara").first.click()
    expect(page.get_by_text("Swarga Bara").first).to_be_visible()
    axe(page)
