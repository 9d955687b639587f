"""Filters that write numbers and dates as the office does, in the language of the page.

``{% load angka %}``, then ``{{ n|number }}``, ``{{ p|percent }}``, ``{{ day|long_date }}``,
``{{ nik|masked }}``.
The rules are in ``rekam.domain.wording``; here they only meet the reader's language and the office's clock.
"""

from datetime import date, datetime, time

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from rekam.domain import wording
from rekam.domain.wording import Number

register = template.Library()


def _language() -> str:
    return get_language() or "id"


def _day(value: date | datetime | None) -> date | None:
    """The day a moment falls on here, not in UTC."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value or None


@register.filter
def number(value: Number | None, decimals: int = 0) -> str:
    return wording.number(_given(value), _language(), decimals)


@register.filter
def signed(value: Number | None, decimals: int = 0) -> str:
    return wording.signed(_given(value), _language(), decimals)


@register.filter
def percent(value: Number | None, decimals: int = 2) -> str:
    """``{{ 65.41|percent }}`` → 65,41 %."""
    return wording.percent(_given(value), _language(), decimals)


@register.filter
def percent_of(part: Number | None, whole: Number | None) -> str:
    """``{{ recorded|percent_of:obliged }}`` → 65,41 %."""
    return wording.percent_of(_given(part), _given(whole), _language())


@register.filter
def short_number(value: Number | None) -> str:
    return wording.short_number(_given(value), _language())


@register.filter(expects_localtime=True)
def hour(value: time | datetime | None, more: str = "") -> str:
    """``{{ starts|hour }}`` → 07.15; with ``"s"`` → 07.15.09."""
    return wording.hour(value or None, _language(), seconds=more == "s")


@register.filter
def short_date(value: date | datetime | None) -> str:
    return wording.short_date(_day(value))


@register.filter
def long_date(value: date | datetime | None) -> str:
    return wording.long_date(_day(value), _language())


@register.filter
def day_and_date(value: date | datetime | None) -> str:
    return wording.day_and_date(_day(value), _language())


@register.filter
def month(value: date | datetime | None) -> str:
    return wording.month(_day(value), _language())


@register.simple_tag
def period(start: date, end: date) -> str:
    return wording.period(start, end, _language())


@register.filter
def moment(value: datetime | None) -> str:
    return wording.moment(value or None, timezone.get_current_timezone(), _language())


@register.filter
def clock(value: datetime | None) -> str:
    return wording.clock(value or None, timezone.get_current_timezone(), _language())


@register.filter
def masked(value: object) -> str:
    return wording.masked(str(value) if value else None)


@register.filter
def iso(value: date | datetime | None) -> str:
    """2016-09-30, for addresses and date fields; empty when there is no date."""
    day = _day(value)
    return day.isoformat() if day else ""


def _given(value: Number | str | None) -> Number | None:
    """A variable that a template does not know is an empty string: missing, not zero."""
    return None if value is None or isinstance(value, str) else value
