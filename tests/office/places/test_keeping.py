"""Adding and changing service points and their hours: what is refused, and what the trail says."""

from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from rekam.domain.places.hours import Range
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.rights import Role
from rekam.office.audit.models import Entry
from rekam.office.places import actions, queries
from rekam.office.places.models import Place, SpecialDay, Timetable
from tests import make
from tests.office.accounts import staff
from tests.office.places import made

AT = make.moment()
FRIDAY, SATURDAY = date(2016, 9, 30), date(2016, 10, 1)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def last_line() -> Entry:
    line = Entry.objects.order_by("number").last()
    assert line is not None
    return line


def opens(place: Place, on: date) -> Any:
    return queries.openings(start=on, end=on)[place.pk][on]


# -- the place --------------------------------------------------------------------------------------


def test_a_place_is_added_with_its_point_and_one_line_in_the_trail() -> None:
    rudi = staff.person(Role.PLANNER)
    before = Entry.objects.count()

    place = actions.add_place(
        name=" Balai Desa ",
        kind="village",
        area=make.SINGA_GEMBARA,
        lat=made.LAT,
        lon=made.LON,
        by=rudi,
        at=AT,
    )

    assert (place.name, place.area.code, place.has_point) == ("Balai Desa", make.SINGA_GEMBARA, True)
    assert Entry.objects.count() == before + 1
    assert (last_line().event, last_line().username) == ("place.added", rudi.username)


def test_a_place_may_have_no_point_yet() -> None:
    assert not made.place(lat=None, lon=None).has_point


@pytest.mark.parametrize(
    ("lat", "lon"), [(made.LAT, None), (None, made.LON), (made.LON, made.LAT), (91, 0), (0, -181)]
)
def test_half_a_point_or_one_that_is_nowhere_is_refused(lat: float | None, lon: float | None) -> None:
    with pytest.raises(RuleBroken, match=r"place\.no_such_point"):
        made.place(lat=lat, lon=lon)

    assert not Place.objects.exists()


@pytest.mark.parametrize("code", ["", "64.08", "64.08.99", "64.74.01", "6404", "Sangatta Utara"])
def test_an_area_that_is_no_district_or_village_of_the_regency_is_refused(code: str) -> None:
    with pytest.raises(RuleBroken, match=r"place\.unknown_area"):
        made.place(area=code)


def test_a_place_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"place\.closes_before_it_opens"):
        made.place(opens_on=date(2016, 10, 17), closes_on=date(2016, 10, 12))


def test_a_place_of_one_day_is_not() -> None:
    place = made.place(opens_on=SATURDAY, closes_on=SATURDAY)

    assert (opens(place, FRIDAY), opens(place, SATURDAY)) == ((), made.OFFICE_HOURS)


def test_two_places_of_one_area_do_not_share_a_name() -> None:
    made.place("Kantor Camat")

    with pytest.raises(RuleBroken, match=r"place\.name_taken"):
        made.place("KANTOR CAMAT")
    assert made.place("Kantor Camat", area=made.TELUK_PANDAN).name == "Kantor Camat"


def test_a_name_that_somebody_else_gave_a_moment_ago_is_taken_too(monkeypatch: pytest.MonkeyPatch) -> None:
    made.place("Kantor Camat")
    monkeypatch.setattr(QuerySet, "exists", lambda _rows: False)  # looked before the other had saved

    with pytest.raises(RuleBroken, match=r"place\.name_taken"):
        actions.add_place(name="Kantor Camat", kind="market", area=made.SANGATTA_UTARA, by=None, at=AT)

    assert Place.objects.count() == 1


def test_a_change_names_what_changed_and_keeps_the_contact_to_itself() -> None:
    place = made.place(contact_name="Ani Suryani", counters=1)

    actions.change_place(place=place, contact_name="Budi Santoso", counters=2, note="", by=None, at=AT)

    assert last_line().details == {"contact_name": "changed", "counters": {"from": 1, "to": 2}}


def test_a_change_of_nothing_leaves_no_line() -> None:
    place = made.place()
    before = Entry.objects.count()

    actions.change_place(place=place, name=place.name, area=place.area.code, by=None, at=AT)

    assert Entry.objects.count() == before


def test_a_refused_change_changes_nothing() -> None:
    place = made.place(counters=1)

    with pytest.raises(RuleBroken):
        actions.change_place(place=place, counters=3, lat=95.0, lon=0.0, by=None, at=AT)

    assert Place.objects.get(pk=place.pk).counters == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"lat": 0.5, "lon": None},
        {"lat": None, "lon": 117.5},
        {"lat": 117.5, "lon": 0.5},
        {"opens_on": SATURDAY, "closes_on": FRIDAY},
        {"counters": 0},
    ],
)
def test_the_database_refuses_it_too(facts: dict[str, Any]) -> None:
    place = made.place()

    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=place.pk).update(**facts)


# -- weeks --------------------------------------------------------------------------------------------


def test_a_later_week_takes_the_place_of_an_earlier_one_from_its_day_on() -> None:
    place = made.place()
    evening = made.hours("17:00-21:00")

    actions.set_week(place=place, since=SATURDAY, week=[evening] * 7, by=None, at=AT)

    assert (opens(place, FRIDAY), opens(place, SATURDAY)) == (made.OFFICE_HOURS, evening)


def test_the_same_day_again_replaces_what_was_set() -> None:
    place = made.place()

    actions.set_week(place=place, since=made.LONG_AGO, week=[()] * 7, by=None, at=AT)

    assert Timetable.objects.filter(place=place).count() == 1
    assert opens(place, FRIDAY) == ()


def test_a_week_that_is_taken_back_leaves_the_one_before() -> None:
    place = made.place()
    later = actions.set_week(place=place, since=SATURDAY, week=[()] * 7, by=None, at=AT)

    actions.remove_week(timetable=later, by=None, at=AT)

    assert opens(place, SATURDAY) == made.OFFICE_HOURS
    assert last_line().event == "place.week_removed"


def test_overlapping_ranges_are_refused_and_nothing_is_kept() -> None:
    place = made.place(week=None)
    twice = [Range(time(8), time(12)), Range(time(11), time(13))]

    with pytest.raises(RuleBroken, match=r"hours\.overlap"):
        actions.set_week(place=place, since=SATURDAY, week=[twice] + [()] * 6, by=None, at=AT)

    assert not Timetable.objects.exists()


# -- special days ---------------------------------------------------------------------------------------


def test_a_special_day_closes_one_place_on_one_day() -> None:
    place, other = made.place(), made.place()

    actions.set_special_day(place=place, on=FRIDAY, ranges=[], reason=" Pilkades ", by=None, at=AT)

    assert (opens(place, FRIDAY), opens(place, SATURDAY)) == ((), made.OFFICE_HOURS)
    assert opens(other, FRIDAY) == made.OFFICE_HOURS
    assert last_line().details["reason"] == "Pilkades"


def test_a_special_day_that_is_taken_back_goes_by_the_week_again() -> None:
    place = made.place()
    special = actions.set_special_day(place=place, on=FRIDAY, ranges=[], by=None, at=AT)

    actions.remove_special_day(special_day=special, by=None, at=AT)

    assert opens(place, FRIDAY) == made.OFFICE_HOURS
    assert not SpecialDay.objects.exists()


@pytest.mark.parametrize("on", [date(2016, 10, 11), date(2016, 10, 18)])
def test_a_special_day_outside_the_dates_of_a_temporary_place_is_refused(on: date) -> None:
    expo = made.place(opens_on=date(2016, 10, 12), closes_on=date(2016, 10, 17))

    with pytest.raises(RuleBroken, match=r"special_day\.outside_dates"):
        actions.set_special_day(place=expo, on=on, ranges=[], by=None, at=AT)


# -- holidays ---------------------------------------------------------------------------------------------

CHRISTMAS, JOINT_LEAVE = date(2016, 12, 25), date(2016, 12, 26)


def test_the_office_decides_about_each_holiday() -> None:
    place, dewi = made.place(), staff.person(Role.HEAD)

    decided = actions.decide_holiday(on=CHRISTMAS, stays_open=False, by=dewi, at=AT)

    assert (decided.name, decided.is_collective, decided.decided_by) == ("Hari Raya Natal", False, dewi)
    assert (opens(place, CHRISTMAS), opens(place, JOINT_LEAVE)) == ((), made.OFFICE_HOURS)
    assert last_line().details["stays_open"] == {"from": True, "to": False}


def test_a_decision_can_be_taken_back() -> None:
    place = made.place()
    for stays_open in (False, True):
        actions.decide_holiday(on=JOINT_LEAVE, stays_open=stays_open, by=None, at=AT)

    assert opens(place, JOINT_LEAVE) == made.OFFICE_HOURS


def test_holidays_of_a_year_tell_collective_leave_from_the_rest_and_carry_decisions() -> None:
    actions.decide_holiday(on=JOINT_LEAVE, stays_open=False, by=None, at=AT)

    found = queries.holidays(date(2016, 12, 1), date(2016, 12, 31))

    told = [(h.on.day, h.is_collective, h.stays_open, h.row is not None) for h in found.values()]
    assert told == [(12, False, True, False), (25, False, True, False), (26, True, False, True)]
    assert queries.holidays(CHRISTMAS, CHRISTMAS, "en")[CHRISTMAS].name == "Christmas Day"


def test_a_day_that_is_no_holiday_is_not_decided_about() -> None:
    with pytest.raises(RuleBroken, match=r"holiday\.none"):
        actions.decide_holiday(on=FRIDAY, stays_open=False, by=None, at=AT)


def test_the_office_adds_a_holiday_of_its_own_once() -> None:
    place, jubilee = made.place(), date(2016, 10, 12)

    actions.add_holiday(on=jubilee, name="Hari jadi kabupaten", stays_open=False, by=None, at=AT)

    assert opens(place, jubilee) == ()
    for taken in (jubilee, CHRISTMAS):
        with pytest.raises(RuleBroken, match=r"holiday\.there_already"):
            actions.add_holiday(on=taken, name="Lagi", by=None, at=AT)


# -- the feed's address -----------------------------------------------------------------------------------


def test_every_place_has_an_address_of_its_own_that_can_be_renewed() -> None:
    place, other = made.place(), made.place()
    old = place.feed_key

    actions.renew_feed(place=place, by=None, at=AT)

    assert len({old, place.feed_key, other.feed_key}) == 3
    assert len(place.feed_key) >= 32
    assert old not in str(last_line().details)
