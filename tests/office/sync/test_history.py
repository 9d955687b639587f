"""What the office shows a laptop of its log, as one that it knows asks for it."""

import pytest

from rekam.office.sync.models import Leaf
from rekam.wire import answers, log, packets, paths, receipts
from rekam.wire.keys import SigningKey
from rekam.wire.log import Proof
from rekam.wire.packets import Sealed
from rekam.wire.receipts import Level, Receipt
from rekam.wire.trouble import WireTrouble
from tests.office.sync import made


@pytest.fixture
def came(laptop: made.Laptop) -> list[tuple[Sealed, Receipt]]:
    """Seven packets with their receipts."""
    found = []
    for _number in range(7):
        sealed = laptop.seal(made.recording(laptop))
        laptop.send(sealed)
        data = laptop.call(
            "GET", paths.receipt(packets.read(sealed.header).header.packet_id, Level.HELD)
        ).body
        found.append((sealed, receipts.read_receipt(data, made.receipt_key())))
    return found


def shown(laptop: made.Laptop, earlier: Receipt, later: Receipt, told: Receipt) -> made.Reply:
    path = paths.log(
        earlier=earlier.log_size, later=later.log_size, leaf=told.log_index, within=told.log_size
    )
    return laptop.call("GET", path)


def check(reply: made.Reply, earlier: Receipt, later: Receipt, sealed: Sealed, told: Receipt) -> None:
    proof = Proof.from_bytes(reply.body)
    log.check_consistency(
        earlier=earlier.log_size,
        earlier_root=earlier.log_root,
        later=later.log_size,
        later_root=later.log_root,
        proof=proof.consistency,
    )
    leaf = log.leaf_hash(receipts.entry(packets.read(sealed.header).header))
    log.check_inclusion(
        leaf, index=told.log_index, size=told.log_size, root=told.log_root, proof=proof.inclusion
    )


def test_every_two_receipts_are_shown_to_be_of_one_log(
    laptop: made.Laptop, came: list[tuple[Sealed, Receipt]]
) -> None:
    for first in range(7):
        for last in range(first, 7):
            (_, earlier), (sealed, later) = came[first], came[last]

            check(shown(laptop, earlier, later, later), earlier, later, sealed, later)


def test_a_log_that_was_changed_does_not_fit(laptop: made.Laptop, came: list[tuple[Sealed, Receipt]]) -> None:
    Leaf.objects.filter(place=1).update(hash=b"\0" * 32)
    (_, earlier), (sealed, later) = came[4], came[6]

    with pytest.raises(WireTrouble, match=r"log\.proof"):
        check(shown(laptop, earlier, later, later), earlier, later, sealed, later)


def test_a_log_that_was_set_back_says_so(laptop: made.Laptop, came: list[tuple[Sealed, Receipt]]) -> None:
    Leaf.objects.filter(place__gte=5).delete()

    reply = shown(laptop, came[2][1], came[6][1], came[6][1])

    assert (reply.status, answers.read_problem(reply.body).code) == (404, "log.not_so_long")


def test_a_stranger_is_shown_nothing(laptop: made.Laptop, came: list[tuple[Sealed, Receipt]]) -> None:
    path = paths.log(earlier=1, later=2, leaf=0, within=2)

    assert made.call("GET", path).status == 401
    assert laptop.call("GET", path, signing=SigningKey.new()).status == 401


@pytest.mark.parametrize(
    "query", ["", "?from=1&to=2", "?from=2&to=1&leaf=0&in=1", "?from=0&to=1&leaf=x&in=1"]
)
def test_what_nobody_can_mean_is_refused(laptop: made.Laptop, query: str) -> None:
    assert laptop.call("GET", paths.LOG + query).status == 400
