"""Sessions that several recordings share, or that a file told of before a packet did."""

from datetime import date, timedelta

import pytest

from rekam.domain.sync.people import Kind, Likeness
from rekam.office.accounts.rights import Role
from rekam.office.imports import actions as imports
from rekam.office.ledger.models import Line
from rekam.office.places.models import Place
from rekam.office.recordings.models import Session, Status
from rekam.office.residents import verification
from rekam.office.stations import actions as stations
from rekam.office.sync.deciding import cases
from rekam.office.sync.models import Alike, Case, Recorded
from rekam.office.sync.taking import afterwards, judging
from tests import make
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.visits import made as visits

LONG_AGO = make.moment(date(2001, 1, 1))


def counted() -> int:
    return sum(line.amount for line in Line.objects.filter(measure="recorded"))


def arrive(laptop: made.Laptop, *each) -> None:
    for sealed in each:
        laptop.send(sealed)
    made.opened()


def decided(kind: Kind, *counting) -> None:
    case, names = Case.objects.get(kind=kind, decided_at=None), [made.packet(each).name for each in counting]
    for role in (Role.REGISTRAR, Role.HEAD):
        cases.decide(case=case, counting=names, why="dilihat", by=staff.person(role), at=made.later(100))
    made.opened(at=made.later(110))


def settled_again() -> None:
    judging.settle(Recorded.objects.all(), source="test", at=made.later(60 * 24 * 3))


def stolen(laptop: made.Laptop) -> None:
    stations.revoke(epoch=laptop.epoch, why="dicuri", by=staff.person(Role.HEAD), at=made.later(35))
    made.callers.forget()


def found_different() -> None:
    """As if the biometrics of the two recordings had been compared so."""
    one, other = Recorded.objects.order_by("pk")
    defaults = {"said": Likeness.DIFFERENT.value, "score": None, "by": ""}
    Alike.objects.update_or_create(one=one, other=other, defaults=defaults)
    judging.settle([one, other], source="test", at=made.later(90))


# -- shared by several recordings -------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_one_id_with_two_contents_the_one_let_out_counts_whichever_came_first(laptop, siti, order):
    said = made.recording(laptop, nik=siti)
    each = [laptop.seal(said), laptop.seal(said)]
    arrive(laptop, *(each[n] for n in order))

    decided(Kind.SAME_ID, each[0])
    settled_again()

    [session] = Session.objects.all()
    assert (session.status, counted()) == ("BIO_CAPTURED", 1)
    assert verification.verify() == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_recordings_on_one_second_of_a_dead_clock_count_as_two_people_decided(laptop, siti, order):
    visits.kit()
    other = made.laptop(kit=visits.Kit.objects.get())
    other.office_time_seen = laptop.office_time_seen
    facts = {"nik": siti, "started_at": LONG_AGO, "finished_at": LONG_AGO}
    each = [one.seal(made.recording(one, **facts)) for one in (laptop, other)]
    arrive(laptop, *(each[n] for n in order))
    found_different()
    assert (Session.objects.get().status, counted()) == ("HELD_AT_OFFICE", 0)

    decided(Kind.TWO_PEOPLE, each[1])
    settled_again()

    session = Session.objects.get()
    assert (session.status, counted()) == ("BIO_CAPTURED", 1)
    assert session.kit == "KIT-1"  # of the one that counts
    assert session.source == f"packet:{made.packet(each[1]).packet_id}"


# -- of a file --------------------------------------------------------------------------------------


def told_by_a_file(siti: str, clock: str = ""):
    return make.recorded([make.session({"NIK": siti}, "30-09-2016", JAM=clock)])


@pytest.mark.parametrize("clock", ["", "08:19:00"])
def test_what_is_in_quarantine_takes_nothing_of_a_file(laptop, siti, clock):
    told_by_a_file(siti, clock)
    before = Session.objects.values().get()
    stolen(laptop)
    sealed = laptop.seal(made.recording(laptop, nik=siti))

    for decide in (lambda: arrive(laptop, sealed), lambda: decided(Kind.REVOKED), settled_again):
        decide()
        assert Session.objects.values().get(pk=before["id"]) == before
        assert counted() == 1


@pytest.mark.parametrize("clock", ["", "08:19:00"])
def test_what_is_let_out_of_quarantine_takes_over_the_session_of_a_file(laptop, siti, clock):
    file = told_by_a_file(siti, clock)
    stolen(laptop)
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    arrive(laptop, sealed)
    decided(Kind.REVOKED, sealed)
    settled_again()
    assert Session.objects.get().clock  # one capture, one session

    imports.undo(file, by=None, at=made.later(200))

    assert Session.objects.get().source.startswith("packet:")
    assert made.recorded(sealed).session == Session.objects.get()
    assert counted() == 1
    assert verification.verify() == []


def test_what_is_let_out_after_its_file_was_undone_counts_by_itself(laptop, siti):
    file = told_by_a_file(siti, "08:19:00")
    stolen(laptop)
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    arrive(laptop, sealed)
    imports.undo(file, by=None, at=made.later(80))
    assert counted() == 0

    decided(Kind.REVOKED, sealed)

    assert made.recorded(sealed).session == Session.objects.get()
    assert counted() == 1
    assert verification.verify() == []


@pytest.mark.parametrize("counting", [None, 0, 1])
def test_a_files_report_stays_when_the_recording_of_it_is_held_or_set_aside(laptop, siti, counting):
    told_by_a_file(siti)
    other = made.laptop()
    each = [
        laptop.seal(made.recording(laptop, nik=siti)),
        other.seal(made.recording(other, nik=siti, finished_at=made.later(20))),
    ]
    arrive(laptop, *each)
    found_different()
    assert {made.recorded(sealed).standing for sealed in each} == {"held"}
    if counting is not None:
        decided(Kind.TWO_PEOPLE, each[counting])
    settled_again()

    told = Session.objects.get(pk=made.recorded(each[0]).session_id)
    assert (told.status, counted()) == ("BIO_CAPTURED", 1)


def test_once_the_file_is_undone_the_recording_stands_alone_and_is_held(laptop, siti):
    file = told_by_a_file(siti)
    other = made.laptop()
    arrive(laptop, laptop.seal(made.recording(laptop, nik=siti)))
    arrive(other, other.seal(made.recording(other, nik=siti, finished_at=made.later(20))))
    imports.undo(file, by=None, at=made.later(80))

    found_different()

    assert {session.status for session in Session.objects.all()} == {"HELD_AT_OFFICE"}
    assert counted() == 0


@pytest.mark.parametrize("counting", [None, 1])
def test_a_file_that_is_undone_last_takes_along_what_it_alone_still_said(laptop, siti, counting):
    file = told_by_a_file(siti)
    other = made.laptop()
    each = [
        laptop.seal(made.recording(laptop, nik=siti)),
        other.seal(made.recording(other, nik=siti, finished_at=made.later(20))),
    ]
    arrive(laptop, *each)
    found_different()
    if counting is not None:
        decided(Kind.TWO_PEOPLE, each[counting])
    told = made.recorded(each[0]).session
    assert (told.status, counted()) == ("BIO_CAPTURED", 1)

    imports.undo(file, by=None, at=made.later(200))
    made.opened(at=made.later(201))

    told.refresh_from_db()
    assert told.status == ("HELD_AT_OFFICE" if counting is None else "SET_ASIDE_AT_OFFICE")
    assert counted() == (0 if counting is None else 1)
    assert verification.verify() == []
    assert afterwards.turn(at=made.later(202)) == 0


def test_a_session_that_an_earlier_program_left_to_the_file_is_handed_over(laptop, siti):
    file = told_by_a_file(siti)
    arrive(laptop, laptop.seal(made.recording(laptop, nik=siti)))
    for row in (Session, Status):  # as programs before did
        row.objects.update(source=file.source)
    Recorded.objects.update(file="")

    assert afterwards.mend(at=made.later(200)) == 1
    assert afterwards.mend(at=made.later(201)) == 0

    imports.undo(file, by=None, at=made.later(202))
    assert Session.objects.get().source.startswith("packet:")
    assert counted() == 1


# -- named later --------------------------------------------------------------------------------------


def test_a_recording_that_two_people_name_counts_in_its_district_and_place(laptop, siti):
    place = visits.place()
    sealed = laptop.seal(made.recording(laptop, place_code=str(place.pk)))
    arrive(laptop, sealed)
    case = Case.objects.get(kind=Kind.NO_NIK)
    names = [made.packet(sealed).name]
    for _ in range(2):
        cases.decide(case=case, counting=names, why="KK", by=staff.person(), at=made.later(99), nik=siti)

    session = Session.objects.get()
    assert (session.place, session.area_code) == (place.name, Place.objects.get().area.code)
    assert session.recorded_on == made.DAY
    assert counted() == 1
    assert session.known_on <= made.DAY + timedelta(days=1)
