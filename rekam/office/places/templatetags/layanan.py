"""Hours in the words of the page: ``{% load layanan %}``, ``{{ day.ranges|hours }}``, ``{{ row|state }}``."""

from collections.abc import Iterable
from datetime import time

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rekam.domain import wording
from rekam.domain.places.hours import Day, Range
from rekam.office.places import words
from rekam.office.places.models import Place
from rekam.office.places.rows import Cell, Row
from rekam.office.places.standing import OfDay

register = template.Library()

Drawn = dict[object, tuple[str, SafeString]]


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


@register.simple_tag(takes_context=True)
def month_cell(context: template.Context, cell: Cell, place: Place) -> SafeString:
    """One place on one day of the month. A page has thousands of them and a few dozen different ones, so each
    of those is written once.
    """
    drawn: Drawn = context.render_context.setdefault("month_cells", {})  # type: ignore[arg-type, assignment]
    why = words.reason(cell.day, place)
    key = (cell.day, why, cell.service)
    if key not in drawn:
        drawn[key] = _written(cell, why)
    title, inside = drawn[key]
    day = wording.short_date(cell.on)
    return format_html('<td class="month-cell" title="{}: {}">{}</td>', day, title, inside)


def _written(cell: Cell, why: str) -> tuple[str, SafeString]:
    said = words.ranges(cell.day.ranges)
    if why:
        said += f" ({why})"
    if cell.state:
        said += f". {service(cell.service)}"
    page = {"cell": cell, "day": cell.day, "state": cell.state}
    return said, render_to_string("places/month_cell.html", page)
