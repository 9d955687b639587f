"""Files that cannot be read are told as such, by the actions and on the screen, and nothing changes."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rekam import cli
from rekam.domain.trouble import RuleBroken
from rekam.office.imports import actions
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, Kind, State
from rekam.office.ledger.models import Line
from rekam.office.residents.models import Resident
from tests import make
from tests.files import paper
from tests.office.accounts import staff
from tests.office.imports.screens import counter
from tests.traffic import bytes_moved

WITHOUT_BIRTH = [name for name in make.REGISTER if name != "TGL_LHR"]
HEADER = ";".join(make.REGISTER)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture(autouse=True)
def at_once(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def cut(_folder: Path) -> bytes:
    whole = make.csv_of([make.siti(), make.siti()])
    return whole[: len(whole) - 60]


def workbook(folder: Path) -> bytes:
    rows = [list(make.REGISTER), *([*make.siti().values()] for _ in range(50))]
    return paper.workbook(folder, rows).read_bytes()


def cut_workbook(folder: Path) -> bytes:
    whole = workbook(folder)
    return whole[: len(whole) // 2]


def with_part(folder: Path, part: str, content: bytes) -> bytes:
    """A workbook with one part replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(folder))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return made.getvalue()


def zip_bomb(folder: Path) -> bytes:
    return with_part(folder, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 100_000_000)


def entity_bomb(folder: Path) -> bytes:
    lol = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><worksheet>&lol2;</worksheet>'
    return with_part(folder, "xl/worksheets/sheet1.xml", lol)


def doubled_header(_folder: Path) -> bytes:
    return make.csv_of([make.siti()]).replace(b"NAMA_LGKP", b"NIK", 1)


BAD: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "a picture": ("file.wrong_kind", lambda _: b"\x89PNG\r\n\x1a\n" + bytes(500)),
    "a document": ("file.wrong_kind", lambda _: b"%PDF-1.7\n" + bytes(500)),
    "column names and no rows": ("file.empty", lambda _: f"{HEADER}\r\n".encode()),
    "blanks": ("file.empty", lambda _: b"\r\n \t\r\n" * 10),
    "a missing column": (
        "file.missing_column",
        lambda _: make.csv_of([make.siti()], WITHOUT_BIRTH),
    ),
    "a doubled header": ("file.doubled_header", doubled_header),
    "no header": ("file.no_header", lambda _: make.csv_of([make.siti()]).partition(b"\r\n")[2]),
    "cut in the middle": ("file.cut_short", cut),
    "a workbook cut in the middle": ("file.cut_short", cut_workbook),
    "a ZIP bomb": ("file.zip_bomb", zip_bomb),
    "an entity bomb": ("file.entity_bomb", entity_bomb),
}


def nothing_has_changed() -> bool:
    return not Resident.objects.exists() and not Line.objects.exists()


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_by_the_action(tmp_path: Path, what: str) -> None:
    code, content = BAD[what]

    item = actions.look_over(make.received(content(tmp_path)), at=make.moment())

    assert item.state == State.FAILED
    assert item.trouble is not None
    assert item.trouble["code"] == code
    assert nothing_has_changed()
    with pytest.raises(RuleBroken, match=r"import\.not_now"):
        actions.commit(item, by=None, at=make.moment())


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_on_the_screen(tmp_path: Path, what: str) -> None:
    code, content = BAD[what]
    browser = staff.browser(staff.person())

    answer = counter.hand_in(browser, SimpleUploadedFile("penduduk.csv", content(tmp_path)))

    words = counter.text(answer)
    assert code in words
    assert "Yang perlu dilakukan:" in words
    assert "Data penduduk tidak berubah." in words
    assert "Sisihkan berkas" in words
    assert nothing_has_changed()


def test_a_file_without_a_byte_is_refused_at_the_form() -> None:
    browser = staff.browser(staff.person())

    answer = counter.hand_in(browser, SimpleUploadedFile("kosong.csv", b""))

    assert answer.status_code == 422
    assert "Berkas kosong." in counter.text(answer)
    assert not Import.objects.exists()


def test_a_bad_file_of_recordings_is_told_as_well() -> None:
    browser = staff.browser(staff.person())

    answer = counter.hand_in(browser, SimpleUploadedFile("x.csv", b"NIK;NAMA\r\n1;Siti\r\n"), "perekaman")

    assert "file.missing_column" in counter.text(answer)


def sparse(folder: Path) -> Path:
    """Two gigabytes that take no room."""
    path = folder / "besar.csv"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    return path


def test_two_gigabytes_are_refused_by_the_action_before_a_byte_is_copied(tmp_path: Path) -> None:
    before = bytes_moved()

    with pytest.raises(RuleBroken, match=r"file\.too_large"):
        actions.receive_file(
            sparse(tmp_path), kind=Kind.RESIDENTS, as_of=make.OPENED, by=None, at=make.moment()
        )

    assert bytes_moved() - before < 1_000_000
    assert not Import.objects.exists()


def test_two_gigabytes_are_refused_by_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)

    assert cli.main(["import", "residents", str(sparse(tmp_path))]) == 1

    assert "file.too_large" in capsys.readouterr().err
    assert not Import.objects.exists()


def test_a_file_that_only_turns_out_too_large_leaves_nothing_behind(settings: Any) -> None:
    settings.IMPORT_MAX_MB = 1

    def endless() -> Any:
        while True:
            yield b"x" * 100_000

    with pytest.raises(RuleBroken, match=r"file\.too_large"):
        actions.receive(
            endless(), kind=Kind.RESIDENTS, name="x", as_of=make.OPENED, by=None, at=make.moment()
        )

    assert not Import.objects.exists()
    assert not list((settings.DATA / "imports").glob("arriving-*"))


def test_what_a_killed_upload_left_behind_is_swept_away_a_day_later(settings: Any) -> None:
    make.received(b"x")
    old, fresh = (settings.DATA / "imports" / f"arriving-{name}" for name in ("old", "fresh"))
    for folder in (old, fresh):
        folder.mkdir(exist_ok=True)
    os.utime(old, (0, 0))

    make.received(b"x")

    assert (old.exists(), fresh.exists()) == (False, True)
    fresh.rmdir()


def test_a_number_that_comes_again_after_a_restore_finds_a_clean_desk() -> None:
    item = make.reviewed([make.siti()])
    (desks.laid(item.pk + 1).folder / "new.parquet").touch()

    again = make.received(b"x")

    assert [path.name for path in desks.of(again.pk).folder.iterdir()] == ["original"]
