"""What a review shows, and what a person decides on it."""

import csv
import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.coverage import queries as coverage
from rekam.office.imports import actions, told
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, State
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.accounts import staff
from tests.office.imports.screens.counter import committed, hand_in, handed_in, recordings, text

NIK_IN_AN_ADDRESS = re.compile(r"(?:href|action|hx-get|hx-post)=\"[^\"]*\d{16}")


def registered(on: date = date(2016, 9, 30)) -> int:
    return coverage.coverage(on=on, known=on, within="64.08").total.total.registered


# -- reading it -----------------------------------------------------------------------------------------


def test_the_effect_is_told_for_each_kecamatan_and_for_all(browser: Client) -> None:
    item = handed_in(browser, [make.siti(), make.siti(), make.siti(area=make.TELUK_PANDAN)])

    words = text(browser.get(f"/impor/{item.pk}/"))

    assert "Sangatta Utara +2 +2 0 +2" in words
    assert "Teluk Pandan +1 +1 0 +1" in words
    assert "Jumlah +3 +3 0 +3" in words
    assert "Terdaftar +3, wajib KTP +3, sudah rekam 0, belum rekam +3." in words


def test_numbers_lead_to_their_rows_with_niks_masked(browser: Client) -> None:
    siti = make.siti()
    item = handed_in(browser, [siti])
    assert f"/impor/{item.pk}/baris/?table=new" in browser.get(f"/impor/{item.pk}/").content.decode()

    page = browser.get(f"/impor/{item.pk}/baris/?table=new")

    assert "SITI REKAAN" in text(page)
    assert f"{siti['NIK'][:6]}••••••{siti['NIK'][12:]}" in text(page)
    assert siti["NIK"] not in page.content.decode()


def test_each_look_at_people_is_one_line_in_the_audit_trail(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])
    browser.get(f"/impor/{item.pk}/")
    assert not Entry.objects.filter(event="residents.listed").exists()

    for address in ("baris/?table=new", "kolom/", "masalah/"):
        browser.get(f"/impor/{item.pk}/{address}")

    read = [e.details["list"] for e in Entry.objects.filter(event="residents.listed").order_by("number")]
    assert read == ["new", "columns", "problems"]


def test_a_change_shows_the_old_beside_the_new(browser: Client) -> None:
    siti = make.siti()
    committed(browser, [siti])
    moved = {**siti, "NO_KEC": "13", "NO_KEL": "2001", "STAT_KWN": "2"}
    item = handed_in(browser, [moved], as_of="30-06-2016")

    words = text(browser.get(f"/impor/{item.pk}/baris/?table=changed"))

    assert "Sangatta Utara (64.08.04.2001)" in words
    assert "Teluk Pandan (64.08.13.2001)" in words
    assert "Status perkawinan" in words
    assert "Tempat lahir" not in words


def test_what_changes_is_counted_by_fact(browser: Client) -> None:
    siti, dewi = make.siti(), make.siti()
    committed(browser, [siti, dewi])
    changed = [{**siti, "STAT_KWN": "2"}, {**dewi, "STAT_KWN": "2", "TMPT_LHR": "BENGALON"}]
    item = handed_in(browser, changed, as_of="30-06-2016")

    words = text(browser.get(f"/impor/{item.pk}/"))

    assert "Status perkawinan 2" in words
    assert "Tempat lahir 1" in words


def test_the_same_file_again_is_warned_of_and_changes_nothing(browser: Client) -> None:
    rows = [make.siti()]
    first = committed(browser, rows)
    item = handed_in(browser, rows)

    page = browser.get(f"/impor/{item.pk}/")

    assert "Berkas yang sama persis sudah pernah disahkan." in text(page)
    assert f"/impor/{first.pk}/" in page.content.decode()
    assert "tidak memuat hal yang belum ada dalam data" in text(page)


def test_notes_about_the_file_are_told(browser: Client) -> None:
    old = make.csv_of([make.siti(NAMA_LGKP="SITI ANDRÉ"), make.siti(NAMA_LGKP="DEWI X")]).decode()
    mixed = old.encode("cp1252").replace(b"DEWI X", "DEWI RENÉ".encode())

    words = text(hand_in(browser, SimpleUploadedFile("campur.csv", mixed)))

    assert "file.mixed_encoding" in words


def test_notes_that_ask_for_a_look_stand_before_the_commit(browser: Client) -> None:
    file = SimpleUploadedFile("a.csv", make.csv_of([make.siti()]).replace(b"SANGATTA", b"SANG\0ATTA"))

    page = hand_in(browser, file).content.decode()

    assert 0 < page.index("file.nul_bytes") < page.index('id="decide"')


def test_a_row_with_two_problems_is_one_row_on_its_tab(browser: Client) -> None:
    item = handed_in(browser, [make.siti(), make.siti() | {"JENIS_KLMIN": "?", "TGL_LHR": "31-02-1990"}])

    levels = browser.get(f"/impor/{item.pk}/masalah/").context["levels"]

    assert (item.counts["rejected"], {name: count for name, _, count in levels}["rejected"]) == (1, 1)


def test_fields_without_a_column_stand_side_by_side(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])

    page = browser.get(f"/impor/{item.pk}/kolom/").content.decode()

    [rest] = re.findall(r'<div class="columns-rest">.*?</section>', page, re.S)
    assert rest.count("<select") >= 10
    assert "Agama</label>" in rest


def test_sessions_show_who_is_known_and_who_is_not(browser: Client) -> None:
    siti, stranger = make.siti(), make.siti()
    committed(browser, [siti])
    rows = [make.session(siti, "10-08-2016"), make.session(stranger, "11-08-2016")]
    hand_in(browser, recordings(rows), "perekaman", as_of="30-09-2016")
    number = Import.objects.latest("pk").pk

    every = text(browser.get(f"/impor/{number}/baris/?table=sessions"))
    unknown = text(browser.get(f"/impor/{number}/baris/?table=unknown"))
    reports = text(browser.get(f"/impor/{number}/baris/?table=reports"))

    assert "SITI REKAAN" in every
    assert "belum ada dalam data" in every
    assert "SITI REKAAN" not in unknown
    assert "11-08-2016" in unknown
    assert "BIO_CAPTURED" in reports


def test_a_table_that_there_is_not_is_not_found(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])

    assert browser.get(f"/impor/{item.pk}/baris/?table=sessions").status_code == 404
    assert browser.get(f"/impor/{item.pk}/baris/?table=../original").status_code == 404
    assert browser.get("/impor/987654321/").status_code == 404


# -- what is wrong with it ------------------------------------------------------------------------------


def test_what_is_wrong_is_told_by_kind_and_by_row(browser: Client) -> None:
    item = handed_in(browser, [make.siti(), {**make.siti(), "TGL_LHR": "31-02-1980"}])

    every = text(browser.get(f"/impor/{item.pk}/masalah/"))
    held = text(browser.get(f"/impor/{item.pk}/masalah/?level=held"))
    one = text(browser.get(f"/impor/{item.pk}/masalah/?code=born.impossible"))

    assert "Tanggal lahir 31-02-1980 tidak ada di kalender." in every
    assert "Perbaiki menurut kartu keluarga." in every
    assert "baris 3" in every
    assert "Tidak ada masalah di sini" in held
    assert "born.impossible" in one


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_rejected_rows_come_back_as_a_file_in_which_nothing_runs(browser: Client, ending: str) -> None:
    formula = '=HYPERLINK("http://x.test")'
    item = handed_in(browser, [make.siti(), make.siti(TGL_LHR="17-05-1980", JENIS_KLMIN=formula)])

    answer: Any = browser.get(f"/impor/{item.pk}/masalah.{ending}")

    rows = _rows(b"".join(answer.streaming_content), ending)
    assert f'filename="impor-{item.pk}-masalah.{ending}"' in answer.headers["Content-Disposition"]
    assert rows[0][:3] == ["Baris", "Kolom", "Kode"]
    assert [row[:3] for row in rows[1:]] == [["3", "JENIS_KLMIN", "sex.unknown"]]
    assert rows[1][4] == f"'{formula}"
    assert rows[1][6].endswith(".")
    assert Entry.objects.filter(event="residents.exported", subject=item.source).count() == 1


def _rows(content: bytes, ending: str) -> list[list[str]]:
    if ending == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [list(row) for row in book.worksheets[0].iter_rows()]
    assert not [cell for row in cells for cell in row if cell.data_type == "f"]
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in cells]


def test_without_problems_there_is_no_file_of_them(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])

    assert browser.get(f"/impor/{item.pk}/masalah.xlsx").status_code == 404


# -- the columns ----------------------------------------------------------------------------------------


def test_an_unsure_column_is_shown_on_top_and_corrected_by_a_person(browser: Client) -> None:
    siti = make.siti()
    content = make.csv_of([siti]).decode().replace("NO_KK", "KOLOM A", 1).replace("TMPT_LHR", "KOLOM B", 1)

    hand_in(browser, SimpleUploadedFile("aneh.csv", content.encode()))
    item = Import.objects.latest("pk")
    page = browser.get(f"/impor/{item.pk}/kolom/")
    form = page.context["form"]
    chosen = {name: form[name].value() or "" for name in form.fields}

    answer = browser.post(
        f"/impor/{item.pk}/kolom/", {**chosen, "kk": "KOLOM A", "birth_place": "KOLOM B"}, follow=True
    )

    item.refresh_from_db()
    how = {match["field"]: (match["column"], match["how"]) for match in item.columns["found"]}
    assert how["kk"] == ("KOLOM A", "person")
    assert how["birth_place"] == ("KOLOM B", "person")
    assert item.state == State.REVIEWED
    assert "Menunggu keputusan" in text(answer)


def test_a_file_whose_columns_cannot_be_found_is_saved_by_pointing_them_out(browser: Client) -> None:
    content = (
        make.csv_of([make.siti()]).decode().replace("TGL_LHR", "XYZ", 1).replace("17-05-1980", "17-05-80")
    )

    answer = hand_in(
        browser, SimpleUploadedFile("aneh.csv", content.replace("JENIS_KLMIN", "QQQ", 1).encode())
    )
    item = Import.objects.latest("pk")
    assert item.state == State.FAILED
    assert "file.missing_column" in text(answer)
    assert "Tunjukkan kolomnya" in text(answer)

    page = browser.get(f"/impor/{item.pk}/kolom/")
    assert "Diperlukan, tetapi tidak ditemukan" in text(page)
    form = page.context["form"]
    chosen = {name: form[name].value() or "" for name in form.fields}
    browser.post(f"/impor/{item.pk}/kolom/", {**chosen, "born": "XYZ", "sex": "QQQ"})

    item.refresh_from_db()
    assert item.state == State.REVIEWED
    assert item.counts["read"] == 1


def test_a_column_that_was_taken_by_mistake_can_be_let_go(browser: Client) -> None:
    content = make.csv_of([make.siti()]).decode().replace("NO_KK", "KOLOM A", 1)
    hand_in(browser, SimpleUploadedFile("aneh.csv", content.encode()))
    item = Import.objects.latest("pk")
    form = browser.get(f"/impor/{item.pk}/kolom/").context["form"]
    chosen = {name: form[name].value() or "" for name in form.fields}
    assert chosen["kk"] == "KOLOM A"

    browser.post(f"/impor/{item.pk}/kolom/", {**chosen, "kk": ""})

    item.refresh_from_db()
    assert "kk" not in {match["field"] for match in item.columns["found"]}


def test_one_column_cannot_be_two_fields(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])
    form = browser.get(f"/impor/{item.pk}/kolom/").context["form"]
    chosen = {name: form[name].value() or "" for name in form.fields}

    answer = browser.post(f"/impor/{item.pk}/kolom/", {**chosen, "kk": "NIK"})

    assert answer.status_code == 422
    assert "Kolom ini dipilih dua kali." in text(answer)


def test_first_cells_are_shown_with_long_numbers_masked(browser: Client) -> None:
    siti = make.siti()
    item = handed_in(browser, [siti])

    page = browser.get(f"/impor/{item.pk}/kolom/").content.decode()

    assert f"{siti['NIK'][:6]}••••••{siti['NIK'][12:]}" in page
    assert siti["NIK"] not in page
    assert siti["NO_KK"] not in page


@pytest.mark.parametrize("shape", ["{} {} {} {}", "{}.{}.{}.{}", "{}-{}-{}-{}", "'{} {}{} {}", "{}{}.{}{}"])
@pytest.mark.parametrize("name", ["NIK", "NO_KK", "CATATAN"])
def test_numbers_written_in_groups_are_masked_too(browser: Client, shape: str, name: str) -> None:
    siti = make.siti(CATATAN="6408042101160001")
    whole = siti[name]
    grouped = shape.format(*(whole[at : at + 4] for at in range(0, 16, 4)))
    content = make.csv_of([{**siti, name: grouped}], (*make.REGISTER, "CATATAN"))
    hand_in(browser, SimpleUploadedFile("kelompok.csv", content))
    item = Import.objects.latest("pk")

    cells = told.samples(item)[name]

    digits = [re.sub(r"[^0-9•]", "", cell) for cell in cells]
    assert digits == [f"{whole[:6]}••••••{whole[12:]}"]
    assert grouped.strip("'") not in browser.get(f"/impor/{item.pk}/kolom/").content.decode()


def test_first_cells_of_dates_and_addresses_are_shown_whole(browser: Client) -> None:
    said = {
        "TGL_LHR": "17-05-1980",
        "TGL_DATANG": "01.02.2010 08.15.00",
        "TMPT_LHR": "JL. 12 NO 3 RT 001 RW 002",
    }
    hand_in(browser, SimpleUploadedFile("data.csv", make.csv_of([make.siti() | said])))

    samples = told.samples(Import.objects.latest("pk"))

    assert {name: samples[name] for name in said} == {name: [text] for name, text in said.items()}


def test_another_sheet_of_a_workbook_can_be_chosen(browser: Client) -> None:
    book = openpyxl.Workbook()
    for name, people in (("Lama", 1), ("Baru", 3)):
        sheet = book.create_sheet(name)
        sheet.append(list(make.REGISTER))
        for _ in range(people):
            row = make.siti()
            sheet.append([row.get(column, "") for column in make.REGISTER])
    del book["Sheet"]
    content = io.BytesIO()
    book.save(content)
    hand_in(browser, SimpleUploadedFile("buku.xlsx", content.getvalue()))
    item = Import.objects.latest("pk")
    assert item.counts["read"] == 1

    form = browser.get(f"/impor/{item.pk}/kolom/").context["form"]
    chosen: dict[str, Any] = {name: form[name].value() or "" for name in form.fields}
    browser.post(f"/impor/{item.pk}/kolom/", {**chosen, "sheet": "Baru"})

    item.refresh_from_db()
    assert (item.sheet, item.counts["read"]) == ("Baru", 3)


def test_a_summary_before_the_sheet_of_people_says_that_there_are_others(browser: Client) -> None:
    book = openpyxl.Workbook()
    for name, rows in (("Rekap", [["Kecamatan", "Jumlah"], ["Bengalon", 3]]), ("Orang", [make.REGISTER])):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    del book["Sheet"]
    content = io.BytesIO()
    book.save(content)

    page = text(hand_in(browser, SimpleUploadedFile("rekap.xlsx", content.getvalue())))

    assert "file.missing_column" in page
    assert "Orang" in page


# -- deciding -------------------------------------------------------------------------------------------


def test_a_commit_brings_it_in_and_shows_what_it_did(browser: Client) -> None:
    item = handed_in(browser, [make.siti(), make.siti()])

    answer = browser.post(f"/impor/{item.pk}/sahkan/", follow=True)

    item.refresh_from_db()
    assert item.state == State.COMMITTED
    assert item.decided_by is not None
    assert "Terdaftar +2, wajib KTP +2" in text(answer)
    assert "/cakupan/penjelasan/?from=2015-12-31&amp;to=2015-12-31" in answer.content.decode()
    assert registered() == 2
    assert verification.verify() == []


def test_those_missing_from_a_release_are_decided_about_first(browser: Client) -> None:
    siti, dewi = make.siti(), make.siti()
    committed(browser, [siti, dewi], mode="release")
    item = handed_in(browser, [siti], mode="release", as_of="30-06-2016")

    page = browser.get(f"/impor/{item.pk}/")
    undecided = browser.post(f"/impor/{item.pk}/sahkan/")

    assert "Tandai keluar 1 orang yang tidak ada dalam rilis. Terdaftar −1" in text(page)
    assert "Biarkan 1 orang itu seperti semula. Terdaftar 0" not in text(page)
    assert "Biarkan 1 orang itu seperti semula. Hitungan tidak berubah." in text(page)
    assert undecided.status_code == 422
    assert "Putuskan dahulu" in text(undecided)
    item.refresh_from_db()
    assert item.state == State.REVIEWED


def test_of_those_missing_from_a_late_release_it_says_who_is_back(browser: Client) -> None:
    siti, dewi, budi = make.siti(), make.siti(), make.siti()
    committed(browser, [siti, dewi, budi], mode="release")
    committed(browser, [dewi], as_of="30-09-2016")
    late = handed_in(browser, [siti], mode="release", as_of="30-06-2016")

    page = text(browser.get(f"/impor/{late.pk}/"))

    assert late.counts["left"] == 2
    assert "Tentang orang yang disebutnya, berkas ini tidak memuat hal yang belum ada dalam data." in page
    assert "Berkas ini tidak memuat" not in page
    told = "Tandai keluar 2 orang yang tidak ada dalam rilis. Tentang 1 di antaranya sudah ada keterangan"
    assert told in page
    browser.cookies["django_language"] = "en"
    assert "Of 1 of them something newer is known already" in text(browser.get(f"/impor/{late.pk}/"))


@pytest.mark.parametrize(("decision", "left"), [("yes", 2), ("no", 1)])
def test_both_decisions_about_the_missing_do_what_they_say(browser: Client, decision: str, left: int) -> None:
    siti, dewi = make.siti(), make.siti()
    committed(browser, [siti, dewi], mode="release")
    item = handed_in(browser, [siti], mode="release", as_of="30-06-2016")

    answer = browser.post(f"/impor/{item.pk}/sahkan/", {"keep_missing": decision}, follow=True)

    assert registered() == left
    assert ("Terdaftar −1" in text(answer)) == (decision == "no")
    assert Entry.objects.get(event="import.committed", subject=item.source).details["left"] == 2 - left


def test_a_commit_can_be_undone_while_nothing_later_touched_it(browser: Client) -> None:
    item = committed(browser, [make.siti()])
    assert "Tarik kembali 1 baru" in text(browser.get(f"/impor/{item.pk}/"))

    answer = browser.post(f"/impor/{item.pk}/batalkan/", follow=True)

    item.refresh_from_db()
    assert item.state == State.UNDONE
    assert "Impor ini sudah dibatalkan." in text(answer)
    assert not Resident.objects.exists()


def test_undo_says_why_it_cannot_be_done_now(browser: Client) -> None:
    siti = make.siti()
    first = committed(browser, [siti])
    committed(browser, [{**siti, "STAT_KWN": "2"}], as_of="30-06-2016")

    page = browser.get(f"/impor/{first.pk}/")
    answer = browser.post(f"/impor/{first.pk}/batalkan/", follow=True)

    assert "tidak dapat dibatalkan sekarang: 1 barisnya sudah diubah" in text(page)
    assert f"/impor/{first.pk}/batalkan/" not in page.content.decode()
    assert "import.touched_since" in text(answer)
    first.refresh_from_db()
    assert first.state == State.COMMITTED


def test_a_file_that_was_put_aside_is_gone(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])
    folder = desks.of(item.pk).folder

    # The file goes when the transaction of the request has ended.
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = browser.post(f"/impor/{item.pk}/sisihkan/", follow=True)

    item.refresh_from_db()
    assert item.state == State.DISCARDED
    assert not folder.exists()
    assert answer.redirect_chain == [("/impor/", 302)]
    assert "Berkas ini sudah disisihkan" in text(browser.get(f"/impor/{item.pk}/"))


def test_a_review_that_the_register_overtook_is_shown_anew(browser: Client) -> None:
    siti = make.siti()
    first, second = handed_in(browser, [siti]), handed_in(browser, [siti, make.siti()])
    browser.post(f"/impor/{first.pk}/sahkan/")

    answer = browser.post(f"/impor/{second.pk}/sahkan/", follow=True)

    assert "import.review_again" in text(answer)
    assert "Pemeriksaan sudah diulang." in text(answer)
    assert "Impor ini menambah 1 penduduk." in text(answer)
    assert registered() == 1
    browser.post(f"/impor/{second.pk}/sahkan/")
    assert registered() == 2
    assert "import.review_again" not in text(browser.get(f"/impor/{second.pk}/"))


def test_a_second_click_on_commit_commits_once(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])
    browser.post(f"/impor/{item.pk}/sahkan/")

    answer = browser.post(f"/impor/{item.pk}/sahkan/")

    assert answer.status_code == 409
    assert "import.not_now" in text(answer)
    assert registered() == 1


def test_after_the_decision_what_was_read_is_deleted(browser: Client) -> None:
    item = committed(browser, [make.siti(), make.siti(TGL_LHR="17-05-1980", JENIS_KLMIN="?")])

    left = sorted(path.name for path in desks.of(item.pk).folder.iterdir())

    assert left == ["problems.parquet"]
    assert "Setelah diputuskan" in text(browser.get(f"/impor/{item.pk}/baris/?table=new"))


# -- everybody else -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_who_may_only_look_sees_no_button(browser: Client, role: Role) -> None:
    item = handed_in(browser, [make.siti()])
    reader = staff.browser(staff.person(role))

    page = reader.get(f"/impor/{item.pk}/")

    assert "Petugas pendaftaran yang memutuskannya." in text(page)
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    for address in ("periksa", "sahkan", "sisihkan", "batalkan", "hentikan", "kolom"):
        reader.post(f"/impor/{item.pk}/{address}/")
    item.refresh_from_db()
    assert item.state == State.REVIEWED


def test_no_address_holds_a_nik(browser: Client) -> None:
    siti = make.siti()
    first = committed(browser, [siti])
    item = handed_in(
        browser, [{**siti, "STAT_KWN": "2"}, make.siti(), make.siti(NIK="640804")], as_of="30-06-2016"
    )
    seen = ["", f"{first.pk}/", f"{item.pk}/", f"{item.pk}/kolom/", f"{item.pk}/masalah/"]
    seen += [f"{item.pk}/baris/?table={table}" for table in ("new", "changed", "past", "left")]

    for address in seen:
        answer = browser.get(f"/impor/{address}")
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert not NIK_IN_AN_ADDRESS.search(page), address
        assert siti["NIK"] not in page


def test_every_page_speaks_english_too(browser: Client) -> None:
    item = handed_in(browser, [make.siti()])
    browser.cookies["django_language"] = "en"

    page = browser.get(f"/impor/{item.pk}/")

    assert "This import adds 1 person to the register." in text(page)


def test_the_list_puts_first_what_waits_for_a_decision(browser: Client) -> None:
    waiting = handed_in(browser, [make.siti()])
    committed(browser, [make.siti()])

    page = browser.get("/impor/").content.decode()

    links = re.findall(r"/impor/(\d+)/", page)
    assert links[0] == str(waiting.pk)
    assert len(links) == 2


def test_an_import_reviewed_on_the_screen_can_be_committed_by_the_terminal(browser: Client) -> None:
    """Reviewed on the screen, committed by the terminal's action: one life cycle for both."""
    item = handed_in(browser, [make.siti()])

    actions.commit(item, by=None, at=make.moment())

    assert "Sudah disahkan" in text(browser.get(f"/impor/{item.pk}/"))
