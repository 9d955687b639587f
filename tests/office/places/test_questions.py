"""However many places there are, the calendar is asked in a few questions."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from rekam.domain.trouble import RuleBroken
from rekam.office.places import actions, queries, rows
from tests import make
from tests.office.places import made

WITA = ZoneInfo("Asia/Makassar")
FRIDAY = date(2016, 9, 30)
AT_TEN = datetime(2016, 9, 30, 10, tzinfo=WITA)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def forty() -> None:
    for n in range(40):
        place = made.place()
        actions.set_special_day(
            place=place, on=FRIDAY + timedelta(days=n), ranges=[], by=None, at=make.moment()
        )


def test_open_at_this_time_is_four_questions_for_forty_places(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    forty()

    with django_assert_num_queries(4):
        assert len(queries.open_at(AT_TEN)) == 39
    with django_assert_num_queries(4):
        assert len(queries.openings(start=FRIDAY, end=FRIDAY + timedelta(days=30))) == 40


def test_openings_of_some_places_are_those_of_no_others() -> None:
    first, _second = made.place(), made.place()

    assert set(queries.openings(start=FRIDAY, end=FRIDAY, place_ids=[first.pk])) == {first.pk}
    assert queries.openings(start=FRIDAY, end=FRIDAY, place_ids=[]) == {}


def test_every_day_of_a_span_is_there_also_the_closed_ones() -> None:
    place = made.place(week=None)

    found = queries.openings(start=FRIDAY, end=FRIDAY + timedelta(days=3))

    assert list(found[place.pk].values()) == [(), (), (), ()]


def test_minutes_of_a_place_that_does_not_exist_are_none() -> None:
    assert queries.open_minutes(987654, AT_TEN, AT_TEN + timedelta(days=1)) == 0


def test_minutes_between_moments_without_a_zone_are_refused() -> None:
    place = made.place()

    with pytest.raises(RuleBroken, match=r"moment\.without_zone"):
        queries.open_minutes(place.pk, AT_TEN.replace(tzinfo=None), AT_TEN)


def test_places_within_an_area_are_those_of_it_and_of_its_villages() -> None:
    made.place()
    village, district = made.place(area=make.SINGA_GEMBARA), made.place()
    made.place(area=made.TELUK_PANDAN)

    assert village in queries.places("64.08.04")
    assert queries.places("64.08.04").count() == 3
    assert list(queries.places(make.SINGA_GEMBARA)) == [village]
    assert district not in queries.places("64.08.1")


def test_a_row_says_until_when_or_when_next() -> None:
    sleepy = made.place(week=[()] * 6 + [made.hours("09:00-10:00")])
    awake = made.place()

    by_place = {row.place.pk: row for row in rows.at_the_moment([sleepy, awake], AT_TEN)}

    assert by_place[awake.pk].until == datetime(2016, 9, 30, 12, tzinfo=WITA)
    assert by_place[sleepy.pk].opens_next == datetime(2016, 10, 2, 9, tzinfo=WITA)
    assert not by_place[sleepy.pk].is_open
