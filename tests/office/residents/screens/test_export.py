"""A list leaves the office as a file: why, by whom, and what it must not carry."""

import csv
import io
import zipfile
from datetime import date

from django.test import Client

from tests import make
from tests.office.residents.screens import desk

WHY = {"why": "Undangan jemput bola Oktober", "kind": "csv"}


def rows_of(answer: object) -> list[list[str]]:
    content: bytes = answer.content  # type: ignore[attr-defined]
    first = content.decode("utf-8-sig")
    delimiter = ";" if ";" in first.splitlines()[0] else ","
    return list(csv.reader(io.StringIO(first), delimiter=delimiter))


def test_it_asks_what_the_list_is_for(registrar: Client) -> None:
    desk.people(make.siti(), make.siti())

    asked = registrar.get("/penduduk/unduh/")
    without = registrar.post("/penduduk/unduh/", {"why": "", "kind": "csv"})

    assert "Berkas ini akan memuat 2 orang." in desk.text(asked)
    assert without["Content-Type"].startswith("text/html")
    assert "Keperluan daftar ini" in desk.text(without)


def test_who_took_it_and_how_many_is_written_down(registrar: Client) -> None:
    desk.people(make.siti(), make.siti(), make.siti(area=make.TELUK_PANDAN))

    answer = registrar.post("/penduduk/unduh/?area=64.08.04&on=30-09-2016", WHY)

    line = desk.written("residents.exported")
    assert len(rows_of(answer)) == 3
    assert (line.subject, line.details["count"], line.details["why"]) == ("64.08.04", 2, WHY["why"])
    assert line.by is not None
    assert answer["Content-Disposition"] == 'attachment; filename="penduduk-2016-09-30.csv"'


def test_a_formula_in_a_name_stays_a_name(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="SITI"))
    desk.Resident.objects.update(name='=HYPERLINK("http://contoh.test")')

    row = rows_of(registrar.post("/penduduk/unduh/", WHY))[1]

    assert not row[3].startswith("=")
    assert "HYPERLINK" in row[3]


def test_niks_and_family_cards_are_masked_for_whom_the_whole_is_not(
    registrar: Client, planner: Client
) -> None:
    siti = make.siti()
    desk.people(siti)

    masked = planner.post("/penduduk/unduh/", WHY).content.decode()
    whole = registrar.post("/penduduk/unduh/", WHY).content.decode()

    assert siti["NIK"] not in masked
    assert siti["NO_KK"] not in masked
    assert siti["NIK"] in whole


def test_a_workbook_holds_the_same_people(registrar: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="DEWI REKAAN"))

    answer = registrar.post("/penduduk/unduh/", {**WHY, "kind": "xlsx"})

    book = zipfile.ZipFile(io.BytesIO(answer.content))
    assert "DEWI REKAAN" in "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))


def test_district_staff_take_only_their_own_kecamatan(in_the_district: Client) -> None:
    desk.people(make.siti(NAMA_LGKP="SENDIRI"), make.siti(NAMA_LGKP="LAIN", area=make.TELUK_PANDAN))

    assert [row[3] for row in rows_of(in_the_district.post("/penduduk/unduh/", WHY))[1:]] == ["SENDIRI"]


def test_the_file_of_an_earlier_day_says_the_standing_and_the_village_of_that_day(registrar: Client) -> None:
    late, moved = make.siti(NAMA_LGKP="TERLAMBAT"), make.siti(NAMA_LGKP="PINDAH")
    make.committed([late, moved])
    make.recorded([make.session(late, "20-08-2016", TGL_DIKETAHUI="05-09-2016")])
    there = {"NO_KEC": "13", "TGL_DATANG": "10-09-2016", "ALAMAT": "JALAN BARU"}
    columns = (*make.REGISTER, "ALAMAT")
    item = make.received(make.csv_of([{**moved, **there}], columns), as_of=date(2016, 9, 15))
    make.imports.commit(make.imports.look_over(item, at=make.moment()), by=None, at=make.moment())
    asked = f"?on=31-08-2016&known=31-08-2016&area={make.SANGATTA_UTARA}"

    headings, *rows = rows_of(registrar.post(f"/penduduk/unduh/{asked}", WHY))

    told = {row[3]: dict(zip(headings, row, strict=True)) for row in rows}
    assert set(told) == {"TERLAMBAT", "PINDAH"}
    for row in told.values():
        assert row["Kecamatan"] == "Sangatta Utara"
        assert row["Keadaan"].startswith("Belum rekam")
        assert row["Sejak"] == "17-05-1997"
    assert told["PINDAH"]["Alamat"] == ""  # it is of the village of now
    everybody = rows_of(registrar.post("/penduduk/unduh/?measure=obliged&on=30-09-2016", WHY))
    assert next(row for row in everybody if "PINDAH" in row)[11] == "JALAN BARU"
