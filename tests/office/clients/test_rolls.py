"""A client's list of people: taken in, matched with the register, and what comes of each."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from rekam import files
from rekam.domain.rolls.words import How, Match, Result
from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.clients import people, rolls
from rekam.office.clients.models import Roll, RollRow, RollState
from tests import make
from tests.office import standing
from tests.office.clients import made


def results(roll: Roll, on: date = made.TODAY) -> list[str]:
    return people.of_roll(roll, on)["result"].to_list()


@made.with_siti
def test_somebody_obliged_and_unrecorded_should_come(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN")])

    assert results(roll) == [Result.UNRECORDED]
    assert made.row(roll, 2).resident == made.resident(siti)


def test_each_person_comes_to_what_the_register_says(tmp_path: Path) -> None:
    recorded, young, first_timer, died, moved = (
        make.siti(NAMA_LGKP="DEWI REKAAN"),
        make.siti(NAMA_LGKP="ANI REKAAN", TGL_LHR="01-02-2005"),
        make.siti(NAMA_LGKP="RINA REKAAN", TGL_LHR="01-09-2000"),
        make.siti(NAMA_LGKP="TUTI REKAAN", STAT_HIDUP="2", TGL_MENINGGAL="01-12-2015"),
        make.siti(NAMA_LGKP="YUNI REKAAN", FLAG_PINDAH="1", TGL_PINDAH="01-12-2015"),
    )
    everybody = [recorded, young, first_timer, died, moved]
    make.committed(everybody)
    make.recorded([make.session(recorded, "15-09-2016")])

    roll = made.roll(tmp_path, [(row["NIK"], row["NAMA_LGKP"]) for row in everybody])

    assert results(roll) == [
        Result.RECORDED,
        Result.TOO_YOUNG,
        Result.FIRST_TIMER,
        Result.GONE,
        Result.ELSEWHERE,
    ]


def test_somebody_with_a_nik_of_elsewhere_lives_elsewhere_and_others_are_not_found(tmp_path: Path) -> None:
    make.committed([make.siti()])

    roll = made.roll(tmp_path, [("7371014505800027", "HASAN REKAAN"), ("6408044505800997", "TIDAK ADA")])

    assert results(roll) == [Result.ELSEWHERE, Result.NOT_FOUND]


def two_of_other_ages() -> list[dict[str, str]]:
    rows = [make.siti(TGL_LHR="23-05-1981"), make.siti(NAMA_LGKP="DEWI LAIN", TGL_LHR="01-01-1990")]
    make.committed(rows)
    return rows


@standing.on(two_of_other_ages)
@pytest.mark.parametrize(
    ("damage", "how"),
    [
        (lambda nik: f"'{nik}", How.NIK),
        (lambda nik: f"{nik[:6]} {nik[6:12]} {nik[12:]}", How.NIK),
        (lambda nik: nik.replace("0", "O", 1), How.NIK),
        (lambda nik: f"{nik[:15]}{(int(nik[15]) + 1) % 10}", How.REPAIRED),
        (lambda nik: nik[:9] + nik[10:], How.REPAIRED),
        (lambda nik: nik[:4] + "9" + nik[4:], How.REPAIRED),
        (lambda nik: nik[:7] + nik[8] + nik[7] + nik[9:], How.REPAIRED),
        (lambda nik: f"{nik[0]},{nik[1:6]}E+15", How.DAMAGED),
    ],
)  # fmt: skip
def test_a_damaged_number_still_finds_its_resident(
    tmp_path: Path, siti: dict[str, str], damage: object, how: How
) -> None:
    roll = made.roll(tmp_path, [(damage(siti["NIK"]), "Siti Rekaan")])  # type: ignore[operator]

    row = made.row(roll, 2)
    assert row.how == how
    proposed = row.resident.nik if row.resident else row.candidates[0]["nik"]
    assert proposed == siti["NIK"]
    assert row.match == (Match.SURE if how == How.NIK else Match.CHECK)


def test_a_column_that_a_spreadsheet_rounded_is_proposed_by_name(tmp_path: Path) -> None:
    people_ = [
        make.siti(NAMA_LGKP=f"{name} REKAAN", TGL_LHR="23-05-1981") for name in ("SITI", "DEWI", "ANI")
    ]
    make.committed(people_)

    roll = made.roll(tmp_path, [(row["NIK"][:15] + "0", row["NAMA_LGKP"]) for row in people_])

    assert [row.how for row in roll.rows.all()] == [How.REPAIRED] * 3
    assert [row.candidates[0]["nik"] for row in roll.rows.all()] == [row["NIK"] for row in people_]


@made.with_siti
def test_a_whole_number_under_another_name_is_for_a_person_to_check(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    roll = made.roll(tmp_path, [(siti["NIK"], "BAMBANG WIJAYA")])

    assert (made.row(roll, 2).match, made.row(roll, 2).how) == (Match.CHECK, How.OTHER_NAME)
    assert results(roll) == [Result.CHECK]


@made.with_siti
def test_a_file_with_names_only_proposes_whoever_bears_them(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = made.roll(tmp_path, [("SITI REKAAN",), ("BAMBANG WIJAYA",)], header=("No", "Nama"))

    assert [row.how for row in roll.rows.all()] == [How.NAME_ONLY, ""]
    assert results(roll) == [Result.CHECK, Result.NOT_FOUND]


def test_name_and_birth_date_propose_one_resident_and_a_slip_in_the_date_is_close(tmp_path: Path) -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN", TGL_LHR="03-04-1985")
    make.committed([siti, dewi])

    roll = made.roll(
        tmp_path,
        [("SITI REKAAN", "17-05-1980"), ("DEWI REKAAN", "04-03-1985"), ("BAMBANG", "25-12-1999")],
        header=("No", "Nama", "Tanggal Lahir"),
    )

    assert [row.how for row in roll.rows.all()] == [How.NAME_BORN, How.CLOSE, ""]


@made.with_siti
def test_doubled_rows_count_once_and_say_which_row_they_repeat(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN"), (f"'{siti['NIK']}", "SITI R."), ("x", "ANI")])

    assert results(roll) == [Result.UNRECORDED, Result.TWICE, Result.NOT_FOUND]
    assert made.row(roll, 3).same_as == 2


def test_two_workers_of_one_name_are_not_taken_for_one(tmp_path: Path) -> None:
    roll = made.roll(tmp_path, [("SITI REKAAN",), ("SITI REKAAN",)], header=("No", "Nama"))

    assert [row.same_as for row in roll.rows.all()] == [None, None]


@made.with_siti
def test_what_is_recorded_later_shows_without_matching_again(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN")])

    make.recorded([make.session(siti, "15-09-2016")])

    assert results(roll) == [Result.RECORDED]
    assert results(roll, date(2016, 9, 14)) == [Result.UNRECORDED]


def test_matching_again_finds_who_came_into_the_register_since(tmp_path: Path) -> None:
    siti = make.siti()
    make.committed([make.siti(NAMA_LGKP="DEWI REKAAN")])
    roll = made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN")])
    assert results(roll) == [Result.NOT_FOUND]
    assert not rolls.is_behind(roll)
    make.committed([siti], as_of=date(2016, 9, 1))
    assert rolls.is_behind(roll)

    changed = rolls.match_again(roll=roll, by=None, at=make.moment())

    roll.refresh_from_db()
    assert (changed, results(roll)) == (1, [Result.UNRECORDED])
    assert not rolls.is_behind(roll)


def test_an_import_that_is_undone_leaves_its_people_not_found(tmp_path: Path) -> None:
    from rekam.office.imports import actions as imports

    siti = make.siti()
    item = make.committed([siti])
    roll = made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN")])

    imports.undo(item, by=None, at=make.moment())

    assert results(roll) == [Result.NOT_FOUND]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"%PDF-1.4 nothing", "file.wrong_kind"),
        (b"\x89PNG\r\n\x1a\n0000", "file.wrong_kind"),
    ],
)
def test_a_file_that_is_no_list_is_refused_and_nothing_is_kept(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = make.file(tmp_path, content)

    with pytest.raises(files.FileProblem) as refused:
        rolls.receive(path, client=made.company(), name="x", as_of=made.TODAY, by=None, at=make.moment())

    assert refused.value.code == code
    assert not Roll.objects.exists()


def test_a_list_in_which_no_row_names_anybody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"roll\.nobody"):
        made.roll(tmp_path, [("", ""), ("", "-")])

    assert not Roll.objects.exists()


def test_the_same_file_twice_is_told(tmp_path: Path) -> None:
    client = made.company()
    made.roll(tmp_path, [("6408044505800997", "SITI")], client=client)

    with pytest.raises(RuleBroken, match=r"roll\.received_before"):
        made.roll(tmp_path, [("6408044505800997", "SITI")], client=client)


def test_a_newer_list_replaces_the_one_before(tmp_path: Path) -> None:
    client = made.company()
    old = made.roll(tmp_path, [("6408044505800997", "SITI")], client=client)

    new = made.roll(tmp_path, [("6408044505800997", "SITI")], client=client, replaces=old)

    old.refresh_from_db()
    assert (old.state, new.state) == (RollState.WITHDRAWN, RollState.MATCHED)
    assert not RollRow.objects.filter(roll=old).exists()


@made.with_siti
def test_columns_that_are_not_certain_wait_for_a_person_and_the_file_goes_afterwards(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    lines = [(siti["NIK"], f"SITI REKAAN{' ' * n}") for n in range(1)]
    roll = made.roll(tmp_path, lines, header=("No", "Kode A", "Kode B"))
    assert roll.state == RollState.COLUMNS
    assert rolls.original(roll).exists()

    rolls.settle_columns(roll=roll, columns={"nik": "Kode A", "name": "Kode B"}, by=None, at=make.moment())

    roll.refresh_from_db()
    assert (roll.state, results(roll)) == (RollState.MATCHED, [Result.UNRECORDED])


@made.with_siti
def test_each_step_is_in_the_trail_without_any_number(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN")])
    rolls.withdraw(roll=roll, by=None, at=make.moment())

    told = Entry.objects.filter(subject=f"roll:{roll.pk}")
    assert [each.event for each in told.order_by("pk")] == ["roll.received", "roll.matched", "roll.withdrawn"]
    assert siti["NIK"] not in str(list(told.values()))


def test_a_row_reads_back_as_it_was_written(tmp_path: Path) -> None:
    roll = made.roll(tmp_path, [("6,40804E+15", "Siti, S.Pd")])

    row = made.row(roll, 2)
    assert (row.written, row.nik, row.nik_state, row.name, row.name_key) == (
        "6,40804E+15",
        "",
        "rounded",
        "Siti, S.Pd",
        "SITI",
    )
    assert rolls.rows_of(roll).schema == pl.Schema(rolls.READ)
