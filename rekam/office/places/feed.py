"""A place's openings as a calendar that a phone can follow."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from rekam.domain.places import hours
from rekam.domain.places.hours import Range
from rekam.office.places import calendars, queries
from rekam.office.places.models import Place

BEHIND, AHEAD = timedelta(days=30), timedelta(days=90)


def written(place: Place, now: datetime, where: str) -> bytes:
    """Every planned opening from a month ago until three months ahead, each an event of its own: special
    days, holidays and dates are in it already, and no program has to work out a rule. Kits and duty are
    not: *where* is the address of the page that knows them.
    """
    title = _("KTP-el recording: %(name)s") % {"name": place.name}
    return calendars.written("Titik layanan", title, _events(place, title, now, where))


def _events(place: Place, title: str, now: datetime, where: str) -> Iterator[Event]:
    today = timezone.localdate(now, queries.zone())
    days = queries.days(start=today - BEHIND, end=today + AHEAD, place_ids=[place.pk])[place.pk]
    for on, day in days.items():
        for each in day.ranges:
            event = calendars.event(
                f"{place.pk}-{on:%Y%m%d}-{each.opens:%H%M}",
                title=title, on=on, starts=each.opens, ends=each.closes, at=place, stamp=now,
                more="\n".join(filter(None, [day.reason, _planned(where, on, each)])),
            )  # fmt: skip
            event.add("transp", "TRANSPARENT")  # whoever follows it is not busy then
            yield event


def _planned(where: str, on: date, opening: Range) -> str:
    text = _("Planned hours. Whether a kit works then and an operator is on duty: %(page)s")
    return text % {"page": f"{where}?on={on.isoformat()}&at={hours.clock(opening.opens)}"}
