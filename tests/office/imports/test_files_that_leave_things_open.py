"""What a file leaves open, and what comes late, in offices that began otherwise."""

from datetime import date

import pytest

from rekam.office.imports import actions
from rekam.office.imports.models import Mode, State
from rekam.office.recordings.models import Session
from rekam.office.regions.models import Area
from rekam.office.residents import actions as residents
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.imports.late import END, counts, undone, without_standing


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def test_the_same_row_in_an_older_file_is_known_from_its_day_on() -> None:
    siti = make.siti()
    make.committed([make.siti(NAMA_LGKP="DEWI REKAAN")])
    make.committed([siti], as_of=date(2016, 6, 30))

    late = make.committed([siti], as_of=date(2016, 4, 1))

    assert late.counts["past"] == 1
    assert [counts(known=date(2016, month, 1)) for month in (3, 4)] == [(1, 1, 0), (2, 2, 0)]
    assert make.reviewed([siti], as_of=date(2016, 4, 1)).counts["same"] == 1


def test_who_had_moved_out_is_back_with_a_register_whose_row_an_update_had_already() -> None:
    siti = make.siti()
    make.committed([{**siti, "FLAG_PINDAH": "Y", "TGL_PINDAH": "31-01-2016"}], as_of=date(2016, 1, 31))
    row = {**siti, "NO_KEL": "2011"}
    without_standing([row], date(2016, 4, 1))
    assert counts() == (0, 0, 0)

    item = without_standing([row], date(2016, 6, 30), mode=Mode.RELEASE)

    assert (item.counts["same"], item.counts["changed"]) == (0, 1)
    assert counts() == (1, 1, 0)
    assert verification.verify() == []
    again = without_standing([row], date(2016, 7, 31), mode=Mode.RELEASE)
    assert again.counts["same"] == 1


def test_who_died_is_not_raised_by_an_update_that_has_no_column_of_it() -> None:
    siti = make.siti(STAT_HIDUP="2", TGL_MENINGGAL="01-02-2016")
    make.committed([siti], as_of=date(2016, 2, 5))

    without_standing([siti], date(2016, 6, 1))

    assert counts() == (0, 0, 0)


def test_a_village_is_opened_by_its_first_complete_register_and_not_by_one_person_before() -> None:
    make.committed([make.siti()], mode=Mode.RELEASE, scope="64.08.04")
    early, others = make.siti(area=make.TELUK_PANDAN), [make.siti(area=make.TELUK_PANDAN) for _ in range(2)]
    make.committed([early], as_of=date(2016, 1, 15))

    make.committed([early, *others], mode=Mode.RELEASE, scope="64.08.13", as_of=date(2016, 2, 1))

    assert counts(on=date(2015, 1, 1)) == (3, 3, 0)
    came = Resident.objects.filter(area__code=make.TELUK_PANDAN).values_list("came", flat=True)
    assert sorted(came) == ["joined_register", "opening", "opening"]


def test_a_file_that_only_gives_an_earlier_day_of_somebody_unknown_comes_in() -> None:
    stranger = make.siti()
    told = {"STATUS": "BIO_CAPTURED", "TGL_STATUS": "10-08-2016"}
    make.recorded([make.session(stranger, "10-08-2016", **told, TGL_DIKETAHUI="20-09-2016")])

    make.recorded([make.session(stranger, "10-08-2016", **told, TGL_DIKETAHUI="12-08-2016")])

    assert Session.objects.get().known_on == date(2016, 8, 12)


def test_who_only_a_register_misses_is_forgotten_with_the_last_file_that_named_them() -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti], mode=Mode.RELEASE)
    first, earlier = (make.committed([dewi], as_of=day) for day in (END, date(2016, 4, 1)))
    make.committed([siti], mode=Mode.RELEASE, as_of=date(2016, 6, 30))
    assert counts() == (2, 2, 0)

    assert undone(first) == State.UNDONE
    assert counts() == (1, 1, 0)
    assert undone(earlier) == State.UNDONE
    assert Resident.objects.get().nik == siti["NIK"]
    assert verification.verify() == []


def test_what_an_undone_file_said_goes_with_it_where_a_register_missed_them_after_it() -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN", TGL_LHR="17-05-2000")
    make.committed([siti], mode=Mode.RELEASE)
    unmarried = [n for n in make.REGISTER if n not in ("STAT_KWN", "TGL_KWN")]
    named = make.received(make.csv_of([dewi], unmarried), as_of=END)
    actions.commit(actions.look_over(named, at=make.moment()), by=None, at=make.moment())
    late = make.committed([{**dewi, "STAT_KWN": "2", "TGL_KWN": "01-02-2016"}], as_of=date(2016, 4, 1))
    make.committed([siti], mode=Mode.RELEASE, as_of=date(2016, 6, 30))
    assert counts() == (2, 2, 0)

    assert undone(late) == State.UNDONE

    assert Resident.objects.get(nik=dewi["NIK"]).marital == "single"
    assert counts() == (2, 1, 0)
    assert verification.verify() == []


def test_a_late_register_of_one_district_takes_nobody_out_who_lived_elsewhere_on_its_day() -> None:
    siti, dewi = make.siti(area=make.TELUK_PANDAN), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    moved = {**siti, "NO_KEC": "4", "NO_KEL": "2001", "TGL_DATANG": "01-08-2016"}
    make.committed([moved, dewi], mode=Mode.RELEASE, as_of=END)

    late = make.committed([dewi], mode=Mode.RELEASE, scope="64.08.04", as_of=date(2016, 6, 30))
    other = make.siti(NAMA_LGKP="BUDI REKAAN", area=make.TELUK_PANDAN)
    there = make.reviewed([other], mode=Mode.RELEASE, scope="64.08.13", as_of=date(2016, 6, 30))

    assert late.counts["left"] == 0
    assert (there.counts["new"], there.counts["left"]) == (1, 1)


def test_who_was_there_from_the_beginning_was_so_before_an_older_update_that_comes_late() -> None:
    siti = make.siti()
    make.committed([siti], mode=Mode.RELEASE)

    make.committed([siti], as_of=date(2015, 11, 30))

    assert counts(on=date(2015, 1, 1)) == (1, 1, 0)


def test_a_correction_of_the_village_keeps_its_day_when_a_late_file_comes() -> None:
    siti = make.siti(TGL_DATANG="01-05-2014")
    make.committed([siti])
    resident = Resident.objects.get()
    village = Area.objects.get(code=make.SINGA_GEMBARA)
    residents.correct(
        resident,
        {"area_id": village.pk},
        source="correction:1",
        on=END,
        by=make.registrar(),
        at=make.moment(),
    )
    before = counts(on=date(2016, 1, 1), area=make.SINGA_GEMBARA)

    make.committed([{**siti, "EKTP_CURRENT_STATUS_CODE": "PRINT_READY_RECORD"}], as_of=date(2016, 4, 1))

    assert counts(on=date(2016, 1, 1), area=make.SINGA_GEMBARA) == before == (1, 1, 0)
    assert verification.verify() == []
