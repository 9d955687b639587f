"""Calendars that phones follow: one frame for all of them. They say hours and places, and nobody's number."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from rekam.office.places import queries
from rekam.office.places.models import Place

REFRESH = timedelta(hours=6)


def written(product: str, title: str, events: Iterable[Event]) -> bytes:
    """The file as a phone fetches it; *product* says which part of the office it comes from."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Rekam//{product}//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", str(queries.zone()))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def event(
    uid: str, *, title: str, on: date, starts: time, ends: time, at: Place, stamp: datetime,
    more: str = "", status: str = "",
) -> Event:  # fmt: skip
    """One entry. Known by *uid*: when it changes, a phone moves it and does not add another. *status* is one
    of RFC 5545's: CONFIRMED, TENTATIVE, CANCELLED.
    """
    made = Event()
    made.add("uid", f"{uid}@rekam")
    made.add("dtstamp", stamp.astimezone(UTC))
    made.add("dtstart", datetime.combine(on, starts, queries.zone()))
    made.add("dtend", datetime.combine(on, ends, queries.zone()))
    made.add("summary", title)
    made.add("location", ", ".join(filter(None, [at.name, at.address, at.area.name])))
    if status:
        made.add("status", status)
    if more:
        made.add("description", more)
    if at.lat is not None and at.lon is not None:
        made.add("geo", (at.lat, at.lon))
    return made
