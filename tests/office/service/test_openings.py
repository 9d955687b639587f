"""A place's calendar and feed say of each day whether its hours are served, and why not."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from rekam.domain.service.openings import State
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.service import openings
from tests.office.accounts import staff
from tests.office.places.made import hours
from tests.office.rosters import made as rosters
from tests.office.service import made

TODAY = date(2016, 10, 3)


def days_of(place: Place, first: int = 1, last: int = 31, month: int = 10) -> dict[int, Any]:
    start, end = date(2016, month, first), date(2016, month, last)
    planned = places.days(start=start, end=end, place_ids=[place.pk])
    return {on.day: found for on, found in openings.of_days(planned, TODAY)[place.pk].items()}


def events(place: Place) -> dict[tuple[date, int], Any]:
    answer = Client().get(reverse("places:feed", args=[place.pk, place.feed_key]))
    every: list[Any] = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    return {(event.start.date(), event.start.hour): event for event in every}


def told(event: Any) -> tuple[str, str]:
    return str(event["STATUS"]), str(event["SUMMARY"])


def test_a_day_is_served_when_a_kit_works_and_the_roster_names_an_operator() -> None:
    place = made.place()
    made.kit(place)
    made.staffed(place, days=range(3, 6))

    found = days_of(place)

    assert [day for day, each in found.items() if each.state == State.SERVED] == [3, 4, 5]
    assert [str(why) for why in found[6].reasons] == ["Tidak ada operator yang bertugas"]


def test_from_a_fault_on_days_are_marked_and_before_it_they_were_served() -> None:
    place = made.place()
    kit = made.kit(place)
    made.staffed(place)
    made.broken(kit, since=made.at(2, "10:00"))

    found = days_of(place)

    assert found[1].state == State.SERVED
    assert (found[2].state, found[2].served) == (State.PARTLY, hours("08:00-10:00"))
    assert found[20].state == State.MISSING
    assert [str(why) for why in found[20].reasons] == ["Tidak ada set alat rekam yang layak pakai"]


def test_who_is_on_leave_serves_nobody_and_a_short_shift_serves_in_part() -> None:
    place = made.place(week=(hours("08:00-16:00"),) * 7)
    made.kit(place)
    siti = rosters.officer("Siti")
    rosters.shift(ends="12:00")
    rosters.roster((siti, place, 3), (siti, place, 4))
    rosters.leave(siti, 4)

    found = days_of(place)

    assert (found[3].state, found[3].served) == (State.PARTLY, hours("08:00-12:00"))
    assert found[4].state == State.MISSING


def test_months_of_all_places_cost_seven_questions() -> None:
    for area in (made.SANGATTA_UTARA, made.BUSANG, made.TELUK_PANDAN):
        made.service(area)
    planned = places.days(start=date(2016, 9, 1), end=date(2016, 12, 31))

    with CaptureQueriesContext(connection) as asked:
        found = openings.of_days(planned, TODAY)

    assert len(asked) == 7
    assert {len(by_day) for by_day in found.values()} == {122}


@pytest.mark.parametrize(
    ("page", "mark"),
    [
        ("week", "serves-missing"),
        ("month", "month-missing"),
        ("place", "serves-missing"),
        ("place_month", "serves-missing"),
    ],
)
def test_the_calendars_say_it_in_words_beside_a_sign(page: str, mark: str) -> None:
    place = made.place()
    made.kit(place)
    made.staffed(place, days=[3])
    one = [place.pk] if page.startswith("place") else []

    asked = {"on": "2016-10-03", "week": "2016-10-03"}
    text = staff.browser(made.planner()).get(reverse(f"places:{page}", args=one), asked).content.decode()

    assert mark in text
    assert "Tidak ada operator yang bertugas" in text


def test_a_month_without_a_roster_is_not_known_yet() -> None:
    place = made.service()

    november = days_of(place, 1, 30, month=11)

    assert {each.state for each in november.values()} == {State.UNKNOWN}
    assert {str(why) for each in november.values() for why in each.reasons} == {"Jadwal piket belum terbit"}


def test_on_a_phone_an_opening_is_confirmed_cancelled_or_tentative() -> None:
    place = made.place(name="Kantor Camat")
    made.kit(place)
    made.staffed(place, days=[3])

    found = events(place)

    assert told(found[TODAY, 8]) == ("CONFIRMED", "Perekaman KTP-el: Kantor Camat")
    assert told(found[date(2016, 10, 4), 8]) == ("CANCELLED", "Tidak ada perekaman KTP-el: Kantor Camat")
    assert "Tidak ada operator" in found[date(2016, 10, 4), 8]["DESCRIPTION"]
    assert told(found[date(2016, 11, 1), 8]) == (
        "TENTATIVE",
        "Perekaman KTP-el: Kantor Camat (belum pasti)",
    )


def test_a_broken_kit_cancels_today_and_leaves_the_days_to_come_open() -> None:
    place = made.place(name="Kantor Camat")
    made.broken(made.kit(place), since=made.at(2, "15:30"))
    made.staffed(place)

    found = events(place)

    assert told(found[date(2016, 10, 2), 13]) == (
        "CONFIRMED",
        "Perekaman KTP-el: Kantor Camat (hanya 13.00–15.30)",
    )
    assert [told(found[date(2016, 10, day), 8])[0] for day in (3, 4)] == ["CANCELLED", "TENTATIVE"]


def test_a_page_of_ten_places_with_kits_and_duty_asks_no_more_than_one_of_two() -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(reverse("places:month"), {"on": "2016-10-03"})
        assert answer.status_code == 200
        return len(asked)

    browser = staff.browser(made.planner())
    for area in (made.SANGATTA_UTARA, made.BUSANG):
        made.service(area)
    for _until_the_reader_was_noted_as_seen in range(2):
        questions()
    of_two = questions()
    for _number in range(8):
        made.service(made.TELUK_PANDAN)

    assert questions() <= of_two <= 19
