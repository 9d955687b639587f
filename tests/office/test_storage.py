"""The data folder and what is made once in it."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rekam.office import storage


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """A shell whose new files everybody may read, as most have it."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.one_database
@pytest.mark.usefixtures("open_to_all")
def test_nobody_else_on_the_machine_may_look_into_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REKAM_DATA", str(tmp_path / "kantor" / "data"))

    assert mode(storage.data_folder()) == 0o700

    os.chmod(tmp_path / "kantor" / "data", 0o750)  # whoever looks after the machine decides otherwise
    assert mode(storage.data_folder()) == 0o750


@pytest.mark.one_database
def test_of_many_that_write_at_one_moment_one_wins_and_nobody_sees_half(tmp_path: Path) -> None:
    path, together = tmp_path / "key", threading.Barrier(16)

    def write_and_read(number: int) -> bytes:
        together.wait()
        storage.write_once(path, str(number).encode() * 1000)
        return path.read_bytes()

    with ThreadPoolExecutor(16) as threads:
        seen = set(threads.map(write_and_read, range(16)))

    assert len(seen) == 1
    assert len(seen.pop()) >= 1000
    assert (list(tmp_path.iterdir()), mode(path)) == ([path], 0o600)


FIRST_START = """
import csp.constants, django.core.management.utils, environ
print("ready", flush=True)
input()
from rekam.office import settings
print(settings.SECRET_KEY)
"""


@pytest.mark.one_database
def test_programs_that_start_together_for_the_first_time_sign_with_one_key(tmp_path: Path) -> None:
    environment = {**os.environ, "REKAM_DATA": str(tmp_path / "data"), "REKAM_SECRET_KEY": ""}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", FIRST_START],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _each in range(4)
    ]  # fmt: skip
    for program in started:
        assert program.stdout is not None
        program.stdout.readline()
    for program in started:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()

    keys = {program.communicate()[0].strip() for program in started}

    assert len(keys) == 1
    assert len(keys.pop()) >= 50
