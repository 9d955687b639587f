"""Erased means: every copy, on every disk, and for as long as the law says."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from structlog.testing import capture_logs

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.sync import worker
from rekam.office.sync.keeping import erasing, shelf
from rekam.office.sync.models import Case, Erasure, Packet, PacketState, Recorded
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.sync.made import record

LATE = made.later(60 * 24 * 731)


@pytest.fixture
def sealed(siti):
    return record(made.laptop(), nik=siti)


def cleared(at=LATE) -> None:
    while worker.clear_away(at=at):
        pass


def page(language: str = "en") -> str:
    browser = staff.browser(staff.person(Role.HEAD, language=language))
    return browser.get(reverse("sync:keeping")).content.decode()


def test_nothing_is_erased_by_half_when_the_setting_of_the_second_copies_is_taken_away(sealed, settings):
    made.copied()
    packet, there = made.packet(sealed), settings.SECOND_COPY
    places = [shelf.held(packet.digest), shelf.held(packet.digest, shelf.second())]
    settings.SECOND_COPY = ""

    cleared()

    assert all(place.exists() for place in places)
    assert (made.packet(sealed).state, Erasure.objects.count()) == (PacketState.COPIED, 0)
    assert (erasing.count_due(on=LATE.date()), erasing.count_out_of_reach(on=LATE.date())) == (1, 1)
    assert erasing.erase(packet, why="at_most", at=LATE) is None

    settings.SECOND_COPY = there
    assert erasing.count_out_of_reach(on=LATE.date()) == 0
    cleared()
    assert not any(place.exists() for place in places)
    assert Erasure.objects.get().files == 2


@pytest.mark.parametrize(("language", "words"), [("en", "cannot be erased"), ("id", "tidak dapat dihapus")])
def test_the_page_says_what_is_due_and_waits_for_its_disk(sealed, settings, language, words):
    made.copied()
    Recorded.objects.update(arrived_on=made.DAY.replace(year=2001))
    assert words not in page(language)

    settings.SECOND_COPY = ""

    assert words in page(language)


def test_an_office_without_second_copies_erases_the_one_it_has_when_its_time_is_over(siti, settings):
    settings.SECOND_COPY = ""
    laptop = made.laptop()
    sealed = record(laptop, nik=siti)
    stranger = replace(laptop, station=made.Station(key="ab" * 16, name="?"))
    unknown = stranger.seal(made.recording(stranger, nik=siti))
    stranger.send(unknown)
    Packet.objects.filter(pk=made.packet(unknown).pk).update(held_at=made.MORNING)
    assert erasing.count_due(on=LATE.date()) == 2

    cleared()

    for each in (sealed, unknown):
        assert made.packet(each).state == PacketState.ERASED
        assert not shelf.held(made.packet(each).digest).exists()
    assert {proof.files for proof in Erasure.objects.all()} == {1}


def test_what_waits_for_its_second_copy_is_not_erased_before(sealed):
    cleared()

    assert made.packet(sealed).state == PacketState.HELD


def test_what_has_come_back_is_erased_again(sealed):
    made.copied()
    cleared()
    digest = made.packet(sealed).digest
    places = [shelf.held(digest), shelf.held(digest, shelf.second())]
    for place in places:
        place.write_bytes(b"from a backup")
    assert erasing.come_back() == [made.packet(sealed)]

    cleared()

    assert not any(place.exists() for place in places)
    assert erasing.come_back() == []
    assert Entry.objects.filter(event="biometrics.erased").count() == 2


def test_bytes_that_another_packet_still_holds_have_not_come_back(sealed):
    made.copied()
    erased = made.packet(sealed)
    erased.pk, erased.name, erased.leaf = None, "0" * 64, None
    erased.quarantine, erased.state = "forged", PacketState.ERASED
    erased.save(force_insert=True)

    cleared(at=made.later(60 * 24 * 30))

    assert erasing.come_back() == []
    assert shelf.held(erased.digest).exists()


# -- disks that answer with errors --------------------------------------------------------------------

REFUSED = "/" + "n" * 300  # a name that the system refuses to whoever asks


@contextmanager
def broken(path: Path) -> Iterator[None]:
    """A file or a folder that a disk answers for with errors."""
    aside = path.with_name("aside")
    path.rename(aside)
    path.symlink_to(REFUSED)
    try:
        yield
    finally:
        path.unlink()
        aside.rename(path)


def erased(sealed) -> list[Path]:
    """Both places, where it lies no more."""
    made.copied()
    cleared()
    digest = made.packet(sealed).digest
    return [shelf.held(digest), shelf.held(digest, shelf.second())]


@pytest.mark.parametrize("n", [0, 1])
def test_a_folder_that_cannot_be_read_hides_no_other_and_is_told(sealed, n):
    places = erased(sealed)
    for place in places:
        place.write_bytes(b"from a backup")

    with broken(places[n].parent), capture_logs() as lines:
        assert erasing.come_back() == [made.packet(sealed)]

    assert {"event": "shelf.not_read", "parts": 1, "trouble": "OSError", "log_level": "warning"} in lines


def test_what_a_disk_does_not_let_go_of_waits_for_another_day_and_holds_up_nothing_else(siti, sealed):
    laptop = made.laptop()
    other = record(laptop, name="BUDI REKAAN")
    Case.objects.update(is_moot=True)
    made.copied()

    with broken(shelf.held(made.packet(sealed).digest)), capture_logs() as lines:
        cleared()

    assert [made.packet(each).state for each in (sealed, other)] == ["copied", "erased"]
    assert {line["event"] for line in lines} == {"packet.not_erased"}
    cleared()
    assert made.packet(sealed).state == "erased"


def test_a_whole_portion_that_a_disk_does_not_let_go_of_holds_up_nothing_else(siti, sealed, monkeypatch):
    monkeypatch.setattr(erasing, "AT_ONCE", 1)
    other = record(made.laptop(), name="BUDI REKAAN")
    Case.objects.update(is_moot=True)
    made.copied()

    with broken(shelf.held(made.packet(sealed).digest)):
        cleared()

    assert [made.packet(each).state for each in (sealed, other)] == ["copied", "erased"]


def test_a_file_of_an_erased_packet_in_a_wrong_folder_is_no_packet_and_ends_the_days_work(sealed):
    places = erased(sealed)
    digest = made.packet(sealed).digest
    astray = places[0].parent.parent / ("00" if not digest.startswith("00") else "ff") / digest
    astray.parent.mkdir(exist_ok=True)
    astray.write_bytes(b"put back by hand")
    places[1].symlink_to(places[1].with_name("nowhere"))

    assert erasing.erase_again(at=LATE) == 0
    assert Entry.objects.filter(event="biometrics.erased").count() == 1


def test_an_arrival_that_a_disk_does_not_give_back_holds_up_nothing(sealed):
    incoming = shelf.root() / "incoming"
    (incoming / ("a" * 64)).write_bytes(b"a file in the place of a folder")
    made.copied()

    with capture_logs() as lines:
        cleared()

    assert made.packet(sealed).state == "erased"
    assert [line["event"] for line in lines] == ["packet.not_given_up"]

    (incoming / ("a" * 64)).unlink()
    with broken(incoming), capture_logs() as lines:
        cleared()
    assert [line["event"] for line in lines] == ["shelf.not_read"]


def test_what_has_come_back_is_asked_of_the_disks_however_much_was_erased(sealed):
    made.copied()
    cleared()
    packet = made.packet(sealed)
    for number in range(20):
        packet.pk, packet.leaf = None, None
        packet.name, packet.packet_id, packet.digest = (f"{number:064x}", f"{number:032x}", f"{number:064x}")
        packet.sequence = number + 100
        packet.save(force_insert=True)
    stray = shelf.held("f" * 64)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"of no packet")

    with CaptureQueriesContext(connection) as asked:
        assert erasing.come_back() == []

    stray.unlink()
    assert [stray.name in each["sql"] for each in asked].count(True) == 1
    assert len(asked) <= 3  # whether anything was erased, and each of the disks


def lines() -> list[dict[str, object]]:
    return [line.details for line in Entry.objects.filter(event="biometrics.erased").order_by("number")]


def test_a_disk_that_does_not_let_go_of_what_has_come_back_leaves_no_line(sealed, monkeypatch):
    places = erased(sealed)
    before = lines()
    places[0].write_bytes(b"from a backup")

    def refused(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as read_only:
        read_only.setattr(Path, "rename", refused)
        read_only.setattr(Path, "unlink", refused)
        assert erasing.erase_again(at=LATE) == 0

    assert lines() == before
    assert places[0].exists()
