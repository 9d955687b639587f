"""Messages that say what a database cannot keep: they stop nobody, and nothing of them is lost."""

import os
from dataclasses import replace

import pytest

from rekam.office.sync.models import DayClosing, Image, Opened, Packet, PacketState, Recorded
from rekam.office.sync.receiving import carrying
from rekam.office.sync.taking import measures
from rekam.wire import carried, cbor, packets, shapes
from rekam.wire.recordings import Closing, Correction, Device, Kind
from tests.office.sync import made

pytestmark = pytest.mark.django_db


def test_a_text_with_nul_is_kept_readable_without_it(siti, laptop):
    padded = Device("Contoh", "Slap 4", "SN-7\0\0", simulated=False)
    sealed = laptop.seal(made.recording(laptop, nik=siti, captures=(made.capture(device=padded),)))
    other = laptop.seal(made.recording(laptop, name="BUDI\0 REKAAN"))
    for each in (sealed, other):
        laptop.send(each)

    made.opened()

    assert Image.objects.get(recorded=made.recorded(sealed)).serial == "SN-7"
    assert made.recorded(other).name == "BUDI REKAAN"
    assert {packet.quarantine for packet in Packet.objects.all()} == {""}


def test_a_closing_that_names_a_device_with_nul_is_taken(siti, laptop):
    said = Closing(
        day=made.DAY,
        first_sequence=1,
        last_sequence=1,
        recorded=0,
        failed={},
        copies=0,
        unsent=0,
        devices={"SN-7\0": "ready"},
    )
    laptop.send(
        laptop.seal(made.recording(laptop, kind=Kind.CLOSING, person=None, captures=(), closing=said))
    )

    made.opened()

    assert DayClosing.objects.get().devices == {"SN-7": "ready"}


def test_a_header_that_no_column_holds_keeps_no_other_file_of_the_disk_out(siti, laptop, tmp_path):
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    header = packets.read(sealed.header).header
    raw = cbor.encode([packets.VERSION, {**shapes.to_value(header), "pack_version": 2**40}])
    forged = packets.Sealed(cbor.encode([raw, bytes(64)]), sealed.ciphertext)
    (tmp_path / "0.rekam").write_bytes(carried.write(forged))
    (tmp_path / "1.rekam").write_bytes(carried.write(sealed))

    found = carrying.bring_in(tmp_path, by=None, at=made.later(90))

    assert found.refused == [("0.rekam", "packet.unreadable")]
    assert found.taken == 1
    assert made.packet(sealed).state == PacketState.COPIED


@pytest.mark.parametrize("field", ["epoch", "sequence"])
def test_the_largest_numbers_that_travel_are_held(siti, laptop, tmp_path, field):
    """A stranger's: kept like any other that nobody can vouch for."""
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    header = replace(
        packets.read(sealed.header).header,
        previous=b"\1" * 32,
        **{"sequence": 2, field: 2**63 - 1},
        pack_version=2**31 - 1,
    )
    raw = shapes.pack(header, version=packets.VERSION)
    stranger = packets.Sealed(cbor.encode([raw, bytes(64)]), sealed.ciphertext)
    (tmp_path / "0.rekam").write_bytes(carried.write(stranger))

    assert carrying.bring_in(tmp_path, by=None, at=made.later(90)).refused == []

    assert made.packet(stranger).state == PacketState.COPIED


def test_a_quality_that_no_column_holds_is_set_aside_for_a_person_and_stops_no_worker(siti, laptop):
    """No program of ours seals it."""
    said = made.recording(laptop, nik=siti)
    body = shapes.to_value(said)
    body["captures"][0]["quality"] = 70_000
    raw = cbor.encode([1, body])
    content = cbor.encode([raw, laptop.operator_signing.sign(purpose="recording", data=raw)])
    sealed = laptop.seal(said)
    header = packets.read(sealed.header).header
    sealed = packets.seal(
        content,
        packet_id=said.packet_id,
        station=laptop.id,
        epoch=laptop.epoch.number,
        sequence=1,
        previous=packets.FIRST,
        sealed_at=made.later(),
        boot_id=laptop.boot_id,
        office_time_seen=None,
        operator=header.operator,
        pack_version=1,
        recipients=made.keys.recipients(),
        signing=laptop.signing,
    )
    good = laptop.seal(made.recording(laptop, name="BUDI REKAAN"))
    for each in (sealed, good):
        laptop.send(each)

    made.opened()

    assert made.packet(sealed).opened == Opened.FAILED
    assert made.packet(sealed).trouble == "recording.unreadable"
    assert Recorded.objects.count() == 1


def test_two_fields_that_begin_alike_are_one_where_no_more_of_their_names_is_kept(siti, laptop):
    each = [Correction("a name of twenty letters and " + more, "a", "b", "d", "1") for more in ("one", "two")]
    sealed = laptop.seal(made.recording(laptop, nik=siti, corrections=tuple(each)))
    laptop.send(sealed)

    made.opened()

    assert made.packet(sealed).opened == Opened.DONE
    assert made.recorded(sealed).corrections.count() == 1


def test_a_file_whose_name_is_no_text_is_named_readably(siti, laptop, tmp_path):
    (tmp_path / os.fsdecode(b"foto-\xe9.rekam")).write_bytes(b"none of ours")
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    (tmp_path / "1.rekam").write_bytes(carried.write(sealed))

    found = carrying.bring_in(tmp_path, by=None, at=made.later(90))

    [(name, _code)] = found.refused
    assert name.encode().decode() == "foto-\ufffd.rekam"
    assert found.taken == 1


def test_many_captures_of_the_best_quality_are_added_up(siti, laptop):
    best = made.capture(b"", quality=shapes.SMALL)
    said = made.recording(laptop, nik=siti)

    assert measures.total(replace(said, captures=(best,) * 70_000)) == shapes.LARGE
