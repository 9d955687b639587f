"""A disk that fails once while something is synced, as Linux has it: the error is told one time, what was to
be written is taken for written, and the next sync of the same file or folder succeeds with nothing done.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from rekam.office.sync.keeping import copies, shelf
from rekam.office.sync.models import Packet, PacketState, Receipt
from tests.office.sync import made

pytestmark = pytest.mark.django_db


class Disk:
    """What it lost is remembered, and held open: no new file gets its number. A folder that fails loses what
    lies in it, also that of other tests.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fails: Callable[[Path], bool] = lambda _: False
        self.lost: list[int] = []
        self.failures = 0
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self.fsync)

    def fsync(self, handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        if not self.fails(path):
            self._fsync(handle)
            return
        self.fails = lambda _: False
        self.failures += 1
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            self.lost += [os.open(each, os.O_RDONLY) for each in path.iterdir() if each.is_file()]
        else:
            self.lost.append(os.dup(handle))
        raise OSError(errno.EIO, "Input/output error")

    def has(self, path: Path) -> bool:
        """Whether a file there would outlive a power cut."""
        return path.exists() and path.stat().st_ino not in {os.fstat(each).st_ino for each in self.lost}


@pytest.fixture
def disk(monkeypatch):
    disk = Disk(monkeypatch)
    yield disk
    for each in disk.lost:
        os.close(each)


@pytest.fixture
def packet(laptop, siti):
    return laptop.seal(made.recording(laptop, nik=siti))


def first_of(packet):
    return shelf.held(made.packet(packet).digest)


def second_of(packet):
    return shelf.held(made.packet(packet).digest, shelf.second())


@pytest.mark.parametrize("what", ["body", "folder"])
def test_a_packet_whose_sync_failed_gets_a_receipt_only_in_a_new_file(laptop, packet, disk, what):
    is_held = {"body": lambda path: path.name == "body", "folder": lambda path: path.parent.name == "held"}
    disk.fails = is_held[what]
    with pytest.raises(OSError, match="Input/output"):
        laptop.send(packet)
    assert disk.failures == 1
    assert not Receipt.objects.exists()

    assert laptop.send(packet).status == 200

    assert disk.has(first_of(packet))
    assert first_of(packet).read_bytes() == packet.ciphertext
    assert made.packet(packet).state == PacketState.HELD


def test_a_sync_that_fails_twice_for_one_folder_is_not_believed_the_third_time(laptop, packet, disk):
    for _ in range(2):
        disk.fails = lambda path: path.parent.name == "held"
        with pytest.raises(OSError, match="Input/output"):
            laptop.send(packet)

    assert laptop.send(packet).status == 200
    assert disk.failures == 2
    assert disk.has(first_of(packet))


def test_a_folder_whose_making_was_not_synced_is_made_anew(disk, tmp_path):
    folder = tmp_path / "held" / "aa"
    folder.parent.mkdir()
    disk.fails = lambda path: path == folder.parent
    with pytest.raises(OSError, match="Input/output"):
        shelf.make(folder)

    assert not folder.exists()
    shelf.make(folder)
    assert folder.exists()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_second_copy_whose_sync_failed_is_signed_for_only_in_a_new_file(laptop, packet, disk, what):
    laptop.send(packet)
    place = second_of(packet)
    disk.fails = {
        "file": lambda path: path.parent == place.parent,
        "folder": lambda path: path == place.parent,
    }[what]
    assert made.copied() == 0
    assert disk.failures == 1
    assert not Receipt.objects.filter(level=2).exists()

    assert made.copied() == 1

    assert disk.has(place)
    assert place.read_bytes() == packet.ciphertext


def test_a_first_copy_whose_mending_was_not_synced_is_mended_anew(laptop, packet, disk):
    laptop.send(packet)
    made.copied()
    digest, place = made.packet(packet).digest, first_of(packet)
    place.write_bytes(b"rotten")
    disk.fails = lambda path: path == place.parent and place.exists() and place.stat().st_size > 6
    with contextlib.suppress(OSError):
        copies.mend(digest)
    assert disk.failures == 1

    assert copies.mend(digest)

    assert disk.has(place)
    assert Packet.objects.get().state == PacketState.COPIED
