"""A place's calendar for a phone: every real opening, for whoever knows the address, and nobody's data."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from rekam.office.places import actions, queries
from rekam.office.places.models import Place
from tests import make
from tests.office.places import made

WITA = ZoneInfo("Asia/Makassar")
NOW = datetime(2016, 9, 30, 2, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture(autouse=True)
def on_the_last_of_september() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def fetched(place: Place) -> Any:
    return Client().get(reverse("places:feed", args=[place.pk, place.feed_key]))


def events(place: Place) -> list[Any]:
    return list(Calendar.from_ical(fetched(place).content).walk("VEVENT"))


def openings(place: Place) -> list[tuple[datetime, datetime]]:
    return [(event.start, event.end) for event in events(place)]


def test_whoever_knows_the_address_needs_no_password() -> None:
    answer = fetched(made.place())

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")


@pytest.mark.parametrize("key", ["x", "tebakan-tebakan-tebakan-tebakan"])
def test_nobody_guesses_it(key: str) -> None:
    place = made.place()

    assert Client().get(reverse("places:feed", args=[place.pk, key])).status_code == 404
    assert Client().get(reverse("places:feed", args=[place.pk + 1, place.feed_key])).status_code == 404


def test_the_old_address_stops_when_there_is_a_new_one() -> None:
    place = made.place()
    old = reverse("places:feed", args=[place.pk, place.feed_key])

    actions.renew_feed(place=place, by=None, at=NOW)

    assert Client().get(old).status_code == 404
    assert fetched(place).status_code == 200


def test_by_hours_alone_an_opening_is_planned_and_says_where_to_see_whether_it_holds() -> None:
    first = events(made.place())[0]

    told = str(first["description"])
    assert told.startswith("Jam buka menurut rencana")
    assert told.endswith(f"/titik-layanan/?on={first.start:%Y-%m-%d}&at={first.start:%H:%M}")


def test_every_opening_from_a_month_ago_until_three_months_ahead_is_there() -> None:
    place = made.place()
    today = date(2016, 9, 30)

    held = queries.openings(start=today - timedelta(days=30), end=today + timedelta(days=90))[place.pk]

    wanted = [
        (datetime.combine(on, each.opens, WITA), datetime.combine(on, each.closes, WITA))
        for on, ranges in held.items()
        for each in ranges
    ]
    assert openings(place) == wanted
    assert len(wanted) == 121 * 2


def test_special_days_holidays_and_dates_are_in_it() -> None:
    expo = made.place(opens_on=date(2016, 10, 1), closes_on=date(2016, 10, 4))
    actions.decide_holiday(on=date(2016, 10, 2), stays_open=False, by=None, at=NOW)
    about: dict[str, Any] = {
        "ranges": made.hours("18:00-21:00"),
        "reason": "Malam, pameran; budaya",
        "by": None,
        "at": NOW,
    }
    actions.set_special_day(place=expo, on=date(2016, 10, 3), **about)

    begins = [start for start, _end in openings(expo)]

    assert [(start.day, start.hour) for start in begins] == [(1, 8), (1, 13), (3, 18), (4, 8), (4, 13)]
    assert b"Malam\\, pameran\\; budaya" in fetched(expo).content


def test_times_say_their_zone_and_the_zone_is_described() -> None:
    content = fetched(made.place()).content

    assert b"DTSTART;TZID=Asia/Makassar:20160930T080000" in content
    assert content.count(b"BEGIN:VTIMEZONE") == 1
    assert b"TZOFFSETTO:+0800" in content


def test_nobody_s_name_or_number_is_in_it() -> None:
    place = made.place(contact_name="Budi Santoso", contact_phone="0812 0000 0000", note="kunci di Pak RT")

    content = fetched(place).content.decode()

    assert not [secret for secret in ("Budi", "0812", "kunci", place.feed_key) if secret in content]


def test_the_same_opening_keeps_its_name() -> None:
    place = made.place()
    first = [event["UID"] for event in events(place)]

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        second = [event["UID"] for event in events(place)]

    assert len(set(first)) == len(first)
    assert first[2:] == second[:-2]


def test_a_place_that_never_opens_has_an_empty_calendar() -> None:
    assert openings(made.place(week=None)) == []
