"""Two headers over the same bytes, one honest and one not: whichever is due, nothing is erased that somebody
may still need.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from rekam.office.accounts.rights import Role
from rekam.office.sync.deciding import cases
from rekam.office.sync.keeping import erasing, shelf
from rekam.office.sync.models import Case, Opened, Packet, PacketState, Recorded
from rekam.wire import cbor, packets, paths, shapes
from rekam.wire.keys import SigningKey, digest
from tests.office.accounts import staff
from tests.office.sync import made

pytestmark = pytest.mark.django_db


def forged(sealed):
    """Somebody else's header over these bytes."""
    raw = shapes.pack(packets.read(sealed.header).header, version=packets.VERSION)
    signature = SigningKey.new().sign(purpose="packet", data=digest(raw))
    return packets.Sealed(cbor.encode([raw, signature]), sealed.ciphertext)


def from_stranger(sealed):
    header = packets.read(sealed.header).header
    made.call("PUT", paths.packet(header.packet_id), sealed.header)
    for number, chunk in enumerate(packets.split(sealed.ciphertext, header.chunk_size)):
        made.call("PUT", paths.chunk(header.packet_id, number), chunk)
    made.call("POST", paths.commit(header.packet_id))
    made.copied()
    Packet.objects.filter(name=made.packet(sealed).name).update(held_at=made.later(0) - timedelta(days=4000))
    return made.packet(sealed)


def lies_twice(sealed):
    name = made.packet(sealed).digest
    return shelf.held(name).exists() and shelf.held(name, shelf.second()).exists()


@pytest.mark.parametrize("honest", ["in_a_case", "for_an_update", "released", "arriving"])
def test_a_forged_twin_that_is_due_takes_no_honest_bytes_along(siti, laptop, honest):
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    thief = from_stranger(forged(sealed))
    if honest == "arriving":
        header = packets.read(sealed.header).header
        laptop.call("PUT", paths.packet(header.packet_id), sealed.header)
    else:
        laptop.send(sealed)
    if honest in ("in_a_case", "released"):
        twin = laptop.clone()
        twin.sequence, twin.previous = 0, packets.FIRST
        twin.send(twin.seal(made.recording(laptop)))
    made.copied()
    made.opened()
    if honest == "for_an_update":
        Recorded.objects.all().delete()
        Packet.objects.filter(pk=made.packet(sealed).pk).update(
            opened=Opened.FAILED, trouble="recording.version", quarantine="unreadable"
        )
    if honest == "released":
        case = Case.objects.get(kind="cloned")
        for _person in range(2):
            by = staff.person(Role.ADMINISTRATOR)
            cases.decide(case=case, counting=[made.packet(sealed).name], why="", by=by, at=made.later(70))
        made.opened()

    assert erasing.count_due(on=made.DAY + timedelta(days=10)) == 0
    assert erasing.erase_due(at=made.later(100)) == 0
    assert erasing.erase(thief, why="at_most", at=made.later(100)) is None

    assert lies_twice(sealed)
    assert made.packet(sealed).state != PacketState.ERASED


def test_when_the_honest_one_is_due_its_bytes_go_and_the_forged_one_with_them(siti, laptop):
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    thief = from_stranger(forged(sealed))
    laptop.send(sealed)
    made.copied()
    made.opened()

    while erasing.erase_due(at=made.later(0) + timedelta(days=4000)):
        pass

    thief.refresh_from_db()
    assert (made.packet(sealed).state, thief.state) == (PacketState.ERASED, PacketState.ERASED)
    assert not lies_twice(sealed)


def test_two_believed_packets_of_the_same_bytes_go_when_both_are_due(siti, laptop):
    """A laptop signed for the same bytes twice. Neither waits for the other for ever."""
    sealed = laptop.seal(made.recording(laptop, nik=siti))
    header = packets.read(sealed.header).header
    raw = shapes.pack(replace(header, boot_id=b"\1" * 16), version=packets.VERSION)
    other = packets.Sealed(
        cbor.encode([raw, laptop.signing.sign(purpose="packet", data=digest(raw))]), sealed.ciphertext
    )
    laptop.send(sealed)
    laptop.send(other)
    made.copied()
    made.opened()
    assert {packet.quarantine for packet in Packet.objects.all()} == {"same_id"}
    Case.objects.all().delete()
    Packet.objects.filter(name=made.packet(other).name).update(held_at=made.later(0) - timedelta(days=4000))

    assert erasing.erase_due(at=made.later(100)) == 0
    while erasing.erase_due(at=made.later(0) + timedelta(days=4000)):
        pass

    assert set(Packet.objects.values_list("state", flat=True)) == {PacketState.ERASED}
