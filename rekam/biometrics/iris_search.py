"""One eye among many: the codes lie packed in a table, and one pass over it says who is near.

Packed, a code is 3 KiB instead of 24. First every second ring is compared at a few turns of the head only;
who is near there is looked at closely, with :func:`iris_codes.distance`.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from rekam.biometrics import iris_codes
from rekam.biometrics.iris_codes import AROUND, RINGS, WAVES, IrisCode

Words = NDArray[np.uint64]

ROUGH_TURNS = range(-12, 13, 3)  # a head is seldom turned more
ROUGH = 0.40
AT_ONCE = 2048  # rows of the table that fit in a processor's cache with what is made of them
SHAPE = (RINGS, AROUND, 2 * len(WAVES))
_WORDS = SHAPE[1] * SHAPE[2] // 64  # of one ring
_BITS, _SEEN = 0, 1


def packed(code: IrisCode) -> bytes:
    return np.packbits(np.stack([code.bits, code.seen])).tobytes()


def unpacked(raw: bytes) -> IrisCode:
    count = 2 * SHAPE[0] * SHAPE[1] * SHAPE[2]
    both = np.unpackbits(np.frombuffer(raw, np.uint8), count=count).astype(bool).reshape(2, *SHAPE)
    return IrisCode(both[_BITS], both[_SEEN])


class Table:
    """Packed codes by a number of the caller's."""

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}
        self._keys: NDArray[np.int64] = np.zeros(0, np.int64)
        self._codes: Words = np.zeros((0, 2, RINGS, _WORDS), np.uint64)

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, key: int, raw: bytes) -> None:
        row = self._rows.setdefault(key, len(self._rows))
        if row == len(self._keys):
            more = max(AT_ONCE, row)
            self._keys = np.concatenate([self._keys, np.zeros(more, np.int64)])
            self._codes = np.concatenate([self._codes, np.zeros((more, *self._codes.shape[1:]), np.uint64)])
        self._keys[row], self._codes[row] = key, np.frombuffer(raw, np.uint64).reshape(2, RINGS, _WORDS)

    def keep(self, keys: Collection[int]) -> None:
        """Forget all others."""
        kept = [key for key in self._rows if key in keys]
        rows = [self._rows[key] for key in kept]
        self._keys, self._codes = self._keys[rows], self._codes[rows]
        self._rows = {key: row for row, key in enumerate(kept)}

    def near(self, code: IrisCode, *, but: int) -> dict[int, float]:
        """Whose eye this is, too: the distance of each below the threshold."""
        rough = self._roughly(code)
        found = {}
        for row in np.flatnonzero(rough < ROUGH):
            key = int(self._keys[row])
            if key != but:
                distance = iris_codes.distance(code, unpacked(self._codes[row].tobytes()))
                if distance < iris_codes.THRESHOLD:
                    found[key] = distance
        return found

    def _roughly(self, code: IrisCode) -> NDArray[np.float64]:
        """The least distance of each at a few turns, on every second ring; 1 where both show nothing."""
        least = np.ones(len(self._rows))
        turned = [_turned(code, turn) for turn in ROUGH_TURNS]
        for start in range(0, len(least), AT_ONCE):
            some = np.ascontiguousarray(self._codes[start : min(start + AT_ONCE, len(least)), :, ::2])
            part = least[start : start + AT_ONCE]
            for bits, seen in turned:
                np.minimum(part, _apart(bits, seen, some), out=part)
        return least


def _turned(code: IrisCode, turn: int) -> tuple[Words, Words]:
    both = (np.packbits(np.roll(each[::2], turn, axis=1)) for each in (code.bits, code.seen))
    bits, seen = (each.view(np.uint64).reshape(-1, _WORDS) for each in both)
    return bits, seen


def _apart(bits: Words, seen: Words, some: Words) -> NDArray[np.float64]:
    both = seen & some[:, _SEEN]
    count = np.bitwise_count(both).sum(axis=(1, 2), dtype=np.int64)
    differing = np.bitwise_count((bits ^ some[:, _BITS]) & both).sum(axis=(1, 2), dtype=np.int64)
    apart: NDArray[np.float64] = np.ones(len(some))
    np.divide(differing, count, out=apart, where=count > 0)
    return apart
