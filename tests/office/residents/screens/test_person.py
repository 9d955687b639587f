"""One resident's page says why somebody counts or not, on any day, and who said what."""

from datetime import date
from importlib import import_module

from django.apps import apps
from django.test import Client

from rekam.office.ledger import queries as ledger
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.residents.screens import desk
from tests.office.residents.screens.desk import page_of


def test_the_reason_for_each_day_of_a_life_is_said(registrar: Client) -> None:
    young = make.siti(TGL_LHR="15-07-1999")
    desk.people(young)

    assert "Belum wajib KTP: usia 15 tahun, wajib mulai 15-07-2016" in page_of(
        registrar, young, on="14-07-2015"
    )
    assert "sudah boleh direkam sebagai pemula" in page_of(registrar, young, on="14-07-2016")
    assert "Wajib KTP sejak 15-07-2016, karena sudah berusia 17 tahun" in page_of(
        registrar, young, on="15-07-2016"
    )


def test_who_married_before_17_is_obliged_from_that_day(registrar: Client) -> None:
    bride = make.siti(TGL_LHR="15-07-2000", STAT_KWN="2", TGL_KWN="01-06-2016")
    make.committed([bride], as_of=date(2016, 6, 30))

    assert "Belum wajib KTP" in page_of(registrar, bride, on="31-05-2016")
    assert "Wajib KTP sejak 01-06-2016, karena kawin atau pernah kawin" in page_of(
        registrar, bride, on="01-06-2016"
    )


def test_who_moved_out_or_died_counts_until_that_day(registrar: Client) -> None:
    gone, dead = make.siti(), make.siti()
    desk.people(gone, dead)
    later = [
        {**gone, "FLAG_PINDAH": "Y", "TGL_PINDAH": "10-08-2016"},
        {**dead, "STAT_HIDUP": "2", "TGL_MENINGGAL": "20-08-2016"},
    ]
    make.committed(later, as_of=date(2016, 9, 15))

    assert "Wajib KTP sejak" in page_of(registrar, gone, on="09-08-2016")
    assert "Tidak dihitung: pindah keluar pada 10-08-2016" in page_of(registrar, gone, on="10-08-2016")
    assert "Tidak dihitung: meninggal dunia pada 20-08-2016" in page_of(registrar, dead, on="30-09-2016")


def test_an_unrecorded_person_is_told_when_the_nik_is_deactivated(registrar: Client) -> None:
    siti = make.siti(TGL_LHR="17-05-1995")
    desk.people(siti)

    assert "dinonaktifkan sementara pada 17-05-2017, pada usia 22" in page_of(
        registrar, siti, on="30-09-2016"
    )
    assert "NIK dinonaktifkan sementara sejak 17-05-2017" in page_of(registrar, siti, on="17-05-2017")


def test_each_session_says_whether_it_counts_and_why(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    make.recorded(
        [
            make.session(siti, "01-03-2016", STATUS="ENROLL_FAILURE_AT_CENTRAL"),
            make.session(siti, "05-09-2016"),
            make.session(siti, "12-09-2016"),
        ]
    )

    page = page_of(registrar, siti, on="30-09-2016")

    assert "Tidak dihitung: Gagal di pusat. Orang ini tetap sudah rekam pada 05-09-2016." in page
    assert "Dihitung: perekaman pertama yang berlaku." in page
    assert "Tidak dihitung lagi: sudah rekam pada 05-09-2016." in page
    assert "Direkam pada 05-09-2016: dihitung sebagai sudah rekam." in page
    assert "Belum rekam pada tanggal ini; direkam kemudian" in page_of(registrar, siti, on="04-09-2016")


def test_whose_every_recording_failed_is_to_be_recorded_again(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    make.recorded([make.session(siti, "01-03-2016", STATUS="DUPLICATE_RECORD")])

    page = page_of(registrar, siti, on="30-09-2016")

    assert "Semua perekaman orang ini gagal: rekam ulang." in page
    assert "Tidak dihitung: Data ganda. Orang ini harus direkam ulang." in page


def test_a_nik_that_says_another_sex_is_a_warning(registrar: Client) -> None:
    siti = make.siti(NIK=make.nik(date(1980, 5, 17), female=False))
    desk.people(siti)

    assert "Jenis kelamin dalam NIK berbeda dari data penduduk." in page_of(registrar, siti)


def test_the_family_is_on_the_page(registrar: Client) -> None:
    siti, child = make.siti(), make.siti(NAMA_LGKP="ANAK REKAAN", TGL_LHR="01-01-2010")
    desk.people(siti, child)

    assert "ANAK REKAAN" in page_of(registrar, siti)


def test_the_page_is_masked_until_the_whole_nik_is_asked_for(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)
    pk = desk.resident(siti).pk

    page = registrar.get(f"/penduduk/{pk}/").content.decode()
    seen = desk.written("resident.seen")
    whole = registrar.post(f"/penduduk/{pk}/nik/")
    revealed = desk.written("resident.seen")

    assert siti["NIK"] not in page
    assert siti["NIK"] in whole.content.decode()
    assert whole["Cache-Control"] == "no-store"
    assert seen.details == {}
    assert revealed.details == {"whole_nik": True}
    assert siti["NIK"] not in revealed.subject


def test_a_planner_cannot_ask_for_the_whole_nik(planner: Client) -> None:
    siti = make.siti()
    desk.people(siti)

    assert planner.post(f"/penduduk/{desk.resident(siti).pk}/nik/").status_code == 403


def test_a_person_of_another_kecamatan_stays_closed_to_district_staff(in_the_district: Client) -> None:
    near, far = make.siti(), make.siti(area=make.TELUK_PANDAN)
    desk.people(near, far)

    assert in_the_district.get(f"/penduduk/{desk.resident(near).pk}/").status_code == 200
    assert in_the_district.get(f"/penduduk/{desk.resident(far).pk}/").status_code == 403
    assert in_the_district.get("/penduduk/987654/").status_code == 404


def test_what_changed_leads_to_the_import_that_said_it(registrar: Client, planner: Client) -> None:
    siti = make.siti(NAMA_LGKP="SITI LAMA")
    desk.people(siti)
    later = make.committed([{**siti, "NAMA_LGKP": "SITI BARU"}], as_of=date(2016, 9, 15))

    page = registrar.get(f"/penduduk/{desk.resident(siti).pk}/").content.decode()

    assert "Nama: SITI LAMA → SITI BARU" in page_of(registrar, siti)
    assert f'href="/impor/{later.pk}/"' in page
    assert (
        f'href="/impor/{later.pk}/"'
        not in planner.get(f"/penduduk/{desk.resident(siti).pk}/").content.decode()
    )


def test_the_family_card_is_masked(registrar: Client) -> None:
    siti = make.siti()
    desk.people(siti)

    page = page_of(registrar, siti)

    assert siti["NO_KK"] not in page
    assert f"{siti['NO_KK'][:6]}••••••{siti['NO_KK'][-4:]}" in page


def test_who_moved_within_the_regency_is_obliged_since_before_the_move_everywhere(registrar: Client) -> None:
    moved = make.siti(TGL_LHR="01-01-1986")
    desk.people(moved, make.siti(NAMA_LGKP="LEBIH LAMA", TGL_LHR="01-01-1985"))
    make.committed([{**moved, "NO_KEC": "13"}], as_of=date(2016, 9, 30))

    assert desk.resident(moved).obliged_from == date(2003, 1, 1)
    assert "sejak 01-01-2003" in page_of(registrar, moved)
    answer = registrar.get("/penduduk/", {"order": "obliged"})
    assert desk.names(answer) == ["LEBIH LAMA", "SITI REKAAN"]
    assert "01-01-2003" in desk.text(answer)
    assert verification.verify() == []


def test_days_of_the_obligation_that_were_lost_in_a_move_come_back_with_the_update() -> None:
    stays, moved, child, gone = (
        make.siti(),
        make.siti(),
        make.siti(TGL_LHR="15-07-2005"),
        make.siti(),
    )
    desk.people(stays, moved, child, gone)
    later = [{**row, "NO_KEC": "13", "TGL_DATANG": "20-09-2016"} for row in (moved, child)]
    make.committed([*later, {**gone, "FLAG_PINDAH": "Y"}], as_of=date(2016, 9, 30))
    right = dict(Resident.objects.values_list("nik", "obliged_from"))
    Resident.objects.filter(nik=moved["NIK"]).update(obliged_from=date(2016, 9, 20))
    before = ledger.revision()[0]

    import_module("rekam.office.residents.migrations.0004_obliged_since_before_the_move").renew(apps, None)

    assert dict(Resident.objects.values_list("nik", "obliged_from")) == right
    assert right[moved["NIK"]] == date(1997, 5, 17)
    assert right[child["NIK"]] == date(2022, 7, 15)
    assert right[gone["NIK"]] is None
    assert verification.verify() == []
    assert ledger.revision()[0] != before  # what was reviewed or listed by the old day is worked out anew


def test_a_newcomer_is_obliged_since_they_live_here_on_the_page_as_in_the_list(registrar: Client) -> None:
    there, siti = make.siti(), make.siti(NAMA_LGKP="SITI BARU")
    desk.people(there)
    make.committed([{**siti, "TGL_DATANG": "01-08-2016"}], as_of=date(2016, 8, 15))

    page = page_of(registrar, siti, on="30-09-2016")

    assert "Wajib KTP sejak 01-08-2016, karena sudah berusia 17 tahun" in page
    assert desk.resident(siti).obliged_from == date(2016, 8, 1)


def test_what_a_recording_counts_for_is_said_of_who_is_gone(registrar: Client) -> None:
    dead, gone, child = make.siti(), make.siti(), make.siti(TGL_LHR="15-07-1999")
    desk.people(dead, gone, child)
    make.committed([{**gone, "FLAG_PINDAH": "Y", "TGL_PINDAH": "10-02-2016"}], as_of=date(2016, 3, 1))
    make.recorded(
        [
            make.session(dead, "25-02-2016"),
            make.session(gone, "15-03-2016"),
            make.session(child, "15-03-2016"),
        ]
    )
    make.committed([{**dead, "STAT_HIDUP": "2", "TGL_MENINGGAL": "07-04-2016"}], as_of=date(2016, 9, 1))

    counted = "Direkam pada 25-02-2016; dihitung selama orang ini wajib KTP di sini."
    assert counted in page_of(registrar, dead, on="30-09-2016")
    assert "Direkam pada 15-03-2016; tidak dihitung di sini." in page_of(registrar, gone, on="30-09-2016")
    assert "dihitung begitu wajib KTP" in page_of(registrar, child, on="14-07-2016")
