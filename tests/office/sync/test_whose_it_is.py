"""Whose recording it is may be learned later: from two people, or from a register that comes afterwards."""

from datetime import date

from rekam.domain.sync.people import Kind
from rekam.office.imports import actions as imports
from rekam.office.residents.models import Resident
from rekam.office.sync import queries
from rekam.office.sync.deciding import cases
from rekam.office.sync.models import Case, Correction, Recorded
from rekam.office.sync.taking import afterwards
from rekam.office.visits.models import Entry, Listed, Visit
from rekam.wire.recordings import Correction as Corrected
from tests import make
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.sync.made import record
from tests.office.visits import made as visits

TO = Corrected("name", "SITI REKAAN", "SITTI REKAAN", "KK", "6408042101160001")
BORN = Corrected("born", "17-05-1980", "17-06-1980", "akta", "1")


def named(sealed, nik: str) -> None:
    case = Case.objects.get(kind=Kind.NO_NIK, decided_at=None)
    counting = [made.packet(sealed).name]
    for _ in range(2):
        cases.decide(case=case, counting=counting, why="KK", by=staff.person(), at=made.later(99), nik=nik)


def on_the_sheet(visit: Visit) -> list[tuple[str, str]]:
    found = visit.people.filter(is_off=False).order_by("pk")
    return list(found.values_list("nik", "outcome"))


def test_who_was_named_by_two_people_is_recorded_on_the_visits_list_once(laptop, siti):
    visit = visits.confirmed()
    visits.closing.set_rest_absent(visit=begun(visit), by=None, at=made.later(40))
    sealed = record(laptop, visit=str(visit.pk))
    assert on_the_sheet(visit) == [(siti, "absent")]

    named(sealed, siti)

    assert on_the_sheet(visit) == [(siti, "recorded")]


def begun(visit: Visit) -> Visit:
    visits.sent(visit, visits.entry("arrival"))
    return visit


def test_a_nameless_walk_in_of_an_earlier_program_becomes_the_person_on_the_list(laptop, siti):
    """Those told of everybody at once."""
    visit = visits.confirmed()
    sealed = record(laptop, visit=str(visit.pk))
    name = made.packet(sealed).packet_id
    visits.sent(visit, visits.entry("walk_in", subject=name, name="SITI REKAAN", outcome="recorded"))
    assert len(on_the_sheet(visit)) == 2

    named(sealed, siti)

    assert on_the_sheet(visit) == [(siti, "recorded")]
    assert not Listed.objects.exclude(nik=siti).exists()
    entries = Entry.objects.count()
    made.opened()
    afterwards.mend(at=made.later(120))
    assert Entry.objects.count() == entries


def test_what_a_counter_corrected_of_somebody_nameless_reaches_the_register_and_a_clerk(laptop, siti):
    sealed = record(laptop, corrections=(TO, BORN))
    named(sealed, siti)

    assert Resident.objects.get(nik=siti).name == "SITTI REKAAN"
    assert [each.field for each in queries.clashing(make.SANGATTA_UTARA)] == ["born"]


def test_whoever_comes_into_the_register_later_brings_the_corrections_along(laptop, siti):
    nik = make.nik(date(1980, 5, 17))
    record(laptop, nik=nik, corrections=(TO, BORN))
    assert Recorded.objects.get().resident is None
    assert not queries.clashing().exists()

    file = make.committed([make.siti(NIK=nik)])
    made.opened(at=made.later(200))

    resident = Resident.objects.get(nik=nik)
    assert (Recorded.objects.get().resident, resident.name) == (resident, "SITTI REKAAN")
    assert [each.field for each in queries.clashing(make.SANGATTA_UTARA)] == ["born"]
    assert {each.state for each in Correction.objects.all()} == {"made", "clashing"}
    assert file.state == imports.State.COMMITTED
    assert afterwards.introduce(at=made.later(201)) == 0
