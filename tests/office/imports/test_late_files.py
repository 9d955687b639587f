"""What comes late of somebody who was in the first file, and what two files say of her."""

from datetime import date

import pytest
from django.db.models import Sum

from rekam.domain.trouble import RuleBroken
from rekam.office.imports.models import Import, State
from rekam.office.ledger import queries as ledger
from rekam.office.ledger.models import Line
from rekam.office.recordings.models import Earlier, Session, Status
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.imports.late import END, Row, alone_in_the_register, counts, undone, without_standing


@pytest.fixture(scope="module", autouse=True)
def siti(ground: None) -> Row:
    """In the first file, alone."""
    return alone_in_the_register()


def test_a_recording_in_an_older_file_that_comes_late_counts_in_what_was_known_after_it(siti: Row) -> None:
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


def test_an_older_file_says_nothing_of_what_was_learned_after_it(siti: Row) -> None:
    make.committed([{**siti, "STAT_HIDUP": "2", "TGL_MENINGGAL": "01-08-2016"}], as_of=date(2016, 8, 5))

    without_standing([{**siti, "NO_KEL": "2011"}], date(2016, 4, 1))

    assert counts(on=END, known=date(2016, 7, 1), area=make.SINGA_GEMBARA) == (1, 1, 0)
    assert counts() == (0, 0, 0)
    assert verification.verify() == []


def test_what_a_later_file_confirmed_is_taken_back_only_after_that_file(siti: Row) -> None:
    first = Import.objects.get()
    again = make.committed([siti], as_of=date(2016, 5, 1))

    with pytest.raises(RuleBroken, match=r"import\.touched_since"):
        undone(first)

    assert undone(again) == undone(first) == State.UNDONE
    assert not Resident.objects.exists()


def test_a_file_that_confirmed_what_another_changed_since_does_not_hold_that_one(siti: Row) -> None:
    make.committed([siti], as_of=date(2016, 5, 1))
    changed = make.committed([{**siti, "NO_KEL": "2011"}], as_of=date(2016, 6, 1))

    assert undone(changed) == State.UNDONE
    assert Resident.objects.get().area.code == make.SANGATTA_UTARA


def test_recordings_that_a_later_file_confirmed_are_taken_back_only_after_that_file(siti: Row) -> None:
    first = make.recorded([make.session(siti, "10-08-2016")])
    again = make.recorded([make.session(siti, "10-08-2016")])

    with pytest.raises(RuleBroken, match=r"import\.touched_since"):
        undone(first)

    assert undone(again) == undone(first) == State.UNDONE
    assert not Session.objects.exists()


def test_a_recording_is_known_from_the_earliest_day_that_any_file_gives(siti: Row) -> None:
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


def test_of_the_files_that_remain_the_earliest_day_counts_when_the_middle_one_is_undone(siti: Row) -> None:
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


def test_a_new_status_told_in_between_counts_from_its_day_when_the_file_before_it_is_undone(
    siti: Row,
) -> None:
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
def test_of_two_statuses_of_one_day_the_later_hour_decides_whichever_file_comes_first(
    turned: bool, siti: Row
) -> None:
    said = [("ENROLL_FAILURE_AT_CENTRAL", "12-09-2016 08:15:00"), ("PROCESSING", "12-09-2016 14:05:00")]
    for status, moment in said[::-1] if turned else said:
        make.recorded([make.session(siti, "10-09-2016", STATUS=status, TGL_STATUS=moment, TGL_DIKETAHUI="")])

    assert Session.objects.get().status == "PROCESSING"
    assert counts() == (1, 1, 1)
    assert sorted(Status.objects.values_list("clock", flat=True)) == ["08:15:00", "14:05:00"]
    recorded = Line.objects.filter(measure="recorded").aggregate(n=Sum("amount"))["n"]
    assert recorded == len(ledger.net(ledger.all_lines()).filter(measure="recorded")) == 1


def test_an_hour_that_one_file_gives_and_another_does_not_makes_no_second_status(siti: Row) -> None:
    for moment in ("12-09-2016", "12-09-2016 08:15:00", "12-09-2016"):
        failed = {"STATUS": "ENROLL_FAILURE_AT_CENTRAL", "TGL_STATUS": moment, "TGL_DIKETAHUI": ""}
        item = make.recorded([make.session(siti, "10-09-2016", **failed)])

    assert (Status.objects.count(), item.counts["same"]) == (1, 1)


def test_a_status_known_earlier_takes_its_earlier_place_among_those_of_its_day(siti: Row) -> None:
    said = (("ENROLL_FAILURE_AT_CENTRAL", 15), ("PROCESSING", 20), ("PROCESSING", 13))
    for status, known in said:
        facts = {"STATUS": status, "TGL_STATUS": "12-09-2016", "TGL_DIKETAHUI": f"{known}-09-2016"}
        make.recorded([make.session(siti, "10-09-2016", **facts)])

    assert counts()[2] == 0
    assert verification.verify() == []


def test_what_a_third_file_repeated_of_the_second_counts_from_its_day_when_the_second_is_undone(
    siti: Row,
) -> None:
    moved = {**siti, "NO_KEL": "2011"}
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


def test_what_two_files_repeated_stands_from_the_first_of_them_after_a_late_file_before_both(
    siti: Row,
) -> None:
    opened = Import.objects.get()
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


def test_a_file_that_repeated_some_facts_does_not_hold_others_against_a_late_file(siti: Row) -> None:
    without_standing([siti], date(2016, 6, 1))

    make.committed([{**siti, "FLAG_PINDAH": "Y", "TGL_PINDAH": "15-03-2016"}], as_of=date(2016, 4, 1))

    assert counts() == (0, 0, 0)
    assert verification.verify() == []


def test_a_late_file_that_repeats_an_older_one_holds_that_one_and_not_the_newer(siti: Row) -> None:
    newer = make.committed([{**siti, "NO_KEL": "2011"}], as_of=END)
    make.committed([siti], as_of=date(2016, 6, 1))

    assert undone(newer) == State.UNDONE
    with pytest.raises(RuleBroken, match=r"import\.touched_since"):
        undone(Import.objects.earliest("id"))


def test_of_two_late_files_of_one_day_the_first_is_as_before_when_the_second_is_undone(siti: Row) -> None:
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
