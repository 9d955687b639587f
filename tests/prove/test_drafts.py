"""A draft becomes a packet at once or not at all, and the proof sees where it does not."""

from typing import Any

import pytest

from proof.oracle import Disproved, Oracle


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        ([b"draft"], [b"packet"]),  # somebody would be recorded twice
        ([], []),  # somebody would have to come again
        ([], [b"packet", b"packet of before"]),
    ],
)
def test_a_draft_and_its_packet_are_never_both_there_nor_both_gone(
    left: list[bytes], kept: list[bytes]
) -> None:
    with pytest.raises(Disproved):
        of_a_draft().check_laptop(on_the_laptop(left, kept))


@pytest.mark.parametrize(("left", "kept"), [([b"draft"], []), ([], [b"packet"])])
def test_either_a_draft_is_there_or_its_packet(left: list[bytes], kept: list[bytes]) -> None:
    oracle = of_a_draft()
    oracle.check_laptop(on_the_laptop(left, kept))
    oracle.check_laptop(on_the_laptop(left, kept))


def test_a_draft_that_is_there_again_beside_a_packet_that_was_called_saved_is_seen() -> None:
    """Of the packets those that were looked at are not listed any more."""
    oracle = of_a_draft()
    oracle.hears_all("saved", (b"packet", 1, 1))
    oracle.check_laptop(on_the_laptop([], [b"packet"]))
    oracle.check_laptop({**on_the_laptop([], []), "after": 1})

    with pytest.raises(Disproved, match="twice"):
        oracle.check_laptop({**on_the_laptop([b"draft"], []), "after": 1})


def of_a_draft() -> Oracle:
    """Who has heard of one, and that it was about to be sealed twice: the first time somebody was killed."""
    oracle = Oracle()
    oracle.hears_all("drafted", b"draft")
    for packet in (b"packet of before", b"packet"):
        oracle.hears_all("begun", (packet, b"", None))
        oracle.hears_all("sealing", (b"draft", packet))
    return oracle


def on_the_laptop(drafts: list[bytes], packets: list[bytes]) -> dict[str, Any]:
    rows = [{"id": packet, "sequence": 1 + number} for number, packet in enumerate(packets)]
    return {"packets": rows, "drafts": drafts, "wrong": [], "after": 0}
