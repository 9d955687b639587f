"""When a service point is open, by its calendar alone.

Four things speak about a day, and the first that has something to say decides: the dates of a temporary
place, the place's own special day, a holiday on which the office closes, and the week that holds on that day.
Hours are the clock on the wall; moments carry their zone and are never compared without one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

from rekam.domain.trouble import RuleBroken

DAYS_OF_A_WEEK = 7
CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """From opening until closing, on one day. The minute of closing is no longer open."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens == self.closes:
            raise RuleBroken(
                "hours.empty",
                "From %(opens)s to %(closes)s is no time at all. Give a closing time after the opening time.",
                opens=clock(self.opens),
                closes=clock(self.closes),
            )
        if self.closes < self.opens:
            raise RuleBroken(
                "hours.past_midnight",
                "From %(opens)s to %(closes)s would run past midnight. Close at 23:59 at the latest, "
                "and enter what follows on the next day.",
                opens=clock(self.opens),
                closes=clock(self.closes),
            )

    def __contains__(self, at: time) -> bool:
        return self.opens <= at < self.closes

    def __str__(self) -> str:
        return f"{clock(self.opens)}–{clock(self.closes)}"


Ranges = tuple[Range, ...]
Week = tuple[Ranges, ...]  # seven days, Monday first
CLOSED: Ranges = ()
CLOSED_WEEK: Week = (CLOSED,) * DAYS_OF_A_WEEK


@dataclass(frozen=True, slots=True)
class Timetable:
    """A week that holds from a day on, until the next one."""

    since: date
    week: Week


class Why(StrEnum):
    """What decided about a day."""

    NOT_YET = "not_yet"
    NO_LONGER = "no_longer"
    SPECIAL_DAY = "special_day"
    HOLIDAY = "holiday"
    WEEK = "week"
    NO_HOURS = "no_hours"


@dataclass(frozen=True, slots=True)
class Day:
    """The openings of one day, what decided them, and the reason somebody wrote down, if any."""

    ranges: Ranges
    why: Why
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that is known of one place's hours. Absent dates: not temporary."""

    timetables: tuple[Timetable, ...] = ()
    special_days: Mapping[date, tuple[Ranges, str]] | None = None
    opens_on: date | None = None
    closes_on: date | None = None


def clock(at: time) -> str:
    """08:00, as hours are kept and typed."""
    return f"{at.hour:02d}:{at.minute:02d}"


def read_time(text: str) -> time:
    """08:00, 8.00, 0800 or 8: as people write a time. There is no 24:00: that is the next day."""
    found = CLOCK.fullmatch(text.strip())
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise RuleBroken(
            "hours.unreadable",
            "'%(text)s' is no time of day. Write it between 00:00 and 23:59, for example 08:00.",
            text=text.strip()[:20],
        )
    return time(hour, minute)


def ranges(wanted: Iterable[Range]) -> Ranges:
    """The ranges of one day in their order. They may touch; they may not overlap."""
    ordered = tuple(sorted(wanted))
    for earlier, later in pairwise(ordered):
        if later.opens < earlier.closes:
            raise RuleBroken(
                "hours.overlap",
                "%(earlier)s and %(later)s overlap. Change one of them, or write them as one.",
                earlier=str(earlier),
                later=str(later),
            )
    return ordered


def week(days: Sequence[Iterable[Range]]) -> Week:
    """Seven days, Monday first."""
    if len(days) != DAYS_OF_A_WEEK:
        raise RuleBroken("hours.not_a_week", "A week has seven days, Monday first; %(n)s came.", n=len(days))
    return tuple(ranges(day) for day in days)


def in_force(on: date, timetables: Iterable[Timetable]) -> Timetable | None:
    """The latest week that began on this day or before it."""
    begun = [timetable for timetable in timetables if timetable.since <= on]
    return max(begun, key=lambda timetable: timetable.since, default=None)


def openings(
    on: date, timetables: Iterable[Timetable], special: Ranges | None = None, holiday: bool = False
) -> Ranges:
    """A place's openings on a day. *special* is its own special day, if there is one, and wins over
    everything; *holiday* says that the office closes for a holiday.
    """
    if special is not None:
        return special
    held = None if holiday else in_force(on, timetables)
    return held.week[on.weekday()] if held else CLOSED


def day(on: date, calendar: Calendar, holiday: str | None = None) -> Day:
    """A day and what decided it. *holiday* names the holiday for which the office closes, if it does."""
    if calendar.opens_on and on < calendar.opens_on:
        return Day(CLOSED, Why.NOT_YET)
    if calendar.closes_on and on > calendar.closes_on:
        return Day(CLOSED, Why.NO_LONGER)
    special, reason = (calendar.special_days or {}).get(on, (None, ""))
    open_then = openings(on, calendar.timetables, special, holiday is not None)
    if special is not None:
        return Day(open_then, Why.SPECIAL_DAY, reason)
    if holiday is not None:
        return Day(open_then, Why.HOLIDAY, holiday)
    return Day(open_then, Why.WEEK if in_force(on, calendar.timetables) else Why.NO_HOURS)


def local(at: datetime, zone: tzinfo) -> datetime:
    """A moment on the office's own clock. A moment without a zone could be any of three: refused."""
    if at.utcoffset() is None:
        raise RuleBroken(
            "moment.without_zone",
            "The moment %(at)s does not say its time zone. Add one, for example +08:00 for WITA.",
            at=at.isoformat(sep=" "),
        )
    return at.astimezone(zone)


def is_open(openings_then: Ranges, at: datetime, zone: tzinfo) -> bool:
    """Whether a moment of that day lies in one of its openings."""
    now = local(at, zone).time()
    return any(now in each for each in openings_then)


def moments(on: date, each: Range, zone: tzinfo) -> tuple[datetime, datetime]:
    """Opening and closing as moments, in UTC."""
    opens, closes = (datetime.combine(on, at, zone).astimezone(UTC) for at in (each.opens, each.closes))
    return opens, closes


def open_minutes(days: Mapping[date, Ranges], start: datetime, end: datetime, zone: tzinfo) -> int:
    """Whole minutes between two moments during which a place with these openings is open."""
    first, last = local(start, zone), local(end, zone)
    total = timedelta()
    for on, open_then in days.items():
        if first.date() <= on <= last.date():
            for opens, closes in (moments(on, each, zone) for each in open_then):
                total += max(min(closes, last) - max(opens, first), timedelta())
    return int(total // timedelta(minutes=1))


def opens_next(days: Mapping[date, Ranges], after: datetime, zone: tzinfo) -> datetime | None:
    """The first opening at or after a moment among these days, in UTC."""
    now = local(after, zone)
    starts = (moments(on, each, zone)[0] for on, each_day in days.items() for each in each_day)
    return min((start for start in starts if start >= now), default=None)


def closes_next(days: Mapping[date, Ranges], at: datetime, zone: tzinfo) -> datetime | None:
    """The end of the opening in which a moment lies; ranges that touch are one opening."""
    now, ends = local(at, zone), None
    for opens, closes in sorted(
        moments(on, each, zone) for on, open_then in days.items() for each in open_then
    ):
        if opens <= now < closes or opens == ends:
            ends = closes
    return ends


def stored(wanted: Iterable[Range]) -> list[list[str]]:
    """The ranges of a day as they are kept: [["08:00", "12:00"], ...]."""
    return [[clock(each.opens), clock(each.closes)] for each in wanted]


def from_stored(kept: Iterable[Sequence[str]]) -> Ranges:
    return tuple(Range(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in kept)
