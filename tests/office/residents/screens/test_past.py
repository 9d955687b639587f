"""A list as of an earlier day is narrowed and ordered by what was known then, and so is its file."""

import csv
import io
from collections.abc import Iterable
from datetime import date

import pytest
from django.test import Client

from rekam.office.coverage import queries as coverage
from tests import make
from tests.office.residents.screens import desk
from tests.office.residents.screens.desk import listed

THEN = {"on": "31-08-2016", "known": "31-08-2016"}
NOW = {"on": "30-09-2016"}
UTARA = {"NO_KEC": "4", "NO_KEL": "2001", "TGL_DATANG": "10-09-2016"}
Row = dict[str, str]


def learned(rows: Iterable[Row]) -> None:
    """What a file of the middle of September said."""
    make.committed(rows, as_of=date(2016, 9, 15))


def ordered(browser: Client, **asked: str) -> list[str]:
    return desk.names(browser.get("/penduduk/", asked))


def file(browser: Client, **asked: str) -> list[list[str]]:
    address = "/penduduk/unduh/?" + "&".join(f"{name}={value}" for name, value in asked.items())
    content = browser.post(address, {"why": "Pendataan", "kind": "csv"}).content.decode("utf-8-sig")
    delimiter = ";" if ";" in content.splitlines()[0] else ","
    return list(csv.reader(io.StringIO(content), delimiter=delimiter))[1:]


def test_a_list_by_village_goes_by_the_villages_of_that_day(registrar: Client) -> None:
    moves = make.siti(NAMA_LGKP="ANI", area=make.TELUK_PANDAN)
    make.committed([moves, make.siti(NAMA_LGKP="BUDI")])
    learned([{**moves, **UTARA}])

    assert ordered(registrar, **THEN) == ["BUDI", "ANI"]
    assert [row[3] for row in file(registrar, **THEN)] == ["BUDI", "ANI"]
    assert ordered(registrar, **NOW) == ["ANI", "BUDI"]


@pytest.fixture
def corrected() -> Row:
    """Known as born in 1990 until September, as born in 1950 since; somebody born in 1970 beside."""
    corrected = make.siti(NAMA_LGKP="ANI", TGL_LHR="02-03-1990")
    make.committed([corrected, make.siti(NAMA_LGKP="BUDI", TGL_LHR="02-03-1970")])
    learned([{**corrected, "TGL_LHR": "02-03-1950"}])
    return corrected


@pytest.mark.parametrize("order", ["born", "obliged"])
def test_the_oldest_are_those_who_were_known_as_the_oldest(
    order: str, corrected: Row, registrar: Client
) -> None:
    assert ordered(registrar, **THEN, order=order) == ["BUDI", "ANI"]
    assert [row[3] for row in file(registrar, **THEN, order=order)] == ["BUDI", "ANI"]
    assert ordered(registrar, **NOW, order=order) == ["ANI", "BUDI"]


@pytest.mark.parametrize(
    ("narrow", "then", "now"),
    [
        ({"waiting": "10"}, ["BUDI"], ["ANI", "BUDI"]),
        ({"age_from": "60"}, [], ["ANI"]),
        ({"age_to": "30"}, ["ANI"], []),
    ],
)
def test_ages_and_the_years_since_17_are_those_that_were_known(
    narrow: Row, then: list[str], now: list[str], corrected: Row, registrar: Client
) -> None:
    assert listed(registrar, **THEN, **narrow) == then
    assert listed(registrar, **NOW, **narrow) == now


def test_a_nik_that_was_soon_to_be_deactivated_is_told_by_the_birth_known_then(registrar: Client) -> None:
    """22 comes on 1 July 2017, as was known then."""
    soon = make.siti(NAMA_LGKP="ANI", TGL_LHR="01-07-1995")
    make.committed([soon])
    learned([{**soon, "TGL_LHR": "01-07-1980"}])

    assert listed(registrar, **THEN, waiting="soon") == ["ANI"]
    assert listed(registrar, **NOW, waiting="soon") == []
    assert listed(registrar, **NOW, waiting="deactivated") == ["ANI"]


def test_the_page_and_the_file_say_the_age_and_sex_that_were_known(corrected: Row, registrar: Client) -> None:
    learned([{**corrected, "TGL_LHR": "02-03-1950", "JENIS_KLMIN": "1"}])

    rows = {row.resident.name: (row.age, row.sex) for row, *_ in _rows(registrar, THEN)}
    [ani] = [row for row in file(registrar, **THEN) if row[3] == "ANI"]

    assert rows["ANI"] == (26, "f")
    assert ("1990" in ani[5], ani[6]) == (True, "26")
    assert listed(registrar, **THEN, sex="m") == []
    assert listed(registrar, **NOW, sex="m") == ["ANI"]
    women = coverage.coverage(on=date(2016, 8, 31), known=date(2016, 8, 31)).total.female.obliged
    assert len(listed(registrar, **THEN, measure="obliged", sex="f")) == women == 2


def _rows(browser: Client, asked: Row) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = browser.get("/penduduk/", asked).context["rows"]
    return found


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
    assert [row[3] for row in file(registrar, **THEN, **FIRST)] == ["ANI"]
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
