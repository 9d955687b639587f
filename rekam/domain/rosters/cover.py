"""How many officers a place wants on a day: from opening hours, the kits it has and the people who come."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from rekam.domain.places.hours import Ranges

# Five minutes for a recording that goes well, ten and more when a device does not: six on a usual day.
MINUTES_A_RECORDING = 6
# A shift for less than an hour of opening is not worth a way to work.
LEAST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Hours:
    """The times of a shift."""

    code: str
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Served:
    """The minutes of a shift in which the place is open and no earlier shift serves it."""

    shift: str
    minutes: int


def shifts_for(openings: Ranges, shifts: Sequence[Hours]) -> tuple[Served, ...]:
    """As few shifts as serve the opening hours: the one that serves most of them first."""
    open_minutes = {m for each in openings for m in range(_minute(each.opens), _minute(each.closes))}
    chosen: list[Served] = []
    left = list(shifts)
    while left:
        best = max(left, key=lambda shift: len(open_minutes & _minutes(shift)))
        served = open_minutes & _minutes(best)
        if len(served) < LEAST_MINUTES:
            break
        chosen.append(Served(best.code, len(served)))
        open_minutes -= served
        left.remove(best)
    return tuple(chosen)


def operators_for(*, minutes: int, kits: int, counters: int, expected: float | None) -> int:
    """One operator for each kit that the expected people need, and one at least where there is a kit.

    Nothing known of who comes means that every kit is manned.
    """
    most = min(kits, counters)
    if expected is None or not most:
        return most
    needed = math.ceil(expected * MINUTES_A_RECORDING / minutes)
    return max(1, min(most, needed))


def _minutes(shift: Hours) -> set[int]:
    return set(range(_minute(shift.starts), _minute(shift.ends)))


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
