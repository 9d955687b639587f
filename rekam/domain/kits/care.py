"""Checks that every device of a kind needs every so many days: when the next one is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON_DAYS = 7


class Due(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Next:
    """When a check is due, and how that day lies to today. ``days`` is negative once it has passed."""

    on: date
    days: int

    @property
    def due(self) -> Due:
        if self.days < 0:
            return Due.OVERDUE
        if self.days == 0:
            return Due.TODAY
        return Due.SOON if self.days <= SOON_DAYS else Due.LATER


def next_check(*, every_days: int, last: date | None, added: date, today: date) -> Next:
    """Counted from the last check, or from the day the device came to the office.

    A check that came late moves the next one: care follows the device, not the calendar.
    """
    on = (last or added) + timedelta(days=every_days)
    return Next(on, (on - today).days)
