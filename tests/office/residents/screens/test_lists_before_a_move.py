"""Lists of a day before somebody moved to another district: who still stands there, and how much is told."""

from datetime import date

import pytest
from django.test import Client

from rekam.office.coverage import queries as coverage
from tests import make
from tests.office.residents.screens import desk
from tests.office.residents.screens.desk import listed

Row = dict[str, str]


@pytest.fixture(scope="module", autouse=True)
def leaves(an_office: None) -> Row:
    """In September she moves from Sangatta Utara to Teluk Pandan, and somebody else the other way."""
    leaves = make.siti(NAMA_LGKP="PERGI", ALAMAT="JALAN LAMA")
    comes = make.siti(NAMA_LGKP="DATANG", area=make.TELUK_PANDAN)
    make.committed([leaves, comes, make.siti(NAMA_LGKP="TETAP")])
    to_pandan = {"NO_KEC": "13", "NO_KEL": "2001", "TGL_DATANG": "10-09-2016", "ALAMAT": "JALAN BARU"}
    to_utara = {"NO_KEC": "4", "NO_KEL": "2001", "TGL_DATANG": "10-09-2016"}
    make.committed([{**leaves, **to_pandan}, {**comes, **to_utara}], as_of=date(2016, 9, 15))
    return leaves


def test_staff_of_a_district_list_all_whom_the_number_of_a_day_counted(in_the_district: Client) -> None:
    for asked in ({"area": "64.08.04"}, {"area": make.SANGATTA_UTARA}, {}):
        then = listed(in_the_district, on="25-08-2016", **asked)
        assert then == ["PERGI", "TETAP"], asked
        assert len(then) == coverage.coverage(on=date(2016, 8, 25), within="64.08.04").total.total.unrecorded
        assert listed(in_the_district, on="30-09-2016", **asked) == ["DATANG", "TETAP"], asked


def test_who_moved_out_of_the_readers_area_is_named_and_no_more_is_told(
    in_the_district: Client, leaves: Row
) -> None:
    answer = in_the_district.get("/penduduk/", {"on": "25-08-2016"})

    page, gone = answer.content.decode(), desk.resident(leaves)
    assert "PERGI" in page
    assert f"/penduduk/{gone.pk}/" not in page
    assert "Teluk Pandan" not in desk.text(answer).partition("PERGI")[2]
    assert desk.text(answer).count("Sudah pindah dari wilayah Anda") == 1
    assert "Siapa yang sudah pindah dari wilayah Anda sesudah hari itu tetap disebut" in desk.text(answer)
    assert in_the_district.get(f"/penduduk/{gone.pk}/").status_code == 403


def test_who_moved_out_is_not_found_by_what_is_true_of_them_today(in_the_district: Client) -> None:
    assert listed(in_the_district, on="25-08-2016", worker="no") == ["TETAP"]
    assert listed(in_the_district, on="25-08-2016", standing="resident") == ["TETAP"]


def test_a_downloaded_list_tells_no_more_of_who_moved_out(in_the_district: Client) -> None:
    asked = "/penduduk/unduh/?on=2016-08-25"
    file = in_the_district.post(asked, {"why": "Pendataan ulang", "kind": "csv"}).content.decode("utf-8-sig")

    [gone] = [line for line in file.splitlines() if "PERGI" in line]
    assert "Sudah pindah dari wilayah Anda" in gone
    assert "JALAN BARU" not in gone
    assert "Teluk Pandan" not in gone
    assert "TETAP" in file


def test_who_sees_the_whole_office_opens_everybody_on_a_list_of_an_earlier_day(
    registrar: Client, leaves: Row
) -> None:
    page = registrar.get("/penduduk/", {"on": "25-08-2016", "area": "64.08.04"}).content.decode()

    assert f"/penduduk/{desk.resident(leaves).pk}/" in page
    assert leaves["NIK"] in page
