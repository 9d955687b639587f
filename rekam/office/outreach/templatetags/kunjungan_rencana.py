"""Filters for plans of visits: ``{% load kunjungan_rencana %}``."""

from datetime import time

from django import template
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.office.outreach import pictures, told
from rekam.office.outreach.models import Plan, Stop
from rekam.office.rosters.asked import language

register = template.Library()


@register.filter
def people(thousandths: int | None) -> str:
    """An amount of the model as a number of people."""
    return told.recordings(thousandths if isinstance(thousandths, int) else None)


@register.filter
def hours(minutes: int | None) -> str:
    return wording.number(minutes / 60 if isinstance(minutes, int) else None, language())


@register.filter
def at_hour(at: time) -> str:
    """08.00 in Indonesian, 08:00 in English."""
    return f"{at:%H.%M}" if language() == "id" else f"{at:%H:%M}"


@register.filter
def crew(code: str) -> str:
    return pictures.crew_name(code)


@register.filter
def stop_name(stop: Stop) -> str:
    return pictures.name(stop)


@register.filter
def plan_name(plan: Plan) -> str:
    """Its own name, or a number where nobody gave it one."""
    return plan.name or _("Plan %(number)s") % {"number": plan.pk}
