"""The answer read off the draws: ranges month by month, and by when a target is met, with its chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rekam.domain.forecast.course import Course
from rekam.domain.forecast.record import Bools, Floats

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
LIKELY, SURE = 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Target:
    """A share of the obliged who are recorded, in hundredths; or how many may be left."""

    percent: float | None = None
    left: int | None = None

    def met(self, obliged: Floats, recorded: Floats) -> Bools:
        """Whether counts meet it; where nobody is obliged nobody is left."""
        if self.left is not None:
            return obliged - recorded <= self.left
        return recorded * 100 >= (self.percent or 0.0) * obliged


def shared(target: Target, unrecorded: Floats, place: int) -> list[Target]:
    """The target of every area: a share is everybody's; how many may be left is meant of the area in *place*,
    and each other one has its part of it, by how many are left there now.
    """
    if target.left is None or not unrecorded[place]:
        return [target] * len(unrecorded)
    parts = np.rint(target.left * unrecorded / unrecorded[place])
    return [Target(left=int(part)) for part in parts]


@dataclass(frozen=True, slots=True)
class Meeting:
    """When one area meets the target. Months ahead count from 1; 0 is today; None is not within the forecast.

    ``chances[h]`` is how likely it was met in month h+1 or before. ``steady``: the month in which it is met
    if nothing but the expected happens, looked for much further ahead; None is never. ``steady_percent`` is
    where recording stands then, or at the end of that long look.
    """

    chances: Floats
    steady: int | None
    steady_percent: float
    is_met: bool = False

    @property
    def chance(self) -> float:
        """By the end of the forecast."""
        return 1.0 if self.is_met else float(self.chances[-1]) if len(self.chances) else 0.0

    @property
    def likely(self) -> int | None:
        return self.by(LIKELY)

    @property
    def sure(self) -> int | None:
        return self.by(SURE)

    def by(self, chance: float) -> int | None:
        """The first month by which it is met with at least this chance."""
        if self.is_met:
            return 0
        reached = np.flatnonzero(self.chances >= chance)
        return int(reached[0]) + 1 if len(reached) else None


def meetings(
    now: tuple[Floats, Floats], drawn: Course, far: Course, targets: Sequence[Target]
) -> list[Meeting]:
    """One for every area of the courses. *now* are today's obliged and recorded, *far* has a single draw."""
    found = []
    for area, target in enumerate(targets):
        already = bool(target.met(now[0][area], now[1][area]))
        met = target.met(drawn.obliged[:, :, area], drawn.recorded[:, :, area])
        chances = np.maximum.accumulate(met, axis=1).mean(axis=0)
        obliged, recorded = far.obliged[0, :, area], far.recorded[0, :, area]
        months = np.flatnonzero(target.met(obliged, recorded))
        steady = int(months[0]) + 1 if len(months) else None
        at = (steady or len(obliged)) - 1
        percent = 100.0 * recorded[at] / obliged[at] if obliged[at] else 100.0
        found.append(Meeting(chances, 0 if already else steady, float(percent), already))
    return found


@dataclass(frozen=True, slots=True)
class Bands:
    """Ranges [level, month, area] of one count, the levels being ``LEVELS``."""

    values: Floats

    @property
    def low(self) -> Floats:
        return self._at(0)

    @property
    def middle(self) -> Floats:
        return self._at(2)

    @property
    def high(self) -> Floats:
        return self._at(4)

    def _at(self, level: int) -> Floats:
        found: Floats = self.values[level]
        return found


def bands(amounts: Floats) -> Bands:
    """From draws [draw, month, area]."""
    return Bands(np.rint(np.quantile(amounts, LEVELS, axis=0)))
