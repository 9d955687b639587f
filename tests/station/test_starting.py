"""The station as a program: started, answering, signed in to, stopped, started again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from rekam.wire import cbor, keys
from rekam.wire.packs import Rules
from tests.station import office as office_in_memory
from tests.station.office import PASSWORD, Office, served

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def slow_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program that is started takes the time that guessing should cost; so does the office here."""
    monkeypatch.setattr(keys, "MEMORY_KIB", 64 * 1024)
    monkeypatch.setattr(keys, "PASSES", 3)
    monkeypatch.setattr(office_in_memory, "_keys", {})


@contextmanager
def started(folder: Path, browser: str = "") -> Iterator[str]:
    """`rekam station` on a port of its own; its address. It is opened in this *browser*, if one is given."""
    environment = {**os.environ, "REKAM_STATION": str(folder), "PYTHONPATH": str(ROOT), "BROWSER": browser}
    command = [sys.executable, "-m", "rekam.cli", "station", "--port", "0"] + ["--no-open"] * (not browser)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as station:
        assert station.stdout is not None
        found = re.search(r"http://localhost:\d+/", station.stdout.readline())
        assert found, "the station did not say where it is"
        try:
            yield found[0]
        finally:
            station.send_signal(signal.SIGTERM)
            assert station.wait(timeout=30) == 0


def test_a_laptop_is_enrolled_started_signed_in_to_and_sends(tmp_path: Path) -> None:
    folder = tmp_path / "laptop"
    with served(Office()) as office:
        office.make_pack()
        ran = _rekam(
            folder, "station", "enrol", office.address, "--code", office.code.shown, "--name", "Laptop 9"
        )
        assert ran.returncode == 0, ran.stderr
        assert f"Folder {folder} baru dan kosong" in ran.stdout
        assert "Disdukcapil Kutai Timur" in ran.stdout

        with started(folder) as address:
            again = _rekam(folder, "station", "--no-open", "--port", "0")
            assert again.returncode == 1
            assert f"sudah berjalan di laptop ini: lanjutkan di peramban pada {address}" in again.stderr
            browser = sign_in(address)
            assert "Siti Rahayu" in browser.open(f"{address}kirim/").read().decode()
            _until(lambda: any("/v1/time" in call for call in office.calls))

        exported = _rekam(folder, "station", "export", str(tmp_path / "usb"), "--name", "siti")
        assert exported.returncode == 0, exported.stderr


def sign_in(address: str) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}masuk/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form = {"csrfmiddlewaretoken": token[1], "login": "siti", "password": PASSWORD}
    browser.open(f"{address}masuk/", urlencode(form).encode())
    return browser


def test_the_station_answers_this_machine_alone_and_is_opened_in_its_browser(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o700)

    with started(tmp_path / "laptop", browser=f"{browser} %s") as address:
        _until(opened.exists)
        port = int(address.rstrip("/").rsplit(":", 1)[1])
        with socket.socket() as other:  # another address of this machine: nobody sits there
            other.bind(("127.0.0.2", port))
        with socket.socket() as same, pytest.raises(OSError, match="in use"):
            same.bind(("127.0.0.1", port))

    assert opened.read_text().strip() == address


def test_a_program_that_nobody_touches_locks_itself_without_being_asked(tmp_path: Path) -> None:
    """What locking leaves on the disk tells it: wrong passwords of before the last start are counted anew."""
    folder = tmp_path / "laptop"
    with served(Office()) as office:
        office.make_pack(rules=Rules({"slap": 40}, 3, 14 * 86400, 2))
        words = (office.address, "--code", office.code.shown, "--name", "Laptop 9")
        assert _rekam(folder, "station", "enrol", *words).returncode == 0
        with started(folder) as address:
            sign_in(address)
            of_before = cbor.encode([b"\0" * 16, 0, [[-1, 1000, 0]]])
            (folder / "attempts").write_bytes(of_before)

            _until(lambda: (folder / "attempts").read_bytes() != of_before)


def test_a_station_that_starts_on_an_empty_place_says_which_folder_is_new(tmp_path: Path) -> None:
    """As where its disk is not connected: an enrolment there would be a second station."""
    place = tmp_path / "usb"
    place.mkdir()
    environment = {**os.environ, "REKAM_STATION": str(place), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "rekam.cli", "station", "--port", "0", "--no-open"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as station:
        assert station.stdout is not None
        address = re.search(r"http://localhost:\d+/", station.stdout.readline())
        said = station.stdout.readline()
        assert address
        page = build_opener(HTTPCookieProcessor(CookieJar())).open(f"{address[0]}").read().decode()
        station.send_signal(signal.SIGTERM)

    assert f"Folder {place} baru dan kosong" in said
    assert f"Folder {place} baru dan kosong" in page


def test_a_wrong_word_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with served(Office()) as office:
        ran = _rekam(tmp_path / "laptop", "station", "enrol", office.address, "--code", "AAAA-AAAA")

    assert ran.returncode == 1
    assert "kode" in ran.stderr.lower()
    assert not (tmp_path / "laptop" / "keyring").exists()


def _rekam(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "REKAM_STATION": str(folder),
        "REKAM_STATION_PASSWORD": PASSWORD,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "rekam.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def _until(holds: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
