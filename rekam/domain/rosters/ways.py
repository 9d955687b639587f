"""How a state of a worker may have come about on a day, as rows of numbers that do not depend on prices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from rekam.domain.rosters.patterns import Shape

OFF = -1  # the kind of a day off, and its group
ANY = -1


class Way(NamedTuple):
    """How a state may have come about on a day.

    From ``kind`` to ``into``, working ``group``; the run before was ``grows`` times the run after, and
    ``plus``. It explains only runs of the length ``needs``.
    """

    into: int
    kind: int
    group: int
    grows: int
    plus: int
    needs: int
    is_short: bool
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Ways:
    """All ways of a day, as columns."""

    rows: tuple[Way, ...]

    @cached_property
    def columns(self) -> Mapping[str, NDArray[np.int64]]:
        return {
            name: np.array([getattr(way, name) for way in self.rows], dtype=np.int64)
            for name in ("into", "kind", "group", "grows", "plus", "needs", "is_short")
        }

    @cached_property
    def amounts(self) -> NDArray[np.int64]:
        return np.array([way.amounts for way in self.rows], dtype=np.int64).reshape(len(self.rows), -1)


def ways_of(shape: "Shape") -> list[Ways]:
    """The ways of each day."""
    return [Ways((*_to_rest(shape, day), *_to_work(shape, day))) for day in range(shape.days)]


def _to_rest(shape: "Shape", day: int) -> Iterator[Way]:
    still = (0,) * len(shape.axes[day])
    yield Way(OFF, OFF, OFF, 1, -1, ANY, False, still)
    yield Way(OFF, OFF, OFF, 1, 0, shape.rest - 1, False, still)
    for run in shape.may_end(day):
        for kind in range(shape.kinds):
            yield Way(OFF, kind, OFF, 0, run, 0, False, still)


def _to_work(shape: "Shape", day: int) -> Iterator[Way]:
    for g, group in enumerate(shape.groups):
        anew, follows = (shape.amounts(day, g, is_second) for is_second in (False, True))
        for kind in group.after:
            yield Way(group.kind, kind, g, 1, -1, ANY, False, follows)
            if shape.is_endless:
                yield Way(group.kind, kind, g, 1, 0, shape.longest - 1, False, follows)
        for run in range(shape.least_off - 1, shape.rest):
            yield Way(group.kind, OFF, g, 0, run, 0, run < shape.rest - 1, anew)
