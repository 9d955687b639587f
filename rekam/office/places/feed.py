"""A place's openings as a calendar that a phone can follow. Hours and the place; nobody's name or number."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from rekam.domain.places.hours import Range
from rekam.office.places import queries
from rekam.office.places.models import Place

BEHIND, AHEAD = timedelta(days=30), timedelta(days=90)
REFRESH = timedelta(hours=6)
PRODUCT = "-//Rekam//Titik layanan//ID"


def written(place: Place, now: datetime) -> bytes:
    """Every real opening from a month ago until three months ahead, each an event of its own: special
    days, holidays and dates are in it already, and no program has to work out a rule.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    title = _("KTP-el recording: %(name)s") % {"name": place.name}
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", str(queries.zone()))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    on = timezone.localdate(now, queries.zone())
    days = queries.days(start=on - BEHIND, end=on + AHEAD, place_ids=[place.pk])[place.pk]
    for each_on, day in days.items():
        for each in day.ranges:
            event = _event(place, each_on, each, day.reason)
            event.add("summary", title)
            event.add("dtstamp", now.astimezone(UTC))
            calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(place: Place, on: date, each: Range, reason: str) -> Event:
    event = Event()
    event.add("uid", f"{place.pk}-{on:%Y%m%d}-{each.opens:%H%M}@rekam")
    event.add("dtstart", datetime.combine(on, each.opens, queries.zone()))
    event.add("dtend", datetime.combine(on, each.closes, queries.zone()))
    event.add("location", ", ".join(filter(None, [place.name, place.address, place.area.name])))
    event.add("transp", "TRANSPARENT")
    if reason:
        event.add("description", reason)
    if place.lat is not None and place.lon is not None:
        event.add("geo", (place.lat, place.lon))
    return event
