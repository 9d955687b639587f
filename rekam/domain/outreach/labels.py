"""Beginnings of routes, many at a time: where each stands, when, with what it has earned and where it was.

One beginning is *no better* than another at the same site when it is later, has earned less, and has been
where the other has not been kept from going: whatever it could still do, the other could do as well. Only
those that no other one beats go on, so what is found at the end is the best there is.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from rekam.domain.outreach.ground import Bits, Numbers

FAR_APART = np.int64(1 << 44)  # more than any time: keeps the times of different sites in order
PORTION = 256  # beginnings compared at once


@dataclass(frozen=True)
class Labels:
    """Beginnings of routes. ``blocks`` are those of the last call (0: a night), ``here`` all blocks worked at
    the last site, also before a night; ``parent`` is the number in the pool of what it goes on from.
    """

    site: Numbers
    time: Numbers
    value: Numbers
    been: Bits
    here: Numbers
    blocks: Numbers
    parent: Numbers

    def __len__(self) -> int:
        return len(self.site)

    def take(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> "Labels":
        """Some of them."""
        return Labels(
            self.site[which],
            self.time[which],
            self.value[which],
            self.been[which],
            self.here[which],
            self.blocks[which],
            self.parent[which],
        )


class Pool:
    """All beginnings that went on, so that the way to each can be told."""

    def __init__(self) -> None:
        self._parts: list[Labels] = []
        self._starts: list[int] = []
        self.size = 0

    def add(self, labels: Labels) -> Numbers:
        """Their numbers from now on."""
        self._starts.append(self.size)
        self._parts.append(labels)
        self.size += len(labels)
        return np.arange(self._starts[-1], self.size)

    def all(self) -> Labels:
        """In the order of their numbers."""
        return joined(self._parts)

    def calls(self, number: int) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Sites and blocks of one of them, day by day."""
        days: list[list[tuple[int, int]]] = [[]]
        while number >= 0:
            part = bisect_right(self._starts, number) - 1
            labels, at = self._parts[part], number - self._starts[part]
            site, blocks = int(labels.site[at]), int(labels.blocks[at])
            if blocks:
                days[-1].append((site, blocks))
            elif site >= 0:
                days.append([])
            number = int(labels.parent[at])
        return tuple(tuple(reversed(day)) for day in reversed(days))


def first(words: int, value: int, time: int) -> Labels:
    """One beginning, at the base."""
    number = np.zeros(1, dtype=np.int64)
    been = np.zeros((1, words), dtype=np.uint64)
    return Labels(number - 1, number + time, number + value, been, number, number, number - 1)


def joined(parts: Sequence[Labels]) -> Labels:
    """Several as one."""
    names = [part.name for part in fields(Labels)]
    return Labels(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def never() -> bool:
    """For whoever has all the time there is."""
    return False


def unbeaten(
    labels: Labels, *, is_exact: bool, nights: bool = False, is_late: Callable[[], bool] = never
) -> Labels:
    """Without those that another one beats; inexactly: wherever the two have been. Once it is late some that
    are beaten stay.
    """
    if len(labels) < 2:
        return labels
    labels = labels.take(front(labels, is_exact=is_exact, nights=nights))
    if not is_exact or len(labels) < 2:
        return labels
    kept = np.ones(len(labels), dtype=bool)
    starts = np.flatnonzero(np.diff(labels.site, prepend=-9))
    for begin, end in zip(starts, [*starts[1:], len(labels)], strict=True):
        if end - begin > 1 and not is_late():
            kept[begin:end] = _alone(labels, int(begin), int(end), nights)
    return labels.take(kept)


def front(labels: Labels, *, is_exact: bool, nights: bool) -> Numbers:
    """Sorted by site and then the most earned; within what is alike only those earlier than all before."""
    if not is_exact:
        place = labels.site * (labels.here.max(initial=0) + 1) + labels.here if nights else labels.site
        order = np.argsort(place * FAR_APART - labels.value, kind="stable")
        changes = np.diff(place[order], prepend=-9) != 0
        return order[_earlier(labels.time[order], changes)]
    alike: list[NDArray[np.int64] | NDArray[np.uint64]] = [
        labels.been[:, w] for w in range(labels.been.shape[1])
    ]
    alike += [labels.here] if nights else []
    order = np.lexsort([labels.time, -labels.value, *alike, labels.site])
    changes = np.diff(labels.site[order], prepend=-9) != 0
    for key in alike:
        changes[1:] |= key[order][1:] != key[order][:-1]
    kept = order[_earlier(labels.time[order], changes)]
    return kept[np.lexsort([labels.time[kept], -labels.value[kept], labels.site[kept]])]


def _earlier(time: Numbers, changes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which come earlier than all before them since the last change."""
    times = time - np.cumsum(changes) * FAR_APART
    earliest = np.minimum.accumulate(times)
    found: NDArray[np.bool_] = np.ones(len(times), dtype=bool)
    found[1:] = times[1:] < earliest[:-1]
    return found


def _alone(labels: Labels, begin: int, end: int, nights: bool) -> NDArray[np.bool_]:
    """Which of the beginnings at one site, the most earned first, are beaten by none before them."""
    time, been, here = labels.time[begin:end], labels.been[begin:end], labels.here[begin:end]
    kept = np.ones(end - begin, dtype=bool)
    for start in range(0, end - begin, PORTION):
        mine = slice(start, start + PORTION)
        many = min(start + PORTION, end - begin)
        rivals = np.flatnonzero(kept[:many])
        beats = time[rivals][:, None] <= time[mine][None, :]
        for word in range(been.shape[1]):
            beats &= (been[rivals, word][:, None] & ~been[mine, word][None, :]) == 0
        if nights:
            beats &= here[rivals][:, None] <= here[mine][None, :]
        beats &= rivals[:, None] < np.arange(start, many)[None, :]
        kept[mine] = ~beats.any(axis=0)
    return kept
