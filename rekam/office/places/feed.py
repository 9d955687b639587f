"""A place's openings as a calendar that a phone can follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from rekam.domain.places import hours
from rekam.domain.places.hours import Day, Range
from rekam.domain.service.openings import State
from rekam.office.places import calendars, queries, standing, words
from rekam.office.places.models import Place
from rekam.office.places.standing import Opening

BEHIND, AHEAD = timedelta(days=30), timedelta(days=90)
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True, slots=True)
class Told:
    """How an opening stands in the calendar. Many programs do not show the status, so the title says it."""

    status: str
    title: str
    why: str


def written(place: Place, now: datetime, where: str) -> bytes:
    """Every planned opening from a month ago until three months ahead, each an event of its own: special
    days, holidays and dates are in it already, and no program has to work out a rule. One that is known not
    to be served stays and is cancelled: a phone that holds it strikes it out, where leaving it out might keep
    an old copy. *where* is the address of the page that knows how it is at the time.
    """
    title = _("KTP-el recording: %(name)s") % {"name": place.name}
    return calendars.written("Titik layanan", title, _events(place, now, where))


def _events(place: Place, now: datetime, where: str) -> Iterator[Event]:
    today = timezone.localdate(now, queries.zone())
    found = queries.days(start=today - BEHIND, end=today + AHEAD, place_ids=[place.pk])
    served = standing.over(found, today).get(place.pk, {})
    for on, day in found[place.pk].items():
        becomes = served[on].openings if on in served else [None] * len(day.ranges)
        for each, opening in zip(day.ranges, becomes, strict=True):
            yield _event(place, on, day, each, told(place, opening), now, where)


def _event(place: Place, on: date, day: Day, each: Range, said: Told, now: datetime, where: str) -> Event:
    event = calendars.event(
        f"{place.pk}-{on:%Y%m%d}-{each.opens:%H%M}",
        title=said.title, on=on, starts=each.opens, ends=each.closes, at=place, stamp=now,
        status=said.status, more="\n".join(filter(None, [said.why, day.reason, _page(where, on, each)])),
    )  # fmt: skip
    event.add("transp", "TRANSPARENT")  # whoever follows it is not busy then
    return event


def told(place: Place, opening: Opening | None) -> Told:
    """Tentative until a roster names an operator, and while it hangs on a kit that may be mended by then."""
    name = {"name": place.name}
    usual = _("KTP-el recording: %(name)s") % name
    if opening is None:
        return Told("", usual, _("Planned hours. Kits and operators on duty are not counted."))
    why = "; ".join(map(str, opening.reasons))
    if opening.state == State.SERVED:
        return Told(CONFIRMED, usual, _("A kit works there and an operator is on the roster."))
    if opening.state == State.PARTLY:
        about = {**name, "hours": words.ranges(opening.served)}
        return Told(CONFIRMED, _("KTP-el recording: %(name)s (only %(hours)s)") % about, f"{why}.")
    if opening.state == State.MISSING and opening.is_certain:
        return Told(CANCELLED, _("No KTP-el recording: %(name)s") % name, f"{why}.")
    return Told(TENTATIVE, _("KTP-el recording: %(name)s (not certain yet)") % name, f"{why}.")


def _page(where: str, on: date, opening: Range) -> str:
    text = _("How it is at the time: %(page)s")
    return text % {"page": f"{where}?on={on.isoformat()}&at={hours.clock(opening.opens)}"}
