"""Recordings of laptops whose day cannot be true of the person, as the register says: as of a file's rows."""

from datetime import date

import pytest
from django.utils import translation

from rekam.domain.sync.people import Kind
from rekam.office.accounts.rights import Role
from rekam.office.imports.models import Mode
from rekam.office.residents import verification
from rekam.office.residents.models import Resident
from rekam.office.sync.deciding import cases
from rekam.office.sync.models import Case, Recorded
from rekam.office.sync.taking import doubting
from tests import make
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.sync.made import record
from tests.office.sync.test_screens import text
from tests.office.sync.test_what_counts import counted

S = Recorded.Standing


def decided(case: Case, *names: str) -> None:
    for _person in range(2):
        by = staff.person(Role.REGISTRAR)
        cases.decide(case=case, counting=names, why="looked at the papers", by=by, at=made.later(120))


def open_kinds() -> list[str]:
    return [case.kind for case in Case.objects.filter(is_moot=False, decided_at=None)]


def test_a_recording_before_the_birth_is_kept_and_receipted_and_counts_once_two_people_say_so(
    laptop: made.Laptop,
) -> None:
    nik = made.siti(TGL_LHR="17-05-1999")["NIK"]
    Resident.objects.filter(nik=nik).update(born=date(2016, 10, 1))
    sealed = laptop.seal(made.recording(laptop, nik=nik))

    assert laptop.send(sealed).status == 200
    made.opened()

    assert made.packet(sealed).receipts.exists()
    assert (made.recorded(sealed).standing, counted(nik)) == (S.HELD, 0)
    [case] = Case.objects.all()
    assert case.kind == Kind.BEFORE_BIRTH
    decided(case, made.packet(sealed).name)
    assert made.recorded(sealed).standing == S.COUNTS
    made.opened()
    assert open_kinds() == []


def test_the_register_says_later_that_somebody_was_born_after_it_and_then_that_not(
    laptop: made.Laptop,
) -> None:
    row = made.siti(TGL_LHR="17-05-1990")
    sealed = record(laptop, nik=row["NIK"])
    assert counted(row["NIK"]) == 1

    Resident.objects.filter(nik=row["NIK"]).update(born=date(2017, 5, 17))
    made.opened(at=made.later(90))
    assert (made.recorded(sealed).standing, open_kinds()) == (S.HELD, [Kind.BEFORE_BIRTH])

    Resident.objects.filter(nik=row["NIK"]).update(born=date(1990, 5, 17))
    made.opened(at=made.later(120))
    assert (made.recorded(sealed).standing, open_kinds()) == (S.COUNTS, [])
    assert counted(row["NIK"]) == 1


def test_a_file_that_corrects_the_birth_answers_what_two_people_were_asked(laptop: made.Laptop) -> None:
    row = made.siti(TGL_LHR="17-05-2010")
    sealed = record(laptop, nik=row["NIK"])
    assert (made.recorded(sealed).standing, open_kinds()) == (S.COUNTS, [Kind.UNDER_AGE])

    make.committed([{**row, "TGL_LHR": "17-05-1990"}], as_of=date(2016, 10, 1))
    made.opened(at=made.later(60 * 24 * 2))

    assert (made.recorded(sealed).standing, open_kinds()) == (S.COUNTS, [])
    assert counted(row["NIK"]) == 1
    assert verification.verify() == []


@pytest.mark.parametrize(("facts", "kinds"), [({}, [Kind.UNDER_AGE]), ({"STAT_KWN": "2"}, [])])
def test_a_recording_of_a_child_counts_and_two_people_are_asked_and_of_somebody_married_nobody_is(
    laptop: made.Laptop, facts: dict[str, str], kinds: list[Kind]
) -> None:
    nik = made.siti(TGL_LHR="17-05-2002", **facts)["NIK"]

    sealed = record(laptop, nik=nik)

    assert (made.recorded(sealed).standing, open_kinds()) == (S.COUNTS, kinds)


def test_one_that_two_people_set_aside_stays_aside_though_the_worker_looks_again(laptop: made.Laptop) -> None:
    nik = made.siti(TGL_LHR="17-05-2002")["NIK"]
    sealed = record(laptop, nik=nik)

    decided(Case.objects.get())
    made.opened(at=made.later(130))

    assert (made.recorded(sealed).standing, counted(nik)) == (S.ASIDE, 0)


def test_a_death_that_the_register_learns_of_later_is_asked_about_where_the_recording_lies_after_it(
    laptop: made.Laptop,
) -> None:
    row = made.siti()
    sealed = record(laptop, nik=row["NIK"])
    assert open_kinds() == []

    dead = {**row, "STAT_HIDUP": "2", "TGL_MENINGGAL": "10-03-2016"}
    make.committed([dead], as_of=date(2016, 10, 1), mode=Mode.UPDATE)
    made.opened(at=made.later(60 * 24 * 2))

    assert (open_kinds(), counted(row["NIK"])) == ([Kind.GONE], 0)
    assert "10-03-2016" in doubting.in_words(made.recorded(sealed))[0]


def test_both_ways_say_the_same_of_one_day(laptop: made.Laptop) -> None:
    child = made.siti(TGL_LHR="17-05-2002")

    file = make.recorded([make.session(child, "30-09-2016")])
    sealed = record(laptop, nik=child["NIK"])

    assert file.counts["warnings"] == 1
    assert [str(doubt) for doubt in doubting.doubts(made.recorded(sealed))] == ["under_age"]


def test_who_decides_reads_what_the_register_says(laptop: made.Laptop) -> None:
    sealed = record(laptop, nik=made.siti(TGL_LHR="17-05-2002")["NIK"])
    browser = staff.browser(staff.person(Role.REGISTRAR, language="id"))
    with translation.override("id"):
        [told] = doubting.in_words(made.recorded(sealed))
    assert "30-09-2016, orang ini berumur 14 tahun" in told

    for address in (("sync:case", Case.objects.get().pk), ("sync:packet", made.packet(sealed).pk)):
        assert told in text(browser, *address)
