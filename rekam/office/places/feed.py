"""A place's openings as a calendar that a phone can follow."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from rekam.office.places import calendars, queries
from rekam.office.places.models import Place

BEHIND, AHEAD = timedelta(days=30), timedelta(days=90)


def written(place: Place, now: datetime) -> bytes:
    """Every real opening from a month ago until three months ahead, each an event of its own: special
    days, holidays and dates are in it already, and no program has to work out a rule.
    """
    title = _("KTP-el recording: %(name)s") % {"name": place.name}
    return calendars.written("Titik layanan", title, _events(place, title, now))


def _events(place: Place, title: str, now: datetime) -> Iterator[Event]:
    today = timezone.localdate(now, queries.zone())
    days = queries.days(start=today - BEHIND, end=today + AHEAD, place_ids=[place.pk])[place.pk]
    for on, day in days.items():
        for each in day.ranges:
            event = calendars.event(
                f"{place.pk}-{on:%Y%m%d}-{each.opens:%H%M}",
                title=title, on=on, starts=each.opens, ends=each.closes, at=place, stamp=now, more=day.reason,
            )  # fmt: skip
            event.add("transp", "TRANSPARENT")  # whoever follows it is not busy then
            yield event
