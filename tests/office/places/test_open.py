"""Where one can be recorded at a moment, by the calendar alone."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from rekam.domain.trouble import RuleBroken
from rekam.office.places import actions, queries
from tests import make
from tests.office.places import made

WITA = ZoneInfo("Asia/Makassar")
SUNDAY = date(2016, 10, 16)
SUNDAY_AT_TEN = datetime(2016, 10, 16, 10, tzinfo=WITA)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def test_a_place_with_hours_on_every_day_is_open_on_sunday_at_ten() -> None:
    place = made.place()

    assert queries.open_at(SUNDAY_AT_TEN) == {place.pk}


@pytest.mark.parametrize("hour", [7, 12, 16, 23])
def test_it_is_closed_before_hours_at_lunch_and_after(hour: int) -> None:
    made.place()

    assert queries.open_at(SUNDAY_AT_TEN.replace(hour=hour)) == set()


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-10))])
def test_a_moment_may_be_given_in_any_zone(zone: timezone) -> None:
    place = made.place()

    assert queries.open_at(SUNDAY_AT_TEN.astimezone(zone)) == {place.pk}


def test_a_moment_without_a_zone_is_refused() -> None:
    made.place()

    with pytest.raises(RuleBroken, match=r"moment\.without_zone"):
        queries.open_at(SUNDAY_AT_TEN.replace(tzinfo=None))


def test_a_temporary_place_is_open_on_its_days_only() -> None:
    expo = made.place(kind="event", opens_on=date(2016, 10, 12), closes_on=date(2016, 10, 17))
    at_ten = [datetime(2016, 10, day, 10, tzinfo=WITA) for day in range(10, 20)]

    open_on = [at.day for at in at_ten if queries.open_at(at) == {expo.pk}]

    assert open_on == [12, 13, 14, 15, 16, 17]


def test_a_special_day_wins_over_the_week_and_over_a_holiday() -> None:
    place, other = made.place(), made.place()
    christmas = date(2016, 12, 25)
    actions.decide_holiday(on=christmas, stays_open=False, by=None, at=make.moment())
    actions.set_special_day(
        place=place, on=christmas, ranges=made.hours("09:00-11:00"), by=None, at=make.moment()
    )

    assert queries.openings(start=christmas, end=christmas) == {
        place.pk: {christmas: made.hours("09:00-11:00")},
        other.pk: {christmas: ()},
    }


def test_the_office_stays_open_on_a_holiday_about_which_nobody_decided() -> None:
    place = made.place()
    idul_adha = date(2016, 9, 12)

    assert queries.openings(start=idul_adha, end=idul_adha)[place.pk][idul_adha] == made.OFFICE_HOURS


def test_minutes_are_counted_in_opening_hours_only() -> None:
    place = made.place()

    counted = queries.open_minutes(
        place.pk, datetime(2016, 10, 16, 11, tzinfo=WITA), datetime(2016, 10, 17, 0, 30, tzinfo=UTC)
    )

    assert counted == 60 + 180 + 30
