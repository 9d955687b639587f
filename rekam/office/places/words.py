"""Hours and openings in the words of the page's language."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.domain.places import hours
from rekam.domain.places.hours import Day, Range, Why
from rekam.domain.service.openings import State
from rekam.office.places import queries
from rekam.office.places.models import Place
from rekam.office.places.rows import Row
from rekam.office.places.standing import OfDay

A_WEEK = timedelta(days=7)


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def clock(at: time) -> str:
    """08.00 (id), 08:00 (en)."""
    text = hours.clock(at)
    return text if language() == "en" else text.replace(":", ".")


def ranges(wanted: Iterable[Range]) -> str:
    """08.00–12.00, 13.00–16.00, or that it is closed."""
    return ", ".join(f"{clock(each.opens)}–{clock(each.closes)}" for each in wanted) or _("Closed")


def weekday(number: int) -> str:
    """Monday is 0."""
    return wording.DAYS[language()][number]


def short_weekday(number: int) -> str:
    return weekday(number)[:3]


def state(row: Row) -> str:
    """Open until when; or closed, and until when; or that the hours say open and nobody can be recorded."""
    if row.is_open and not row.is_truly_open:
        return _("No service now")
    if row.until:
        return _("Open until %(time)s") % {"time": clock(_local(row.until).time())}
    if row.opens_next:
        return _("Closed. Opens %(when)s") % {"when": _when(_local(row.opens_next), row)}
    return _("Closed")


def reason(day: Day, place: Place) -> str:
    """Why a day is not like the week says, or why there is no service on it; nothing when all is usual."""
    if day.why == Why.NOT_YET:
        return _("Not before %(day)s") % {"day": wording.long_date(place.opens_on, language())}
    if day.why == Why.NO_LONGER:
        return _("Ended on %(day)s") % {"day": wording.long_date(place.closes_on, language())}
    if day.why == Why.NO_HOURS:
        return _("No hours set yet")
    if day.why == Why.SPECIAL_DAY:
        return day.reason or _("Special day")
    return day.reason


def service(found: OfDay) -> str:
    """What keeps the planned hours of a day from being served, and when they are served all the same."""
    why = "; ".join(map(str, found.reasons))
    if found.state == State.PARTLY and found.served:
        return _("Only %(hours)s: %(why)s") % {"hours": ranges(found.served), "why": why}
    return why


def _when(opens: datetime, row: Row) -> str:
    """At 13.00; Monday at 08.00; 12 October 2016 at 08.00: as little as says it."""
    at, on = _("at %(time)s") % {"time": clock(opens.time())}, opens.date()
    if on == row.on:
        return at
    return f"{_day(on, row.on)} {at}"


def _day(on: date, seen_from: date) -> str:
    return weekday(on.weekday()) if on - seen_from < A_WEEK else wording.long_date(on, language())


def _local(at: datetime) -> datetime:
    return hours.local(at, queries.zone())
