"""Who is missing from a complete register, and who is back: the registers come in any order."""

from datetime import date

import pytest

from rekam.office.imports import actions
from rekam.office.imports.models import Mode, State
from rekam.office.residents import actions as residents
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.imports.late import END, Row, counts, undone, without_standing


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> tuple[Row, Row]:
    """The first complete register: of two."""
    make.office()
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    return siti, dewi


@pytest.mark.parametrize("mode", list(Mode))
def test_who_had_left_the_register_is_back_with_a_file_that_has_no_column_of_it(
    mode: Mode, register: tuple[Row, Row]
) -> None:
    siti, dewi = register
    make.committed([siti], mode=Mode.RELEASE, as_of=date(2016, 5, 1))
    assert counts() == (1, 1, 0)

    item = without_standing([siti, dewi], date(2016, 6, 1), mode=mode)

    assert (item.counts["changed"], item.counts["same"]) == (1, 1)
    assert counts() == (2, 2, 0)
    assert verification.verify() == []


def test_who_stands_in_a_rejected_row_with_a_legible_nik_is_not_taken_for_gone(
    register: tuple[Row, Row],
) -> None:
    siti, dewi = register
    named_otherwise = {**dewi, "NAMA_LGKP": "DEWI REKAAN ASLI", "TGL_LHR": "31-02-1980"}

    item = make.reviewed([siti, named_otherwise], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert (item.counts["rejected"], item.counts["left"]) == (1, 0)


def test_who_is_missing_from_a_late_register_was_gone_until_a_newer_one_that_names_them(
    register: tuple[Row, Row],
) -> None:
    siti, dewi = register
    newer = make.committed([siti, dewi], mode=Mode.RELEASE, as_of=END)
    july, eve = date(2016, 7, 1), date(2016, 9, 29)

    late = make.committed([{**siti, "NO_KEL": "2011"}], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert (late.counts["left"], late.counts["past"]) == (1, 1)
    assert counts() == (2, 2, 0)
    assert Resident.objects.get(nik=siti["NIK"]).area.code == make.SANGATTA_UTARA
    assert counts(on=july, known=july, area=make.SINGA_GEMBARA) == (1, 1, 0)
    assert [counts(on=day, known=END) for day in (date(2016, 6, 29), july, eve, END)] == [
        (2, 2, 0),
        (1, 1, 0),
        (1, 1, 0),
        (2, 2, 0),
    ]
    assert verification.verify() == []
    assert undone(late) == State.UNDONE
    assert counts(on=july, known=july, area=make.SINGA_GEMBARA) == (0, 0, 0)
    assert counts(on=july, known=END) == counts() == (2, 2, 0)
    assert verification.verify() == []
    assert undone(newer) == State.UNDONE
    assert counts() == (2, 2, 0)
    assert verification.verify() == []


def test_who_is_missing_from_a_late_register_is_gone_when_the_newer_one_that_named_them_is_undone(
    register: tuple[Row, Row],
) -> None:
    siti, dewi = register
    newer = make.committed([siti, dewi], mode=Mode.RELEASE, as_of=END)
    make.committed([siti], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert undone(newer) == State.UNDONE

    assert Resident.objects.get(nik=dewi["NIK"]).standing == "left"
    assert counts() == (1, 1, 0)
    assert verification.verify() == []


@pytest.mark.parametrize("keep", [False, True])
def test_who_is_missing_from_a_late_register_may_be_kept(keep: bool, register: tuple[Row, Row]) -> None:
    siti, dewi = register
    make.committed([siti, {**dewi, "NO_KEL": "2011"}], mode=Mode.RELEASE, as_of=END)
    item = make.reviewed([siti], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    actions.commit(item, by=None, at=make.moment(), keep_missing=keep)

    assert counts(on=date(2016, 7, 1)) == ((2, 2, 0) if keep else (1, 1, 0))
    assert counts() == (2, 2, 0)
    assert verification.verify() == []


def test_a_register_of_one_district_takes_nobody_out_who_lives_elsewhere_by_a_file_that_comes_later(
    register: tuple[Row, Row],
) -> None:
    siti, dewi = register
    make.committed([{**dewi, "FLAG_PINDAH": "Y", "TGL_PINDAH": "31-01-2016"}], as_of=date(2016, 1, 31))
    make.committed([siti], mode=Mode.RELEASE, scope="64.08.04", as_of=date(2016, 6, 30))

    late = make.committed([{**dewi, "NO_KEC": "13", "NO_KEL": "2001"}], as_of=date(2016, 4, 1))

    assert Resident.objects.get(nik=dewi["NIK"]).standing == "resident"
    assert counts(area=make.TELUK_PANDAN) == (1, 1, 0)
    assert verification.verify() == []
    assert undone(late) == State.UNDONE
    assert Resident.objects.get(nik=dewi["NIK"]).standing == "moved_out"
    assert verification.verify() == []


def test_who_is_missing_from_a_register_of_one_district_stays_if_they_had_moved_on_before_it(
    register: tuple[Row, Row],
) -> None:
    siti, dewi = register
    district = make.committed([siti], mode=Mode.RELEASE, scope="64.08.04", as_of=date(2016, 6, 30))
    assert counts() == (1, 1, 0)

    late = make.committed([{**dewi, "NO_KEC": "13", "NO_KEL": "2001"}], as_of=date(2016, 4, 1))

    assert (counts(), counts(area=make.TELUK_PANDAN)) == ((2, 2, 0), (1, 1, 0))
    assert verification.verify() == []
    assert undone(late) == State.UNDONE
    assert (counts(), counts(area=make.TELUK_PANDAN)) == ((1, 1, 0), (0, 0, 0))
    assert verification.verify() == []
    assert undone(district) == State.UNDONE
    assert counts() == (2, 2, 0)


def test_a_correction_does_not_bring_back_who_is_missing_from_a_late_register(
    register: tuple[Row, Row],
) -> None:
    siti, dewi = register
    residents.correct(
        Resident.objects.get(nik=dewi["NIK"]),
        {"name": "DEWI REKAAN ASLI"},
        source="correction:1",
        on=END,
        by=make.registrar(),
        at=make.moment(),
    )

    make.committed([siti], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert counts() == (1, 1, 0)
    assert verification.verify() == []
