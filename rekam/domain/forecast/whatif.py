"""What more kits, crews, days or yield would add to today's pace, and what that takes for granted.

A kit records only with a crew: of more kits and more crews the smaller number counts. An added kit records
what the office's kits record on a day (measured), unless something else is said of it. Pace goes with open
days: six instead of five bring a fifth more. As fewer are left, a day finds fewer.
"""

from dataclasses import dataclass

import numpy as np

from rekam.domain.forecast import months
from rekam.domain.forecast.course import Added
from rekam.domain.forecast.months import Month

WEEK = 7


@dataclass(frozen=True, slots=True)
class Means:
    """What the office works with: recordings a day of one kit, and days a week on which a kit works.

    ``kits`` that recorded, on ``kit_days`` days together; with none of them the figures are published ones.
    """

    per_day: float
    days: float
    kits: int = 0
    kit_days: int = 0


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Changes from today on. ``crews`` None: each added kit has its crew. ``per_day`` None: as measured.

    ``times`` is the yield of every kit: 1.2 for a fifth more. ``releases`` False leaves out what releases of
    the register will bring, to see the office's own work alone.
    """

    kits: int = 0
    crews: int | None = None
    days: float | None = None
    times: float = 1.0
    per_day: float | None = None
    releases: bool = True

    @property
    def teams(self) -> int:
        return self.kits if self.crews is None else min(self.kits, self.crews)

    @property
    def is_anything(self) -> bool:
        return self != WhatIf()


def added(asked: WhatIf, means: Means, first: Month, ahead: int, part: float = 1.0) -> Added:
    """The what-if as a factor and as recordings a month; *part* of the first month is still to come."""
    times = asked.times * ((asked.days or means.days) / means.days if means.days else 1.0)
    length = np.array([months.days(first + month) for month in range(ahead)], float)
    length[:1] *= part
    per_day = means.per_day if asked.per_day is None else asked.per_day
    open_days = length * min(asked.days or means.days, WEEK) / WEEK
    return Added(np.full(ahead, times), asked.teams * per_day * asked.times * open_days)
