"""Who can go out on a day: the officers whom the roster puts at a base, beyond those whom its counters need.

A crew is two people, and one of them records. A driver beside an operator makes a crew; without a driver two
operators go, and one of them drives. Drivers alone record nobody.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple


class OnDuty(NamedTuple):
    """How many officers of the skills that matter a base has on one day."""

    operators: int = 0
    drivers: int = 0


def crews(on_duty: OnDuty, stay: int) -> int:
    """How many crews can leave when so many operators stay at the counters."""
    free = max(on_duty.operators - stay, 0)
    driven = min(free, on_duty.drivers)
    return driven + (free - driven) // 2


def usual(known: Mapping[date, int]) -> dict[int, int]:
    """Per weekday (Monday is 0), how many crews can be counted on where no roster was made yet: the fewest
    of that weekday among the days that are known. A weekday of which nothing is known has none.
    """
    found: dict[int, int] = {}
    for on, count in known.items():
        weekday = on.weekday()
        found[weekday] = min(found.get(weekday, count), count)
    return found


def grouped(operators: Iterable[str], drivers: Iterable[str], stay: int) -> list[tuple[str, ...]]:
    """The crews of one day by name, in the order in which officers are given: the first operators stay."""
    free = list(operators)[stay:]
    found: list[tuple[str, ...]] = []
    wheel = [name for name in drivers if name not in free]
    while free and wheel:
        found.append((free.pop(0), wheel.pop(0)))
    while len(free) > 1:
        found.append((free.pop(0), free.pop(0)))
    return found
