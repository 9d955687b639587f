"""A file is handed in on the screen, and told at once when it cannot be taken."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from rekam.office.audit.models import Entry
from rekam.office.imports import arriving
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, Kind, Mode, State
from rekam.office.residents.models import Resident
from tests import make
from tests.office.accounts import staff
from tests.office.imports.screens.counter import hand_in, recordings, register, text


def test_the_first_page_teaches_the_first_step(browser: Client) -> None:
    words = text(browser.get("/impor/"))

    assert "Belum ada data yang dimasukkan" in words
    assert "SIAK" in words
    assert "/impor/penduduk/" in browser.get("/impor/").content.decode()


def test_a_file_is_reviewed_and_changes_nothing(browser: Client) -> None:
    answer = hand_in(browser, register([make.siti()]))

    item = Import.objects.get()
    assert answer.redirect_chain == [(f"/impor/{item.pk}/", 302)]
    assert (item.state, item.kind, item.mode, item.counts["new"]) == (
        State.REVIEWED,
        Kind.RESIDENTS,
        Mode.UPDATE,
        1,
    )
    assert "Impor ini menambah 1 penduduk." in text(answer)
    assert Resident.objects.count() == 0


def test_who_handed_it_in_is_in_the_audit_trail(browser: Client) -> None:
    hand_in(browser, register([make.siti()]))

    entry = Entry.objects.get(event="import.received")
    assert entry.by is not None
    assert entry.by.role == "registrar"
    assert "Siti Aminah" in text(browser.get(f"/impor/{Import.objects.get().pk}/"))


def test_a_release_is_complete_for_the_area_that_was_chosen(browser: Client) -> None:
    answer = hand_in(browser, register([make.siti()]), mode="release", scope="64.08.04")

    assert Import.objects.get().scope == "64.08.04"
    assert "rilis lengkap Sangatta Utara" in text(answer)


def test_an_update_has_no_area(browser: Client) -> None:
    hand_in(browser, register([make.siti()]), mode="update", scope="64.08.04")

    assert Import.objects.get().scope == ""


def test_recordings_are_handed_in_at_their_own_address(browser: Client) -> None:
    siti = make.siti()
    answer = hand_in(browser, recordings([make.session(siti, "10-08-2016")]), "perekaman", as_of="30-09-2016")

    assert Import.objects.get().kind == Kind.RECORDINGS
    assert "Impor ini menambah 1 perekaman dan mencatat 1 status." in text(answer)
    assert "NIK belum dikenal 1" in text(answer)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"as_of": "31-02-2016"}, "Tulis tanggal seperti 30-09-2016."),
        ({"as_of": "kemarin"}, "Tulis tanggal seperti 30-09-2016."),
        ({"as_of": "01-01-2199"}, "hari ini atau sebelumnya"),
        ({"as_of": "01-01-1899"}, "hari ini atau sebelumnya"),
        ({"mode": "ganti"}, "Jenis berkas ini"),
        ({"mode": "release", "scope": "64.72"}, "Lengkap untuk wilayah"),
    ],
)
def test_a_mistake_in_the_form_is_said_and_nothing_is_kept(
    browser: Client, wrong: dict[str, str], said: str
) -> None:
    answer = hand_in(browser, register([make.siti()]), **wrong)

    assert answer.status_code == 422
    assert said in text(answer)
    assert not Import.objects.exists()


def test_without_a_file_the_form_asks_for_one(browser: Client) -> None:
    answer = browser.post("/impor/penduduk/", {"mode": "update", "scope": "64.08", "as_of": "31-12-2015"})

    assert "Pilih berkas terlebih dahulu." in text(answer)


def test_the_limit_is_told_before_anything_is_sent(browser: Client, settings: Any) -> None:
    settings.IMPORT_MAX_MB = 500

    page = browser.get("/impor/penduduk/").content.decode()

    assert "524,3 MB" in page
    assert 'data-limit="524288000"' in page


def test_a_file_over_the_limit_is_refused_by_its_announced_length(browser: Client, settings: Any) -> None:
    """Two gigabytes are announced; the first piece, with the form, is all that is read of them."""
    settings.IMPORT_MAX_MB = 1
    body, kind = _form(SimpleUploadedFile("besar.csv", b"NIK;NAMA\n" * 30_000))

    answer = browser.generic("POST", "/impor/penduduk/", body, kind, CONTENT_LENGTH=str(2 * 1024**3))

    assert answer.status_code == 422
    assert "file.too_large" in text(answer)
    assert "2,1 GB" in text(answer)
    assert not Import.objects.exists()


def test_a_file_that_grows_over_the_limit_is_refused_while_it_comes(browser: Client, settings: Any) -> None:
    settings.IMPORT_MAX_MB = 0
    uploads = settings.DATA / "uploads"
    before = set(uploads.iterdir())  # of other tests, which end their requests in the middle

    answer = hand_in(browser, register([make.siti()]))

    assert "file.too_large" in text(answer)
    assert not Import.objects.exists()
    assert set(uploads.iterdir()) <= before


def test_a_large_file_goes_to_the_disk_and_not_to_memory(browser: Client) -> None:
    request: Any = type("Request", (), {"upload_handlers": [], "META": {}})()
    handler = arriving.expect(request)
    handler.new_file("file", "besar.csv", "text/csv", 0)
    for start in range(0, 3 * 2**16, 2**16):
        handler.receive_data_chunk(b"x" * 2**16, start)
    file: Any = handler.file_complete(3 * 2**16)

    assert file.temporary_file_path()
    assert file.size == 3 * 2**16
    file.close()


def test_a_form_from_elsewhere_is_refused(settings: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff.person(), backend="rekam.office.accounts.backends.Staff")

    answer = hand_in(strict, register([make.siti()]))

    assert answer.status_code == 403
    assert not Import.objects.exists()


def test_with_scripts_the_page_is_moved_and_a_mistake_comes_as_a_part(browser: Client) -> None:
    about = {"mode": "update", "scope": "64.08", "as_of": "31-12-2015"}
    headers = {"HX-Request": "true"}

    moved = browser.post("/impor/penduduk/", {**about, "file": register([make.siti()])}, headers=headers)
    told = browser.post(
        "/impor/penduduk/",
        {**about, "as_of": "x", "file": register([make.siti()])},
        headers=headers,
    )

    assert moved.headers["HX-Redirect"] == f"/impor/{Import.objects.get().pk}/"
    assert told.status_code == 200
    assert 'id="trouble"' in told.content.decode()


def test_the_name_of_a_file_is_never_a_path(browser: Client) -> None:
    hand_in(browser, SimpleUploadedFile("../../etc/penduduk.csv", make.csv_of([make.siti()])))

    item = Import.objects.get()
    assert item.file_name == "penduduk.csv"
    assert desks.of(item.pk).original.name == "original"


def test_somebody_limited_to_a_kecamatan_brings_nothing_in() -> None:
    limited = staff.browser(staff.person(area="64.08.04"))

    answer = limited.get("/impor/")

    assert answer.status_code == 403
    assert "Impor menyangkut seluruh dinas" in text(answer)
    assert hand_in(limited, register([make.siti()])).status_code == 403


def _form(file: SimpleUploadedFile) -> tuple[bytes, str]:
    said = {"mode": "update", "scope": "64.08", "as_of": "31-12-2015", "file": file}
    return encode_multipart(BOUNDARY, said), MULTIPART_CONTENT
