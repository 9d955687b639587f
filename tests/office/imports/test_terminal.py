"""Imports on the terminal: what was called wrongly is told in a sentence, and nothing is kept of it."""

from pathlib import Path

import pytest

from rekam import cli
from rekam.domain.trouble import RuleBroken
from rekam.office.imports.models import Import, Mode
from tests import make


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    make.office()


@pytest.fixture
def register(tmp_path: Path) -> str:
    rows = [make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")]
    return str(make.file(tmp_path, make.csv_of(rows).replace(b"NO_KK", b"KARTU", 1)))


def ended(*words: str) -> int:
    """The exit code, also where the words are refused before the command begins."""
    try:
        return cli.main(["import", *words])
    except SystemExit as stop:
        return int(stop.code or 0)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "tidak-ada.csv"

    assert ended("residents", str(missing)) == 2
    assert f"{missing} tidak dapat dibuka" in capsys.readouterr().err
    assert not Import.objects.exists()


def test_a_column_is_pointed_out_by_its_field(register: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("residents", register, "--column", "kk=KARTU", "--json") == 0

    assert '"field": "kk", "column": "KARTU"' in capsys.readouterr().out


@pytest.mark.parametrize("said", ["KARTU", "nomor_kartu=KARTU"])
def test_a_column_without_a_field_is_refused_with_the_fields(
    said: str, register: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("residents", register, "--column", said) == 2

    assert "birth_place" in capsys.readouterr().err
    assert not Import.objects.exists()


def test_a_file_from_the_future_is_refused(register: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("residents", register, "--as-of", "2061-09-30") == 1

    assert "import.day_impossible" in capsys.readouterr().err
    assert not Import.objects.exists()


@pytest.mark.parametrize("area", ["64.8.4", "64.08.99", "64.02"])
def test_a_release_of_an_area_that_is_not_ours_is_refused(
    area: str, register: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("residents", register, "--release", area) == 1

    assert "area.unknown" in capsys.readouterr().err
    assert not Import.objects.exists()


def test_a_release_of_a_mistyped_area_never_becomes_one_of_the_whole_regency() -> None:
    with pytest.raises(RuleBroken, match=r"area\.unknown"):
        make.reviewed([make.siti()], mode=Mode.RELEASE, scope="64.08.4")


def test_an_import_that_does_not_exist_is_told_without_a_word_of_the_machine(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended("commit", "999") == 2

    assert capsys.readouterr().err == "rekam: Tidak ada impor 999. Lihat: rekam import list.\n"
