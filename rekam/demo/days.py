"""Days as whole numbers, the dates of the demo's files, and how busy each day of 2016 was.

A column of days is an array of days since 1970-01-01; ``NEVER`` stands for what has not happened.
"""

from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
NEVER = 99_999
_EPOCH = date(1970, 1, 1)


def number(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - _EPOCH).days


def as_date(day: int) -> date:
    return _EPOCH + timedelta(days=int(day))


OPENING = number(2015, 12, 31)
AUGUST_25, SEPTEMBER_30 = number(2016, 8, 25), number(2016, 9, 30)
# First days of January to October; index 0 is December 2015.
FIRST = np.array([number(2015, 12, 1), *(number(2016, m, 1) for m in range(1, 11))], dtype=np.int32)

# The register files in order: an opening release, an update for every month, and after June's a release.
RELEASE_2015, RELEASE_2016, JULY, AUGUST, SEPTEMBER = 0, 7, 8, 9, 10
FILES = range(11)
UPDATES = (1, 2, 3, 4, 5, 6, JULY, AUGUST, SEPTEMBER)
NO_FILE = 99
MONTH_OF = np.array([0, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9], dtype=np.int32)
AS_OF = (FIRST[MONTH_OF + 1] - 1).astype(np.int32)
MONTHS = range(1, 10)
# Which register file was the last one in the office when a month began.
BEFORE_MONTH = (NO_FILE, 0, 1, 2, 3, 4, 5, 7, 8, 9)
# The update that closes a month.
UPDATE_OF = (NO_FILE, 1, 2, 3, 4, 5, 6, 8, 9, 10)


_OLDEST = number(1880, 1, 1)


def birthday(born: Ints, age: int) -> Ints:
    """The day on which somebody completes *age* years; born on 29 February: 1 March in a common year."""
    on: Ints = _birthdays(age)[born - _OLDEST]
    return on


@cache
def _birthdays(age: int) -> Ints:
    """The birthday for everybody born on any day until 2030."""
    day = np.arange(_OLDEST, number(2030, 1, 1)).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    later = (month + np.timedelta64(12 * age, "M")).astype("datetime64[D]")
    birthdays: Ints = (later + (day - month)).astype(np.int32)
    return birthdays


def in_files(rng: np.random.Generator, files: Ints, *, late: float = 0.25) -> Ints:
    """For each file a day in its month, or, for a share of them, some weeks before: late news.

    Never the last day of the month, so that no total hangs on whether a file's own day is included.
    """
    month = MONTH_OF[files]
    length = FIRST[month + 1] - FIRST[month] - 1
    day = FIRST[month] + (rng.random(len(files)) * length).astype(np.int32)
    lag = np.where(rng.random(len(files)) < late, rng.integers(15, 80, len(files)), 0)
    return (day - lag).astype(np.int32)


# Public holidays and common leave of 2016: (month, day) -> share of a normal day's recordings.
_HOLIDAYS = {
    (1, 1): 0.0, (2, 8): 0.1, (3, 9): 0.05, (3, 25): 0.1, (5, 1): 0.02, (5, 5): 0.05, (5, 6): 0.05,
    (5, 22): 0.02, (7, 4): 0.1, (7, 5): 0.04, (7, 6): 0.0, (7, 7): 0.0, (7, 8): 0.06, (8, 17): 0.05,
    (9, 12): 0.08,
}  # fmt: skip
_USUAL = (1.0, 1.0, 1.0, 1.0, 0.7, 0.12, 0.02)
_AUGUST_WEEK = (1.0, 1.0, 1.0, 1.0, 0.75, 0.38, 0.15)
_EVERY_DAY = (1.0, 1.0, 1.0, 1.0, 0.8, 0.6, 0.42)  # September: service from Monday to Sunday


def busyness(month: int) -> Floats:
    """The weight of each day of a month. In September recordings rise towards the announced deadline."""
    week = {8: _AUGUST_WEEK, 9: _EVERY_DAY}.get(month, _USUAL)
    weights = []
    for day in range(int(FIRST[month]), int(FIRST[month + 1])):
        on = as_date(day)
        rising = 0.85 + 0.012 * on.day if month == 9 else 1.0
        weights.append(week[on.weekday()] * _HOLIDAYS.get((on.month, on.day), 1.0) * rising)
    return np.array(weights)


def draw(rng: np.random.Generator, weights: Floats, month: int, low: Ints, high: Ints) -> Ints:
    """For each pair of bounds (both included) a day of the month, the busier ones more often."""
    reached = np.r_[0.0, np.cumsum(weights)]
    bottom, top = reached[low - FIRST[month]], reached[high - FIRST[month] + 1]
    at = bottom + rng.random(len(low)) * (top - bottom)
    place = np.searchsorted(reached, at, side="right") - 1
    days: Ints = (FIRST[month] + np.minimum(place, high - FIRST[month])).astype(np.int32)
    return days


_OPEN = np.concatenate([busyness(month) for month in MONTHS]) >= 0.1


def on_an_open_day(day: Ints) -> Ints:
    """The day itself, or the last one before it on which offices of 2016 were open."""
    open_days = FIRST[1] + np.flatnonzero(_OPEN)
    place = np.searchsorted(open_days, day, side="right") - 1
    days: Ints = open_days[np.maximum(place, 0)].astype(np.int32)
    return days
