"""The screens of reports: who may do what there, and what they say before it is done."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.regions import actions as regions
from rekam.office.reports import queries
from rekam.office.reports.models import Issued, Kind
from tests import make
from tests.office.accounts import staff
from tests.office.reports import scenes

MAKE = "/laporan/buat/?kind=monthly&month=2016-09"


def browser(role: Role = Role.PLANNER, **facts: Any) -> Client:
    return staff.browser(staff.person(role, **facts))


@pytest.fixture(scope="module", autouse=True)
def rows(ground: None) -> list[dict[str, str]]:
    """The office is a demo, so that "today" is the last day that its register knows: 30 September 2016."""
    found = scenes.register()
    scenes.recorded([scenes.session(found[0], "30-09-2016")])
    office = make.office()
    office.is_demo, office.head_name = True, "Dewi Lestari"
    office.save()
    return found


def answer(kind: str = Kind.MONTHLY, **changes: Any) -> dict[str, Any]:
    seen = queries.mark(queries.draft(kind=kind, on=date(2016, 9, 30)))
    return {"dated": "30-09-2016", "sequence": "1", "notes": "", "seen": seen, **changes}


def text(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_an_office_without_reports_is_told_how_to_begin() -> None:
    page = text(browser().get("/laporan/"))

    assert "Belum ada laporan yang terbit" in page
    assert "Buat laporan pertama" in page


def test_before_issuing_the_page_says_in_numbers_what_it_will_do() -> None:
    page = text(browser().get(MAKE))

    assert "Membekukan 4 wajib KTP, 1 sudah rekam, dan 3 belum rekam per 30 September 2016" in page
    assert "Terbitkan laporan 470/001/IX/2016" in page
    assert "RANCANGAN" in page


def test_a_report_is_issued_from_the_screen() -> None:
    planner = staff.person(Role.PLANNER)

    done = staff.browser(planner).post(MAKE, answer(notes="Genset rusak."))

    report = Issued.objects.get()
    assert done.headers["Location"] == f"/laporan/{report.pk}/"
    assert (report.number, report.issued_by) == ("470/001/IX/2016", planner)
    assert queries.said(report).notes == "Genset rusak."


def test_a_report_that_replaces_another_says_so_first() -> None:
    scenes.issued(dated=date(2016, 9, 30))

    assert "Menggantikan laporan 470/001/IX/2016" in text(browser().get(MAKE))


def test_figures_that_moved_meanwhile_are_shown_again_and_nothing_is_issued(
    rows: list[dict[str, str]],
) -> None:
    seen = answer(notes="Catatan saya")
    scenes.recorded([scenes.session(rows[1], "29-09-2016")])

    page = browser().post(MAKE, seen)

    assert not Issued.objects.exists()
    assert "Isi laporan berubah selagi Anda melihatnya" in text(page)
    assert "Catatan saya" in text(page)
    again = answer()["seen"]
    assert f'value="{again}"' in text(page)


def test_the_page_that_was_opened_issues_what_stands_on_it() -> None:
    planner = browser()
    form = planner.get(MAKE).context["form"]
    stale = {name: form[name].value() or "" for name in form.fields}
    regions.change_office(values={"head_name": "Budi Rekaan"}, by=None, at=make.moment())

    refused = planner.post(MAKE, stale)
    shown = {**stale, "seen": refused.context["form"]["seen"].value()}

    assert refused.context["paper"].signer_name == "Budi Rekaan"
    assert planner.post(MAKE, shown).status_code == 302
    assert queries.said(Issued.objects.get()).paper.signer_name == "Budi Rekaan"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dated": "31-09-2016"}, "Tulis tanggal seperti 30-09-2016."),
        ({"dated": "29-09-2016"}, "tidak dapat bertanggal lebih awal"),
        ({"sequence": "0"}, "lebih besar"),
    ],
)
def test_what_cannot_be_issued_is_explained(changes: dict[str, str], sentence: str) -> None:
    page = browser().post(MAKE, answer(**changes))

    assert not Issued.objects.exists()
    assert sentence in text(page)


def test_a_daily_report_keeps_what_the_office_typed_in() -> None:
    typed = answer(Kind.DAILY, suket_today="12", blanks="0")
    browser().post("/laporan/buat/?kind=daily&on=2016-09-30", typed)

    typed = queries.said(Issued.objects.get()).figures.typed
    assert (typed["suket_today"], typed["blanks"], typed["cards_new"]) == (12, 0, None)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR, Role.DISTRICT_STAFF])
def test_only_who_may_issue_gets_to_the_form(role: Role) -> None:
    assert browser(role).get(MAKE).status_code == 403
    assert browser(role).post(MAKE, answer()).status_code == 403


def test_a_planner_of_one_kecamatan_issues_nothing_for_the_regency() -> None:
    bound = browser(Role.PLANNER, area="64.08.04")

    assert bound.post(MAKE, answer()).status_code == 403
    assert "Buat laporan" not in text(bound.get("/laporan/"))


def test_the_list_says_what_became_of_each_report(rows: list[dict[str, str]]) -> None:
    scenes.issued(dated=date(2016, 9, 30))
    assert "Hitungan tidak berubah" in text(browser().get("/laporan/"))

    scenes.recorded([scenes.session(rows[1], "29-09-2016")])
    assert "Berubah: belum rekam −1, rekam dalam bulan +1" in text(browser().get("/laporan/"))


def test_the_list_and_the_tab_say_that_others_were_recorded_in_the_month(rows: list[dict[str, str]]) -> None:
    scenes.recorded([scenes.session(rows[1], "05-09-2016")])
    report = scenes.issued(dated=date(2016, 9, 30))
    earlier = scenes.session(rows[1], "20-08-2016", TGL_DIKETAHUI="10-10-2016")
    scenes.recorded([earlier], as_of=date(2016, 10, 10))

    assert "Berubah: rekam dalam bulan −1" in text(browser().get("/laporan/"))
    tabs = text(browser().get(f"/laporan/{report.pk}/"))
    assert "Berubah</span>" in tabs[tabs.index("Dibandingkan kini") :][:400]


def test_service_that_changed_under_the_same_counts_is_said_above_the_comparison(
    rows: list[dict[str, str]],
) -> None:
    report = scenes.issued(dated=date(2016, 9, 30))
    stranger = {**rows[1], "NIK": "6471015203990009"}
    scenes.recorded([scenes.session(stranger, "29-09-2016")])

    page = text(browser().get(f"/laporan/{report.pk}/sekarang/"))

    assert "Hitungan sama seperti saat terbit; sesi atau status dalam masa laporan sudah berubah" in page
    assert "Pelayanan saat terbit dan kini" in page


def test_a_report_is_found_by_its_number_or_the_beginning_of_its_fingerprint() -> None:
    report = scenes.issued(dated=date(2016, 9, 30))
    scenes.issued(kind=Kind.DAILY, dated=date(2016, 9, 30))

    for asked in ("001/IX", report.sha256[:12]):
        page = text(browser().get("/laporan/", {"search": asked}))
        assert "470/001/IX/2016" in page
        assert "470/002/IX/2016" not in page


def test_district_staff_see_their_part_and_no_other() -> None:
    report = scenes.issued(dated=date(2016, 9, 30))
    theirs = browser(Role.DISTRICT_STAFF)

    for path in ("report", "against", "history"):
        page = text(theirs.get(reverse(f"reports:{path}", args=[report.pk])))
        assert "Teluk Pandan" not in page
    page = text(theirs.get(f"/laporan/{report.pk}/"))
    assert "Kutipan laporan 470/001/IX/2016" in page
    assert "Singa Gembara" in page


def test_against_now_explains_what_changed(rows: list[dict[str, str]]) -> None:
    report = scenes.issued(dated=date(2016, 9, 30))
    scenes.recorded([scenes.session(rows[1], "29-09-2016")])

    page = text(browser().get(f"/laporan/{report.pk}/sekarang/"))

    assert "Angka sudah berubah sejak laporan ini terbit" in page
    assert "(dimasukkan setelah laporan)" in page


@pytest.mark.parametrize(
    ("name", "mime", "start"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("against_pdf", "application/pdf", b"%PDF-"),
        ("against_xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ],
)
def test_a_report_is_taken_out_as_a_file(name: str, mime: str, start: bytes) -> None:
    report = scenes.issued(dated=date(2016, 9, 30))

    answered = browser().get(reverse(f"reports:{name}", args=[report.pk]))

    assert answered.headers["Content-Type"] == mime
    assert "470-001-IX-2016" in answered.headers["Content-Disposition"]
    assert answered.content.startswith(start)


def test_taking_a_report_out_is_written_down() -> None:
    report = scenes.issued(dated=date(2016, 9, 30))

    browser(Role.AUDITOR).get(f"/laporan/{report.pk}/laporan.pdf")

    [line] = Entry.objects.filter(event="report.downloaded")
    assert (line.subject, line.details) == (report.number, {"form": "pdf"})


def test_a_draft_is_taken_out_by_who_may_issue_it() -> None:
    asked = {"kind": "monthly", "month": "2016-09"}

    assert browser().get("/laporan/buat/rancangan.pdf", asked).content.startswith(b"%PDF-")
    assert browser().get("/laporan/buat/rancangan.xlsx", asked).content.startswith(b"PK")
    assert browser(Role.OPERATOR).get("/laporan/buat/rancangan.pdf", asked).status_code == 403


def test_a_report_is_withdrawn_with_its_reason_on_every_copy() -> None:
    report = scenes.issued(dated=date(2016, 9, 30))
    planner = browser()

    assert "Laporan menyebut 4 wajib KTP" in text(planner.get(f"/laporan/{report.pk}/tarik/"))
    planner.post(f"/laporan/{report.pk}/tarik/", {"reason": "Angka tertukar"})

    assert "DITARIK: Angka tertukar" in text(planner.get(f"/laporan/{report.pk}/"))
    assert planner.post(f"/laporan/{report.pk}/tarik/", {"reason": "lagi"}).status_code == 409


def png(size: int = 60) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (size, size), "teal").save(file, "PNG")
    return file.getvalue()


def paper(**changes: Any) -> dict[str, Any]:
    return {"place": "Sangatta", "number_pattern": "470/{urut}/{bulan}/{tahun}", **changes}


def test_the_letterhead_with_its_emblem_stands_on_the_next_report() -> None:
    head = browser(Role.HEAD)

    done = head.post("/laporan/kop/", paper(emblem_file=io.BytesIO(png())))

    assert done.status_code == 302
    sha = queries.current_paper().emblem
    assert head.get(f"/laporan/lambang/{sha}/").content == png()
    [line] = Entry.objects.filter(event="letterhead.changed")
    assert line.details["place"] == {"from": "", "to": "Sangatta"}
    report = scenes.issued(dated=date(2016, 9, 30))
    assert f"/laporan/lambang/{sha}/" in text(head.get(f"/laporan/{report.pk}/"))
    assert head.get(f"/laporan/{report.pk}/laporan.pdf").content.count(b"/Subtype /Image") >= 1


def test_a_letterhead_that_cannot_be_is_refused_with_a_sentence() -> None:
    head = browser(Role.HEAD)

    assert "Cantumkan {urut} dan {tahun}" in text(
        head.post("/laporan/kop/", paper(number_pattern="470/{urut}"))
    )
    refused = head.post("/laporan/kop/", paper(emblem_file=io.BytesIO(b"<svg/>")))
    assert "Lambang harus berupa PNG atau JPEG" in text(refused)
    assert queries.current_paper().place == ""


def test_only_who_sets_up_the_office_changes_its_paper() -> None:
    assert browser(Role.PLANNER).get("/laporan/kop/").status_code == 403


# -- the list of a village -------------------------------------------------------------------------


def take(**changes: str) -> dict[str, str]:
    return {"village": make.SANGATTA_UTARA, "purpose": "Kunjungan balai desa", "form": "page", **changes}


def test_a_villages_list_is_taken_with_a_purpose_that_is_written_down(rows: list[dict[str, str]]) -> None:
    page = text(browser().post("/laporan/belum-rekam/", take()))

    assert "BUDI REKAAN" in page
    assert "SITI REKAAN" not in page  # recorded on 30 September
    assert rows[2]["NIK"] not in page
    [line] = Entry.objects.filter(event="residents.list_printed")
    assert line.subject == f"area:{make.SANGATTA_UTARA}"
    assert line.details == {
        "rows": 1,
        "purpose": "Kunjungan balai desa",
        "form": "page",
        "whole_niks": False,
    }


def test_without_a_purpose_nobody_gets_a_list() -> None:
    page = text(browser().post("/laporan/belum-rekam/", take(purpose="")))

    assert "BUDI REKAAN" not in page
    assert not Entry.objects.filter(event="residents.list_printed").exists()


def test_whole_niks_are_only_for_roles_that_see_them(rows: list[dict[str, str]]) -> None:
    asked = take(whole_niks="on")

    assert rows[2]["NIK"] not in text(browser(Role.PLANNER).post("/laporan/belum-rekam/", asked))
    assert rows[2]["NIK"] in text(browser(Role.REGISTRAR).post("/laporan/belum-rekam/", asked))


def test_district_staff_take_lists_of_their_own_villages_only() -> None:
    theirs = browser(Role.DISTRICT_STAFF)

    assert "BUDI REKAAN" in text(theirs.post("/laporan/belum-rekam/", take()))
    refused = text(theirs.post("/laporan/belum-rekam/", take(village=make.TELUK_PANDAN)))
    assert "AYU REKAAN" not in refused


def test_who_may_not_export_residents_takes_no_list() -> None:
    assert browser(Role.AUDITOR).get("/laporan/belum-rekam/").status_code == 403
    assert browser(Role.HEAD).post("/laporan/belum-rekam/", take()).status_code == 403


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("xlsx", b"PK")])
def test_a_list_comes_as_a_file(form: str, start: bytes) -> None:
    answered = browser().post("/laporan/belum-rekam/", take(form=form))

    assert answered.content.startswith(start)
    assert "belum-rekam-64-08-04-2001" in answered.headers["Content-Disposition"]
