"""A list as of an earlier day is narrowed and ordered by what was known then, and so is its file."""

import pytest
from django.test import Client

from tests import make
from tests.office.residents.screens.desk import NOW, THEN, learned, listed, listed_file, ordered

UTARA = {"NO_KEC": "4", "NO_KEL": "2001", "TGL_DATANG": "10-09-2016"}
Row = dict[str, str]


def test_a_list_by_village_goes_by_the_villages_of_that_day(registrar: Client) -> None:
    moves = make.siti(NAMA_LGKP="ANI", area=make.TELUK_PANDAN)
    make.committed([moves, make.siti(NAMA_LGKP="BUDI")])
    learned([{**moves, **UTARA}])

    assert ordered(registrar, **THEN) == ["BUDI", "ANI"]
    assert [row[3] for row in listed_file(registrar, **THEN)] == ["BUDI", "ANI"]
    assert ordered(registrar, **NOW) == ["ANI", "BUDI"]


def test_a_nik_that_was_soon_to_be_deactivated_is_told_by_the_birth_known_then(registrar: Client) -> None:
    """22 comes on 1 July 2017, as was known then."""
    soon = make.siti(NAMA_LGKP="ANI", TGL_LHR="01-07-1995")
    make.committed([soon])
    learned([{**soon, "TGL_LHR": "01-07-1980"}])

    assert listed(registrar, **THEN, waiting="soon") == ["ANI"]
    assert listed(registrar, **NOW, waiting="soon") == []
    assert listed(registrar, **NOW, waiting="deactivated") == ["ANI"]


FIRST = {"measure": "first_timer"}


@pytest.mark.parametrize(
    "change",
    [
        {"TGL_LHR": "01-03-2010"},
        {"TGL_LHR": "01-03-1980"},
        {"STAT_KWN": "2", "TGL_KWN": "01-08-2016"},
        {"EKTP_CURRENT_STATUS_CODE": "BIO_CAPTURED", "EKTP_CREATED_DATE": "05-08-2016"},
    ],
)
def test_a_first_timer_of_that_day_stays_one_whatever_was_learned_since(
    change: Row, registrar: Client
) -> None:
    young = make.siti(NAMA_LGKP="ANI", TGL_LHR="01-03-2000", STAT_KWN="1")
    make.committed([young])
    learned([{**young, **change}])

    assert listed(registrar, **THEN, **FIRST) == ["ANI"]
    assert [row[3] for row in listed_file(registrar, **THEN, **FIRST)] == ["ANI"]
    assert listed(registrar, **NOW, **FIRST) == []


def test_a_recording_that_was_not_known_then_took_no_first_timer_off_the_list(registrar: Client) -> None:
    young, known = (make.siti(NAMA_LGKP=name, TGL_LHR="01-03-2000", STAT_KWN="1") for name in ("ANI", "BUDI"))
    make.committed([young, known])
    make.recorded(
        [
            make.session(young, "05-08-2016", TGL_DIKETAHUI="20-09-2016"),
            make.session(known, "05-08-2016", TGL_DIKETAHUI="06-08-2016"),
        ]
    )

    assert listed(registrar, **THEN, **FIRST) == ["ANI"]
    assert listed(registrar, on="31-08-2016", **FIRST) == []


def test_who_only_later_turned_out_to_be_16_was_no_first_timer_then(registrar: Client) -> None:
    child = make.siti(NAMA_LGKP="ANI", TGL_LHR="01-03-2010", STAT_KWN="1")
    make.committed([child])
    learned([{**child, "TGL_LHR": "01-03-2000"}])

    assert listed(registrar, **THEN, **FIRST) == []
    assert listed(registrar, **NOW, **FIRST) == ["ANI"]


def test_first_timers_of_an_earlier_day_stand_in_the_order_of_their_birthdays(registrar: Client) -> None:
    first = make.siti(NAMA_LGKP="ANI", TGL_LHR="01-06-2000", STAT_KWN="1")
    make.committed([first, make.siti(NAMA_LGKP="BUDI", TGL_LHR="01-05-2000", STAT_KWN="1")])
    learned([{**first, "TGL_LHR": "01-02-2000"}])

    assert ordered(registrar, **THEN, **FIRST, order="obliged") == ["BUDI", "ANI"]
    assert ordered(registrar, **NOW, **FIRST, order="obliged") == ["ANI", "BUDI"]
