"""Packets as files on a USB disk."""

import pytest

from rekam.wire import carried, packets
from rekam.wire.trouble import WireTrouble
from tests.wire import make


def test_a_carried_packet_is_the_one_that_was_sealed() -> None:
    sealed = make.sealed(b"isi")

    again = carried.read(carried.write(sealed))

    assert again == sealed
    packets.check_ciphertext(packets.read(again.header).header, again.ciphertext)


def test_its_name_says_which_packet_it_is() -> None:
    header = packets.read(make.sealed(sequence=12, previous=b"\1" * 32).header).header

    assert carried.name(header) == f"{'0' * 8}-1-000012-{make.some_id(1).hex()}.rekam"


@pytest.mark.parametrize("data", [b"", b"PK\3\4 not a packet", carried.write(make.sealed())[:-1]])
def test_what_is_no_packet_is_refused(data: bytes) -> None:
    with pytest.raises(WireTrouble, match=r"packet\.unreadable"):
        carried.read(data)
