"""The log of what was received: a Merkle tree as RFC 9162 hashes it.

Who holds one root can be shown that an entry is in the log, and that a later log still has everything the
earlier one had, in a few hashes. So an office that was restored from a backup, or an office that would
rather forget a packet, cannot show a log that fits the receipts it gave.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rekam.wire import shapes
from rekam.wire.keys import digest
from rekam.wire.shapes import Hash, Number
from rekam.wire.trouble import WireTrouble

EMPTY = digest(b"")
VERSION = 1
_LONGEST = 8192  # two proofs of 64 hashes each, more than any log needs


def leaf_hash(entry: bytes) -> bytes:
    return digest(b"\0" + entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    return digest(b"\1" + left + right)


@dataclass(frozen=True)
class Frontier:
    """All that is needed to add to a log: the roots of its full subtrees, the largest first."""

    size: Number = 0
    peaks: tuple[Hash, ...] = ()

    def append(self, leaf: bytes) -> "Frontier":
        """The log with one more leaf hash."""
        peaks, size = [*self.peaks, leaf], self.size
        while size & 1:
            right, left = peaks.pop(), peaks.pop()
            peaks.append(node_hash(left, right))
            size >>= 1
        return Frontier(self.size + 1, tuple(peaks))

    @property
    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY
        *rest, root = self.peaks
        for left in reversed(rest):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        return shapes.pack(self, version=VERSION)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        frontier = shapes.unpack(data, cls, subject="log", version=VERSION, limit=4096)
        if len(frontier.peaks) != frontier.size.bit_count():
            raise shapes.unreadable("log", "size")
        return frontier


@dataclass(frozen=True)
class Proof:
    """What shows that one log is the beginning of another, and that an entry stands in one. The roots that it
    is checked against are in signed receipts, so nobody need sign it.
    """

    consistency: tuple[Hash, ...]
    inclusion: tuple[Hash, ...]

    def to_bytes(self) -> bytes:
        return shapes.pack(self, version=VERSION)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Proof":
        return shapes.unpack(data, cls, subject="log", version=VERSION, limit=_LONGEST)


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes, level by level: the odd one out goes up as it is."""
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) & 1 else []
        level = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)] + odd
    return level[0] if level else EMPTY


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the way from a leaf to the root (RFC 9162, 2.1.3.1)."""
    if len(leaves) <= 1:
        return []
    middle = _middle(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if index < middle:
        return [*inclusion_proof(left, index), root_of(right)]
    return [*inclusion_proof(right, index - middle), root_of(left)]


def check_inclusion(leaf: bytes, *, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Whether this leaf hash stands at `index` of the log of `size` entries (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise WireTrouble("log.proof")
    place, last, found = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            raise WireTrouble("log.proof")
        if place & 1 or place == last:
            found = node_hash(beside, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        place, last = place >> 1, last >> 1
    if last or found != root:
        raise WireTrouble("log.proof")


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """The hashes that show that the log of `earlier` entries is the beginning of this one (2.1.4.1)."""
    if earlier in (0, len(leaves)):
        return []
    return _consistency(leaves, earlier, whole=True)


def check_consistency(
    *, earlier: int, earlier_root: bytes, later: int, later_root: bytes, proof: Sequence[bytes]
) -> None:
    """Whether the later log still has everything the earlier one had (RFC 9162, 2.1.4.2)."""
    hashes = list(proof)
    if earlier > later or earlier < 0:
        raise WireTrouble("log.proof")
    if earlier in (0, later):
        same = earlier_root == (EMPTY if earlier == 0 else later_root)
        if hashes or not same:
            raise WireTrouble("log.proof")
        return
    if earlier & (earlier - 1) == 0:
        hashes.insert(0, earlier_root)
    if _walked(hashes, earlier - 1, later - 1) != (earlier_root, later_root):
        raise WireTrouble("log.proof")


def _walked(hashes: list[bytes], place: int, last: int) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency proof leads to."""
    while place & 1:
        place, last = place >> 1, last >> 1
    if not hashes:
        return None
    first = second = hashes[0]
    for beside in hashes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            first, second = node_hash(beside, first), node_hash(beside, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node_hash(second, beside)
        place, last = place >> 1, last >> 1
    return (first, second) if last == 0 else None


def _consistency(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    middle = _middle(len(leaves))
    if earlier <= middle:
        return [*_consistency(leaves[:middle], earlier, whole=whole), root_of(leaves[middle:])]
    return [*_consistency(leaves[middle:], earlier - middle, whole=False), root_of(leaves[:middle])]


def _middle(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)
