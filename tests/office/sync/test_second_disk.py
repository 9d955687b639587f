"""The folder of second copies: on another disk, there, and protecting somebody."""

from pathlib import Path

import pytest
from django.urls import reverse

from rekam.office.accounts.rights import Role
from rekam.office.sync.keeping import erasing, shelf
from rekam.office.sync.models import PacketState, Receipt
from rekam.office.sync.receiving import holding
from tests import blocks
from tests.office.accounts import staff
from tests.office.sync import made


def test_a_second_copy_that_protects_nobody_is_told(settings, tmp_path):
    settings.SECOND_COPY = ""
    assert shelf.doubt() == "none_set"

    settings.SECOND_COPY = str(tmp_path / "unplugged")
    assert shelf.doubt() == "away"

    (tmp_path / "unplugged").mkdir()
    assert shelf.doubt() == "away"  # where a disk is mounted, the empty folder stays without it

    shelf.begin_second()
    assert shelf.doubt() == "same_disk"


@pytest.mark.parametrize(("disk", "doubt"), [("sda2", "same_parts"), ("sdb1", None), ("", "untold")])
def test_two_parts_of_one_disk_are_told_from_two_disks(settings, tmp_path, monkeypatch, disk, doubt):
    made.office()
    blocks.tell(monkeypatch, tmp_path / "sys", {settings.DATA: "sda1", Path(settings.SECOND_COPY): disk})

    assert shelf.doubt() == doubt

    browser = staff.browser(staff.person(Role.TECHNICIAN, language="en"))
    page = browser.get(reverse("sync:index")).content.decode()
    assert ("on two parts of it" in page) is (doubt == "same_parts")
    assert ("this server does not tell" in page) is (doubt == "untold")


def test_a_second_disk_that_answers_with_an_error_is_away(settings):
    made.office()
    settings.SECOND_COPY = "/" + "n" * 300  # a name that the system refuses

    assert shelf.doubt() == "away"
    assert not shelf.can_copy()


# -- with packets -----------------------------------------------------------------------------------


@pytest.fixture
def packet(settings):
    made.office()
    laptop = made.laptop()
    sealed = laptop.seal(made.recording(laptop, nik=made.siti()["NIK"]))
    laptop.send(sealed)
    return sealed


def unplug(settings, tmp_path) -> None:
    """The mount point stays, and is a folder of the first disk now."""
    settings.SECOND_COPY = str(tmp_path / "mounted")
    (tmp_path / "mounted").mkdir()


def test_a_disk_that_is_away_gets_no_copy_on_the_first_disk(packet, settings, tmp_path):
    unplug(settings, tmp_path)

    assert made.copied() == 0

    assert list((tmp_path / "mounted").rglob("*")) == []
    assert not Receipt.objects.filter(level=2).exists()


def test_nothing_is_erased_while_one_of_the_copies_is_away(packet, settings, tmp_path):
    made.copied()
    made.opened()
    there = settings.SECOND_COPY
    late = made.later(60 * 24 * 731)
    unplug(settings, tmp_path)

    assert erasing.erase_due(at=late) == 0
    assert made.packet(packet).state == PacketState.COPIED

    settings.SECOND_COPY = there
    assert erasing.erase_due(at=late) == 1


def test_after_a_second_disk_was_lost_everything_is_copied_again_and_no_receipt_changes(
    packet, settings, tmp_path
):
    made.copied()
    receipt = bytes(Receipt.objects.get(level=2).data)
    unplug(settings, tmp_path)

    assert holding.was_copied()
    shelf.begin_second()
    assert holding.copy_again() == 1
    assert made.packet(packet).state == PacketState.HELD

    assert made.copied() == 1
    assert shelf.held(made.packet(packet).digest, tmp_path / "mounted").exists()
    assert bytes(Receipt.objects.get(level=2).data) == receipt
