"""What a file leaves open, what comes late, and what two files say of the same people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.db.models import Sum

from rekam.domain.trouble import RuleBroken
from rekam.office.coverage import queries as coverage
from rekam.office.imports import actions
from rekam.office.imports.models import Import, Mode, State
from rekam.office.ledger import queries as ledger
from rekam.office.ledger.models import Line
from rekam.office.recordings.models import Earlier, Session, Status
from rekam.office.regions.models import Area
from rekam.office.residents import actions as residents
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make

END = date(2016, 9, 30)
NO_STANDING = [
    n for n in make.REGISTER if n not in ("STAT_HIDUP", "TGL_MENINGGAL", "FLAG_PINDAH", "TGL_PINDAH")
]


@pytest.fixture(autouse=True)
def office() -> None:
    make.office()


def counts(on: date = END, known: date = END, area: str = "64.08") -> tuple[int, int, int]:
    total = coverage.coverage(on=on, known=known, within=area).total.total
    return total.registered, total.obliged, total.recorded


def undone(item: Import) -> State:
    return State(actions.undo(item, by=None, at=make.moment()).state)


def without_standing(rows: Iterable[dict[str, str]], as_of: date, **about: Any) -> Import:
    """A file that has no column of who died, moved or left."""
    item = make.received(make.csv_of(rows, NO_STANDING), as_of=as_of, **about)
    return actions.commit(actions.look_over(item, at=make.moment()), by=None, at=make.moment(as_of))


# -- late files -------------------------------------------------------------------------------------------


def test_a_recording_in_an_older_file_that_comes_late_counts_in_what_was_known_after_it() -> None:
    siti = make.siti()
    make.committed([siti])
    make.committed([{**siti, "NO_KEL": "2011"}], as_of=date(2016, 8, 1))
    attested = {"EKTP_CURRENT_STATUS_CODE": "PRINT_READY_RECORD", "EKTP_CREATED_DATE": "12-03-2016"}

    late = make.committed([{**siti, **attested}], as_of=date(2016, 4, 1))

    assert counts(on=END, known=date(2016, 3, 31)) == (1, 1, 0)
    assert counts(on=END, known=date(2016, 4, 1)) == counts() == (1, 1, 1)
    assert Resident.objects.get().area.code == make.SINGA_GEMBARA
    assert verification.verify() == []

    assert undone(late) == State.UNDONE
    assert counts() == (1, 1, 0)
    assert Resident.objects.get().ektp_status == ""
    assert verification.verify() == []


def test_an_older_file_says_nothing_of_what_was_learned_after_it() -> None:
    siti = make.siti()
    make.committed([siti])
    make.committed([{**siti, "STAT_HIDUP": "2", "TGL_MENINGGAL": "01-08-2016"}], as_of=date(2016, 8, 5))

    without_standing([{**siti, "NO_KEL": "2011"}], date(2016, 4, 1))

    assert counts(on=END, known=date(2016, 7, 1), area=make.SINGA_GEMBARA) == (1, 1, 0)
    assert counts() == (0, 0, 0)
    assert verification.verify() == []


def test_the_same_row_in_an_older_file_is_known_from_its_day_on() -> None:
    siti = make.siti()
    make.committed([make.siti(NAMA_LGKP="DEWI REKAAN")])
    make.committed([siti], as_of=date(2016, 6, 30))

    late = make.committed([siti], as_of=date(2016, 4, 1))

    assert late.counts["past"] == 1
    assert [counts(known=date(2016, month, 1)) for month in (3, 4)] == [(1, 1, 0), (2, 2, 0)]
    assert make.reviewed([siti], as_of=date(2016, 4, 1)).counts["same"] == 1


# -- who is gone, and who is back ------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(Mode))
def test_who_had_left_the_register_is_back_with_a_file_that_has_no_column_of_it(mode: Mode) -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    make.committed([siti], mode=Mode.RELEASE, as_of=date(2016, 5, 1))
    assert counts() == (1, 1, 0)

    item = without_standing([siti, dewi], date(2016, 6, 1), mode=mode)

    assert (item.counts["changed"], item.counts["same"]) == (1, 1)
    assert counts() == (2, 2, 0)
    assert verification.verify() == []


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


def test_who_stands_in_a_rejected_row_with_a_legible_nik_is_not_taken_for_gone() -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    named_otherwise = {**dewi, "NAMA_LGKP": "DEWI REKAAN ASLI", "TGL_LHR": "31-02-1980"}

    item = make.reviewed([siti, named_otherwise], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert (item.counts["rejected"], item.counts["left"]) == (1, 0)


def test_a_village_is_opened_by_its_first_complete_register_and_not_by_one_person_before() -> None:
    make.committed([make.siti()], mode=Mode.RELEASE, scope="64.08.04")
    early, others = make.siti(area=make.TELUK_PANDAN), [make.siti(area=make.TELUK_PANDAN) for _ in range(2)]
    make.committed([early], as_of=date(2016, 1, 15))

    make.committed([early, *others], mode=Mode.RELEASE, scope="64.08.13", as_of=date(2016, 2, 1))

    assert counts(on=date(2015, 1, 1)) == (3, 3, 0)
    came = Resident.objects.filter(area__code=make.TELUK_PANDAN).values_list("came", flat=True)
    assert sorted(came) == ["joined_register", "opening", "opening"]


# -- what two files said ----------------------------------------------------------------------------------


def test_what_a_later_file_confirmed_is_taken_back_only_after_that_file() -> None:
    siti = make.siti()
    first = make.committed([siti])
    again = make.committed([siti], as_of=date(2016, 5, 1))

    with pytest.raises(RuleBroken, match=r"import\.touched_since"):
        undone(first)

    assert undone(again) == undone(first) == State.UNDONE
    assert not Resident.objects.exists()


def test_a_file_that_confirmed_what_another_changed_since_does_not_hold_that_one() -> None:
    siti = make.siti()
    make.committed([siti])
    make.committed([siti], as_of=date(2016, 5, 1))
    changed = make.committed([{**siti, "NO_KEL": "2011"}], as_of=date(2016, 6, 1))

    assert undone(changed) == State.UNDONE
    assert Resident.objects.get().area.code == make.SANGATTA_UTARA


def test_recordings_that_a_later_file_confirmed_are_taken_back_only_after_that_file() -> None:
    siti = make.siti()
    make.committed([siti])
    first = make.recorded([make.session(siti, "10-08-2016")])
    again = make.recorded([make.session(siti, "10-08-2016")])

    with pytest.raises(RuleBroken, match=r"import\.touched_since"):
        undone(first)

    assert undone(again) == undone(first) == State.UNDONE
    assert not Session.objects.exists()


def test_a_recording_is_known_from_the_earliest_day_that_any_file_gives() -> None:
    siti = make.siti()
    make.committed([siti])
    told = {"STATUS": "BIO_CAPTURED", "TGL_STATUS": "10-08-2016"}
    make.recorded([make.session(siti, "10-08-2016", **told, TGL_DIKETAHUI="20-09-2016")])

    earlier = [
        make.recorded([make.session(siti, "10-08-2016", **told, TGL_DIKETAHUI=known)])
        for known in ("05-09-2016", "12-08-2016")
    ]

    assert [item.counts["changed"] for item in earlier] == [1, 1]
    days = (date(2016, 8, 11), date(2016, 8, 12), date(2016, 9, 20))
    assert [counts(known=day)[2] for day in days] == [0, 1, 1]
    assert verification.verify() == []

    undone(earlier[0])
    assert (Session.objects.get().known_on, Status.objects.get().known_on) == (date(2016, 8, 12),) * 2
    undone(earlier[1])
    assert (Session.objects.get().known_on, Status.objects.get().known_on) == (date(2016, 9, 20),) * 2
    assert not Earlier.objects.exists()
    assert [counts(known=day)[2] for day in days] == [0, 0, 1]
    assert verification.verify() == []


def test_of_the_files_that_remain_the_earliest_day_counts_when_the_middle_one_is_undone() -> None:
    siti = make.siti()
    make.committed([siti])
    told = {"STATUS": "BIO_CAPTURED", "TGL_STATUS": "10-08-2016"}

    def knew(day: str) -> Import:
        return make.recorded([make.session(siti, "10-08-2016", **told, TGL_DIKETAHUI=day)])

    _first, earliest, between = knew("20-09-2016"), knew("12-08-2016"), knew("05-09-2016")
    assert (between.counts["same"], between.counts["changed"]) == (1, 0)

    undone(earliest)

    assert Session.objects.get().known_on == Status.objects.get().known_on == date(2016, 9, 5)
    assert [counts(known=date(2016, 9, day))[2] for day in (4, 5)] == [0, 1]
    assert verification.verify() == []
    undone(between)
    assert Session.objects.get().known_on == Status.objects.get().known_on == date(2016, 9, 20)
    assert [counts(known=date(2016, 9, day))[2] for day in (19, 20)] == [0, 1]
    assert verification.verify() == []


def test_a_new_status_told_in_between_counts_from_its_day_when_the_file_before_it_is_undone() -> None:
    siti = make.siti()
    make.committed([siti])

    def knew(day: str, status: str) -> Import:
        facts = {"STATUS": status, "TGL_STATUS": "11-08-2016", "TGL_DIKETAHUI": day}
        return make.recorded([make.session(siti, "10-08-2016", **facts)])

    knew("20-09-2016", "BIO_CAPTURED")
    earliest = knew("12-08-2016", "BIO_CAPTURED")
    knew("05-09-2016", "PROCESSING")

    undone(earliest)

    assert [counts(known=date(2016, 9, day))[2] for day in (4, 5)] == [0, 1]
    assert verification.verify() == []


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_statuses_of_one_day_the_later_hour_decides_whichever_file_comes_first(turned: bool) -> None:
    siti = make.siti()
    make.committed([siti])
    said = [("ENROLL_FAILURE_AT_CENTRAL", "12-09-2016 08:15:00"), ("PROCESSING", "12-09-2016 14:05:00")]
    for status, moment in said[::-1] if turned else said:
        make.recorded([make.session(siti, "10-09-2016", STATUS=status, TGL_STATUS=moment, TGL_DIKETAHUI="")])

    assert Session.objects.get().status == "PROCESSING"
    assert counts() == (1, 1, 1)
    assert sorted(Status.objects.values_list("clock", flat=True)) == ["08:15:00", "14:05:00"]
    recorded = Line.objects.filter(measure="recorded").aggregate(n=Sum("amount"))["n"]
    assert recorded == len(ledger.net(ledger.all_lines()).filter(measure="recorded")) == 1


def test_an_hour_that_one_file_gives_and_another_does_not_makes_no_second_status() -> None:
    siti = make.siti()
    make.committed([siti])
    for moment in ("12-09-2016", "12-09-2016 08:15:00", "12-09-2016"):
        failed = {"STATUS": "ENROLL_FAILURE_AT_CENTRAL", "TGL_STATUS": moment, "TGL_DIKETAHUI": ""}
        item = make.recorded([make.session(siti, "10-09-2016", **failed)])

    assert (Status.objects.count(), item.counts["same"]) == (1, 1)


def test_a_file_that_only_gives_an_earlier_day_of_somebody_unknown_comes_in() -> None:
    stranger = make.siti()
    told = {"STATUS": "BIO_CAPTURED", "TGL_STATUS": "10-08-2016"}
    make.recorded([make.session(stranger, "10-08-2016", **told, TGL_DIKETAHUI="20-09-2016")])

    make.recorded([make.session(stranger, "10-08-2016", **told, TGL_DIKETAHUI="12-08-2016")])

    assert Session.objects.get().known_on == date(2016, 8, 12)


def test_a_status_known_earlier_takes_its_earlier_place_among_those_of_its_day() -> None:
    siti = make.siti()
    make.committed([siti])
    said = (("ENROLL_FAILURE_AT_CENTRAL", 15), ("PROCESSING", 20), ("PROCESSING", 13))
    for status, known in said:
        facts = {"STATUS": status, "TGL_STATUS": "12-09-2016", "TGL_DIKETAHUI": f"{known}-09-2016"}
        make.recorded([make.session(siti, "10-09-2016", **facts)])

    assert counts()[2] == 0
    assert verification.verify() == []


def test_who_is_missing_from_a_late_register_was_gone_until_a_newer_one_that_names_them() -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    newer = make.committed([siti, dewi], mode=Mode.RELEASE, as_of=END)
    july, eve = date(2016, 7, 1), date(2016, 9, 29)

    late = make.committed([{**siti, "NO_KEL": "2011"}], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert (late.counts["left"], late.counts["past"]) == (1, 1)
    assert counts() == (2, 2, 0)
    assert Resident.objects.get(nik=siti["NIK"]).area.code == make.SANGATTA_UTARA
    assert counts(on=july, known=july, area=make.SINGA_GEMBARA) == (1, 1, 0)
    assert [counts(on=day, known=END) for day in (date(2016, 6, 29), july, eve, END)] == [
        (2, 2, 0),
        (1, 1, 0),
        (1, 1, 0),
        (2, 2, 0),
    ]
    assert verification.verify() == []
    assert undone(late) == State.UNDONE
    assert counts(on=july, known=july, area=make.SINGA_GEMBARA) == (0, 0, 0)
    assert counts(on=july, known=END) == counts() == (2, 2, 0)
    assert verification.verify() == []
    assert undone(newer) == State.UNDONE
    assert counts() == (2, 2, 0)
    assert verification.verify() == []


def test_who_is_missing_from_a_late_register_is_gone_when_the_newer_one_that_named_them_is_undone() -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    newer = make.committed([siti, dewi], mode=Mode.RELEASE, as_of=END)
    make.committed([siti], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert undone(newer) == State.UNDONE

    assert Resident.objects.get(nik=dewi["NIK"]).standing == "left"
    assert counts() == (1, 1, 0)
    assert verification.verify() == []


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


@pytest.mark.parametrize("keep", [False, True])
def test_who_is_missing_from_a_late_register_may_be_kept(keep: bool) -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    make.committed([siti, {**dewi, "NO_KEL": "2011"}], mode=Mode.RELEASE, as_of=END)
    item = make.reviewed([siti], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    actions.commit(item, by=None, at=make.moment(), keep_missing=keep)

    assert counts(on=date(2016, 7, 1)) == ((2, 2, 0) if keep else (1, 1, 0))
    assert counts() == (2, 2, 0)
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


def test_a_register_of_one_district_takes_nobody_out_who_lives_elsewhere_by_a_file_that_comes_later() -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    make.committed([{**dewi, "FLAG_PINDAH": "Y", "TGL_PINDAH": "31-01-2016"}], as_of=date(2016, 1, 31))
    make.committed([siti], mode=Mode.RELEASE, scope="64.08.04", as_of=date(2016, 6, 30))

    late = make.committed([{**dewi, "NO_KEC": "13", "NO_KEL": "2001"}], as_of=date(2016, 4, 1))

    assert Resident.objects.get(nik=dewi["NIK"]).standing == "resident"
    assert counts(area=make.TELUK_PANDAN) == (1, 1, 0)
    assert verification.verify() == []
    assert undone(late) == State.UNDONE
    assert Resident.objects.get(nik=dewi["NIK"]).standing == "moved_out"
    assert verification.verify() == []


def test_who_is_missing_from_a_register_of_one_district_stays_if_they_had_moved_on_before_it() -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    district = make.committed([siti], mode=Mode.RELEASE, scope="64.08.04", as_of=date(2016, 6, 30))
    assert counts() == (1, 1, 0)

    late = make.committed([{**dewi, "NO_KEC": "13", "NO_KEL": "2001"}], as_of=date(2016, 4, 1))

    assert (counts(), counts(area=make.TELUK_PANDAN)) == ((2, 2, 0), (1, 1, 0))
    assert verification.verify() == []
    assert undone(late) == State.UNDONE
    assert (counts(), counts(area=make.TELUK_PANDAN)) == ((1, 1, 0), (0, 0, 0))
    assert verification.verify() == []
    assert undone(district) == State.UNDONE
    assert counts() == (2, 2, 0)


def test_a_correction_does_not_bring_back_who_is_missing_from_a_late_register() -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi], mode=Mode.RELEASE)
    residents.correct(
        Resident.objects.get(nik=dewi["NIK"]),
        {"name": "DEWI REKAAN ASLI"},
        source="correction:1",
        on=END,
        by=make.registrar(),
        at=make.moment(),
    )

    make.committed([siti], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert counts() == (1, 1, 0)
    assert verification.verify() == []


# -- what several files say, undone in any order ----------------------------------------------------------


def test_what_a_third_file_repeated_of_the_second_counts_from_its_day_when_the_second_is_undone() -> None:
    siti = make.siti()
    moved = {**siti, "NO_KEL": "2011"}
    make.committed([siti])
    make.committed([moved], as_of=END)
    second = make.committed([moved], as_of=date(2016, 4, 1))
    third = make.committed([moved], as_of=date(2016, 6, 1))
    assert third.counts["same"] == 1

    def in_singa_gembara() -> list[int]:
        days = (date(2016, 4, 1), date(2016, 5, 31), date(2016, 6, 1), END)
        return [counts(known=day, area=make.SINGA_GEMBARA)[0] for day in days]

    assert in_singa_gembara() == [1, 1, 1, 1]
    assert undone(second) == State.UNDONE
    assert in_singa_gembara() == [0, 0, 1, 1]
    assert verification.verify() == []
    assert undone(third) == State.UNDONE
    assert in_singa_gembara() == [0, 0, 0, 1]
    assert verification.verify() == []


def test_what_two_files_repeated_stands_from_the_first_of_them_after_a_late_file_before_both() -> None:
    siti = make.siti()
    opened = make.committed([siti])
    june, september = (make.committed([siti], as_of=day) for day in (date(2016, 6, 1), END))

    late = make.committed([{**siti, "NO_KEL": "2011"}], as_of=date(2016, 4, 1))

    def in_singa_gembara() -> list[int]:
        days = (date(2016, 4, 1), date(2016, 6, 1), END)
        return [counts(on=day, known=day, area=make.SINGA_GEMBARA)[0] for day in days]

    assert in_singa_gembara() == [1, 0, 0]
    assert undone(september) == State.UNDONE
    assert in_singa_gembara() == [1, 0, 0]
    assert undone(june) == State.UNDONE
    assert in_singa_gembara() == [1, 1, 1]
    assert verification.verify() == []
    assert undone(late) == undone(opened) == State.UNDONE
    assert not Resident.objects.exists()


def test_a_file_that_repeated_some_facts_does_not_hold_others_against_a_late_file() -> None:
    siti = make.siti()
    make.committed([siti])
    without_standing([siti], date(2016, 6, 1))

    make.committed([{**siti, "FLAG_PINDAH": "Y", "TGL_PINDAH": "15-03-2016"}], as_of=date(2016, 4, 1))

    assert counts() == (0, 0, 0)
    assert verification.verify() == []


def test_a_late_file_that_repeats_an_older_one_holds_that_one_and_not_the_newer() -> None:
    siti = make.siti()
    make.committed([siti])
    newer = make.committed([{**siti, "NO_KEL": "2011"}], as_of=END)
    make.committed([siti], as_of=date(2016, 6, 1))

    assert undone(newer) == State.UNDONE
    with pytest.raises(RuleBroken, match=r"import\.touched_since"):
        undone(Import.objects.earliest("id"))


def test_of_two_late_files_of_one_day_the_first_is_as_before_when_the_second_is_undone() -> None:
    siti = make.siti()
    make.committed([siti])
    make.committed([siti], as_of=END)
    make.committed([siti], as_of=date(2016, 6, 1))
    second = make.committed([{**siti, "NO_KEL": "2011"}], as_of=date(2016, 6, 1))
    july = date(2016, 7, 1)
    assert counts(on=july, known=july, area=make.SINGA_GEMBARA)[0] == 1

    before = make.committed([{**siti, "TGL_LHR": "18-05-1980"}], as_of=date(2016, 4, 1))

    assert counts(on=july, known=july, area=make.SINGA_GEMBARA)[0] == 1
    assert undone(second) == State.UNDONE
    assert counts(on=july, known=july, area=make.SINGA_GEMBARA)[0] == 0
    assert undone(before) == State.UNDONE
    assert verification.verify() == []


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
