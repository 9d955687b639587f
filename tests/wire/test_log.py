"""The log shows that it holds an entry, and that it has forgotten none."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rekam.wire import log
from rekam.wire.log import Frontier
from rekam.wire.trouble import WireTrouble

# The entries and roots with which programs for Certificate Transparency are tried.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    return [log.leaf_hash(number.to_bytes(4)) for number in range(size)]


def test_the_roots_are_those_of_other_programs() -> None:
    frontier = Frontier()

    assert frontier.root == log.EMPTY
    for entry, root in zip(ENTRIES, ROOTS, strict=True):
        frontier = frontier.append(log.leaf_hash(bytes.fromhex(entry)))
        assert frontier.root.hex() == root
    assert frontier.size == 8


@given(SIZES)
def test_a_frontier_is_kept_as_bytes(size: int) -> None:
    frontier = Frontier()
    for leaf in leaves(size):
        frontier = Frontier.from_bytes(frontier.append(leaf).to_bytes())

    assert (frontier.size, frontier.root) == (size, log.root_of(leaves(size)))


def test_a_damaged_frontier_is_refused() -> None:
    with pytest.raises(WireTrouble, match=r"log\.unreadable"):
        Frontier.from_bytes(Frontier(3, (b"\0" * 32,)).to_bytes())
    with pytest.raises(WireTrouble, match=r"log\.unreadable"):
        Frontier.from_bytes(b"")


@given(SIZES, st.data())
def test_every_entry_can_be_shown_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    held = leaves(size)
    proof, root = log.inclusion_proof(held, index), log.root_of(held)
    right = {"index": index, "size": size, "root": root, "proof": proof}

    log.check_inclusion(held[index], **right)  # type: ignore[arg-type]
    wrong = [
        {"index": (index + 1) % (size + 1)},
        {"root": b"\0" * 32},
        {"proof": [*proof, root]},
        {"proof": [b"\0" * 32, *proof]},
        {"index": -1},
        {"index": size},
    ]
    for other in wrong:
        with pytest.raises(WireTrouble, match=r"log\.proof"):
            log.check_inclusion(held[index], **{**right, **other})  # type: ignore[arg-type]
    with pytest.raises(WireTrouble, match=r"log\.proof"):
        log.check_inclusion(log.leaf_hash(b"forged"), **right)  # type: ignore[arg-type]


@given(st.integers(0, 70), SIZES)
def test_a_later_log_shows_that_it_has_everything_the_earlier_one_had(earlier: int, later: int) -> None:
    assume(earlier <= later)
    held = leaves(later)

    log.check_consistency(
        earlier=earlier,
        earlier_root=log.root_of(held[:earlier]),
        later=later,
        later_root=log.root_of(held),
        proof=log.consistency_proof(held, earlier),
    )


@given(st.integers(1, 70), SIZES, st.data())
def test_a_log_that_forgot_or_altered_an_entry_cannot_show_that(
    earlier: int, later: int, data: st.DataObject
) -> None:
    assume(earlier <= later)
    before, held = leaves(earlier), leaves(later)
    forgotten = data.draw(st.integers(0, earlier - 1))
    held[forgotten] = log.leaf_hash(b"another")

    with pytest.raises(WireTrouble, match=r"log\.proof"):
        log.check_consistency(
            earlier=earlier,
            earlier_root=log.root_of(before),
            later=later,
            later_root=log.root_of(held),
            proof=log.consistency_proof(held, earlier),
        )


@pytest.mark.parametrize("sizes", [(5, 3), (-1, 3)])
def test_no_later_log_is_smaller(sizes: tuple[int, int]) -> None:
    with pytest.raises(WireTrouble, match=r"log\.proof"):
        log.check_consistency(
            earlier=sizes[0], earlier_root=b"", later=sizes[1], later_root=log.root_of(leaves(3)), proof=[]
        )
