"""Recorded here and living elsewhere: listed until the register learns of the person."""

from datetime import date

from django.test import Client

from rekam.office.coverage import queries as coverage
from rekam.office.imports.models import Mode
from rekam.office.recordings.models import Session
from tests import make
from tests.office.residents.screens import desk

PAGE = "/penduduk/luar-domisili/"


def groups(browser: Client) -> dict[str, int]:
    return {code: people for code, _label, people, *_ in browser.get(PAGE).context["groups"]}


def test_a_nik_the_register_does_not_know_is_listed_until_the_person_arrives(registrar: Client) -> None:
    known, stranger = make.siti(), make.siti()
    desk.people(known)
    make.recorded([make.session(stranger, "05-09-2016"), make.session(known, "05-09-2016")])
    assert groups(registrar) == {"unknown_here": 1, "from_elsewhere": 0, "moved_out": 0}
    assert stranger["NIK"] in registrar.get(PAGE).content.decode()
    assert known["NIK"] not in registrar.get(PAGE).content.decode()

    make.committed([stranger], as_of=date(2016, 9, 30))

    assert groups(registrar) == {"unknown_here": 0, "from_elsewhere": 0, "moved_out": 0}
    assert coverage.coverage(on=date(2016, 9, 30)).total.total.recorded == 2


def test_people_are_told_apart_by_where_their_nik_is_from_and_counted_once(registrar: Client) -> None:
    desk.people(make.siti())
    worker = make.siti(NIK=make.nik(date(1980, 5, 17), area="357808"))
    here = make.siti()
    make.recorded(
        [
            make.session(worker, "05-09-2016"),
            make.session(worker, "12-09-2016"),
            make.session(here, "12-09-2016"),
        ]
    )

    assert groups(registrar) == {"unknown_here": 1, "from_elsewhere": 1, "moved_out": 0}
    narrowed = registrar.get(PAGE, {"group": "from_elsewhere"}).content.decode()
    assert worker["NIK"] in narrowed
    assert here["NIK"] not in narrowed


def test_who_had_moved_out_before_is_a_group_of_its_own(registrar: Client) -> None:
    gone = make.siti()
    desk.people(gone)
    make.committed([{**gone, "FLAG_PINDAH": "Y", "TGL_PINDAH": "10-08-2016"}], as_of=date(2016, 8, 31))
    make.recorded([make.session(gone, "05-09-2016")])

    assert groups(registrar)["moved_out"] == 1


def test_who_moved_out_on_a_day_that_nobody_wrote_down_is_in_it_from_when_the_register_knew(
    registrar: Client,
) -> None:
    gone = make.siti()
    desk.people(gone)
    make.committed([{**gone, "FLAG_PINDAH": "Y"}], as_of=date(2016, 8, 31))
    make.recorded([make.session(gone, "05-09-2016")])

    assert groups(registrar)["moved_out"] == 1


def test_who_was_gone_from_the_register_before_is_among_those_who_left(registrar: Client) -> None:
    gone, stays, later = make.siti(), make.siti(), make.siti()
    desk.people(gone, stays, later)
    make.recorded([make.session(later, "05-08-2016")], as_of=date(2016, 8, 6))
    make.committed([stays], as_of=date(2016, 8, 31), mode=Mode.RELEASE)
    make.recorded([make.session(gone, "05-09-2016"), make.session(stays, "05-09-2016")])

    assert groups(registrar) == {"unknown_here": 0, "from_elsewhere": 0, "moved_out": 1}
    page = registrar.get(PAGE).content.decode()
    assert gone["NIK"] in page
    assert later["NIK"] not in page  # recorded here while they lived here


def test_what_was_recorded_elsewhere_is_not_recorded_here(registrar: Client) -> None:
    desk.people(make.siti())
    codes = ("", "64.08", "64.08.04", "64.08.13.2001", "64.72", "64.74", "64.74.01")
    people = [make.siti() for _ in codes]
    make.recorded([make.session(person, "05-09-2016") for person in people])
    for person, code in zip(people, codes, strict=True):
        Session.objects.filter(nik=person["NIK"]).update(area_code=code)

    page = registrar.get(PAGE).content.decode()

    assert groups(registrar)["unknown_here"] == 4
    assert [person["NIK"] in page for person in people] == [True] * 4 + [False] * 3


def test_niks_are_masked_for_whom_the_whole_is_not(planner: Client) -> None:
    desk.people(make.siti())
    stranger = make.siti()
    make.recorded([make.session(stranger, "05-09-2016")])

    page = planner.get(PAGE).content.decode()

    assert stranger["NIK"] not in page
    assert stranger["NIK"][-4:] in page
    assert desk.written("residents.listed").subject == "out_of_domicile"


def test_a_month_and_a_place_lead_to_their_sessions(registrar: Client) -> None:
    desk.people(make.siti())
    august, september, elsewhere = (
        make.siti(NIK=make.nik(date(1980, 5, 17), area="357808")) for _ in range(3)
    )
    make.recorded(
        [
            make.session(august, "31-08-2016"),
            make.session(september, "01-09-2016"),
            make.session(elsewhere, "02-09-2016", LOKASI="Mes perkebunan"),
        ]
    )

    in_september = registrar.get(PAGE, {"month": "2016-09"}).content.decode()
    there = registrar.get(PAGE, {"month": "2016-09", "place": "Mes perkebunan"}).content.decode()

    assert [row["NIK"] in in_september for row in (august, september, elsewhere)] == [False, True, True]
    assert [row["NIK"] in there for row in (august, september, elsewhere)] == [False, False, True]
    assert desk.written("residents.listed").details["filter"] == {
        "month": "2016-09",
        "place": "Mes perkebunan",
    }


def test_district_staff_see_what_was_recorded_in_their_kecamatan(in_the_district: Client) -> None:
    desk.people(make.siti())
    near, far = make.siti(), make.siti()
    make.recorded([make.session(near, "05-09-2016"), make.session(far, "05-09-2016")])
    Session.objects.filter(nik=near["NIK"]).update(area_code="64.08.04")
    Session.objects.filter(nik=far["NIK"]).update(area_code="64.08.13")

    assert groups(in_the_district)["unknown_here"] == 1


def test_who_moved_out_and_died_elsewhere_stays_where_the_session_was_counted(registrar: Client) -> None:
    gone, dead = make.siti(), make.siti()
    desk.people(gone, dead)
    dead = {**dead, "STAT_HIDUP": "2", "TGL_MENINGGAL": "10-08-2016"}
    make.committed([{**gone, "FLAG_PINDAH": "Y", "TGL_PINDAH": "10-02-2016"}], as_of=date(2016, 3, 1))
    make.recorded([make.session(gone, "15-03-2016"), make.session(dead, "15-03-2016")])
    assert groups(registrar)["moved_out"] == 1

    died = {**gone, "STAT_HIDUP": "2", "TGL_MENINGGAL": "10-08-2016"}
    make.committed([died, dead], as_of=date(2016, 9, 1))

    assert groups(registrar)["moved_out"] == 1
    assert registrar.get(PAGE, {"month": "2016-03"}).content.decode().count(gone["NIK"]) >= 1
    assert dead["NIK"] not in registrar.get(PAGE).content.decode()


def test_who_was_gone_stays_in_it_when_something_else_is_corrected_later(registrar: Client) -> None:
    gone, stays = make.siti(), make.siti()
    desk.people(gone, stays)
    make.committed([stays], as_of=date(2016, 6, 30), mode=Mode.RELEASE)
    make.recorded([make.session(gone, "15-07-2016")])

    desk.corrected(registrar, gone, name="SITI LAIN")

    assert groups(registrar)["moved_out"] == 1
