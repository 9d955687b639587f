"""What the screens of clients show, to whom, and what they do."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client as Browser

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.clients.models import Client, Roll, RollState
from tests import make
from tests.office.accounts import staff
from tests.office.clients import made

HERE = "/jemput-bola/klien/"
OCTOBER = "10-10-2099"  # the calendar of a test stands where the machine's does


def browser(role: Role = Role.PLANNER, **about: Any) -> Browser:
    return staff.browser(staff.person(role, **about))


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def uploaded(path: Path, **more: str) -> dict[str, Any]:
    file = SimpleUploadedFile("karyawan.csv", path.read_bytes())
    return {"file": file, "name": "Karyawan", "kind": "workers", "as_of": "30-09-2016", **more}


def shown(folder: Path, siti: dict[str, str]) -> Roll:
    lines = [(siti["NIK"], "SITI REKAAN"), (siti["NIK"][:15], "SITI REKAAN"), ("", "TIDAK ADA")]
    return made.roll(folder, lines)


def test_a_client_is_added_and_found_in_the_list() -> None:
    planner = browser()
    facts = {"name": "PT Contoh Rekaan", "kind": "company", "area": "64.08.09", "kits_at_once": "2"}

    answer = planner.post(f"{HERE}baru/", facts)

    client = Client.objects.get()
    assert answer["Location"] == f"{HERE}{client.pk}/"
    page = text(planner.get(HERE))
    assert "PT Contoh Rekaan" in page
    assert "Bengalon" in page


def test_from_a_letter_to_an_agreed_date_and_back() -> None:
    client, planner = made.company(), browser()
    page = f"{HERE}{client.pk}/"
    planner.post(f"{page}permohonan/baru/", {"came": "letter", "on": "20-09-2016", "wanted_from": OCTOBER})
    asked = client.requests.get()
    assert asked.wanted[0]["from"] == "2099-10-10"

    about = {"on": OCTOBER, "starts": "08.00", "ends": "12.00", "kits": "1", "is_promised": "on"}
    planner.post(f"{page}tanggal/baru/?permohonan={asked.pk}", about)

    agreed = client.agreed_dates.get()
    asked.refresh_from_db()
    assert (agreed.is_promised, asked.state) == (True, "agreed")
    letter = planner.post(f"{page}surat/", {"number": "471/12/2016"})
    assert letter.content.startswith(b"%PDF")
    planner.post(f"{HERE}tanggal/{agreed.pk}/batal/", {"why": "banjir"})
    assert "dibatalkan" in text(planner.get(page))


def test_a_contact_with_an_impossible_number_is_told_beside_the_field() -> None:
    client = made.company()
    about = {"name": "Budi", "phone": "12", "channel": "sms", "consents": ""}

    answer = browser().post(f"{HERE}{client.pk}/narahubung/baru/", about)

    assert answer.status_code == 422
    assert "bukan nomor telepon" in text(answer)


def test_consent_is_noted_with_how_it_was_given_and_shown_so() -> None:
    client, planner = made.company(), browser()
    about = {"name": "Budi", "phone": "0812-3456-7890", "channel": "sms", "consents": "yes"}

    without = planner.post(f"{HERE}{client.pk}/narahubung/baru/", about)
    planner.post(f"{HERE}{client.pk}/narahubung/baru/", {**about, "consent_how": "form"})

    assert (without.status_code, client.contacts.count()) == (422, 1)
    assert "Dengan formulir" in text(planner.get(f"{HERE}{client.pk}/"))


@made.with_siti
def test_a_list_is_handed_in_and_says_what_came_of_it(tmp_path: Path, siti: dict[str, str]) -> None:
    planner, client = browser(), made.company()
    path = made.file(tmp_path, [(siti["NIK"], "SITI REKAAN")])

    answer = planner.post(f"{HERE}{client.pk}/daftar/baru/", uploaded(path))

    page = text(planner.get(answer["Location"]))
    assert "SITI REKAAN" in page
    assert "Perlu datang" in page
    assert siti["NIK"] not in page


def test_a_file_that_is_no_table_is_refused_in_words() -> None:
    client = made.company()
    file = SimpleUploadedFile("foto.csv", b"\x89PNG\r\n\x1a\n0000")
    about = {"file": file, "name": "x", "kind": "workers", "as_of": "30-09-2016"}

    answer = browser().post(f"{HERE}{client.pk}/daftar/baru/", about)

    assert (answer.status_code, Roll.objects.count()) == (422, 0)
    assert "PNG" in text(answer)


@made.with_siti
def test_columns_that_are_not_certain_are_asked_with_their_first_cells(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    planner, client = browser(), made.company()
    path = made.file(tmp_path, [(siti["NIK"], "SITI REKAAN")], ("No", "Kode A", "Kode B"))
    answer = planner.post(f"{HERE}{client.pk}/daftar/baru/", uploaded(path))
    columns = f"{answer['Location']}kolom/"
    page = text(planner.get(answer["Location"], follow=True))  # type: ignore[arg-type]
    assert "SITI REKAAN" in page
    assert siti["NIK"] not in page

    assert planner.post(columns, {"nik": "Kode A", "name": "Kode A"}).status_code == 422
    planner.post(columns, {"nik": "Kode A", "name": "Kode B"})

    assert Roll.objects.get().state == RollState.MATCHED


@made.with_siti_and_dewi
def test_a_pair_is_shown_side_by_side_and_decided(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = shown(tmp_path, siti)
    planner = browser()

    first = planner.get(f"{HERE}daftar/{roll.pk}/periksa/")
    page = text(planner.get(first["Location"]))
    planner.post(f"{first['Location']}putuskan/", {"answer": str(made.resident(siti).pk)})

    assert first["Location"].endswith("/baris/3/")
    assert "Ini orangnya" in page
    assert siti["NIK"] not in page
    assert made.row(roll, 3).same_as == 2
    planner.post(f"{first['Location']}putuskan/", {"answer": "back"})
    assert made.row(roll, 3).decision == ""


@made.with_siti_and_dewi
def test_who_comes_second_to_a_row_is_told_and_sees_the_decision(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    roll = shown(tmp_path, siti)
    row = f"{HERE}daftar/{roll.pk}/baris/3/"
    browser(Role.REGISTRAR).post(f"{row}putuskan/", {"answer": str(made.resident(siti).pk)})

    answer = browser().post(f"{row}putuskan/", {"answer": "nobody"}, follow=True)

    assert "sudah memutuskan baris ini" in text(answer)  # type: ignore[arg-type]
    assert made.row(roll, 3).decision == "this"


@made.with_siti_and_dewi
def test_sure_proposals_are_accepted_together(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = shown(tmp_path, siti)

    browser().post(f"{HERE}daftar/{roll.pk}/terima/")

    assert made.row(roll, 3).decision == "this"


@made.with_siti_and_dewi
def test_the_client_gets_names_and_no_whole_number_even_from_who_may_see_them(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    roll = shown(tmp_path, siti)
    registrar = browser(Role.REGISTRAR)

    pdf = registrar.get(f"{HERE}{roll.client_id}/perlu-datang.pdf")
    book = registrar.get(f"{HERE}{roll.client_id}/perlu-datang.xlsx")

    assert pdf.content.startswith(b"%PDF")
    cells = _cells(book.content)
    assert "SITI REKAAN" in cells
    assert any("••••••" in cell for cell in cells)
    assert siti["NIK"] not in cells
    assert Entry.objects.filter(event="roll.exported").count() == 2


@made.with_siti
def test_a_name_that_is_a_formula_is_text_in_the_workbook(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = made.roll(tmp_path, [(siti["NIK"], "=SITI+REKAAN")])

    book = browser(Role.REGISTRAR).get(f"{HERE}{roll.client_id}/perlu-datang.xlsx")

    with ZipFile(io.BytesIO(book.content)) as parts:
        sheets = "".join(parts.read(name).decode() for name in parts.namelist() if "/worksheets/" in name)
        styles = parts.read("xl/styles.xml").decode()
    assert "REKAAN" in str(_cells(book.content))
    assert not re.search(r"<f>[^<]*REKAAN", sheets)
    assert 'quotePrefix="1"' in styles


def _cells(content: bytes) -> list[str]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return [str(cell) for row in rows for cell in row]


@made.with_siti_and_dewi
def test_who_may_not_see_residents_sees_figures_only(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = shown(tmp_path, siti)

    technician = browser(Role.TECHNICIAN)
    page = technician.get(f"{HERE}daftar/{roll.pk}/")

    assert page.status_code == 200
    assert "SITI" not in text(page)
    assert technician.get(f"{HERE}daftar/{roll.pk}/baris/2/").status_code == 403
    assert technician.get(f"{HERE}{roll.client_id}/perlu-datang.pdf").status_code == 403


def test_district_staff_see_the_clients_of_their_district(tmp_path: Path) -> None:
    own, other = made.company("PT Sini"), made.company("PT Sana", area="64.08.09")
    staff_ = browser(Role.DISTRICT_STAFF)

    page = text(staff_.get(HERE))

    assert ("PT Sini" in page, "PT Sana" in page) == (True, False)
    assert staff_.get(f"{HERE}{own.pk}/").status_code == 200
    assert staff_.get(f"{HERE}{other.pk}/").status_code == 403
    assert staff_.post(f"{HERE}{own.pk}/daftar/baru/").status_code == 403


def test_a_resident_of_another_district_is_not_shown_to_who_may_not_see_them(tmp_path: Path) -> None:
    siti = make.siti(area=made.BENGALON)
    make.committed([siti])
    roll = made.roll(tmp_path, [(siti["NIK"], "SITI")])

    page = text(browser(Role.DISTRICT_STAFF).get(f"{HERE}daftar/{roll.pk}/"))

    assert "penduduk kecamatan lain" in page
    assert "SITI REKAAN" not in page


@made.with_siti_and_dewi
def test_reading_a_list_is_written_down(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = shown(tmp_path, siti)

    browser(Role.HEAD).get(f"{HERE}daftar/{roll.pk}/?hasil=check")

    read = Entry.objects.get(event="roll.read")
    assert (read.subject, read.details["list"], read.details["count"]) == (f"roll:{roll.pk}", "check", 1)


@made.with_siti_and_dewi
def test_a_list_is_withdrawn_after_it_was_said_what_goes(tmp_path: Path, siti: dict[str, str]) -> None:
    roll = shown(tmp_path, siti)
    planner = browser()
    assert "3 baris" in text(planner.get(f"{HERE}daftar/{roll.pk}/tarik/"))

    planner.post(f"{HERE}daftar/{roll.pk}/tarik/")

    assert "sudah ditarik" in text(planner.get(f"{HERE}daftar/{roll.pk}/"))


@made.with_siti_and_dewi
def test_a_register_that_has_changed_is_said_and_the_list_compared_again(
    tmp_path: Path, siti: dict[str, str]
) -> None:
    roll = shown(tmp_path, siti)
    make.committed([make.siti(NAMA_LGKP="ANI REKAAN")], as_of=date(2016, 9, 1))
    planner = browser()
    assert "sudah berubah" in text(planner.get(f"{HERE}daftar/{roll.pk}/"))

    answer = planner.post(f"{HERE}daftar/{roll.pk}/cocokkan/", follow=True)

    assert "sudah berubah" not in text(answer)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["", "baru/"])
def test_on_the_first_day_the_page_teaches_the_first_step(path: str) -> None:
    assert browser().get(f"{HERE}{path}").status_code == 200
    assert "Tambah klien pertama" in text(browser().get(HERE))
