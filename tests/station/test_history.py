"""The office shows a laptop that its log still has everything it had; a person is told when it cannot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from rekam.station.outbox import history
from rekam.station.outbox.models import LogSeen, Packet, State
from rekam.station.sending import comparing
from rekam.wire import log, paths, receipts
from tests.station import make
from tests.station.office import PASSWORD, Office


@pytest.fixture(autouse=True)
def asked_never() -> Iterator[None]:
    again()
    yield
    again()


def again() -> None:
    """A day has gone by since the office was asked."""
    comparing._next_at = 0.0


def talk(minutes: int = 0) -> None:
    make.talk(at=lambda: make.now() + timedelta(minutes=minutes))


def asked(office: Office) -> int:
    return office.calls.count(f"GET {paths.LOG}")


def strangers(office: Office, count: int) -> None:
    """Packets of other laptops."""
    office.log += [log.leaf_hash(b"of another laptop %d" % n) for n in range(count)]


def is_told() -> bool:
    browser = make.browser()
    browser.post("/masuk/", {"login": "siti", "password": PASSWORD})
    page = browser.get("/kirim/").content.decode()
    return "log.proof" in page


def test_a_log_that_only_grows_is_good_and_is_asked_for_once_a_day(working: Path, office: Office) -> None:
    strangers(office, 5)
    make.saved()
    talk()
    assert (LogSeen.objects.get().size, asked(office)) == (6, 1)
    strangers(office, 7)
    make.saved()
    talk()
    assert asked(office) == 1

    again()
    talk()

    found = LogSeen.objects.get()
    assert (found.size, found.broken_at, asked(office)) == (14, None, 2)
    assert bytes(found.root) == log.root_of(office.log)


def test_an_office_that_was_set_back_is_told_to_a_person(working: Path, office: Office) -> None:
    strangers(office, 5)
    make.saved()
    talk()
    del office.log[2:]
    office.held.clear()
    again()
    make.saved()

    talk()

    found = LogSeen.objects.get()
    assert found.broken_at is not None
    assert found.size == len(office.log) < 6
    assert history.broken_at(at=make.now()) == found.broken_at
    assert history.broken_at(at=make.now() + timedelta(days=31)) is None


def test_one_that_forgot_somebodys_packet_and_grew_longer_since_is_told_too(
    working: Path, office: Office
) -> None:
    strangers(office, 5)
    make.saved()
    talk()
    office.log[3] = log.leaf_hash(b"something else")
    strangers(office, 9)
    again()
    make.saved()

    talk()

    assert LogSeen.objects.get().broken_at is not None


def test_a_receipt_whose_packet_is_not_in_the_log_is_told(working: Path, office: Office) -> None:
    strangers(office, 5)
    office._enter = lambda header: 2  # type: ignore[method-assign]
    make.saved()

    talk()

    assert LogSeen.objects.get().broken_at is not None


def test_what_is_broken_is_compared_with_what_came_since_and_stays_told(
    working: Path, office: Office
) -> None:
    make.saved()
    talk()
    office.log.clear()
    strangers(office, 3)
    office.held.clear()
    again()
    make.saved()
    talk()
    since = LogSeen.objects.get().broken_at
    strangers(office, 3)
    again()
    make.saved()

    talk()

    assert LogSeen.objects.get().broken_at == since is not None


@pytest.mark.parametrize("answer", [(404, "message.unreadable"), (500, "office.broken")])
def test_an_office_that_shows_nothing_is_believed_as_before(
    working: Path, office: Office, answer: tuple[int, str]
) -> None:
    from tests.station.office import _problem

    office._history = lambda query: _problem(*answer)  # type: ignore[method-assign]
    make.saved()

    talk()

    assert not LogSeen.objects.exists()
    assert make.packet().state == State.HELD_TWICE


def test_garbage_from_somebody_on_the_way_says_nothing(working: Path, office: Office) -> None:
    office._history = lambda query: (200, {}, b"\x00\x01garbage")  # type: ignore[method-assign]
    make.saved()

    talk()

    assert not LogSeen.objects.exists()


def test_an_earlier_receipt_that_comes_late_is_shown_to_be_a_beginning(working: Path, office: Office) -> None:
    make.saved()
    talk()
    strangers(office, 4)
    again()
    make.saved()
    talk()
    seen = LogSeen.objects.get()
    packet = Packet.objects.get(sequence=1)
    first = receipts.read_receipt(bytes(packet.receipt_1 or b""), office.receipt_key.public)
    late = replace(first, office_time=make.now() + timedelta(minutes=1))
    packet.receipt_2 = receipts.sign(late, office.receipt_key)
    packet.save()
    again()

    talk(minutes=2)

    assert LogSeen.objects.get().size == seen.size
    assert LogSeen.objects.get().broken_at is None


def test_the_page_says_what_to_do(working: Path, office: Office) -> None:
    make.saved()
    talk()
    assert not is_told()

    LogSeen.objects.update(broken_at=make.now())

    assert is_told()
