"""A name is written in many ways, and each leads to the person."""

import pytest
from django.test import Client

from tests import make
from tests.office.residents.screens import desk


@pytest.fixture(scope="module", autouse=True)
def two_people(an_office: None) -> None:
    desk.people(make.siti(NAMA_LGKP="SITI AMINAH"), make.siti(NAMA_LGKP="BUDI REKAAN"))


@pytest.mark.parametrize(
    "typed",
    [
        "sity aminh",
        "Sitti Amina",
        "ST. AMINAH",
        "aminah siti",
        "Sitiaminah",
        "siti aminah 1980",
        "AMINAH 17-05-1980",
    ],
)
def test_every_way_of_writing_a_name_leads_to_the_person(registrar: Client, typed: str) -> None:
    assert desk.names(desk.search(registrar, typed)) == ["SITI AMINAH"]
