"""Words of the monitor for its pages: ``{% load pantauan %}``."""

from datetime import datetime, timedelta

from django import template

from rekam.domain.service.standing import CALENDAR, KITS, ROSTER
from rekam.office.kits.queries import KitState
from rekam.office.service import words
from rekam.office.service.queries import PlaceStanding

register = template.Library()


@register.filter
def age(span: timedelta | None) -> str:
    """3 hours, 2 days; a dash for nothing."""
    return "–" if span is None else words.age(span)


@register.filter
def clock_from(at: datetime, seen_from: datetime) -> str:
    """13.00 WITA, or with its day when that is another one."""
    return words.when(at, seen_from)


@register.filter
def troubles(place: PlaceStanding) -> list[str]:
    """What keeps a place from being open that somebody has to do something about."""
    return words.troubles(place)


@register.filter
def why_by(place: PlaceStanding, part: str) -> str:
    """The same for one of the three that must hold: ``calendar``, ``kits`` or ``roster``."""
    codes = {"calendar": CALENDAR, "kits": KITS, "roster": ROSTER}[part]
    return "; ".join(words.reason(place, code) for code in place.reasons if code in codes)


@register.filter
def lacks(state: KitState) -> str:
    return words.lacks(state)
