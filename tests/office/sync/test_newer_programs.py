"""A laptop may be updated before the office is: what the office cannot read yet waits for that alone."""

import threading

import pytest
from django.urls import reverse

from rekam.domain.sync.arrivals import Why
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.stations import actions as stations
from rekam.office.sync import worker
from rekam.office.sync.keeping import shelf
from rekam.office.sync.models import DayClosing, Opened, Packet
from rekam.office.sync.unsealing import intake_keys, opening, retrying
from rekam.wire import recordings
from rekam.wire.packets import Sealed
from rekam.wire.recordings import Closing, Kind, VisitSums
from rekam.wire.trouble import WireTrouble
from tests.office.accounts import staff
from tests.office.sync import made


@pytest.fixture
def register() -> None:
    """Nobody's: some of these tests commit, and need no resident."""


@pytest.fixture
def laptop() -> made.Laptop:
    made.office()
    return made.laptop()


def closing(laptop: made.Laptop) -> Sealed:
    """In the form that only the newest program knows."""
    told = Closing(made.DAY, 1, 1, 1, {}, 0, 0, {}, visits=(VisitSums(None, "", 1, 1, (1,)),))
    said = made.recording(laptop, kind=Kind.CLOSING, person=None, captures=(), closing=told)
    return laptop.seal(said)


@pytest.fixture
def aside(laptop: made.Laptop, monkeypatch: pytest.MonkeyPatch) -> Sealed:
    """Came while the office knew versions 1 and 2 only."""
    with monkeypatch.context() as older:
        older.setattr(recordings, "VERSION", 2)
        sealed = closing(laptop)
        laptop.send(sealed)
        made.opened()
        assert made.packet(sealed).trouble == "recording.version"
    return sealed


def test_what_came_before_the_office_was_updated_is_taken_by_itself_afterwards(aside):
    made.opened()

    packet = made.packet(aside)
    assert (packet.quarantine, packet.opened, packet.trouble) == ("", "done", "")
    assert DayClosing.objects.get().packet == packet
    assert Entry.objects.get(event="packet.tried_again").details["why"] == "recorded"


def test_what_came_before_its_keys_were_revoked_counts_after_the_update_too(laptop, aside):
    stations.revoke(epoch=laptop.epoch, why="rusak", by=staff.person(Role.HEAD), at=made.later(80))

    made.opened(at=made.later(90))

    assert (made.packet(aside).quarantine, made.packet(aside).opened) == ("", "done")


@pytest.mark.parametrize("is_read", [False, True])
def test_keys_that_are_revoked_before_anybody_knew_them_prove_nothing(laptop, is_read):
    """Nor do those that were frozen for a copy of the disk: nobody can tell of which of both a packet is."""
    sealed = closing(laptop)
    laptop.send(sealed)
    why = Why.UNREADABLE if is_read else Why.UNKNOWN_KEY
    Packet.objects.update(quarantine=why, opened="failed", trouble="recording.version")
    if is_read:
        stations.freeze(epoch=laptop.epoch, why="clone", by=None, at=made.later(70), from_sequence=1)
    stations.revoke(epoch=laptop.epoch, why="dicuri", by=staff.person(Role.HEAD), at=made.later(80))

    retrying.try_again(packet=made.packet(sealed), by=staff.person(Role.HEAD), at=made.later(90))

    assert made.packet(sealed).quarantine == "revoked"


class Stop(threading.Event):
    def wait(self, timeout: float | None = None) -> bool:
        """It has nothing to do any more."""
        self.set()
        return True


def break_file(packet: Packet) -> None:
    """Its file was put away by hand: whoever opens it is stopped."""
    file = shelf.held(packet.digest)
    file.unlink()
    file.mkdir()


@pytest.mark.django_db(transaction=True)
def test_a_packet_that_cannot_be_opened_keeps_none_from_a_newer_program_waiting(laptop, aside):
    broken = closing(laptop)
    laptop.send(broken)
    break_file(made.packet(broken))
    Packet.objects.filter(pk=made.packet(broken).pk).update(tries=1)

    worker.run(Stop())

    assert DayClosing.objects.get().packet == made.packet(aside)
    assert made.packet(broken).trouble == "packet.not_taken"


def test_one_from_a_newer_program_that_cannot_be_opened_keeps_no_other_waiting(laptop, aside, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(recordings, "VERSION", 2)
        after = closing(laptop)
        laptop.send(after)
        made.opened()
    break_file(made.packet(aside))

    assert retrying.newly_known(intake_keys.read(), at=made.later(90)) == 1

    assert made.packet(after).quarantine == ""
    assert retrying.waits_for_update(made.packet(aside))


@pytest.mark.django_db(transaction=True)
def test_the_worker_looks_when_it_starts(aside):
    worker.run(Stop())

    assert DayClosing.objects.get().packet == made.packet(aside)


def test_what_is_not_known_yet_stays_as_it_is(aside, monkeypatch):
    monkeypatch.setattr(recordings, "VERSION", 2)
    before = Entry.objects.count()

    worker.drain(intake_keys.read(), at=made.later(90))

    assert retrying.waits_for_update(made.packet(aside))
    assert Entry.objects.count() == before


def test_from_a_cloned_laptop_it_is_read_and_still_held_for_two_people(laptop, monkeypatch):
    stations.freeze(epoch=laptop.epoch, why="clone", by=None, at=made.MORNING, from_sequence=1)
    monkeypatch.setattr(recordings, "VERSION", 2)
    sealed = closing(laptop)
    laptop.send(sealed)
    made.opened()
    assert (made.packet(sealed).quarantine, made.packet(sealed).opened) == ("frozen", "failed")

    packets, page = pages()
    assert "sealed by a newer program" not in packets
    assert "opened by itself" not in packets + page
    assert "does not count" in page

    monkeypatch.undo()
    made.opened()

    assert (made.packet(sealed).quarantine, made.packet(sealed).opened) == ("frozen", "done")


def test_whoever_asks_for_other_packets_is_not_told_of_it(aside):
    listed, _page = pages("masuk")

    assert "sealed by a newer program" not in listed


def pages(state: str = "") -> tuple[str, str]:
    """The list of packets, and the page of the only one."""
    technician = staff.browser(staff.person(Role.TECHNICIAN, language="en"))
    listed = technician.get(reverse("sync:packets") + f"?keadaan={state}").content.decode()
    return listed, technician.get(reverse("sync:packet", args=[Packet.objects.get().pk])).content.decode()


def test_the_pages_say_that_nobody_has_to_do_anything(aside):
    listed, page = pages("baru")

    assert "1 packet was sealed by a newer program than the office has" in listed
    assert "opened by itself once the office has been updated" in listed
    assert "it is then opened by itself, and nobody has to do anything about it" in page
    assert "The contents cannot be opened" not in page


def test_what_another_worker_took_meanwhile_is_not_set_aside(laptop: made.Laptop) -> None:
    """Two workers, one of an older program: whoever is slower changes nothing."""
    sealed = laptop.seal(made.recording(laptop))
    laptop.send(sealed)
    stale = made.packet(sealed)
    made.opened()

    opening.set_aside(stale, WireTrouble(retrying.NEWER), at=made.later(61))

    assert (made.packet(sealed).opened, made.packet(sealed).quarantine) == (Opened.DONE, "")


@pytest.mark.parametrize("kind", ["recording", "closing"])
def test_what_an_older_office_set_aside_though_it_counts_stops_no_worker(
    laptop: made.Laptop, kind: str
) -> None:
    sealed = laptop.seal(made.recording(laptop)) if kind == "recording" else closing(laptop)
    laptop.send(sealed)
    made.opened()
    Packet.objects.update(opened=Opened.FAILED, trouble=retrying.NEWER, quarantine=Why.UNREADABLE)

    made.opened()

    assert (made.packet(sealed).opened, made.packet(sealed).quarantine) == (Opened.DONE, "")
