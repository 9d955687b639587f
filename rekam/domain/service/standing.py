"""Whether people can be recorded at a place at a moment, and if not, why not.

A place is open only when three things hold at once: its calendar says so, a kit that can record stands there,
and an operator is on duty. Every one that does not hold is named, so that nobody repairs a kit on a holiday
and wonders why the place is still closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rekam.domain.kits.fitness import Fitness
from rekam.domain.places import hours


class Reason(StrEnum):
    """Why a place is not open. The calendar's come first, then the kits', then the roster's."""

    NO_HOURS = "no_hours"
    NOT_YET = "not_yet"
    NO_LONGER = "no_longer"
    HOLIDAY = "holiday"
    SPECIAL_DAY = "special_day"
    CLOSED_TODAY = "closed_today"
    OUT_OF_HOURS = "out_of_hours"
    NO_KIT = "no_kit"
    KITS_DOWN = "kits_down"
    NO_ROSTER = "no_roster"
    NO_OPERATOR = "no_operator"


CALENDAR = frozenset(list(Reason)[:7])
KITS = frozenset({Reason.NO_KIT, Reason.KITS_DOWN})
ROSTER = frozenset({Reason.NO_ROSTER, Reason.NO_OPERATOR})
_OF_DAY = {
    hours.Why.NOT_YET: Reason.NOT_YET,
    hours.Why.NO_LONGER: Reason.NO_LONGER,
    hours.Why.HOLIDAY: Reason.HOLIDAY,
    hours.Why.SPECIAL_DAY: Reason.SPECIAL_DAY,
    hours.Why.NO_HOURS: Reason.NO_HOURS,
    hours.Why.WEEK: Reason.CLOSED_TODAY,
}
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Standing:
    """``sets`` is how many people can be recorded side by side: kits that work, each with its operator."""

    reasons: tuple[Reason, ...]
    sets: int

    @property
    def is_open(self) -> bool:
        return not self.reasons


def standing(
    day: hours.Day, is_in_hours: bool, kits: Iterable[Fitness], operators: int, *, is_rostered: bool
) -> Standing:
    """The three together. *is_rostered*: a roster was published for that day at all."""
    kits = list(kits)
    usable = sum(each != Fitness.DOWN for each in kits)
    reasons = (
        *_calendar(day, is_in_hours),
        *([] if usable else [Reason.KITS_DOWN if kits else Reason.NO_KIT]),
        *([] if operators else [Reason.NO_OPERATOR if is_rostered else Reason.NO_ROSTER]),
    )
    return Standing(reasons, 0 if reasons else min(usable, operators))


def _calendar(day: hours.Day, is_in_hours: bool) -> list[Reason]:
    if is_in_hours:
        return []
    return [Reason.OUT_OF_HOURS if day.ranges else _OF_DAY[day.why]]


def both(open_spans: Iterable[Span], duty_spans: Sequence[Span]) -> list[Span]:
    """The times at which both an opening and a duty run, in order; what touches or overlaps is one."""
    found: list[Span] = []
    overlaps = (
        (max(opens, starts), min(closes, ends))
        for opens, closes in open_spans
        for starts, ends in duty_spans
        if max(opens, starts) < min(closes, ends)
    )
    for start, end in sorted(overlaps):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
