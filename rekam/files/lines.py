"""The rows of a delimited text, counted from its bytes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Small enough to stay in the processor's cache: three times as fast as whole-file arrays.
_PIECE = 1 << 19
_QUOTE, _FEED = 34, 10


@dataclass(frozen=True, slots=True)
class Lines:
    """Cells in each row, whether there are quotation marks and each one closes, and whether the
    last row ends in a line feed. `feeds` counts all line feeds, also those inside quotation marks."""

    cells: npt.NDArray[np.int64]
    quoted: bool
    balanced: bool
    ended: bool
    feeds: int = 0

    @classmethod
    def of(cls, cells: Sequence[int], *, ended: bool) -> "Lines":
        return cls(np.array(cells, dtype=np.int64), quoted=False, balanced=True, ended=ended)

    def usual(self, first: int) -> int:
        """Cells in most rows from this one on; of two that are as frequent, the larger."""
        often = np.bincount(self.cells[first:], minlength=1)
        return len(often) - 1 - int(often[::-1].argmax())


def count(data: bytes, delimiter: str) -> Lines:
    """Cells per row, from the delimiters and line feeds outside quotation marks."""
    quoted = b'"' in data
    rows: list[npt.NDArray[np.int64]] = []
    open_cells, inside = 0, np.uint8(0)
    for at in range(0, len(data), _PIECE):
        piece = _piece(data, at)
        is_mark, is_feed = piece == ord(delimiter), piece == _FEED
        if quoted:
            outside, inside = _outside(piece, inside)
            is_mark &= outside
            is_feed &= outside
        marks = np.flatnonzero(is_mark)
        before = np.searchsorted(marks, np.flatnonzero(is_feed))
        cells = np.diff(before, prepend=0)
        if len(cells):
            cells[0] += open_cells
            open_cells = len(marks) - int(before[-1])
            rows.append(cells)
        else:
            open_cells += len(marks)
    ended = data.endswith(b"\n") and not inside
    if not ended:
        rows.append(np.array([open_cells]))
    feeds = data.count(b"\n") if quoted else 0
    return Lines(np.concatenate(rows) + 1, quoted, not inside, ended, feeds)


def cut(data: bytes, rows: Sequence[int], *, quoted: bool) -> list[bytes]:
    """The bytes of some rows (the first of the file is 1) without their line feeds."""
    found: list[npt.NDArray[np.int64]] = []
    inside = np.uint8(0)
    for at in range(0, len(data), _PIECE):
        piece = _piece(data, at)
        is_feed = piece == _FEED
        if quoted:
            outside, inside = _outside(piece, inside)
            is_feed &= outside
        found.append(np.flatnonzero(is_feed) + at)
    feeds = np.concatenate([np.array([-1]), *found, np.array([len(data)])])
    return [data[feeds[row - 1] + 1 : feeds[row]] for row in rows]


def _piece(data: bytes, at: int) -> npt.NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8, count=min(_PIECE, len(data) - at), offset=at)


def _outside(piece: npt.NDArray[np.uint8], inside: np.uint8) -> tuple[npt.NDArray[np.bool_], np.uint8]:
    """Which bytes stand outside quotation marks, and whether the last of them stands inside."""
    within = np.bitwise_xor.accumulate((piece == _QUOTE).view(np.uint8)) ^ inside
    return within == 0, within[-1]
