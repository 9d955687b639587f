"""A device that a laptop misses and that answers at another one was moved, and is no fault of its kit."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.kits import faults
from rekam.office.kits.models import Device, Fault
from rekam.office.stations import actions as stations
from rekam.office.sync.deciding import cases
from rekam.office.sync.models import Case
from rekam.wire.packets import Sealed
from rekam.wire.recordings import DeviceTrouble, Kind
from tests.office.accounts import staff
from tests.office.kits import made as kits
from tests.office.sync import made


@pytest.fixture
def two() -> tuple[made.Laptop, made.Laptop]:
    made.office()
    return made.laptop("Laptop Pagi"), made.laptop("Laptop Siang")


@pytest.fixture
def scanner(two: tuple[made.Laptop, made.Laptop]) -> Device:
    return kits.device(serial="SN-001")


def recorded(laptop: made.Laptop, at: datetime) -> Sealed:
    """Somebody, with the scanner."""
    return laptop.seal(made.recording(laptop, finished_at=at), sealed_at=at)


def missed(laptop: made.Laptop, at: datetime) -> Sealed:
    gone = DeviceTrouble("finger", "Contoh", "Slap 4", "SN-001", "device.gone", "3 x; no answer", at)
    return laptop.seal(made.recording(laptop, kind=Kind.TROUBLE, person=None, captures=(), trouble=gone))


def arrive(laptop: made.Laptop, *each: Sealed, at: datetime | None = None) -> None:
    for sealed in each:
        laptop.send(sealed)
    made.opened(at=at)


def test_one_that_answered_here_and_nowhere_else_is_a_fault(two, scanner):
    morning, afternoon = two
    arrive(afternoon, recorded(afternoon, made.later(-60 * 24)))  # yesterday
    arrive(morning, recorded(morning, made.later(5)), missed(morning, made.later(30)))

    assert Fault.objects.get().device == scanner


def test_one_that_answers_elsewhere_later_is_none_and_the_trail_says_why(two, scanner):
    morning, afternoon = two
    arrive(afternoon, recorded(afternoon, made.later(20)))
    arrive(morning, recorded(morning, made.later(5)), missed(morning, made.later(30)))

    assert not Fault.objects.exists()
    assert Entry.objects.get(event="device.elsewhere").details == {"laptop": "Laptop Siang"}


def test_a_recording_elsewhere_that_comes_afterwards_dismisses_the_fault_in_words(two, scanner):
    morning, afternoon = two
    arrive(morning, recorded(morning, made.later(5)), missed(morning, made.later(30)))
    assert Fault.objects.get().state == "reported"

    arrive(afternoon, recorded(afternoon, made.later(40)))

    fault = Fault.objects.get()
    assert fault.state == "dismissed"
    assert "menjawab di Laptop Siang" in fault.moves.get(move="dismiss").note


def test_a_recording_elsewhere_from_before_changes_nothing_whenever_it_comes(two, scanner):
    morning, afternoon = two
    arrive(morning, recorded(morning, made.later(25)), missed(morning, made.later(30)))
    arrive(afternoon, recorded(afternoon, made.later(10)))

    assert Fault.objects.get().state == "reported"


def test_a_fault_to_which_somebody_added_is_told_and_not_dismissed(two, scanner):
    morning, afternoon = two
    arrive(morning, recorded(morning, made.later(5)), missed(morning, made.later(30)))
    faults.add_to_fault(fault=Fault.objects.get(), note="Kacanya retak", by=None, at=made.later(35))

    for minutes in (40, 50):
        arrive(afternoon, recorded(afternoon, made.later(minutes)))

    fault = Fault.objects.get()
    assert fault.state == "reported"
    assert [("menjawab di Laptop Siang" in move.note) for move in fault.moves.all()] == [False, False, True]


@pytest.fixture
def hear(monkeypatch):
    """The office's clock, when packets come."""
    return lambda at: monkeypatch.setattr("rekam.office.sync.receiving.answering.timezone.now", lambda: at)


def test_a_laptop_whose_clock_is_ahead_did_not_record_after_it_was_heard(two, scanner, hear):
    morning, afternoon = two
    hear(made.later(10))
    arrive(afternoon, recorded(afternoon, made.later(10) + timedelta(days=3)))
    hear(made.later(60))
    arrive(morning, recorded(morning, made.later(25)), missed(morning, made.later(30)))

    assert Fault.objects.get().state == "reported"


def test_what_it_recorded_once_its_clock_was_set_counts_as_what_it_is(two, scanner, hear):
    morning, afternoon = two
    hear(made.later(10))
    arrive(afternoon, recorded(afternoon, made.later(10) + timedelta(days=3)))
    hear(made.later(60))
    arrive(afternoon, recorded(afternoon, made.later(20)))
    arrive(morning, recorded(morning, made.later(15)), missed(morning, made.later(30)))

    assert not Fault.objects.exists()


def test_a_laptop_whose_clock_is_ahead_missed_nothing_after_it_was_heard(two, scanner, hear):
    morning, afternoon = two
    hear(made.later(60))
    arrive(afternoon, recorded(afternoon, made.later(20)))
    arrive(morning, recorded(morning, made.later(5)), missed(morning, made.later(30) + timedelta(days=3)))

    assert not Fault.objects.exists()


def test_a_recording_in_quarantine_says_nothing_of_where_a_device_is(two, scanner):
    morning, afternoon = two
    arrive(morning, recorded(morning, made.later(5)), missed(morning, made.later(30)))
    stations.revoke(epoch=afternoon.epoch, why="dicuri", by=staff.person(Role.HEAD), at=made.later(35))

    arrive(afternoon, recorded(afternoon, made.later(40)))

    assert Fault.objects.get().state == "reported"


def test_a_recording_that_goes_into_quarantine_afterwards_leaves_the_device_missed(two, scanner):
    """The copy of a disk that comes with the same number puts both in doubt; let out, it speaks again."""
    morning, afternoon = two
    clone = afternoon.clone()
    arrive(morning, recorded(morning, made.later(5)), missed(morning, made.later(30)))
    there = recorded(afternoon, made.later(40))
    arrive(afternoon, there)
    assert Fault.objects.get().state == "dismissed"

    clone.send(clone.seal(made.recording(clone, captures=())))
    cases.look_after(at=made.later(70))
    made.opened(at=made.later(80))
    cases.look_after(at=made.later(90))

    first, again = Fault.objects.order_by("pk")
    assert (first.state, again.state, again.device) == ("dismissed", "reported", scanner)
    assert "dikarantina" in again.note
    case, counting = Case.objects.get(kind="cloned"), [made.packet(there).name]
    for role in (Role.REGISTRAR, Role.HEAD):
        cases.decide(case=case, counting=counting, why="dilihat", by=staff.person(role), at=made.later(100))
    assert [fault.state for fault in Fault.objects.order_by("pk")] == ["dismissed", "dismissed"]


@pytest.mark.parametrize("why", ["by_hand", "elsewhere_too"])
def test_what_a_person_dismissed_or_another_recording_says_stays_dismissed(two, scanner, why):
    morning, afternoon = two
    clone, third = afternoon.clone(), made.laptop("Laptop Malam")
    arrive(morning, recorded(morning, made.later(5)), missed(morning, made.later(30)))
    if why == "by_hand":
        fault, by = Fault.objects.get(), staff.person(Role.TECHNICIAN)
        faults.move_fault(fault=fault, move="dismiss", by=by, at=made.later(65), note="Kabelnya lepas")
    else:
        arrive(third, recorded(third, made.later(45)))
    arrive(afternoon, recorded(afternoon, made.later(40)))

    clone.send(clone.seal(made.recording(clone, captures=())))
    made.opened(at=made.later(80))
    cases.look_after(at=made.later(90))

    assert Fault.objects.get().state == "dismissed"


def test_a_recording_that_two_people_let_out_says_at_once_where_the_device_is(two, scanner):
    morning, afternoon = two
    arrive(morning, recorded(morning, made.later(5)), missed(morning, made.later(30)))
    stations.revoke(epoch=afternoon.epoch, why="dicuri", by=staff.person(Role.HEAD), at=made.later(35))
    there = recorded(afternoon, made.later(40))
    arrive(afternoon, there)

    case, counting = Case.objects.get(kind="revoked"), [made.packet(there).name]
    for role in (Role.REGISTRAR, Role.HEAD):
        by = staff.person(role)
        with translation.override("en"):  # as whoever decides reads the screen
            cases.decide(case=case, counting=counting, why="dilihat", by=by, at=made.later(100))

    fault = Fault.objects.get()
    assert fault.state == "dismissed"
    assert "menjawab di Laptop Siang" in fault.moves.get(move="dismiss").note
