"""When people can be recorded at a place: its hours without lunch and Friday prayer, cut to whole windows.

Lunch is from twelve to one. On Fridays the noon prayer takes from half past eleven until half past one.
"""

from collections.abc import Iterable
from datetime import date, time

from rekam.domain.outreach.model import Window
from rekam.domain.places.hours import Range, Ranges

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
LUNCH = Window(12 * 60, 13 * 60)
PRAYER = Window(11 * 60 + 30, 13 * 60 + 30)
SHORTEST = 30  # minutes: less than this is no window for anybody


def _range(opens: int, closes: int) -> Range:
    return Range(time(opens // 60, opens % 60), time(closes // 60, closes % 60))


# Where a place has no hours of its own: companies let people come between shifts, schools in the morning,
# villages by day, on Sundays too: then most are at home.
USUAL: dict[str, dict[int, Ranges]] = {
    "company": {day: (_range(7 * 60, 17 * 60),) for day in range(6)},
    "school": {day: (_range(7 * 60 + 30, 13 * 60),) for day in range(5)},
    "village": {day: (_range(8 * 60, 16 * 60),) for day in range(7)},
}


def usual(kind: str, on: date) -> Ranges:
    """The hours in which places of a kind are visited when nobody said others."""
    return USUAL.get(kind, USUAL["village"]).get(on.weekday(), ())


def windows(on: date, ranges: Iterable[Range]) -> tuple[Window, ...]:
    """The ranges of a day in minutes, without lunch or prayer."""
    pause = PRAYER if on.weekday() == FRIDAY else LUNCH
    found = []
    for each in ranges:
        whole = Window(minutes(each.opens), minutes(each.closes))
        parts = (
            Window(whole.opens, min(whole.closes, pause.opens)),
            Window(max(whole.opens, pause.closes), whole.closes),
        )
        found += [part for part in parts if part.closes - part.opens >= SHORTEST]
    return tuple(sorted(found))


def minutes(at: time) -> int:
    """Of a clock since midnight."""
    return at.hour * 60 + at.minute


def clock(minute: int) -> time:
    """The clock at a minute of the day; beyond midnight it is the last minute."""
    return time(min(minute, 24 * 60 - 1) // 60, min(minute, 24 * 60 - 1) % 60)
