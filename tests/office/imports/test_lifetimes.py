"""Recordings that cannot be true of the residents they are about, and releases of another area."""

from datetime import date

import pytest

from rekam.office.accounts.rights import Role
from rekam.office.coverage import queries as coverage
from rekam.office.imports import queries
from rekam.office.imports.models import Import, Kind, Mode
from rekam.office.recordings.models import Session
from rekam.office.residents import person
from rekam.office.residents.models import Resident
from tests import make
from tests.office.accounts import staff

ON = date(2016, 9, 30)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def said(item: Import) -> list[tuple[str, str, str]]:
    found = queries.problems(item)
    return list(found.select("code", "value", "expected").iter_rows()) if len(found) else []


def recorded() -> int:
    return coverage.coverage(on=ON).total.total.recorded


def test_a_recording_before_the_birth_is_held() -> None:
    child = make.siti(TGL_LHR="17-05-2013")
    make.committed([child])

    item = make.recorded([make.session(child, "17-05-2012")])

    assert said(item) == [("recorded.before_birth", "17-05-2012", "17-05-2013")]
    assert (item.counts["held"], item.counts["new"], item.counts["warnings"]) == (1, 0, 0)
    assert not Session.objects.exists()


def test_a_recording_of_a_child_is_told_and_one_of_somebody_married_is_not() -> None:
    child, wife = make.siti(TGL_LHR="18-05-2013"), make.siti(TGL_LHR="01-01-2001", STAT_KWN="2")
    first_timer = make.siti(TGL_LHR="15-03-2000")
    make.committed([child, wife, first_timer])

    item = make.recorded([make.session(row, "15-03-2016") for row in (child, wife, first_timer)])

    assert said(item) == [("recorded.under_age", "15-03-2016", "2")]
    assert (item.counts["held"], item.counts["new"], item.counts["warnings"]) == (0, 3, 1)


def test_a_recording_after_the_death_is_told_and_counts_for_nothing_until_the_death_is_corrected() -> None:
    siti = make.siti()
    make.committed([siti], mode=Mode.RELEASE)
    make.committed([{**siti, "STAT_HIDUP": "2", "TGL_MENINGGAL": "10-03-2016"}], as_of=date(2016, 4, 1))

    item = make.recorded([make.session(siti, "15-03-2016")], as_of=date(2016, 4, 2))

    assert said(item) == [("recorded.after_death", "15-03-2016", "10-03-2016")]
    story = told()
    assert [one.counts for one in story.recordings] == [False]
    assert "10-03-2016" in story.recordings[0].why
    assert "15-03-2016" not in story.answer.recording
    assert recorded() == 0

    make.committed([siti], as_of=date(2016, 5, 1))

    assert [one.counts for one in told().recordings] == [True]
    assert recorded() == 1


def told() -> person.Story:
    return person.story(Resident.objects.get(), on=ON, years=5, reader=staff.person(Role.REGISTRAR))


def test_a_recording_on_the_day_of_the_death_or_before_it_counts_on_the_page() -> None:
    siti = make.siti()
    make.committed([siti], mode=Mode.RELEASE)
    make.committed([{**siti, "STAT_HIDUP": "2", "TGL_MENINGGAL": "10-03-2016"}], as_of=date(2016, 4, 1))

    item = make.recorded([make.session(siti, day) for day in ("09-03-2016", "10-03-2016")])

    assert said(item) == []
    assert sorted(one.why[:6] for one in told().recordings if one.counts) == ["Dihitu", "Tidak "]


def notes(item: Import) -> list[str]:
    return [note["code"] for note in item.columns["notes"]]


def test_a_release_none_of_whose_rows_lies_in_its_area_is_told() -> None:
    here, there = make.siti(), make.siti(NAMA_LGKP="DEWI REKAAN", area=make.TELUK_PANDAN)
    make.committed([here, there], mode=Mode.RELEASE)
    about = {"mode": Mode.RELEASE, "as_of": date(2016, 5, 1)}

    assert notes(make.reviewed([there], scope="64.08.04", **about)) == ["release.nobody_inside"]
    assert notes(make.reviewed([there], scope="64.08.13", **about)) == []
    assert notes(make.reviewed([here, there], scope="64.08.04", **about)) == []
    assert notes(make.reviewed([there], **about)) == []
    assert Import.objects.latest("pk").kind == Kind.RESIDENTS
