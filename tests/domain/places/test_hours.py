"""When a place is open: ranges and weeks that can be, and the order in which its calendar decides."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.domain.places import hours
from rekam.domain.places.hours import Calendar, Range, Ranges, Timetable, Why
from rekam.domain.trouble import RuleBroken
from tests.domain.places import calendars

WITA = ZoneInfo("Asia/Makassar")
MORNING, AFTERNOON = Range(time(8), time(12)), Range(time(13), time(16))
USUAL = (MORNING, AFTERNOON)
WORKING_WEEK = (USUAL,) * 5 + ((), ())
EVERY_DAY = (USUAL,) * 7
FRIDAY, SATURDAY = date(2016, 9, 30), date(2016, 10, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


# -- ranges and weeks -------------------------------------------------------------------------------


def test_a_range_that_ends_when_it_begins_is_empty() -> None:
    with pytest.raises(RuleBroken, match=r"hours\.empty"):
        Range(time(8), time(8))


@pytest.mark.parametrize(
    ("opens", "closes"), [(time(22), time(2)), (time(18), time(0)), (time(8), time(7, 59))]
)
def test_a_range_does_not_run_past_midnight(opens: time, closes: time) -> None:
    with pytest.raises(RuleBroken, match=r"hours\.past_midnight"):
        Range(opens, closes)


def test_two_ranges_of_a_day_do_not_overlap() -> None:
    with pytest.raises(RuleBroken, match=r"hours\.overlap.*08:00–12:00.*11:59–16:00"):
        hours.ranges([Range(time(11, 59), time(16)), MORNING])


def test_two_ranges_may_touch_and_stand_in_their_order() -> None:
    touching = Range(time(12), time(13))

    assert hours.ranges([touching, MORNING]) == (MORNING, touching)


@pytest.mark.parametrize("days", [0, 6, 8])
def test_a_week_has_seven_days(days: int) -> None:
    with pytest.raises(RuleBroken, match=r"hours\.not_a_week"):
        hours.week([USUAL] * days)


def test_an_overlap_on_any_day_of_a_week_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"hours\.overlap"):
        hours.week([USUAL] * 6 + [(MORNING, Range(time(9), time(10)))])


@pytest.mark.parametrize("text", ["8", "08:00", "8.00", "0800", "800", " 08.00 "])
def test_a_time_is_read_as_people_write_it(text: str) -> None:
    assert hours.read_time(text) == time(8)


@pytest.mark.parametrize("text", ["", "24:00", "8:60", "8:0", "25", "pagi", "08:00:00", "-8", "٨", "8-12"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"hours\.unreadable"):
        hours.read_time(text)


@given(calendars.ranges())
def test_what_is_stored_comes_back(wanted: Ranges) -> None:
    assert hours.from_stored(hours.stored(wanted)) == wanted


# -- what decides about a day -----------------------------------------------------------------------


def test_a_week_holds_from_its_day_on() -> None:
    timetables = [Timetable(SATURDAY, EVERY_DAY), Timetable(date(2016, 1, 1), WORKING_WEEK)]

    found = [hours.openings(FRIDAY + timedelta(days=n), timetables) for n in range(3)]

    assert found == [USUAL, USUAL, USUAL]
    assert hours.openings(SATURDAY - timedelta(days=7), timetables) == ()


def test_before_the_first_week_a_place_is_closed() -> None:
    calendar = Calendar((Timetable(SATURDAY, EVERY_DAY),))

    assert hours.day(FRIDAY, calendar) == hours.Day((), Why.NO_HOURS)


def test_a_special_day_wins_over_a_holiday_and_a_holiday_over_the_week() -> None:
    week = (Timetable(date(2016, 1, 1), EVERY_DAY),)
    special = Calendar(week, {FRIDAY: ((MORNING,), "Listrik padam")})

    assert hours.day(FRIDAY, special, "Natal") == hours.Day((MORNING,), Why.SPECIAL_DAY, "Listrik padam")
    assert hours.day(SATURDAY, special, "Natal") == hours.Day((), Why.HOLIDAY, "Natal")
    assert hours.day(SATURDAY, special) == hours.Day(USUAL, Why.WEEK)


def test_outside_its_dates_a_temporary_place_is_closed_whatever_else_is_said() -> None:
    special = {FRIDAY: (USUAL, ""), SATURDAY + timedelta(days=1): (USUAL, "")}
    expo = Calendar((Timetable(date(2016, 1, 1), EVERY_DAY),), special, SATURDAY, SATURDAY)

    whys = [hours.day(FRIDAY + timedelta(days=n), expo).why for n in range(3)]

    assert whys == [Why.NOT_YET, Why.WEEK, Why.NO_LONGER]
    assert hours.day(FRIDAY, expo).ranges == ()


@settings(max_examples=60)
@given(calendars.calendars(), st.sets(calendars.days(), max_size=8))
def test_every_day_is_decided_by_the_first_that_has_something_to_say(
    calendar: Calendar, closing: set[date]
) -> None:
    for on in calendars.every_day():
        assert hours.day(on, calendar, "Libur" if on in closing else None).ranges == _said(
            on, calendar, closing
        )


def _said(on: date, calendar: Calendar, closing: set[date]) -> Ranges:
    """The same, told the long way round: begin with the week and let each stronger one overrule it."""
    said: Ranges = ()
    for timetable in sorted(calendar.timetables, key=lambda each: each.since):
        if timetable.since <= on:
            said = timetable.week[on.weekday()]
    if on in closing:
        said = ()
    if calendar.special_days and on in calendar.special_days:
        said = calendar.special_days[on][0]
    is_there = (calendar.opens_on or date.min) <= on <= (calendar.closes_on or date.max)
    return said if is_there else ()


# -- moments ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [("07:59", False), ("08:00", True), ("11:59", True), ("12:00", False), ("15:59", True)],
)
def test_the_minute_of_closing_is_no_longer_open(clock: str, is_open: bool) -> None:
    assert hours.is_open(USUAL, at(f"2016-09-30 {clock}"), WITA) is is_open


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2016, 9, 30, 10)  # noqa: DTZ001

    for ask in (
        lambda: hours.is_open(USUAL, naive, WITA),
        lambda: hours.open_minutes({FRIDAY: USUAL}, naive, at("2016-09-30 12:00"), WITA),
        lambda: hours.opens_next({FRIDAY: USUAL}, naive, WITA),
    ):
        with pytest.raises(RuleBroken, match=r"moment\.without_zone"):
            ask()


@pytest.mark.parametrize("zone", [UTC, WITA, timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))])
def test_the_same_moment_in_another_zone_is_the_same(zone: timezone) -> None:
    moment = at("2016-09-30 10:00").astimezone(zone)

    assert hours.is_open(USUAL, moment, WITA)
    assert hours.open_minutes({FRIDAY: USUAL}, moment, moment + timedelta(hours=4), WITA) == 120 + 60


def test_a_closed_place_opens_next_after_lunch_or_on_the_next_open_day() -> None:
    days = {FRIDAY: USUAL, SATURDAY: (), SATURDAY + timedelta(days=1): (AFTERNOON,)}

    assert hours.opens_next(days, at("2016-09-30 12:30"), WITA) == at("2016-09-30 13:00")
    assert hours.opens_next(days, at("2016-09-30 16:00"), WITA) == at("2016-10-02 13:00")
    assert hours.opens_next(days, at("2016-10-02 13:01"), WITA) is None


def test_an_open_place_closes_at_the_end_of_ranges_that_touch() -> None:
    days = {FRIDAY: (MORNING, Range(time(12), time(13)), Range(time(14), time(15)))}

    assert hours.closes_next(days, at("2016-09-30 08:00"), WITA) == at("2016-09-30 13:00")
    assert hours.closes_next(days, at("2016-09-30 14:30"), WITA) == at("2016-09-30 15:00")
    assert hours.closes_next(days, at("2016-09-30 13:30"), WITA) is None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(calendars.ranges(), min_size=3, max_size=3),
    st.integers(-200, 3 * calendars.A_DAY),
    st.integers(0, 2 * calendars.A_DAY),
)
def test_open_minutes_are_those_of_a_count_minute_by_minute(
    week: list[Ranges], first: int, length: int
) -> None:
    days = {FRIDAY + timedelta(days=n): each for n, each in enumerate(week)}
    start = at("2016-09-30 00:00") + timedelta(minutes=first)
    end = start + timedelta(minutes=length)

    minutes = (start + timedelta(minutes=n) for n in range(length))
    counted = sum(hours.is_open(days.get(m.date(), ()), m, WITA) for m in minutes)

    assert hours.open_minutes(days, start.astimezone(UTC), end, WITA) == counted


def test_a_span_that_runs_backwards_has_no_minutes() -> None:
    assert hours.open_minutes({FRIDAY: USUAL}, at("2016-09-30 12:00"), at("2016-09-30 09:00"), WITA) == 0
