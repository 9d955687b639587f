"""The data folder and what is made once in it."""

import os
import stat
from collections.abc import Iterator
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
