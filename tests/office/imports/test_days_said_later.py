"""A file tells the day of a move, an arrival or an end after the change itself: the counts follow the day."""

from datetime import date

import pytest

from rekam.office.coverage import queries as coverage
from rekam.office.imports.models import Mode
from rekam.office.residents import verification
from tests import make

UTARA, PANDAN, BENGALON = "64.08.04", "64.08.13", "64.08.09"
IN_PANDAN = {"NO_KEC": "13", "NO_KEL": "2001"}
JUNE, JULY, AUGUST = date(2016, 6, 30), date(2016, 7, 31), date(2016, 8, 31)
END = date(2016, 12, 31)


@pytest.fixture(scope="module", autouse=True)
def an_office(ground: None) -> None:
    make.office()


def registered(on: date, area: str = "64.08") -> int:
    """As known at the end of the year."""
    return coverage.coverage(on=on, known=END, within=area).total.total.registered


def reasons(start: date, area: str = "64.08") -> dict[str, int]:
    told = coverage.explain(start=start, end=END, known_end=END, area=area)
    assert all(each.adds_up for each in told.measures.values())
    return told.measures["registered"].reasons


def opened(*others: dict[str, str]) -> dict[str, str]:
    """Siti in Sangatta Utara, and others, in the first register."""
    siti = make.siti()
    make.committed([siti, *others], mode=Mode.RELEASE)
    return siti


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"STAT_HIDUP": "2", "TGL_MENINGGAL": "15-06-2016"}, "died"),
        ({"FLAG_PINDAH": "Y", "TGL_PINDAH": "15-06-2016"}, "moved_out"),
    ],
)
def test_an_end_before_the_move_that_was_held_is_when_she_went(said: dict[str, str], reason: str) -> None:
    siti = opened()
    moved = {**siti, **IN_PANDAN}
    make.committed([moved], as_of=JUNE, mode=Mode.RELEASE)

    make.committed([{**moved, **said}], as_of=JULY)

    assert [registered(date(2016, 6, day)) for day in (14, 15, 20, 30)] == [1, 0, 0, 0]
    assert reasons(date(2016, 5, 31)) == {reason: -1}
    assert reasons(date(2016, 5, 31), PANDAN) == {"moved_within": 1, "corrected": -1}
    assert verification.verify() == []


def test_a_later_day_of_moving_out_takes_the_place_of_the_earlier_one() -> None:
    siti = opened()
    make.committed([{**siti, "FLAG_PINDAH": "Y", "TGL_PINDAH": "01-05-2016"}], as_of=JULY)

    make.committed([{**siti, "FLAG_PINDAH": "Y", "TGL_PINDAH": "01-06-2016"}], as_of=AUGUST)

    assert [registered(date(2016, 5, 10)), registered(date(2016, 6, 1))] == [1, 0]
    assert verification.verify() == []


def test_the_day_of_a_move_that_comes_later_counts() -> None:
    siti = opened()
    moved = {**siti, **IN_PANDAN}
    make.committed([moved], as_of=JUNE)

    make.committed([{**moved, "TGL_DATANG": "01-06-2016"}], as_of=JULY)

    on = date(2016, 6, 10)
    assert (registered(on, UTARA), registered(on, PANDAN)) == (0, 1)
    assert verification.verify() == []


@pytest.mark.parametrize(("day", "was_there"), [("01-07-2016", 1), ("01-09-2016", 0)])
def test_a_newcomer_s_day_of_arrival_is_corrected(day: str, was_there: int) -> None:
    there, newcomer = make.siti(), make.siti()
    make.committed([there], mode=Mode.RELEASE)
    make.committed([{**newcomer, "TGL_DATANG": "01-08-2016"}], as_of=date(2016, 8, 15))

    make.committed([{**newcomer, "TGL_DATANG": day}], as_of=date(2016, 9, 20))

    assert registered(date(2016, 8, 10)) == 1 + was_there
    assert registered(date(2016, 7, 10)) == 1 + was_there
    assert registered(date(2016, 9, 1)) == 2
    assert verification.verify() == []


def test_who_was_in_a_third_village_since_before_was_never_in_the_second() -> None:
    siti = opened()
    make.committed([{**siti, **IN_PANDAN}], as_of=JUNE)

    in_bengalon = {**siti, "NO_KEC": "09", "NO_KEL": "2001", "TGL_DATANG": "01-05-2016"}
    make.committed([in_bengalon], as_of=JULY)

    for on in (date(2016, 5, 20), date(2016, 7, 1)):
        assert [registered(on, area) for area in (UTARA, PANDAN, BENGALON)] == [0, 0, 1]
    assert verification.verify() == []


@pytest.mark.parametrize("order", [(UTARA, PANDAN), (PANDAN, UTARA)])
def test_releases_of_two_districts_of_one_day_tell_of_a_move_whichever_comes_first(
    order: tuple[str, str],
) -> None:
    one, other = make.siti(), make.siti(area="64.08.13.2001")
    siti = opened(one, other)
    files = {UTARA: [one], PANDAN: [other, {**siti, **IN_PANDAN}]}

    for district in order:
        make.committed(files[district], mode=Mode.RELEASE, scope=district, as_of=JUNE)

    assert reasons(date(2016, 6, 1)) == {}
    assert reasons(date(2016, 6, 1), UTARA) == {"moved_within": -1}
    assert reasons(date(2016, 6, 1), PANDAN) == {"moved_within": 1}
    assert verification.verify() == []
