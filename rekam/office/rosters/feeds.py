"""An officer's duties as a calendar that a phone can follow; nothing about anybody else."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from rekam.office.audit import queries as audit
from rekam.office.places import calendars
from rekam.office.rosters import queries
from rekam.office.rosters.actions import SHIFT_SET
from rekam.office.rosters.models import Duty, Officer, Skill

BEHIND, AHEAD = timedelta(days=31), timedelta(days=92)


def calendar(officer: Officer, today: date) -> bytes:
    """Published duties from a month ago until three months ahead, each an event of its own."""
    duties = queries.duties_of(officer, today - BEHIND, today + AHEAD)
    title = _("Duties of %(name)s") % {"name": officer.name}
    shifts = audit.entries(event=SHIFT_SET).count()
    return calendars.written("Jadwal piket", title, (_event(duty, shifts) for duty in duties))


def _event(duty: Duty, shifts: int) -> Event:
    """Its number grows with every change of its roster, and whenever the times of a shift were set."""
    event = calendars.event(
        f"piket-{duty.officer_id}-{duty.on:%Y%m%d}",
        title=_("Duty: %(place)s") % {"place": duty.place.name},
        on=duty.on, starts=duty.shift.starts, ends=duty.shift.ends, at=duty.place,
        stamp=duty.roster.published_at or timezone.now(), more=str(Skill(duty.skill).label),
    )  # fmt: skip
    event.add("sequence", duty.roster.revision + shifts)
    return event
