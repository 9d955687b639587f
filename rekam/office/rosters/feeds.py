"""An officer's duties as a calendar that a phone can follow; nothing about anybody else."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from rekam.office.places import queries as places
from rekam.office.rosters import queries
from rekam.office.rosters.models import Duty, Officer, Skill

BEHIND, AHEAD = timedelta(days=31), timedelta(days=92)
REFRESH = timedelta(hours=6)
PRODUCT = "-//Rekam//Jadwal piket//ID"


def calendar(officer: Officer, today: date) -> bytes:
    """Published duties from a month ago until three months ahead, each an event of its own."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Duties of %(name)s") % {"name": officer.name})
    made.add("x-wr-timezone", str(places.zone()))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", REFRESH)
    for duty in queries.duties_of(officer, today - BEHIND, today + AHEAD):
        made.add_component(_event(duty))
    made.add_missing_timezones()
    content: bytes = made.to_ical()
    return content


def _event(duty: Duty) -> Event:
    """Known by officer and day: when the roster changes, a phone moves the event and does not add one."""
    event = Event()
    event.add("uid", f"piket-{duty.officer_id}-{duty.on:%Y%m%d}@rekam")
    event.add("dtstamp", (duty.roster.published_at or timezone.now()).astimezone(UTC))
    event.add("sequence", duty.roster.revision)
    event.add("dtstart", datetime.combine(duty.on, duty.shift.starts, places.zone()))
    event.add("dtend", datetime.combine(duty.on, duty.shift.ends, places.zone()))
    event.add("summary", _("Duty: %(place)s") % {"place": duty.place.name})
    event.add("description", str(Skill(duty.skill).label))
    event.add("location", ", ".join(filter(None, [duty.place.name, duty.place.address])))
    return event
