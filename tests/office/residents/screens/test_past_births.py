"""Somebody whose birth was corrected in September: a list of August knows the earlier one."""

from datetime import date

import pytest
from django.test import Client

from rekam.office.coverage import queries as coverage
from tests import make
from tests.office.residents.screens.desk import NOW, THEN, learned, listed, listed_file, ordered

Row = dict[str, str]


@pytest.fixture(scope="module", autouse=True)
def corrected(an_office: None) -> Row:
    """Known as born in 1990 until September, as born in 1950 since; somebody born in 1970 beside."""
    corrected = make.siti(NAMA_LGKP="ANI", TGL_LHR="02-03-1990")
    make.committed([corrected, make.siti(NAMA_LGKP="BUDI", TGL_LHR="02-03-1970")])
    learned([{**corrected, "TGL_LHR": "02-03-1950"}])
    return corrected


@pytest.mark.parametrize("order", ["born", "obliged"])
def test_the_oldest_are_those_who_were_known_as_the_oldest(order: str, registrar: Client) -> None:
    assert ordered(registrar, **THEN, order=order) == ["BUDI", "ANI"]
    assert [row[3] for row in listed_file(registrar, **THEN, order=order)] == ["BUDI", "ANI"]
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
    narrow: Row, then: list[str], now: list[str], registrar: Client
) -> None:
    assert listed(registrar, **THEN, **narrow) == then
    assert listed(registrar, **NOW, **narrow) == now


def test_the_page_and_the_file_say_the_age_and_sex_that_were_known(corrected: Row, registrar: Client) -> None:
    learned([{**corrected, "TGL_LHR": "02-03-1950", "JENIS_KLMIN": "1"}])

    rows = {row.resident.name: (row.age, row.sex) for row, *_ in _rows(registrar, THEN)}
    [ani] = [row for row in listed_file(registrar, **THEN) if row[3] == "ANI"]

    assert rows["ANI"] == (26, "f")
    assert ("1990" in ani[5], ani[6]) == (True, "26")
    assert listed(registrar, **THEN, sex="m") == []
    assert listed(registrar, **NOW, sex="m") == ["ANI"]
    women = coverage.coverage(on=date(2016, 8, 31), known=date(2016, 8, 31)).total.female.obliged
    assert len(listed(registrar, **THEN, measure="obliged", sex="f")) == women == 2


def _rows(browser: Client, asked: Row) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = browser.get("/penduduk/", asked).context["rows"]
    return found
