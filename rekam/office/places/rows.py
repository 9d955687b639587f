"""What the pages show of each place: at a moment, over a week, over a month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.functional import Promise

from rekam.domain.places import hours
from rekam.domain.places.hours import Day, Range, Ranges
from rekam.domain.service.openings import State
from rekam.office.places import queries, standing
from rekam.office.places.asked import Asked
from rekam.office.places.models import Place
from rekam.office.places.queries import HolidayOn

LOOK_AHEAD = timedelta(days=31)  # for the next opening of a place that is closed
DISTRICT_CODE = 8  # characters: 64.08.04
MINUTES_OF_AN_HOUR = 60
# A bar of the week runs over the working day, and further where a place opens earlier or closes later.
USUAL_HOURS = (7, 17)


@dataclass(frozen=True, slots=True)
class Row:
    """A place at a moment. ``answer`` is about calendar, kits and duty together, where that is known."""

    place: Place
    on: date
    day: Day
    is_open: bool
    until: datetime | None
    opens_next: datetime | None
    answer: standing.Answer | None

    @property
    def is_truly_open(self) -> bool:
        return self.is_open and (self.answer is None or self.answer.is_open)

    @property
    def reasons(self) -> tuple[str | Promise, ...]:
        """Why nobody can be recorded although the hours say open."""
        return self.answer.reasons if self.answer and self.is_open and not self.answer.is_open else ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A place on a day. ``bars`` are offsets and widths in minutes from the beginning of the axis;
    ``service`` says what becomes of its openings, where that is known.
    """

    on: date
    day: Day
    bars: tuple[tuple[int, int], ...]
    holiday: HolidayOn | None
    service: standing.OfDay | None

    @property
    def minutes(self) -> int:
        return sum(minutes(each) for each in self.day.ranges)

    @property
    def open_hours(self) -> float:
        return self.minutes / MINUTES_OF_AN_HOUR

    @property
    def served_hours(self) -> float:
        return sum(map(minutes, self.service.served if self.service else ())) / MINUTES_OF_AN_HOUR

    @property
    def state(self) -> str:
        """What keeps its hours from being served; nothing for a day that is closed or truly open."""
        found = self.service.state if self.service and self.service.openings else State.SERVED
        return "" if found == State.SERVED else found.value


@dataclass(frozen=True, slots=True)
class Column:
    """A day over all places."""

    on: date
    is_today: bool
    holiday: HolidayOn | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """All places over a span of days. The axis of the bars begins ``opens`` and is ``axis`` minutes long."""

    columns: list[Column]
    lines: list[tuple[Place, list[Cell]]]
    opens: int
    axis: int


def minutes(each: Range) -> int:
    return _minute(each.closes) - _minute(each.opens)


def _minute(at: time) -> int:
    return at.hour * MINUTES_OF_AN_HOUR + at.minute


def asked_places(question: Asked, first: date) -> list[Place]:
    """The places that a question is about. Those that had ended before the *first* day that is shown are
    left out unless asked for.
    """
    found = queries.places(question.within)
    if question.kind:
        found = found.filter(kind=question.kind)
    return [p for p in found if question.with_ended or p.closes_on is None or p.closes_on >= first]


def at_the_moment(places: Sequence[Place], moment: datetime, within: str = "") -> list[Row]:
    """Every place at a moment: open until when, or closed, why and until when."""
    on = hours.local(moment, queries.zone()).date()
    ids = [place.pk for place in places]
    found = queries.days(start=on, end=on + LOOK_AHEAD, place_ids=ids)
    answers = standing.at(moment, within)
    return [_row(place, found[place.pk], on, moment, answers.get(place.pk)) for place in places]


def _row(
    place: Place, days: Mapping[date, Day], on: date, moment: datetime, answer: standing.Answer | None
) -> Row:
    ranges = {day: each.ranges for day, each in days.items()}
    until = hours.closes_next({on: ranges[on]}, moment, queries.zone())
    opens_next = None if until else hours.opens_next(ranges, moment, queries.zone())
    return Row(place, on, days[on], until is not None, until, opens_next, answer)


def calendar(places: Sequence[Place], days: Sequence[date], today: date, language: str) -> Calendar:
    """The openings of places over the days of a week or month."""
    found = queries.days(start=days[0], end=days[-1], place_ids=[place.pk for place in places])
    holidays = queries.holidays(days[0], days[-1], language)
    opens, closes = _axis(each.ranges for by_day in found.values() for each in by_day.values())
    served = standing.over(found, today)
    lines = [(place, _cells(found[place.pk], served.get(place.pk), opens, holidays)) for place in places]
    columns = [Column(on, on == today, holidays.get(on)) for on in days]
    return Calendar(columns, lines, opens, closes - opens)


def cells(place: Place, days: Sequence[date], today: date, language: str) -> list[Cell]:
    """One place's days."""
    found = queries.days(start=days[0], end=days[-1], place_ids=[place.pk])
    served = standing.over(found, today).get(place.pk)
    return _cells(found[place.pk], served, 0, queries.holidays(days[0], days[-1], language))


def _cells(
    found: Mapping[date, Day],
    served: Mapping[date, standing.OfDay] | None,
    opens: int,
    holidays: Mapping[date, HolidayOn],
) -> list[Cell]:
    served = served or {}
    return [Cell(on, day, _bars(day, opens), holidays.get(on), served.get(on)) for on, day in found.items()]


def _bars(day: Day, opens: int) -> tuple[tuple[int, int], ...]:
    return tuple((_minute(each.opens) - opens, minutes(each)) for each in day.ranges)


def _axis(days: Iterable[Ranges]) -> tuple[int, int]:
    every = [each for ranges in days for each in ranges]
    first = min([USUAL_HOURS[0], *(each.opens.hour for each in every)])
    last = max([USUAL_HOURS[1], *(each.closes.hour + (each.closes.minute > 0) for each in every)])
    return first * MINUTES_OF_AN_HOUR, last * MINUTES_OF_AN_HOUR
