"""Tests of the station run with the station's own Django settings, and one process has only one of those.

The ordinary test run (with the office's settings) starts one process per test file of `tests/station` and
shows what it said when it failed. While working, run them directly, which is faster and shows each test:

    python -m tests.station                     # all of them
    python -m tests.station -k outbox -x        # options go to pytest
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SETTINGS = "rekam.station.settings"


def is_here() -> bool:
    """Whether this process is one for the station's tests."""
    return os.environ.get("DJANGO_SETTINGS_MODULE") == SETTINGS


def command(*arguments: str) -> list[str]:
    """Only the conftest beside this file counts there, and pytest-django stays out of it."""
    options = ["--confcutdir", str(HERE), "-p", "no:django", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return [sys.executable, "-m", "pytest", *options, *arguments]


def environment() -> dict[str, str]:
    """What Python compiles is kept, whatever the machine says: each file of tests starts anew."""
    not_ours = ("REKAM_", "PYTEST_", "PYTHONDONTWRITEBYTECODE")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(not_ours)}
    return {**ours, "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": str(ROOT)}


class InItsOwnProcess(pytest.File):
    """A test file of the station, seen from the ordinary test run."""

    def collect(self) -> Iterator[pytest.Item]:
        yield OneFile.from_parent(self, name="in_its_own_process")


class Failed(Exception):
    pass


class OneFile(pytest.Item):
    def runtest(self) -> None:
        done = subprocess.run(
            command("-q", str(self.path)), cwd=ROOT, env=environment(), capture_output=True, text=True
        )
        if done.returncode:
            raise Failed(done.stdout[-20_000:] + done.stderr[-4_000:])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name
