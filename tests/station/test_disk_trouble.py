"""A disk that is full, may not be written to or is not there: told in one sentence, and nothing is lost."""

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import BinaryIO
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from rekam.domain.trouble import RuleBroken
from rekam.station import folder, notices
from rekam.station.operators import signing_in
from rekam.station.outbox.models import Packet
from rekam.station.packs import first, queries, taking
from rekam.station.queue.models import Ticket
from rekam.station.store import attempts, keyring
from rekam.station.store.opened import store
from tests.station import make
from tests.station.office import PASSWORD, Office
from tests.station.test_starting import started

SIZE = "24m"


def takes(file: BinaryIO, piece: int) -> bool:
    try:
        return file.write(b"x" * piece) == piece
    except OSError:
        return False


@dataclass
class Disk:
    """A real one, of a few MiB, on which the station lies."""

    place: Path
    home: Path
    filler: Path = field(init=False)

    def __post_init__(self) -> None:
        self.filler = self.place / "filler"

    def fill(self) -> None:
        with self.filler.open("ab", buffering=0) as file:
            for piece in (1024 * 1024, 4096, 1):
                while takes(file, piece):
                    pass

    def free(self) -> None:
        self.filler.unlink()

    def remount(self, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.place)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Empty. The station moves onto it with `moved`."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk here")
    yield Disk(place, place / "station")
    connection.close()
    store.close()
    subprocess.run(["umount", "-l", str(place)], check=True)


def moved(disk: Disk, home: Path) -> None:
    connection.close()
    shutil.copytree(home, disk.home)
    settings.FOLDER = disk.home
    connection.settings_dict["NAME"] = disk.home / folder.STORE


@pytest.fixture
def locked(disk: Disk, working: Path) -> Disk:
    """With a pack, and nobody signed in."""
    signing_in.lock()
    moved(disk, working)
    return disk


@pytest.fixture
def open_(disk: Disk, working: Path) -> Disk:
    """With a pack, and Siti signed in."""
    moved(disk, working)
    return disk


def owed() -> float:
    tag = keyring.tag(settings.FOLDER / folder.KEYRING, "siti")
    return attempts.wait(settings.FOLDER / folder.ATTEMPTS, tag)


# -- signing in -------------------------------------------------------------------------------------


@pytest.mark.parametrize("password", [PASSWORD, "kuda laut 8 belang"])
def test_a_full_disk_judges_no_password_and_locks_nobody_out(locked: Disk, password: str) -> None:
    locked.fill()
    for _ in range(attempts.FREE + 3):
        with pytest.raises(RuleBroken, match=r"disk\.full"):
            make.sign_in(password=password)
    assert not store.is_open

    locked.free()

    assert owed() == 0
    make.sign_in()
    assert store.is_open


def test_a_full_disk_forgives_no_wrong_password_either(locked: Disk) -> None:
    for _ in range(attempts.FREE):
        with pytest.raises(RuleBroken, match=r"sign_in\.wrong"):
            make.sign_in(password="kuda laut 8 belang")
    before = owed()
    assert before > 0
    locked.fill()

    with pytest.raises(RuleBroken, match=r"sign_in\.wait"):
        make.sign_in()

    locked.free()
    assert owed() == pytest.approx(before, abs=5)


@pytest.mark.parametrize(
    ("language", "said"),
    [("id", "Disk laptop ini penuh. Kosongkan"), ("en", "The disk of this laptop is full. Free some space")],
)
def test_the_sign_in_page_says_that_the_disk_is_full(locked: Disk, language: str, said: str) -> None:
    browser = make.browser()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    locked.fill()

    answer = browser.post("/masuk/", {"login": "siti", "password": PASSWORD})

    assert answer.status_code == 409
    assert said in answer.content.decode()


def test_a_disk_that_may_not_be_written_to_says_so(locked: Disk) -> None:
    locked.remount("ro")

    with pytest.raises(RuleBroken, match=r"disk\.read_only"):
        make.sign_in()

    locked.remount("rw")
    make.sign_in()
    assert owed() == 0


def test_a_store_that_is_not_there_is_told_and_no_empty_one_takes_its_place(locked: Disk) -> None:
    file = locked.home / folder.STORE
    file.rename(locked.place / "away")

    with pytest.raises(RuleBroken, match=r"disk\.missing"):
        make.sign_in()

    assert not file.exists()
    (locked.place / "away").rename(file)
    make.sign_in()
    assert queries.taken() is not None


def test_a_folder_that_is_pulled_out_locks_the_station_and_offers_no_new_enrolment(open_: Disk) -> None:
    browser, away = signed_in(), open_.place / "away"
    open_.home.rename(away)

    answer = browser.get("/antrean/")

    assert (answer.status_code, answer["X-Trouble"]) == (507, "disk.missing")
    assert "disk.missing" in answer.content.decode()
    assert str(open_.home) in answer.content.decode()
    assert not store.is_open
    assert "disk.missing" in make.browser().get("/pasang/").content.decode()
    away.rename(open_.home)
    make.sign_in()
    assert browser.get("/masuk/").status_code in (200, 302)


# -- enrolling, and packs ---------------------------------------------------------------------------


def test_an_enrolment_on_a_full_disk_says_so_and_begins_once_there_is_room(
    disk: Disk, bare_folder: Path, office: Office
) -> None:
    moved(disk, bare_folder)
    asked = {"address": office.address, "code": office.code.shown, "name": "Laptop 1"}
    disk.fill()
    answer = make.browser().post("/pasang/", asked)
    assert (answer.status_code, "disk.full" in answer.content.decode()) == (507, True)
    assert os.listdir(disk.home) == []

    disk.free()

    assert make.browser().post("/pasang/", asked).status_code == 302
    assert (disk.home / folder.ENROLMENT).exists()


def test_a_first_pack_on_a_full_disk_leaves_nothing_and_is_taken_once_there_is_room(
    disk: Disk, enrolled: Path, office: Office
) -> None:
    moved(disk, enrolled)
    before = sorted(os.listdir(disk.home))
    disk.fill()

    with pytest.raises(RuleBroken, match=r"disk\.full"):
        make.take_first(office)

    assert not first.has_pack()
    assert sorted(os.listdir(disk.home)) == before
    disk.free()
    make.take_first(office)
    make.sign_in()


def test_a_newer_pack_on_a_full_disk_leaves_the_old_one_in_use(open_: Disk, office: Office) -> None:
    held = queries.taken()
    assert held is not None
    newer = office.issue(office.make_pack(version=held.version + 1))
    browser = signed_in()
    open_.fill()
    answer = browser.post("/paket/", {"file": upload(newer)})
    assert "disk.full" in answer.content.decode()
    assert queries.taken() == held

    open_.free()

    assert taking.take(newer, at=make.now()).version == held.version + 1


def test_a_new_pack_whose_list_of_operators_is_not_written_says_so_and_mends_it_later(
    open_: Disk, office: Office
) -> None:
    held = queries.taken()
    assert held is not None
    newer = office.issue(office.make_pack(version=held.version + 1))
    in_the_way = open_.home / f"{folder.KEYRING}.new"
    in_the_way.mkdir()

    with pytest.raises(RuleBroken, match=r"pack\.ring"):
        taking.take(newer, at=make.now())

    in_the_way.rmdir()
    signing_in.lock()
    before = (open_.home / folder.KEYRING).read_bytes()
    make.sign_in()
    assert (open_.home / folder.KEYRING).read_bytes() != before


# -- at the counter ---------------------------------------------------------------------------------


def signed_in() -> Client:
    browser = make.browser()
    answer = browser.post("/masuk/", {"login": "siti", "password": PASSWORD})
    assert answer.status_code == 302
    browser.raise_request_exception = False
    return browser


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("pack.rekam", data)


def test_a_ticket_on_a_full_disk_is_not_given_and_is_once_there_is_room(open_: Disk) -> None:
    browser = signed_in()
    browser.post("/antrean/karcis/", {"q": "seseorang"})
    assert Ticket.objects.count() == 1
    open_.fill()
    while (answer := browser.post("/antrean/karcis/", {"q": "orang lain"})).status_code == 302:
        pass  # what the log of the store has room for already
    told, given = answer.content.decode(), Ticket.objects.count()
    assert (answer.status_code, "disk.full" in told) == (507, True)

    open_.free()

    assert Ticket.objects.count() == given
    assert browser.post("/antrean/karcis/", {"q": "orang lain"}).status_code == 302
    assert Ticket.objects.count() == given + 1


def test_a_disk_that_gives_errors_is_told_and_the_store_is_opened_anew(working: Path) -> None:
    """No file may grow any more: SQLite hears of an error that is not a full disk."""
    browser = signed_in()
    browser.post("/antrean/karcis/", {"q": "seseorang"})
    given, generation = Ticket.objects.count(), store.generation
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        answer = browser.post("/antrean/karcis/", {"q": "orang lain"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (_soft, hard))

    assert (answer.status_code, "disk.error" in answer.content.decode()) == (507, True)
    assert store.generation > generation
    assert Ticket.objects.count() == given
    assert browser.post("/antrean/karcis/", {"q": "orang lain"}).status_code == 302


def test_a_closing_on_a_full_disk_closes_nothing_and_closes_once_there_is_room(open_: Disk) -> None:
    browser = signed_in()
    browser.post("/antrean/karcis/", {"q": "seseorang"})
    browser.post("/antrean/panggil/")
    browser.post(f"/antrean/{Ticket.objects.get().pk}/tidak-ada/")
    count = Packet.objects.count()
    open_.fill()
    answer = browser.post(f"/tutup/{timezone.localdate()}/tutup/", follow=True)
    page = answer.content.decode()
    assert "Disk laptop ini penuh. Tidak ada yang baru" in page  # above every page, until there is room
    assert "Disk tidak dapat menerima penutupan: hari ini masih terbuka" in page
    assert "rekaman: belum tersimpan" not in page
    assert Packet.objects.count() == count

    open_.free()

    browser.post(f"/tutup/{timezone.localdate()}/tutup/")
    assert Packet.objects.count() == count + 1


def test_a_disk_that_may_not_be_written_to_is_told_above_every_page(locked: Disk) -> None:
    """As a system does to a disk that gave errors, while the station has its files open."""
    locked.remount("ro")
    told = notices.room()
    locked.remount("rw")

    assert told is not None
    assert (told.tone, "tidak dapat ditulisi" in told.sentence) == ("stop", True)


# -- starting ---------------------------------------------------------------------------------------


def rekam(disk: Disk, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "rekam.cli", *words],
        env={**os.environ, "REKAM_STATION": str(disk.home), "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_station_whose_folder_cannot_be_made_says_so_when_it_starts(disk: Disk) -> None:
    disk.remount("ro")

    ran = rekam(disk, "station", "--port", "0", "--no-open")

    assert ran.returncode == 1
    assert "disk.no_folder" in ran.stderr
    assert str(disk.home) in ran.stderr
    assert "Traceback" not in ran.stderr


def test_an_enrolment_at_the_terminal_says_that_the_disk_is_full(
    disk: Disk, bare_folder: Path, office: Office
) -> None:
    moved(disk, bare_folder)
    disk.fill()

    ran = rekam(disk, "station", "enrol", office.address, "--code", office.code.shown, "--name", "Laptop 1")

    assert ran.returncode == 1
    assert "Disk laptop ini penuh" in ran.stderr
    assert "disk.full" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(("is_full", "told"), [(True, "ini penuh"), (False, "ini tidak dapat ditulisi")])
def test_a_station_starts_on_such_a_disk_and_its_page_says_what_to_do(
    locked: Disk, is_full: bool, told: str
) -> None:
    if is_full:
        locked.fill()
    else:
        locked.remount("ro")

    with started(locked.home) as address:
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        page = browser.open(f"{address}masuk/").read().decode()
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        said = urlencode({"csrfmiddlewaretoken": token, "login": "siti", "password": PASSWORD}).encode()
        with pytest.raises(HTTPError) as answer:
            browser.open(f"{address}masuk/", data=said)
        # read while the station lives: its page may come in a second piece, after the answer's head
        refused = answer.value.read().decode()

    assert answer.value.code == 409
    assert f"Disk laptop {told}" in refused
