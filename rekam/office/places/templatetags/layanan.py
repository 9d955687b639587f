"""Hours in the words of the page: ``{% load layanan %}``, ``{{ day.ranges|hours }}``, ``{{ row|state }}``."""

from collections.abc import Iterable
from datetime import time

from django import template

from rekam.domain.places.hours import Day, Range
from rekam.office.places import words
from rekam.office.places.models import Place
from rekam.office.places.rows import Row
from rekam.office.places.standing import OfDay

register = template.Library()


@register.filter
def hours(ranges: Iterable[Range]) -> str:
    return words.ranges(ranges)


@register.filter
def at_clock(at: time) -> str:
    return words.clock(at)


@register.filter
def state(row: Row) -> str:
    return words.state(row)


@register.filter
def reason(day: Day, place: Place) -> str:
    return words.reason(day, place)


@register.filter
def service(found: OfDay | None) -> str:
    return words.service(found) if found else ""


@register.filter
def weekday(number: int) -> str:
    return words.weekday(number)


@register.filter
def short_weekday(number: int) -> str:
    return words.short_weekday(number)
