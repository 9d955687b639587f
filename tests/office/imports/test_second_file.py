"""A second file about somebody who is in the register: news, recordings, an older day, another person."""

from datetime import date

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.coverage import queries as coverage
from rekam.office.imports import actions, queries
from rekam.office.imports.models import Import, State
from rekam.office.ledger.models import Line
from rekam.office.recordings.models import Session, Status
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.imports.late import END, Row, alone_in_the_register, counts


@pytest.fixture(scope="module", autouse=True)
def siti(ground: None) -> Row:
    """In the register, alone."""
    return alone_in_the_register()


def all_is_right() -> bool:
    return verification.verify() == []


def test_a_committed_import_can_be_taken_back(siti: Row) -> None:
    before = counts()
    item = make.committed(
        [{**siti, "NO_KEC": "13", "NO_KEL": "2001"}, make.siti(NAMA_LGKP="DEWI REKAAN")],
        as_of=date(2016, 9, 1),
    )

    undone = actions.undo(item, by=None, at=make.moment())

    assert undone.state == State.UNDONE
    assert counts() == before
    assert Resident.objects.get().area.code == make.SANGATTA_UTARA
    assert all_is_right()


def test_an_import_that_something_later_touched_is_not_taken_back(siti: Row) -> None:
    first = Import.objects.get()
    make.committed([{**siti, "NAMA_LGKP": "SITI REKAAN BINTI BUDI"}], as_of=date(2016, 5, 1))

    with pytest.raises(RuleBroken, match=r"import\.touched_since"):
        actions.undo(first, by=None, at=make.moment())


def test_an_older_file_that_comes_late_fills_the_history_and_not_the_present(siti: Row) -> None:
    make.committed(
        [{**siti, "NO_KEC": "13", "NO_KEL": "2001", "TGL_DATANG": "01-08-2016"}], as_of=date(2016, 9, 1)
    )

    late = make.committed([{**siti, "NO_KEL": "2011"}], as_of=date(2016, 4, 1))

    assert late.counts["past"] == 1
    assert Resident.objects.get().area.code == make.TELUK_PANDAN
    assert counts(on=date(2016, 5, 1), area=make.SINGA_GEMBARA) == (1, 1, 0)
    assert make.reviewed([{**siti, "NO_KEL": "2011"}], as_of=date(2016, 4, 1)).counts["same"] == 1
    assert actions.undo(late, by=None, at=make.moment()).state == State.UNDONE
    assert all_is_right()


def test_another_name_and_another_birth_date_under_one_nik_wait_for_a_clerk(siti: Row) -> None:
    item = make.reviewed([{**siti, "NAMA_LGKP": "JOKO REKAAN", "TGL_LHR": "01-01-1991"}], as_of=END)

    assert (item.counts["held"], item.counts["changed"]) == (1, 0)
    assert "resident.may_be_another_person" in set(queries.problems(item)["code"])


def test_several_sessions_of_one_person_count_once(siti: Row) -> None:
    make.recorded(
        [
            make.session(siti, "01-09-2016", STATUS="ENROLL_FAILURE_AT_CENTRAL", TGL_STATUS="07-09-2016"),
            make.session(siti, "12-09-2016"),
            make.session(siti, "20-09-2016"),
        ]
    )

    assert counts() == (1, 1, 1)
    assert sum(coverage.recorded_by_day(start=date(2016, 9, 1), end=END).values()) == 1
    assert Session.objects.count() == 3
    assert all_is_right()


def test_the_same_recordings_twice_change_nothing(siti: Row) -> None:
    rows = [
        make.session(siti, "10-08-2016", JAM="09:15:00"),
        make.session(siti, "10-08-2016", JAM="09:40:00"),
    ]
    make.recorded(rows)
    lines = Line.objects.count()

    again = make.recorded(rows)

    assert (again.counts["same"], again.counts["new"]) == (2, 0)
    assert (Line.objects.count(), Session.objects.count(), Status.objects.count()) == (lines, 2, 2)


def test_a_failure_that_is_learned_later_voids_the_recording(siti: Row) -> None:
    make.recorded([make.session(siti, "10-08-2016")], as_of=date(2016, 8, 31))
    failed = {
        "STATUS": "ENROLL_FAILURE_AT_CENTRAL",
        "TGL_STATUS": "02-09-2016",
        "TGL_DIKETAHUI": "05-09-2016",
    }

    item = make.recorded([make.session(siti, "10-08-2016", **failed)])

    assert counts(known=date(2016, 9, 4)) == (1, 1, 1)
    assert counts() == (1, 1, 0)
    reasons = coverage.explain(start=date(2016, 8, 31), end=END).measures["recorded"].reasons
    assert reasons == {"recording_voided": -1}
    assert actions.undo(item, by=None, at=make.moment()).state == State.UNDONE
    assert counts() == (1, 1, 1)
    assert all_is_right()


def test_news_of_somebody_unknown_and_of_a_resident_come_in_one_file(siti: Row) -> None:
    elsewhere = make.siti(NAMA_LGKP="DEWI REKAAN")
    make.recorded([make.session(elsewhere, "10-08-2016")], as_of=date(2016, 8, 31))

    make.recorded(
        [make.session(elsewhere, "10-08-2016", STATUS="CARD_ISSUED"), make.session(siti, "12-09-2016")]
    )

    assert counts() == (1, 1, 1)
    assert Session.objects.get(nik=elsewhere["NIK"]).status == "CARD_ISSUED"
