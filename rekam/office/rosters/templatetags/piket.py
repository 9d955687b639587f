"""Rosters in the words of a page: ``{% load piket %}``."""

from datetime import date

from django import template
from django.utils.translation import pgettext

from rekam.domain import wording
from rekam.office.places.models import Place
from rekam.office.rosters import naming, notices, told
from rekam.office.rosters.asked import language
from rekam.office.rosters.grids import Cell
from rekam.office.rosters.models import Notice, Shift, Skill, Unmet

register = template.Library()


@register.filter
def weekday(on: date) -> str:
    """Sen, Sel, ...: three letters are enough over a column."""
    return wording.DAYS[language()][on.weekday()][:3]


@register.filter
def whole_weekday(on: date) -> str:
    return wording.DAYS[language()][on.weekday()]


@register.filter
def skill(code: str) -> str:
    return str(Skill(code).label)


@register.filter
def skills(codes: list[str]) -> str:
    return ", ".join(str(Skill(code).label) for code in codes)


@register.filter
def weekdays(numbers: list[int]) -> str:
    return ", ".join(wording.DAYS[language()][number] for number in numbers)


@register.filter
def hours_of(shift: Shift) -> str:
    """08.00–16.00."""
    mark = "." if language() == "id" else ":"
    return f"{shift.starts:%H{mark}%M}–{shift.ends:%H{mark}%M}"


@register.filter
def cell_class(cell: Cell) -> str:
    """What a cell of the month looks like."""
    if cell.is_gap:
        return "c-gap"
    if cell.duty is not None:
        return "c-duty c-fixed" if cell.duty.is_fixed else "c-duty"
    if cell.why:
        return f"c-{cell.why}"
    return {True: "c-wants", False: "c-rather-not", None: ""}[cell.wish]


@register.filter
def cell_text(cell: Cell) -> str:
    """What stands in it; an empty cell is a free day."""
    if cell.duty is not None:
        return cell.mark
    return {"leave": pgettext("leave", "L"), "day_off": "×", "not_here": "", "": ""}[cell.why]


@register.filter
def brief(place: Place) -> str:
    return naming.brief(place)


@register.filter
def sentence(notice: Notice) -> str:
    return notices.sentence(notice)


@register.filter
def part(code: str) -> str:
    """The name of a part of the penalty."""
    return str(told.PARTS[code])


@register.filter
def why(row: Unmet) -> str:
    """Why a place is short of people."""
    return told.why(row)
