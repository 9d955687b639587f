"""A person decides who a row of a list is; what was decided stays, and can be taken back."""

from datetime import date
from pathlib import Path

import pytest

from rekam.domain.rolls.words import How, Result
from rekam.domain.trouble import RuleBroken
from rekam.office.clients import deciding, people, rolls
from rekam.office.clients.models import Roll
from tests import make
from tests.office.clients import made


def results(roll: Roll) -> list[str]:
    return people.of_roll(roll, made.TODAY)["result"].to_list()


def damaged(folder: Path, siti: dict[str, str]) -> Roll:
    """A list of one row whose number lacks a digit."""
    return made.roll(folder, [(siti["NIK"][:9] + siti["NIK"][10:], "SITI REKAAN")])


@made.with_siti
def test_a_proposal_that_is_accepted_counts(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = damaged(tmp_path, siti)

    row = deciding.decide(
        row=made.row(roll, 2), resident=made.resident(siti), by=made.planner(), at=make.moment()
    )

    assert row.resident == made.resident(siti)
    assert results(roll) == [Result.UNRECORDED]


@made.with_siti
def test_a_row_that_is_nobody_is_not_found_and_stays_so_when_matched_again(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    roll = damaged(tmp_path, siti)

    deciding.decide(row=made.row(roll, 2), resident=None, by=made.planner(), at=make.moment())
    rolls.match_again(roll=roll, by=None, at=make.moment())

    assert results(roll) == [Result.NOT_FOUND]


def test_a_decision_survives_an_import_that_is_undone_and_brought_in_again(tmp_path: Path) -> None:
    from rekam.office.imports import actions as imports

    siti = make.siti()
    item = make.committed([siti])
    roll = made.roll(tmp_path, [("", "SITI REKAAN")])
    deciding.decide(row=made.row(roll, 2), resident=made.resident(siti), by=made.planner(), at=make.moment())
    imports.undo(item, by=None, at=make.moment())
    assert results(roll) == [Result.NOT_FOUND]

    make.committed([siti])
    rolls.match_again(roll=roll, by=None, at=make.moment())

    assert results(roll) == [Result.UNRECORDED]


@made.with_siti
def test_a_decision_that_is_taken_back_is_open_again(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = damaged(tmp_path, siti)
    row = made.row(roll, 2)
    deciding.decide(row=row, resident=made.resident(siti), by=made.planner(), at=make.moment())

    deciding.take_back(row=row, by=made.planner(), at=make.moment())

    assert results(roll) == [Result.CHECK]
    with pytest.raises(RuleBroken, match=r"roll_row\.undecided"):
        deciding.take_back(row=row, by=made.planner(), at=make.moment())


@made.with_siti
def test_the_second_who_decides_is_told_who_decided_first(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = damaged(tmp_path, siti)
    as_the_first_sees_it, as_the_second_sees_it = made.row(roll, 2), made.row(roll, 2)
    deciding.decide(
        row=as_the_first_sees_it, resident=made.resident(siti), by=made.planner(), at=make.moment()
    )

    with pytest.raises(RuleBroken, match=r"roll_row\.decided_meanwhile") as told:
        deciding.decide(row=as_the_second_sees_it, resident=None, by=made.planner(), at=make.moment())

    assert told.value.values["who"] == "Rudi Hartono"
    assert results(roll) == [Result.UNRECORDED]


def test_only_proposals_with_two_reasons_are_accepted_together(tmp_path: Path) -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN", TGL_LHR="03-04-1985")
    make.committed([siti, dewi])
    roll = made.roll(tmp_path, [(siti["NIK"][:15], "SITI REKAAN"), ("", "DEWI REKAAN")])
    assert [row.how for row in roll.rows.all()] == [How.REPAIRED, How.NAME_ONLY]

    accepted = deciding.accept_together(roll=roll, by=made.planner(), at=make.moment())

    assert accepted == 1
    assert results(roll) == [Result.UNRECORDED, Result.CHECK]
    assert made.row(roll, 2).decided_by is not None


@made.with_siti
def test_a_row_that_turns_out_to_be_somebody_listed_already_counts_once(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    roll = made.roll(tmp_path, [(siti["NIK"][:15], "SITI REKAAN"), (siti["NIK"], "SITI REKAAN")])
    assert results(roll) == [Result.CHECK, Result.UNRECORDED]

    deciding.accept_together(roll=roll, by=made.planner(), at=make.moment())

    assert results(roll) == [Result.UNRECORDED, Result.TWICE]
    assert made.row(roll, 3).same_as == 2


@made.with_siti
def test_one_number_under_two_names_is_checked_and_not_dropped(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = made.roll(tmp_path, [(siti["NIK"], "SITI REKAAN"), (siti["NIK"], "BAMBANG WIJAYA")])

    assert results(roll) == [Result.UNRECORDED, Result.CHECK]


@made.with_siti
def test_nothing_is_decided_about_a_list_that_was_withdrawn(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = damaged(tmp_path, siti)
    row = made.row(roll, 2)
    rolls.withdraw(roll=roll, by=None, at=make.moment(date(2016, 10, 1)))

    with pytest.raises(RuleBroken, match=r"roll\.not_now"):
        deciding.decide(row=row, resident=None, by=made.planner(), at=make.moment())
