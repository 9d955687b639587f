"""Which disk a folder lies on, as Linux tells it; and what is done where nobody tells it."""

import errno
import os
from pathlib import Path

import pytest
from django.conf import settings

from rekam import disks
from rekam.station.outbox import copies, queries
from tests import blocks
from tests.station import make
from tests.station.office import PASSWORD


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    return one, other


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [("sda1", "sda2", True), ("sda1", "sdb1", False), ("sda1", "", None), ("", "sdb1", None)],
)
def test_two_parts_of_one_disk_are_one_disk(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    two: tuple[Path, Path],
    first: str,
    second: str,
    is_same: bool | None,
) -> None:
    one, other = two
    blocks.tell(monkeypatch, tmp_path / "sys", {one: first, other: second})

    assert disks.is_same(one, other / "not" / "there" / "yet") is is_same
    assert disks.is_another_part(one, other) is (is_same is True)


def test_one_file_system_is_one_disk_whatever_the_system_tells(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, two: tuple[Path, Path]
) -> None:
    monkeypatch.setattr(disks, "BLOCKS", tmp_path / "another system")

    assert disks.is_same(*two) is True
    assert not disks.is_another_part(*two)


def test_an_encrypted_volume_lies_on_the_disk_below_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, two: tuple[Path, Path]
) -> None:
    one, other = two
    system = tmp_path / "sys"
    blocks.tell(monkeypatch, system, {one: "sda1", other: ""})
    volume = system / "devices" / "virtual" / "dm-0"
    (volume / "slaves").mkdir(parents=True)
    (volume / "slaves" / "sda3").symlink_to(blocks.part(system, "sda3"))
    blocks.link(system, os.makedev(0, 2), volume)

    assert disks.is_same(one, other) is True

    (volume / "slaves" / "gone").symlink_to(system / "nowhere" / "sdz")
    (system / "nowhere" / "sdz").mkdir(parents=True)
    assert disks.is_same(one, other) is True  # it spans a second disk as well


def test_a_disk_that_is_a_file_lies_where_the_file_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, two: tuple[Path, Path]
) -> None:
    one, other = two
    system, image = tmp_path / "sys", one / "stick.img"
    image.touch()
    blocks.tell(monkeypatch, system, {one: "sda1", other: ""})
    loop = system / "devices" / "virtual" / "loop0"
    (loop / "loop").mkdir(parents=True)
    (loop / "loop" / "backing_file").write_text(f"{image}\n")
    blocks.link(system, os.makedev(0, 2), loop)

    assert disks.is_same(one, other) is True


@pytest.mark.parametrize("image", ["/" + "n" * 300, ""])
def test_what_cannot_be_read_tells_nothing(
    image: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, two: tuple[Path, Path]
) -> None:
    """A name that the system refuses, or a file of its own that is none."""
    one, other = two
    system = tmp_path / "sys"
    blocks.tell(monkeypatch, system, {one: "sda1", other: ""})
    loop = system / "devices" / "virtual" / "loop0"
    backing = loop / "loop" / "backing_file"
    (backing.parent if image else backing).mkdir(parents=True)
    if image:
        backing.write_text(f"{image}\n")
    blocks.link(system, os.makedev(0, 2), loop)

    assert disks.is_same(one, other) is None


def test_a_file_system_with_a_number_of_its_own_is_found_by_what_it_was_mounted_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, two: tuple[Path, Path]
) -> None:
    """As btrfs has it."""
    one, other = two
    system = tmp_path / "sys"
    blocks.tell(monkeypatch, system, {one: "sda1", other: ""})
    blocks.link(system, os.makedev(8, 7), blocks.part(system, "sda7"))
    (system / "mountinfo").write_text(
        f"22 1 0:30 / / rw - overlay overlay rw\n23 22 0:31 /@ {other} rw - btrfs /dev/sda7 rw\n"
    )
    monkeypatch.setattr(
        disks, "_number_of", lambda source: os.makedev(8, 7) if source == Path("/dev/sda7") else 0
    )

    assert disks.is_same(one, other) is True


# -- the station's second copy ----------------------------------------------------------------------


@pytest.fixture
def usb(working: Path, tmp_path: Path) -> Path:
    """A folder that the laptop was told to keep second copies in."""
    folder = tmp_path / "usb"
    folder.mkdir()
    copies.choose(str(folder))
    return folder


def page() -> str:
    browser = make.browser()
    browser.post("/masuk/", {"login": "siti", "password": PASSWORD})
    return str(browser.get("/kirim/").content.decode())


def test_another_part_of_the_laptops_own_disk_gets_no_second_copy(
    usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks.tell(monkeypatch, tmp_path / "sys", {settings.FOLDER: "sda2", usb: "sda3"})

    assert make.saved().copies == 1
    assert queries.standing().one_copy == 1
    assert not list(usb.iterdir())
    shown = page()  # where the laptop's disk has parts, the folder of a USB disk that is away looks so too
    assert "bagian lain dari disk laptop ini sendiri" in shown
    assert shown.count("asang lagi disk USB") == 2


def test_another_disk_gets_it(usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks.tell(monkeypatch, tmp_path / "sys", {settings.FOLDER: "sda2", usb: "sdb1"})

    assert make.saved().copies == 2
    assert "outbox.same_disk" not in page()
    assert "Sistem ini tidak memberi tahu" not in page()


@pytest.mark.parametrize("is_away", [False, True])
def test_what_was_copied_to_the_laptops_own_disk_is_copied_anew_when_another_is_chosen(
    working: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_away: bool
) -> None:
    """An older program took another part of it for another disk. A USB disk that is away keeps its copies."""
    first, other = tmp_path / "first", tmp_path / "other"
    first.mkdir()
    other.mkdir()
    copies.choose(str(first))
    blocks.tell(monkeypatch, tmp_path / "before", {settings.FOLDER: "sda2", first: "sdb1"})
    assert make.saved().copies == 2
    if is_away:
        first.rename(tmp_path / "unplugged")
        first.mkdir()
    parts = {settings.FOLDER: "sda2", first: "sda3", other: "sdc1"}
    blocks.tell(monkeypatch, tmp_path / "now", parts)

    copies.choose(str(other))

    assert queries.standing().one_copy == (0 if is_away else 1)
    assert copies.copy_all(at=make.now()) == (0 if is_away else 1)
    assert make.packet().copied_to == str(first if is_away else other)


def test_a_disk_that_answers_with_an_error_is_as_good_as_none(
    usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def broken(path: Path) -> int:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(disks, "device", broken)

    assert make.saved().copies == 1
    assert "Disk untuk salinan kedua tidak terpasang" in page()


def test_where_the_system_tells_nothing_the_page_says_so(
    usb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks.tell(monkeypatch, tmp_path / "sys", {settings.FOLDER: "sda2", usb: ""})

    assert make.saved().copies == 2
    assert "Sistem ini tidak memberi tahu" in page()
