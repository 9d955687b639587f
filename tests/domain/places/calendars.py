"""Random weeks, special days and dates of a place, for property tests."""

from datetime import date, time, timedelta

from hypothesis import strategies as st

from rekam.domain.places import hours
from rekam.domain.places.hours import Calendar, Range, Ranges, Timetable, Week

START, END = date(2016, 9, 1), date(2016, 11, 30)
A_DAY = 24 * 60


def days() -> st.SearchStrategy[date]:
    return st.dates(START, END)


def clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@st.composite
def ranges(draw: st.DrawFn, most: int = 3) -> Ranges:
    """None to *most* ranges that do not overlap; some touch."""
    edges = draw(st.lists(st.integers(0, A_DAY - 1), max_size=2 * most, unique=True).map(sorted))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    made = [Range(clock(opens), clock(closes)) for opens, closes in pairs]
    touches: bool = draw(st.booleans())
    if touches and pairs and pairs[-1][1] < A_DAY - 1:
        made.append(Range(clock(pairs[-1][1]), time(23, 59)))
    return hours.ranges(made)


def weeks() -> st.SearchStrategy[Week]:
    return st.lists(ranges(), min_size=7, max_size=7).map(tuple)


def timetables() -> st.SearchStrategy[tuple[Timetable, ...]]:
    """Up to four weeks, each from a day on, in any order."""
    each = st.builds(Timetable, days(), weeks())
    return st.lists(each, max_size=4, unique_by=lambda timetable: timetable.since).map(tuple)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    special = draw(st.dictionaries(days(), st.tuples(ranges(), st.just("Pilkades")), max_size=6))
    opens = draw(st.none() | days())
    closes = draw(st.none() | days().filter(lambda on: opens is None or on >= opens))
    return Calendar(draw(timetables()), special, opens, closes)


def every_day() -> list[date]:
    return [START + timedelta(days=n) for n in range((END - START).days + 1)]
