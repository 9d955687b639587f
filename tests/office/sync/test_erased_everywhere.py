"""Erased means: every copy, on every disk, and for as long as the law says."""

from dataclasses import replace

import pytest
from django.urls import reverse

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.sync import erasing, shelf, worker
from rekam.office.sync.models import Erasure, Packet, PacketState, Recorded
from tests.office.accounts import staff
from tests.office.sync import made

LATE = made.later(60 * 24 * 731)


@pytest.fixture
def siti() -> str:
    """Her NIK."""
    made.office()
    return made.siti()["NIK"]


@pytest.fixture
def sealed(siti):
    return record(made.laptop(), nik=siti)


def record(laptop: made.Laptop, **facts):
    sealed = laptop.seal(made.recording(laptop, **facts))
    laptop.send(sealed)
    made.opened()
    return sealed


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
