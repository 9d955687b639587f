"""What is said about a row that waits is true of the person behind it."""

import pytest

from rekam import files
from rekam.office.coverage import queries as coverage
from rekam.office.imports import queries
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def counted() -> int:
    return coverage.coverage(on=make.OPENED, within="64.08").total.total.registered


def test_a_resident_whose_row_says_another_regency_is_said_to_stay_counted() -> None:
    siti = make.siti()
    make.committed([siti])

    item = make.committed([{**siti, "NO_KAB": "74", "NO_KEC": "1", "NO_KEL": "1001"}])

    [problem] = queries.problems(item).iter_rows(named=True)
    said, todo = files.say(problem["code"], "en", value=problem["value"])
    assert (problem["code"], item.counts["held"], counted()) == ("area.other_regency", 1, 1)
    assert "not counted here" not in said
    assert "stays counted until a row says the move" in todo


def test_the_row_that_is_asked_for_takes_the_resident_out_of_the_count() -> None:
    siti = make.siti()
    make.committed([siti])

    make.committed([{**siti, "FLAG_PINDAH": "Y", "TGL_PINDAH": "01-12-2015"}])

    assert counted() == 0


def test_a_row_that_says_the_move_and_names_the_new_regency_takes_the_resident_out_of_the_count() -> None:
    siti, stranger = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti])
    there = {"NO_KAB": "74", "NO_KEC": "1", "NO_KEL": "1001", "FLAG_PINDAH": "Y", "TGL_PINDAH": "01-12-2015"}

    item = make.committed([{**siti, **there}, {**stranger, **there}])

    [problem] = queries.problems(item).iter_rows(named=True)
    assert (problem["code"], item.counts["changed"], item.counts["held"]) == ("area.moved_away", 1, 1)
    assert (counted(), verification.verify()) == (0, [])
    [resident] = Resident.objects.all()
    assert (resident.area.code, resident.standing) == (make.SANGATTA_UTARA, "moved_out")
    assert make.reviewed([{**siti, **there}]).counts["same"] == 1
