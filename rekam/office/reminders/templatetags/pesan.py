"""Messages in the words of a page: ``{% load pesan %}``."""

from django import template

from rekam.domain import wording
from rekam.domain.reminders import addresses
from rekam.office.reminders import words
from rekam.office.reminders.asked import language
from rekam.office.reminders.models import State

register = template.Library()


@register.filter
def why(code: str) -> str:
    return words.why(code)


@register.filter
def waits(code: str) -> str:
    return words.waits(code)


@register.filter
def event(code: str) -> str:
    return words.event(code)


@register.filter
def channel(code: str) -> str:
    return words.channel(code)


@register.filter
def state(code: str) -> str:
    return str(State(code).label)


@register.filter
def tone(code: str) -> str:
    return words.TONES[State(code)]


@register.filter
def hidden(address: str) -> str:
    """A number or address, masked."""
    return addresses.masked(address) if address else wording.MISSING


@register.filter
def rupiah(amount: int | None) -> str:
    """Rp 1.250.000."""
    return wording.MISSING if amount is None else f"Rp{wording.NO_BREAK}{wording.number(amount, language())}"
