"""A crew's visits as a calendar that an officer's phone can follow; nobody on a list is named in it."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Event

from rekam.domain.visits.life import State
from rekam.office.places import calendars
from rekam.office.rosters.models import Officer
from rekam.office.visits.models import Visit

BEHIND, AHEAD = timedelta(days=31), timedelta(days=92)


def calendar(officer: Officer, today: date, now: datetime) -> bytes:
    """Visits of which the officer is one of the crew, from a month ago until three months ahead. One that was
    cancelled stays in it as cancelled, so that a phone takes it away.
    """
    found = officer.visits.filter(on__range=(today - BEHIND, today + AHEAD))
    found = found.select_related("place__area", "client").prefetch_related("kits").order_by("on", "starts")
    title = _("Visits of %(name)s") % {"name": officer.name}
    return calendars.written("Jemput bola", title, (_event(visit, now) for visit in found))


def _event(visit: Visit, now: datetime) -> Event:
    kits = ", ".join(kit.code for kit in visit.kits.all())
    event = calendars.event(
        f"kunjungan-{visit.pk}",
        title=_("Visit: %(place)s") % {"place": visit.place.name},
        on=visit.on, starts=visit.starts, ends=visit.ends, at=visit.place, stamp=now,
        more=_("Kit: %(kits)s") % {"kits": kits} if kits else "",
    )  # fmt: skip
    if visit.state == State.CANCELLED:
        event.add("status", "CANCELLED")
    return event
