"""The folder of second copies: on another disk, there, and protecting somebody."""

import pytest

from rekam.office.sync import erasing, holding, shelf
from rekam.office.sync.models import PacketState, Receipt
from tests.office.sync import made


def test_a_second_copy_that_protects_nobody_is_told(settings, tmp_path, monkeypatch):
    settings.SECOND_COPY = ""
    assert shelf.doubt() == "none_set"

    settings.SECOND_COPY = str(tmp_path / "unplugged")
    assert shelf.doubt() == "away"

    (tmp_path / "unplugged").mkdir()
    assert shelf.doubt() == "away"  # where a disk is mounted, the empty folder stays without it

    shelf.begin_second()
    monkeypatch.setattr(shelf, "_of_disk", lambda folder: tmp_path.stat().st_dev)
    assert shelf.doubt() == "same_disk"

    monkeypatch.setattr(shelf, "_of_disk", lambda folder: tmp_path.stat().st_dev + 1)
    assert shelf.doubt() is None


def test_the_disk_of_a_folder_that_is_not_made_yet_is_that_of_the_one_above(tmp_path):
    assert shelf._of_disk(tmp_path / "packets" / "held") == tmp_path.stat().st_dev


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
