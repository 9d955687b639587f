"""Imports on the terminal: what was called wrongly is told in a sentence, and nothing is kept of it."""

import json
from datetime import date
from pathlib import Path

import pytest

from rekam import cli
from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.imports import actions
from rekam.office.imports.models import Import, Mode, State
from rekam.office.recordings.models import Session
from rekam.office.residents.models import Resident
from tests import make


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture(autouse=True)
def own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command closes the connections of its process at its end; here the test's transaction is on one.
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


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


# -- what a person should look at before a commit --------------------------------------------------------

AMBIGUOUS, UNSURE = "date.ambiguous", "nomor KK ← KOLOM A"


@pytest.fixture
def ambiguous(tmp_path: Path) -> str:
    """Births of which nothing tells whether the day or the month comes first."""
    rows = [make.siti(TGL_LHR="09-12-1980"), make.siti(TGL_LHR="03-04-1985")]
    return str(make.file(tmp_path, make.csv_of(rows), "bulan.csv"))


@pytest.fixture
def unsure(tmp_path: Path) -> str:
    """A column that is only known by what its cells hold."""
    rows = [make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")]
    return str(make.file(tmp_path, make.csv_of(rows).replace(b"NO_KK", b"KOLOM A", 1), "kolom.csv"))


def words(told: str) -> str:
    return " ".join(told.split())


@pytest.mark.parametrize(("name", "said"), [("ambiguous", AMBIGUOUS), ("unsure", UNSURE)])
def test_what_is_unsure_about_a_file_is_told_and_stops_a_commit_at_once(
    name: str, said: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    file = request.getfixturevalue(name)

    assert ended("residents", file) == 0
    assert said in words(capsys.readouterr().out)
    assert ended("residents", file, "--commit") == 1

    told = capsys.readouterr()
    assert said in words(told.out)
    assert "Tidak disahkan" in told.err
    assert not Resident.objects.exists()
    assert {item.state for item in Import.objects.all()} == {State.REVIEWED}


@pytest.mark.parametrize("name", ["ambiguous", "unsure"])
def test_a_commit_that_is_forced_is_made_whatever_is_unsure(
    name: str, request: pytest.FixtureRequest
) -> None:
    assert ended("residents", request.getfixturevalue(name), "--commit", "--force") == 0

    assert Resident.objects.count() == 2


WEEK = "KIT;TANGGAL REKAM;NIK"  # the weekly file of one program


def week(folder: Path, *days: str, header: str = WEEK) -> str:
    nik = make.siti()["NIK"]
    lines = [header, *(f"SET-04;{day};{nik}" for day in days)]
    return str(make.file(folder, "\r\n".join(lines).encode(), f"{'-'.join(days).replace('/', '')}.csv"))


def brought_in(file: str, *more: str) -> int:
    return ended("recordings", file, "--as-of", "12-09-2016", "--commit", *more)


def days_held() -> list[date]:
    return sorted(Session.objects.values_list("recorded_on", flat=True))


def test_a_person_says_the_order_of_dates_and_the_file_is_committed_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make.committed([make.siti()])
    file = week(tmp_path, "09/05/2016", "09/06/2016")

    assert brought_in(file) == 1
    assert "--dates day-first" in words(capsys.readouterr().out)
    assert brought_in(file, "--dates", "month-first") == 0

    assert days_held() == [date(2016, 9, 5), date(2016, 9, 6)]
    assert "TANGGAL REKAM: bulan-hari-tahun" in words(capsys.readouterr().out)
    [line] = Entry.objects.filter(event="import.columns_corrected")
    assert line.details["dates"] == {"recorded": "mdy"}


@pytest.mark.parametrize("said", ["bulan", "nik=day-first", "recorded=bulan"])
def test_an_order_that_is_none_is_refused_with_the_words_for_it(
    said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("recordings", week(tmp_path, "09/05/2016"), "--dates", said) == 2

    assert "month-first" in capsys.readouterr().err
    assert not Import.objects.exists()


def test_an_order_of_a_column_that_the_file_lacks_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended("recordings", week(tmp_path, "09/05/2016"), "--dates", "status_on=day-first") == 1

    assert "tanggal status" in capsys.readouterr().err


def test_the_order_that_earlier_files_settled_is_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make.committed([make.siti()])
    brought_in(week(tmp_path, "08/22/2016"))
    capsys.readouterr()

    assert brought_in(week(tmp_path, "09/05/2016"), "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert [note["code"] for note in told["notes"]] == ["date.as_before"]
    assert [(said["order"], said["how"]) for said in told["dates"]] == [("month-first", "before")]
    assert brought_in(week(tmp_path, "09/05/2016"), "--dates", "month-first") == 0
    assert days_held() == [date(2016, 8, 22), date(2016, 9, 5)]


@pytest.mark.parametrize("undoing", ["another column", "another order", "undone"])
def test_earlier_files_that_settle_nothing_propose_nothing(
    undoing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make.committed([make.siti()])
    header = "KIT;TGL_REKAM;NIK" if undoing == "another column" else WEEK
    brought_in(week(tmp_path, "08/22/2016", header=header))
    if undoing == "another order":
        brought_in(week(tmp_path, "23/08/2016"))
    elif undoing == "undone":
        ended("undo", str(Import.objects.latest("pk").pk))
    capsys.readouterr()

    ended("recordings", week(tmp_path, "09/05/2016"), "--json")

    assert [note["code"] for note in json.loads(capsys.readouterr().out)["notes"]] == [AMBIGUOUS]


def test_what_an_earlier_file_settles_meanwhile_is_looked_at_again(tmp_path: Path) -> None:
    """Nobody is let commit dates in another order than the review showed."""
    make.committed([make.siti()])
    ended("recordings", week(tmp_path, "09/05/2016"), "--as-of", "12-09-2016")
    waiting = Import.objects.latest("pk")
    brought_in(week(tmp_path, "08/22/2016"))

    with pytest.raises(RuleBroken, match=r"import\.review_again"):
        actions.commit(waiting, by=None, at=make.moment())

    waiting.refresh_from_db()
    assert waiting.columns["dates"][0]["order"] == "mdy"
    assert days_held() == [date(2016, 8, 22)]


def test_a_file_without_a_doubt_is_committed_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = make.file(tmp_path, make.csv_of([make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")]))

    assert ended("residents", str(file), "--commit") == 0

    assert Resident.objects.count() == 2
    assert "Belum pasti" not in capsys.readouterr().out


def test_what_is_unsure_has_its_first_cells_beside_it_with_numbers_masked(
    unsure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended("residents", unsure)

    assert "640804••••••0001" in words(capsys.readouterr().out)


def test_programs_are_told_the_columns_and_what_is_unsure(
    ambiguous: str, unsure: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.office.api.test_operations import calling

    ended("residents", ambiguous, "--json")
    [note] = json.loads(capsys.readouterr().out)["notes"]
    ended("residents", unsure, "--json")
    told = json.loads(capsys.readouterr().out)

    assert (note["code"], note["values"]) == (AMBIGUOUS, {"column": "TGL_LHR"})
    assert note["next_step"].endswith(".")
    assert [match["column"] for match in told["unsure"]] == ["KOLOM A"]
    assert told["unsure"][0] in told["columns"]
    answers = [calling().get(f"/api/imports/{item.pk}").json() for item in Import.objects.order_by("pk")]
    assert answers[0]["notes"] == [note]
    assert answers[1]["columns"] == told["columns"]
    assert answers[1]["unsure"] == told["unsure"]


def test_rows_that_are_used_with_a_remark_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    siti = make.siti()
    make.committed([siti])
    old = make.session(siti, "17-05-2005", TGL_STATUS="", TGL_DIKETAHUI="")
    path = make.file(tmp_path, make.csv_of([old], make.RECORDINGS), "rekam.csv")

    assert ended("recordings", str(path), "--as-of", "2016-09-01", "--commit") == 0

    assert "Peringatan: 1 (1 recorded.before_programme)" in words(capsys.readouterr().out)


def test_a_column_that_is_missing_is_pointed_out_by_an_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = make.csv_of([make.siti()]).replace(b"TGL_LHR", b"KOLOM X", 1).replace(b"17-05-1980", b"", 1)
    path = make.file(tmp_path, content, "kurang.csv")

    assert ended("residents", str(path)) == 1

    said = words(capsys.readouterr().err)
    assert "file.missing_column" in said
    assert "--column FIELD=KOLOM" in said
    assert "di bawah ini" not in said
