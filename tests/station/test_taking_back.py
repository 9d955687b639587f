"""Receipts that come back from the office on a disk: believed like those of the line, or not at all."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from rekam.station.identity.models import Identity
from rekam.station.outbox import exporting, taking_back
from rekam.station.outbox.models import Packet, State
from rekam.station.outbox.taking_back import Found
from rekam.wire import carried, packets
from rekam.wire.keys import SigningKey
from rekam.wire.receipts import Level
from tests.station import make
from tests.station.office import PASSWORD, Office

LONGER = timedelta(days=15)
PLACE = {"log_index": 0, "log_size": 1}  # nothing came over a line


def carry(office: Office, disk: Path, level: Level = Level.HELD_TWICE, **other: object) -> list[Path]:
    """To the office and back: beside each packet lies a receipt."""
    exporting.export(disk)
    files = sorted(disk.glob(f"*{carried.SUFFIX}"))
    for file in files:
        header = packets.read(carried.read(file.read_bytes()).header).header
        file.with_suffix(carried.RECEIPT).write_bytes(office.receipt(header, level, **PLACE, **other))
    return files


def read(disk: Path, *, after: timedelta = timedelta()) -> Found:
    return taking_back.take_back(disk, at=make.now() + after)


def codes(found: Found) -> list[str]:
    return [each.code for each in found.refused]


@pytest.fixture
def disk(working: Path, tmp_path: Path) -> Path:
    make.saved()
    return tmp_path / "usb"


def test_a_laptop_without_a_network_learns_from_the_disk_what_the_office_holds(
    disk: Path, office: Office
) -> None:
    carry(office, disk, Level.HELD)

    assert read(disk).once == 1
    assert make.packet().state == State.HELD

    carry(office, disk)
    found = read(disk)
    assert (found.twice, found.deleted, read(disk).known) == (1, 0, 1)
    assert make.packet().state == State.HELD_TWICE
    assert make.packet().ciphertext is not None  # the holding time has not passed


def again_after_the_holding_time(office: Office, disk: Path) -> Path:
    """The disk goes to the office once more, with another packet. Of the first it gives the same receipt."""
    [first] = carry(office, disk)
    given = first.with_suffix(carried.RECEIPT).read_bytes()
    read(disk)
    make.saved()
    office.now = lambda: make.now() + LONGER
    carry(office, disk)
    first.with_suffix(carried.RECEIPT).write_bytes(given)
    return first


def test_a_packet_goes_after_the_holding_time_by_the_times_that_receipts_name(
    disk: Path, office: Office
) -> None:
    again_after_the_holding_time(office, disk)

    found = read(disk, after=LONGER)

    assert (found.twice, found.known, found.deleted) == (1, 1, 1)
    assert (make.packet(1).state, make.packet(2).state) == (State.DELETED, State.HELD_TWICE)
    assert read(disk).known == 2
    time_seen = Identity.objects.get().time_seen
    assert time_seen is not None
    assert time_seen > make.now() + timedelta(days=14)


def test_an_office_whose_clock_stands_ahead_deletes_nothing_over_a_disk(disk: Path, office: Office) -> None:
    again_after_the_holding_time(office, disk)

    found = read(disk, after=timedelta(days=1))

    assert (found.twice, found.known, found.deleted) == (1, 1, 0)
    assert make.packet(1).ciphertext is not None


def test_an_office_whose_clock_stood_behind_deletes_nothing_over_a_disk(disk: Path, office: Office) -> None:
    """It signed for a day gone by, after it had said a later one."""
    office.copies_at_once = False
    make.talk()
    right, office.now = office.now, lambda: make.now() - LONGER
    again = disk / "again"
    [first] = carry(office, again)
    given = first.with_suffix(carried.RECEIPT).read_bytes()
    read(again)
    make.saved()
    office.now = right
    carry(office, again)
    first.with_suffix(carried.RECEIPT).write_bytes(given)

    assert read(again, after=LONGER).deleted == 0
    assert make.packet(1).ciphertext is not None


def test_a_laptop_whose_clock_was_turned_back_counts_the_time_over_a_disk_anew(
    disk: Path, office: Office
) -> None:
    again_after_the_holding_time(office, disk)
    assert read(disk, after=-LONGER).deleted == 0

    assert read(disk, after=-timedelta(days=2)).deleted == 0
    assert read(disk, after=timedelta(hours=1)).deleted == 1


def test_what_the_office_did_not_see_again_on_the_disk_stays(disk: Path, office: Office) -> None:
    """Its receipt may be from before the office was set back, and nobody asked about it since."""
    first = again_after_the_holding_time(office, disk)
    first.unlink()

    assert read(disk, after=LONGER).deleted == 0
    assert make.packet(1).ciphertext is not None
    assert exporting.export(disk).written == 1  # so it goes along once more
    assert first.exists()


def test_what_the_office_holds_once_does_not_go_though_it_once_held_it_twice(
    disk: Path, office: Office
) -> None:
    """Its second disk was lost: the receipt beside the packet is one of the first copy again."""
    first = again_after_the_holding_time(office, disk)
    header = packets.read(carried.read(first.read_bytes()).header).header
    first.with_suffix(carried.RECEIPT).write_bytes(office.receipt(header, Level.HELD, **PLACE))

    assert read(disk, after=LONGER).deleted == 0
    assert make.packet(1).ciphertext is not None


def test_receipts_of_one_folder_do_not_speak_for_another(disk: Path, office: Office) -> None:
    first = again_after_the_holding_time(office, disk / "two")
    elsewhere = disk / "one"
    elsewhere.mkdir()
    for file in (first, first.with_suffix(carried.RECEIPT)):
        file.rename(elsewhere / file.name)

    assert read(disk, after=LONGER).deleted == 0
    assert make.packet(1).ciphertext is not None


def test_what_no_office_key_signed_or_what_is_for_other_bytes_is_refused_and_said(
    disk: Path, office: Office
) -> None:
    office.receipt_key, true = SigningKey.new(), office.receipt_key
    [file] = carry(office, disk)
    office.receipt_key = true
    header = packets.read(bytes(make.packet().header)).header
    (disk / "b.receipt").write_bytes(office.receipt(header, Level.HELD_TWICE, **PLACE, digest=b"\1" * 32))
    (disk / "c.receipt").write_bytes(office.receipt(header, Level.HELD_TWICE, **PLACE, packet_id=b"\2" * 16))
    (disk / "d.receipt").write_bytes(b"not one at all")
    (disk / "e.receipt").mkdir()

    found = read(disk)

    assert dict(zip([each.name for each in found.refused], codes(found), strict=True)) == {
        file.with_suffix(carried.RECEIPT).name: "receipt.signature",
        "b.receipt": "receipt.other_packet",
        "c.receipt": "receipt.unknown_packet",
        "d.receipt": "receipt.unreadable",
        "e.receipt": "receipt.not_read",
    }
    assert make.packet().state == State.WAITING
    assert Identity.objects.get().time_seen is None


def test_receipts_of_other_laptops_are_passed_by(disk: Path, office: Office) -> None:
    carry(office, disk, station=b"\7" * 16)

    found = read(disk)

    assert (found.others, found.taken, codes(found)) == (1, 0, [])


def test_a_receipt_from_before_the_office_was_set_back_counts_no_more(disk: Path, office: Office) -> None:
    office.copies_at_once = False
    make.talk()
    carry(office, disk)  # a receipt of the second level that the laptop has not seen
    office.held.clear()
    office.problem = None
    make.talk()
    assert make.packet().state == State.WAITING

    assert codes(read(disk)) == ["receipt.outdated"]
    assert make.packet().state == State.WAITING

    carry(office, disk)
    assert read(disk).twice == 1


def test_the_sending_page_says_what_was_read_and_what_was_refused(disk: Path, office: Office) -> None:
    carry(office, disk)
    (disk / "rusak.receipt").write_bytes(b"not one at all")
    browser = make.browser()
    browser.post(reverse("operators:sign_in"), {"login": "siti", "password": PASSWORD})

    page = browser.post(reverse("outbox:take_back"), {"folder": str(disk)}).content.decode()

    assert "2 tanda terima dibaca" in page
    assert "rusak.receipt: Tanda terima rusak" in page
    assert "receipt.unreadable" in page
    assert browser.post(reverse("outbox:take_back"), {"folder": str(disk / "no")}).status_code == 409
    assert not (disk / "no").exists()


def test_the_command_says_the_same(disk: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    carry(office, disk)
    (disk / "rusak.receipt").write_bytes(b"not one at all")
    monkeypatch.setenv("REKAM_STATION_PASSWORD", PASSWORD)
    told = StringIO()

    call_command("station_receipts", str(disk), name="siti", stdout=told)

    assert "rusak.receipt" in told.getvalue()
    assert "(receipt.unreadable)" in told.getvalue()
    assert Packet.objects.get().state == State.HELD_TWICE
