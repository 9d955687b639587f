"""The only thing after which a station may delete."""

from dataclasses import replace

import pytest

from rekam.wire import packets, receipts
from rekam.wire.keys import digest
from rekam.wire.trouble import WireTrouble
from tests.wire import make


def test_a_receipt_is_read_as_it_was_given_and_its_bytes_are_always_the_same() -> None:
    receipt, key = make.receipt(), make.signing(9)

    assert receipts.read_receipt(receipts.sign(receipt, key), key.public) == receipt
    assert receipts.sign(receipt, key) == receipts.sign(receipt, key)


def test_an_older_receipt_key_is_still_believed() -> None:
    data = receipts.sign(make.receipt(), make.signing(9))

    assert receipts.read_receipt(data, make.signing(8).public, make.signing(9).public)


@pytest.mark.parametrize("keys", [[], [make.signing(1).public]])
def test_nobody_elses_receipt_is_believed(keys: list[object]) -> None:
    data = receipts.sign(make.receipt(), make.signing(9))

    with pytest.raises(WireTrouble, match=r"receipt\.signature"):
        receipts.read_receipt(data, *keys)  # type: ignore[arg-type]


def test_every_byte_of_a_receipt_is_covered() -> None:
    key, data = make.signing(9), receipts.sign(make.receipt(), make.signing(9))

    for place in range(len(data)):
        for bit in range(8):
            altered = bytearray(data)
            altered[place] ^= 1 << bit
            with pytest.raises(WireTrouble, match=r"receipt\.(unreadable|signature)"):
                receipts.read_receipt(bytes(altered), key.public)


@pytest.mark.parametrize("level", [0, 3, -1])
def test_an_unknown_level_is_refused(level: int) -> None:
    data = receipts.sign(make.receipt(level=level), make.signing(9))

    with pytest.raises(WireTrouble, match=r"receipt\.unreadable"):
        receipts.read_receipt(data, make.signing(9).public)


def test_a_place_beyond_the_end_of_the_log_is_refused() -> None:
    data = receipts.sign(make.receipt(log_index=5, log_size=5), make.signing(9))

    with pytest.raises(WireTrouble, match=r"receipt\.unreadable"):
        receipts.read_receipt(data, make.signing(9).public)


def test_a_receipt_is_for_one_packet_and_the_bytes_that_lie_here() -> None:
    sealed = make.sealed()
    header = packets.read(sealed.header).header
    receipt, fresh = make.receipt(header), digest(sealed.ciphertext)

    receipt.check_for(header, fresh)
    others = [
        (replace(receipt, packet_id=make.some_id(9)), fresh),
        (replace(receipt, digest=b"\0" * 32), fresh),
        (replace(receipt, station=make.some_id(9)), fresh),
        (replace(receipt, epoch=2), fresh),
        (replace(receipt, sequence=2), fresh),
        (receipt, digest(sealed.ciphertext + b"\0")),
    ]
    for other, held in others:
        with pytest.raises(WireTrouble, match=r"receipt\.other_packet"):
            other.check_for(header, held)


def test_the_log_holds_what_tells_a_packet_from_every_other() -> None:
    header = packets.read(make.sealed().header).header
    others = [
        replace(header, packet_id=make.some_id(9)),
        replace(header, digest=b"\0" * 32),
        replace(header, station=make.some_id(9)),
        replace(header, epoch=2),
        replace(header, sequence=2),
    ]

    assert len({receipts.entry(h) for h in [header, *others]}) == 6
