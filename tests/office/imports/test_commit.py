"""A file is reviewed before anything changes, comes in whole or not at all, and can be taken back."""

from datetime import date

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.audit.models import Entry
from rekam.office.coverage import queries as coverage
from rekam.office.imports import actions
from rekam.office.imports import desk as desks
from rekam.office.imports.models import Import, Mode, State
from rekam.office.ledger.models import Line
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from tests import make
from tests.office.imports.late import END, counts


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def all_is_right() -> bool:
    return verification.verify() == []


def test_nothing_changes_before_a_person_commits() -> None:
    item = make.reviewed([make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")])

    assert item.state == State.REVIEWED
    assert item.counts["new"] == 2
    assert item.effect[0]["code"] == "64.08.04"
    assert (item.effect[0]["obliged"], item.effect[0]["unrecorded"]) == (2, 2)
    assert Resident.objects.count() == Line.objects.count() == 0


def test_a_commit_brings_in_facts_ledger_and_audit_line_together() -> None:
    item = make.committed(
        [make.siti(EKTP_CURRENT_STATUS_CODE="PRINT_READY_RECORD", EKTP_CREATED_DATE="12-03-2013")]
    )

    assert counts() == (1, 1, 1)
    assert Entry.objects.filter(event="import.committed", subject=item.source).count() == 1
    assert all_is_right()


def test_the_same_file_twice_changes_nothing() -> None:
    rows = [make.siti(), make.siti(JENIS_KLMIN="1", TGL_LHR="01-02-1999")]
    make.committed(rows, mode=Mode.RELEASE)
    lines = Line.objects.count()

    again = make.committed(rows, mode=Mode.RELEASE, as_of=date(2016, 3, 1))

    assert (again.counts["same"], again.counts["new"], again.counts["changed"], again.counts["left"]) == (
        2,
        0,
        0,
        0,
    )
    assert Line.objects.count() == lines
    assert all_is_right()


def test_an_update_never_removes_and_a_release_proposes_who_has_left() -> None:
    stays, goes = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([stays, goes])

    assert make.reviewed([stays], as_of=date(2016, 6, 30)).counts["left"] == 0
    make.committed([stays], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert counts(on=date(2016, 6, 29)) == (2, 2, 0)
    assert counts(on=date(2016, 6, 30)) == (1, 1, 0)
    assert all_is_right()


def test_a_person_may_decide_that_those_missing_stay() -> None:
    stays, missing = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([stays, missing])
    item = make.reviewed([stays], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    actions.commit(item, by=None, at=make.moment(), keep_missing=True)

    assert counts() == (2, 2, 0)


def test_somebody_whose_row_could_not_be_read_is_not_taken_for_gone() -> None:
    siti, dewi = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN")
    make.committed([siti, dewi])
    damaged = {**dewi, "NIK": "6,40804E+15"}

    item = make.reviewed([siti, damaged], mode=Mode.RELEASE, as_of=date(2016, 6, 30))

    assert (item.counts["rejected"], item.counts["left"]) == (1, 0)


def test_a_release_of_a_second_kecamatan_is_an_opening_there_too() -> None:
    make.committed([make.siti()], mode=Mode.RELEASE, scope="64.08.04")
    make.committed(
        [make.siti(area=make.TELUK_PANDAN)], mode=Mode.RELEASE, scope="64.08.13", as_of=date(2016, 2, 1)
    )

    assert counts(on=date(2015, 1, 1)) == (2, 2, 0)


def test_moves_marriages_deaths_and_late_news_are_counted_when_they_became_true() -> None:
    moves, dies, weds = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN"), make.siti(TGL_LHR="01-03-2000")
    make.committed([moves, dies, weds])
    make.committed(
        [
            {**moves, "NO_KEC": "13", "NO_KEL": "2001", "TGL_DATANG": "10-09-2016"},
            {**dies, "STAT_HIDUP": "2", "TGL_MENINGGAL": "01-07-2016"},
            {**weds, "STAT_KWN": "2", "TGL_KWN": "05-09-2016"},
        ],
        as_of=date(2016, 9, 20),
    )

    assert counts(on=date(2016, 6, 30)) == (3, 2, 0)
    assert counts(on=END) == (2, 2, 0)
    assert counts(on=END, area="64.08.13") == (1, 1, 0)
    assert counts(on=date(2016, 8, 1), known=date(2016, 8, 1)) == (3, 2, 0)
    assert counts(on=date(2016, 8, 1), known=END) == (2, 1, 0)
    found = coverage.explain(start=date(2016, 8, 31), end=END).measures["obliged"]
    assert found.reasons == {"married": 1, "died": -1}
    assert found.late == {"died": -1}
    assert found.adds_up
    assert all_is_right()


def test_two_people_committing_the_same_import_bring_it_in_once() -> None:
    item = make.reviewed([make.siti()])
    actions.commit(item, by=None, at=make.moment())

    with pytest.raises(RuleBroken, match=r"import\.not_now"):
        actions.commit(Import.objects.get(pk=item.pk), by=None, at=make.moment())
    assert counts() == (1, 1, 0)


def test_a_review_that_the_register_has_overtaken_is_made_again() -> None:
    siti = make.siti()
    first, second = make.reviewed([siti]), make.reviewed([siti, make.siti(NAMA_LGKP="DEWI REKAAN")])
    actions.commit(first, by=None, at=make.moment())

    with pytest.raises(RuleBroken, match=r"import\.review_again"):
        actions.commit(second, by=None, at=make.moment())

    second.refresh_from_db()
    assert (second.state, second.counts["new"], second.counts["same"]) == (State.REVIEWED, 1, 1)
    actions.commit(second, by=None, at=make.moment())
    assert counts() == (2, 2, 0)


def test_what_an_older_version_reviewed_is_reviewed_again_before_the_commit() -> None:
    item = make.reviewed([make.siti()])
    (desks.of(item.pk).folder / "strangers.parquet").unlink()

    actions.commit(item, by=None, at=make.moment())

    assert counts() == (1, 1, 0)


def test_a_recording_is_held_until_its_resident_arrives() -> None:
    siti = make.siti()
    item = make.recorded([make.session(siti, "10-08-2016")])
    assert (item.counts["unknown"], counts()) == (1, (0, 0, 0))

    make.committed([siti], as_of=date(2016, 9, 15))

    assert counts() == (1, 1, 1)
    assert Resident.objects.get().first_recorded_on == date(2016, 8, 10)
    assert all_is_right()
