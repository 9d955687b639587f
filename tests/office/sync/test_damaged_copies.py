"""A file that rots, or comes out of a backup by half: whichever copy is whole is used, the other is made good
again, and what is whole nowhere at the office is asked for once more.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.sync import worker
from rekam.office.sync.keeping import copies, erasing, shelf
from rekam.office.sync.models import Opened, Packet, PacketState, Receipt, Recorded
from rekam.office.sync.receiving import carrying, copying, holding
from rekam.wire import carried, packets, paths
from rekam.wire.packets import Sealed
from rekam.wire.receipts import Level
from tests.office.accounts import staff
from tests.office.sync import made
from tests.office.sync.made import Laptop

pytestmark = pytest.mark.django_db


def sent(laptop, siti):
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    assert laptop.send(sealed).status == 200
    return sealed


def first(sealed):
    return shelf.held(made.packet(sealed).digest)


def second(sealed):
    return shelf.held(made.packet(sealed).digest, shelf.second())


def rot(path):
    data = bytearray(path.read_bytes())
    data[50] ^= 1
    path.write_bytes(bytes(data))
    return bytes(data)


def is_good(path, sealed):
    return path.exists() and path.read_bytes() == sealed.ciphertext


def put_aside(sealed, folder=None):
    """Of this packet alone: those of other tests lie beside it."""
    digest = packets.read(sealed.header).header.digest.hex()
    return list(shelf.held(digest, folder).parent.glob(f"{digest}.damaged-*"))


def receipt(sealed, level=Level.HELD):
    return holding.receipt(made.packet(sealed), level)


@pytest.mark.parametrize("who", ["copier", "worker", "header"])
def test_what_rots_before_its_second_copy_is_asked_for_again(siti, laptop, who):
    sealed = sent(laptop, siti)
    before = receipt(sealed)
    rotten = rot(first(sealed))

    {"copier": made.copied, "worker": made.opened, "header": lambda: None}[who]()

    told = laptop.send(sealed)
    assert (told.status, told.body) == (200, before)
    assert is_good(first(sealed), sealed)
    [aside] = put_aside(sealed)
    assert aside.read_bytes() == rotten
    assert made.copied() == 1
    made.opened()
    assert made.recorded(sealed).standing == Recorded.Standing.COUNTS
    assert made.packet(sealed).quarantine == ""
    assert Entry.objects.filter(event="packet.asked_again").count() == 1


def test_a_laptop_that_asks_for_the_second_receipt_hears_that_it_is_awaited(siti, laptop):
    sealed = sent(laptop, siti)
    rot(first(sealed))
    made.copied()

    told = laptop.call("GET", paths.receipt(packets.read(sealed.header).header.packet_id, Level.HELD_TWICE))

    assert (told.status, told.state) == (202, paths.PacketState.ARRIVING)


@pytest.mark.one_database
def test_the_page_of_a_packet_says_that_it_is_awaited_again(siti, laptop, client):
    sealed = sent(laptop, siti)
    rot(first(sealed))
    made.copied()
    client.force_login(
        staff.person(Role.ADMINISTRATOR, language="en"), backend="rekam.office.accounts.backends.Staff"
    )

    page = client.get(reverse("sync:packet", args=[made.packet(sealed).pk])).content.decode()

    assert "No copy of it is whole any more" in page


def test_what_was_counted_and_rots_is_awaited_again_and_counts_once(siti, laptop):
    sealed = sent(laptop, siti)
    made.opened()
    rot(first(sealed))
    made.copied()
    assert made.packet(sealed).state == PacketState.ARRIVING

    laptop.send(sealed)
    made.copied()
    made.opened()

    assert made.packet(sealed).state == PacketState.COPIED
    assert Recorded.objects.count() == 1
    assert Receipt.objects.filter(packet=made.packet(sealed)).count() == 2


def test_a_disk_brings_again_what_has_rotted(siti, laptop, tmp_path):
    sealed = sent(laptop, siti)
    rot(first(sealed))
    (tmp_path / "a.rekam").write_bytes(carried.write(sealed))

    found = carrying.bring_in(tmp_path, by=None, at=made.later(90))

    assert (found.taken, found.known, found.refused) == (1, 0, [])
    assert is_good(first(sealed), sealed)
    assert is_good(second(sealed), sealed)


@pytest.mark.parametrize("damage", [rot, lambda path: path.unlink()], ids=["rotten", "gone"])
def test_the_second_copy_is_read_and_makes_the_first_good_again(siti, laptop, damage):
    sealed = sent(laptop, siti)
    made.copied()
    damage(first(sealed))

    made.opened()

    assert made.recorded(sealed).standing == Recorded.Standing.COUNTS
    assert is_good(first(sealed), sealed)
    assert made.packet(sealed).state == PacketState.COPIED


def test_a_first_copy_that_cannot_be_written_is_read_from_the_second(siti, laptop, monkeypatch):
    sealed = sent(laptop, siti)
    made.copied()
    rot(first(sealed))
    monkeypatch.setattr(copies, "_write", lambda data, place: (_ for _ in ()).throw(shelf.Full()))

    assert copies.read(made.packet(sealed).digest) == sealed.ciphertext


def test_no_second_receipt_for_a_second_copy_whose_first_is_rotten(siti, laptop):
    sealed = sent(laptop, siti)
    made.copied()
    Packet.objects.update(state=PacketState.HELD, copied_at=None)  # killed before it was written down
    Receipt.objects.filter(level=Level.HELD_TWICE).delete()
    rot(first(sealed))

    assert made.copied() == 1

    assert is_good(first(sealed), sealed)
    assert is_good(second(sealed), sealed)


def test_a_file_of_a_backup_restored_by_half_stands_in_no_packets_way(siti, laptop):
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    place = shelf.held(packets.read(sealed.header).header.digest.hex())
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(sealed.ciphertext[:100])

    assert laptop.send(sealed).status == 200

    assert is_good(place, sealed)
    [aside] = put_aside(sealed)
    assert aside.read_bytes() == sealed.ciphertext[:100]


def settled(laptop: Laptop, sealed: Sealed, content: bytes) -> tuple[packets.Header, Path]:
    """As a receiver leaves a packet that was killed between the rename and the transaction."""
    header = packets.read(sealed.header).header
    laptop.call("PUT", paths.packet(header.packet_id), sealed.header)
    packet = made.packet(sealed)
    shelf.tidy(packet.name)
    place = shelf.held(packet.digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return header, place


def test_a_file_that_goes_bad_while_its_packet_is_awaited_is_not_believed(siti, laptop):
    """Killed between the rename and the transaction; then the file rots."""
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    header, place = settled(laptop, sealed, sealed.ciphertext[:-1])

    assert laptop.call("POST", paths.commit(header.packet_id)).status == 409
    for number, chunk in enumerate(packets.split(sealed.ciphertext, header.chunk_size)):
        laptop.call("PUT", paths.chunk(header.packet_id, number), chunk)

    assert laptop.call("POST", paths.commit(header.packet_id)).status == 200
    assert is_good(place, sealed)


def test_what_lies_whole_is_not_sent_again(siti, laptop):
    """Killed between the rename and the transaction: its parts are here."""
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    header, _place = settled(laptop, sealed, sealed.ciphertext)

    laptop.call("PUT", paths.packet(header.packet_id), sealed.header)

    assert not shelf.arriving(made.packet(sealed).name).exists()
    assert laptop.call("POST", paths.commit(header.packet_id)).status == 200


def test_a_second_disk_that_comes_back_brings_what_was_lost(siti, laptop):
    sealed = sent(laptop, siti)
    made.copied()
    rot(first(sealed))
    mark = shelf.second() / shelf.MARK
    mark.unlink()
    made.opened()
    assert made.packet(sealed).state == PacketState.ARRIVING

    shelf.begin_second()
    copying.find_again(at=made.later(70))

    assert made.packet(sealed).state == PacketState.HELD
    assert is_good(first(sealed), sealed)
    assert made.copied() == 1
    made.opened()
    assert made.packet(sealed).opened == Opened.DONE


def test_what_was_put_aside_goes_with_its_packet(siti, laptop):
    sealed = sent(laptop, siti)
    rot(first(sealed))
    made.copied()
    laptop.send(sealed)
    made.copied()
    made.opened()

    assert erasing.erase_due(at=made.later(0) + timedelta(days=4000)) == 1

    assert not put_aside(sealed)
    assert not first(sealed).exists()


def test_what_was_put_aside_stays_no_longer_than_any_image(siti, laptop):
    sealed = sent(laptop, siti)
    rot(first(sealed))
    made.opened()
    [aside] = put_aside(sealed)
    worker.clear_away(at=made.later(120))
    assert aside.exists()

    kept = timedelta(days=erasing.rule().at_most_days)
    assert erasing.erase_damaged(at=timezone.now() + kept + timedelta(days=1)) >= 1

    assert not aside.exists()


def test_what_is_lost_for_good_is_erased_by_the_same_rule(siti, laptop):
    """What its eyes look like in numbers is not kept for ever because its images are gone."""
    sealed = sent(laptop, siti)
    made.opened()
    rot(first(sealed))
    made.copied()

    assert erasing.erase_due(at=made.later(0) + timedelta(days=4000)) == 1

    assert made.packet(sealed).state == PacketState.ERASED
    assert made.recorded(sealed).erased_at is not None


def test_what_comparing_finds_damaged_is_asked_for_again(siti, laptop):
    """It was counted; the worker opens it once more for a recording under the same NIK."""
    sealed = sent(laptop, siti)
    made.copied()
    made.opened()
    for path in (first(sealed), second(sealed)):
        rot(path)

    made.record(laptop, nik=siti)

    assert made.packet(sealed).state == PacketState.ARRIVING
    assert laptop.send(sealed).status == 200
    assert made.packet(sealed).state == PacketState.HELD
