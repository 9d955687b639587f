"""How long between faults and how long until mended, with what so few events can say.

Both are time over events, in opening hours. The range is that of a Poisson count, exact for small numbers:
two faults a year say little about the third, and the screen shows how little.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

HOUR = 60
# Fewer events than this are shown with their range and never compared.
FEW = 5
# Nine times in ten the true mean lies in the range that is shown.
TAIL = 0.05

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Mean:
    """Time over events, as a mean with its range. Without any event there is no mean, only "more than".

    Time that has not ended yet counts as well: a fault that is still open makes the mean longer, never
    shorter. The range is that of a Poisson count, exact for small numbers.
    """

    minutes: int
    events: int

    @property
    def hours(self) -> float | None:
        return self.minutes / HOUR / self.events if self.events else None

    @property
    def low(self) -> float:
        return self.minutes / HOUR / _poisson_bound(self.events, TAIL)

    @property
    def high(self) -> float | None:
        if not self.events:
            return None
        return self.minutes / HOUR / _poisson_bound(self.events - 1, 1 - TAIL)

    @property
    def is_few(self) -> bool:
        return self.events < FEW


def _poisson_bound(most: int, chance: float) -> float:
    """The mean of a Poisson count that stays at or below *most* with this chance."""
    low, high = 0.0, 3.0 * most + 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(most, middle) > chance else (low, middle)
    return (low + high) / 2


def _at_most(most: int, mean: float) -> float:
    if not mean:
        return 1.0
    return sum(math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(most + 1))


@dataclass(frozen=True, slots=True)
class Life:
    """What became of one device, or of many together, during a time."""

    operating_minutes: int = 0
    down_minutes: int = 0
    faults: int = 0
    mended: int = 0
    lost: float = 0.0

    def __add__(self, other: "Life") -> "Life":
        return Life(
            self.operating_minutes + other.operating_minutes,
            self.down_minutes + other.down_minutes,
            self.faults + other.faults,
            self.mended + other.mended,
            self.lost + other.lost,
        )

    @property
    def down_hours(self) -> float:
        return self.down_minutes / HOUR

    @property
    def between_faults(self) -> Mean:
        """MTBF: opening time in which it worked, for each fault."""
        return Mean(self.operating_minutes, self.faults)

    @property
    def to_mend(self) -> Mean:
        """MTTR: opening time from a report until back in service, for each fault that ended so."""
        return Mean(self.down_minutes, self.mended)


def grouped(lives: Iterable[tuple[Key, Life]]) -> dict[Key, Life]:
    """Lives added up by kind, make, place or whatever their key is; the costliest first."""
    found: dict[Key, Life] = {}
    for key, life in lives:
        found[key] = found.get(key, Life()) + life
    return dict(sorted(found.items(), key=lambda item: (-item[1].lost, -item[1].down_minutes)))
