"""What is held back takes no effect before two people accept it, and what does not count is taken back."""

import itertools

import pytest
from django.db import transaction

from rekam.domain.sync.people import Kind, Likeness
from rekam.office.accounts.rights import Role
from rekam.office.kits import faults
from rekam.office.kits.models import Fault, FaultPhoto
from rekam.office.recordings.models import Session
from rekam.office.stations import actions as stations
from rekam.office.sync import queries, worker
from rekam.office.sync.deciding import cases
from rekam.office.sync.models import Alike, Case, Packet
from rekam.office.sync.taking import judging
from rekam.office.visits import closing
from rekam.office.visits.models import Listed, SecondPass, Visit
from rekam.wire import recordings
from rekam.wire.recordings import DeviceTrouble
from tests.office.accounts import staff
from tests.office.kits import made as kits
from tests.office.sync import made
from tests.office.sync.made import record
from tests.office.visits import made as visits


@pytest.fixture
def visit(siti) -> Visit:
    return visits.confirmed()


def trouble(laptop: made.Laptop):
    said = DeviceTrouble("finger", "Contoh", "Slap 4", "SN-001", "110", "no answer for 30 s", made.later())
    return record(laptop, kind=recordings.Kind.TROUBLE, person=None, captures=(), trouble=said)


def stolen(laptop: made.Laptop) -> None:
    stations.revoke(epoch=laptop.epoch, why="dicuri", by=staff.person(Role.HEAD), at=made.later(35))
    made.callers.forget()


def decided(kind: Kind, *counting) -> None:
    case, names = Case.objects.get(kind=kind, decided_at=None), [made.packet(each).name for each in counting]
    for role in (Role.REGISTRAR, Role.HEAD):
        cases.decide(case=case, counting=names, why="dilihat", by=staff.person(role), at=made.later(100))
    made.opened(at=made.later(110))


def found_different(one, other) -> None:
    """As if the biometrics had been compared so."""
    pair = sorted([made.recorded(one), made.recorded(other)], key=lambda r: r.pk)
    Alike.objects.update_or_create(
        one=pair[0], other=pair[1], defaults={"said": Likeness.DIFFERENT.value, "score": None, "by": ""}
    )
    judging.settle(pair, source="test", at=made.later(90))


def closed(visit: Visit) -> None:
    closing.set_rest_absent(visit=visit, by=None, at=made.later(40))
    closing.close(visit=visit, by=None, at=made.later(41))


def outcome_of(nik: str) -> str:
    return Listed.objects.get(nik=nik).outcome


# -- quarantine -----------------------------------------------------------------------------------


def test_a_stolen_laptop_marks_nobody_breaks_no_device_and_spoils_nobodys_quality(laptop, siti, visit):
    kits.device(serial="SN-001")
    visits.sent(visit, visits.outcome(visit.people.get(nik=siti), "absent"))
    closed(visit)
    stolen(laptop)
    each = [record(laptop, nik=siti, visit=str(visit.pk)), trouble(laptop)]

    for decide in (lambda: None, lambda: decided(Kind.REVOKED)):
        decide()
        assert [made.packet(sealed).opened for sealed in each] == ["done", "done"]
        assert (Visit.objects.get().state, outcome_of(siti)) == ("closed", "absent")
        assert SecondPass.objects.get().people == 1
        assert not Fault.objects.exists()
        assert not any(queries.quality(by, since=made.DAY) for by in ("device", "operator", "place"))
        assert not queries.step_times(since=made.DAY)


def test_what_two_people_let_out_marks_the_list_opens_the_fault_and_counts_for_quality(laptop, siti, visit):
    device = kits.device(serial="SN-001")
    stolen(laptop)
    each = [record(laptop, nik=siti, visit=str(visit.pk)), trouble(laptop)]

    decided(Kind.REVOKED, *each)

    assert outcome_of(siti) == "recorded"
    [fault] = Fault.objects.filter(device=device)
    assert "no answer for 30 s" in fault.note
    assert [row["n"] for row in queries.quality("operator", since=made.DAY)] == [1]
    assert {row["step"] for row in queries.step_times(since=made.DAY)} == {"find", "fingers"}


def test_trouble_that_was_told_before_it_was_held_back_is_told_once(laptop, siti):
    device, clone = kits.device(serial="SN-001"), laptop.clone()
    told = trouble(laptop)
    theirs = record(clone, nik=siti)
    assert made.packet(told).quarantine == made.packet(theirs).quarantine == "same_sequence"

    decided(Kind.CLONED, told)

    assert made.packet(told).opened == "done"
    assert Fault.objects.get(device=device).moves.count() == 1


def test_a_fault_of_which_only_what_was_set_aside_told_is_dismissed_in_words(laptop, siti):
    device, clone = kits.device(serial="SN-001"), laptop.clone()
    told = [trouble(laptop), trouble(laptop)]
    assert Fault.objects.get(device=device).moves.count() == 2
    theirs = [record(clone, name="BUDI REKAAN"), record(clone, name="DEWI REKAAN")]

    decided(Kind.CLONED, *theirs)

    assert not any(made.packet(each).released_at for each in told)
    fault = Fault.objects.get(device=device)
    assert (fault.state, fault.closed_at is not None) == ("dismissed", True)
    note = fault.moves.get(move="dismiss").note
    assert note.startswith("Laptop 01")
    assert "dua orang" in note
    device.refresh_from_db()
    assert device.condition == "good"


@pytest.mark.parametrize("touch", ["note", "move", "photo"])
def test_a_fault_that_somebody_has_touched_says_what_was_set_aside_and_stays_theirs(laptop, siti, touch):
    device, clone = kits.device(serial="SN-001"), laptop.clone()
    trouble(laptop)
    fault, by = Fault.objects.get(), staff.person(Role.TECHNICIAN)
    if touch == "note":
        faults.add_to_fault(fault=fault, note="Kacanya retak", by=by, at=made.later(62))
    elif touch == "move":
        faults.move_fault(fault=fault, move="confirm", by=by, at=made.later(62), note="Retak")
    else:
        photo = FaultPhoto(fault=fault, key="a" * 64, width=1, height=1, size=1, at=made.later(62), by=by)
        photo.save()
    state = Fault.objects.get().state
    theirs = record(clone, name="BUDI REKAAN")
    decided(Kind.CLONED, theirs)
    worker.drain(made.intake_keys.read(), at=made.later(120))

    fault.refresh_from_db()
    assert (fault.state, fault.closed_at, fault.device) == (state, None, device)
    [said] = [move for move in fault.moves.all() if "dua orang" in move.note]
    assert said.note.startswith("Laptop 01")


def test_a_fault_is_left_alone_while_two_people_still_decide_and_where_they_let_it_out(laptop, siti):
    device, clone = kits.device(serial="SN-001"), laptop.clone()
    told = trouble(laptop)
    record(clone, name="BUDI REKAAN")
    assert Fault.objects.get(device=device).moves.count() == 1

    decided(Kind.CLONED, told)

    assert [move.move for move in Fault.objects.get(device=device).moves.all()] == ["report"]


def test_what_an_earlier_program_left_open_is_dismissed_when_the_worker_starts(laptop, siti):
    kits.device(serial="SN-001")
    clone = laptop.clone()
    told = trouble(laptop)
    theirs = record(clone, name="BUDI REKAAN")
    Packet.objects.filter(pk=made.packet(theirs).pk).update(released_at=made.later(90))
    first, second = staff.person(Role.REGISTRAR), staff.person(Role.HEAD)
    Case.objects.filter(kind=Kind.CLONED).update(
        decided=[made.packet(theirs).name], proposed_by=first, decided_by=second, decided_at=made.later(90)
    )
    assert (made.packet(told).released_at, Fault.objects.get().state) == (None, "reported")

    made.opened(at=made.later(120))

    assert Fault.objects.get().state == "dismissed"


def test_whom_a_clone_was_told_to_have_recorded_is_unmarked_until_two_people_decide(laptop, siti, visit):
    clone = laptop.clone()
    mine = record(laptop, nik=siti, visit=str(visit.pk))
    closed(visit)
    assert (Visit.objects.get().state, outcome_of(siti)) == ("closed", "recorded")

    record(clone, name="BUDI REKAAN")
    assert (Visit.objects.get().state, outcome_of(siti)) == ("under_way", "")

    decided(Kind.CLONED, mine)
    assert outcome_of(siti) == "recorded"


def test_what_two_people_did_not_let_out_is_held_no_longer_but_set_aside(laptop, siti):
    stolen(laptop)
    sealed = record(laptop, nik=siti)
    assert (made.recorded(sealed).standing, Session.objects.get().status) == ("held", "HELD_AT_OFFICE")

    decided(Kind.REVOKED)

    assert made.recorded(sealed).standing == "aside"
    assert Session.objects.get().status == "SET_ASIDE_AT_OFFICE"


# -- people who are decided about -----------------------------------------------------------------


def test_whose_recording_is_set_aside_is_gone_for_again(laptop, siti, visit):
    one = record(laptop, nik=siti, visit=str(visit.pk))
    closed(visit)
    assert not SecondPass.objects.exists()
    other = record(made.laptop(), nik=siti, finished_at=made.later(20))

    found_different(one, other)
    decided(Kind.TWO_PEOPLE, other)
    closed(visit)

    assert outcome_of(siti) == "absent"
    assert SecondPass.objects.get().people == 1


def test_what_a_crew_noted_itself_stands_when_a_recording_is_taken_back(laptop, siti, visit):
    person = visit.people.get(nik=siti)
    one = record(laptop, nik=siti, visit=str(visit.pk))
    visits.sent(visit, visits.outcome(person, "failed"))
    person.refresh_from_db()
    assert person.is_disputed

    found_different(one, record(made.laptop(), nik=siti, finished_at=made.later(20)))

    person.refresh_from_db()
    assert (person.outcome, person.is_disputed) == ("failed", False)


def test_a_dispute_that_was_decided_for_a_recording_is_asked_again_without_it(laptop, siti, visit):
    person = visit.people.get(nik=siti)
    visits.sent(visit, visits.outcome(person, "absent"))
    one = record(laptop, nik=siti, visit=str(visit.pk))
    seen = list(person.entries.values_list("key", flat=True))
    closing.decide(visit=visit, person=person, outcome="recorded", seen=seen, by=None, at=made.later(50))
    assert outcome_of(siti) == "recorded"

    found_different(one, record(made.laptop(), nik=siti, finished_at=made.later(20)))

    assert outcome_of(siti) == ""


def test_a_walk_in_whose_recording_does_not_count_is_on_no_list_and_comes_back_when_it_does(laptop, visit):
    budi = made.siti(JENIS_KLMIN="1", NAMA_LGKP="BUDI REKAAN")["NIK"]
    one = record(laptop, nik=budi, name="BUDI REKAAN", visit=str(visit.pk))
    other = record(made.laptop(), nik=budi, finished_at=made.later(20))
    assert Listed.objects.get(nik=budi).is_walk_in
    closed(visit)

    found_different(one, other)
    assert Listed.objects.get(nik=budi).is_off
    closed(visit)
    assert visit.closings.last().target == 1

    decided(Kind.TWO_PEOPLE, one)
    person = Listed.objects.get(nik=budi)
    assert (person.outcome, person.is_walk_in, person.is_off) == ("recorded", True, False)


@pytest.mark.parametrize(
    ("gone", "arrived", "worked"), [([0], 24, 30), ([2], 4, 20), ([0, 2], 24, 0), ([0, 1, 2], 4, 0)]
)
def test_a_recording_that_was_taken_back_tells_neither_the_arrival_nor_the_hours(
    laptop, siti, visit, gone, arrived, worked
):
    niks = [siti, *(made.siti(NAMA_LGKP=f"{name} REKAAN")["NIK"] for name in ("DEWI", "RINA"))]
    ends = [4, 24, 54]
    each = [
        record(laptop, nik=nik, visit=str(visit.pk), finished_at=made.later(end))
        for nik, end in zip(niks, ends, strict=True)
    ]
    other = made.laptop()

    for n in gone:
        found_different(each[n], record(other, nik=niks[n], finished_at=made.later(70 + n)))

    visit.refresh_from_db()
    assert visit.arrived_at == made.later(arrived)
    closed(visit)
    assert visit.closings.last().worked_minutes == worked


# -- every order of arrival -----------------------------------------------------------------------


class Again(Exception):
    """Back to before the first packet came."""


def test_every_order_of_arrival_gives_the_same_list(laptop, siti, visit):
    """A clone contradicts one recording; one id was used twice; another laptop's recording counts."""
    budi = made.siti(JENIS_KLMIN="1", NAMA_LGKP="BUDI REKAAN")["NIK"]
    clone, other = laptop.clone(), made.laptop()
    facts = {"visit": str(visit.pk)}
    twice = made.recording(other, nik=siti, **facts)
    packets = [
        laptop.seal(made.recording(laptop, nik=siti, **facts)),
        clone.seal(made.recording(clone, nik=budi, name="BUDI REKAAN", **facts)),
        other.seal(twice),
        other.seal(twice),
        other.seal(made.recording(other, nik=budi, name="BUDI REKAAN", finished_at=made.later(9), **facts)),
    ]
    seen = set()
    for n, order in enumerate(itertools.permutations(range(5))):
        if n % 17:
            continue
        try:
            with transaction.atomic():
                for number in order:
                    laptop.send(packets[number])
                    made.opened()
                on_it = Listed.objects.filter(is_off=False).order_by("nik")
                seen.add(tuple(on_it.values_list("nik", "outcome", "is_disputed")))
                raise Again
        except Again:
            made.callers.forget()
            made.answering.forget_all()
    assert seen == {tuple(sorted([(siti, "", False), (budi, "recorded", False)]))}
