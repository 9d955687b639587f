"""Which kits are out on a visit on a day, and so do not record where they are kept.

Visits are a later part, which this one may not know; that part says once, with `answer_by`, what it sends
out. A visit takes its kit for the whole day: there is the way there and back, and nobody knows when it ends.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

# Kits with the places that they go to, by day.
Out: TypeAlias = Mapping[date, frozenset[tuple[int, int]]]
# The first day and the last; one question for all kits and places.
Ask = Callable[[date, date], Out]

_ask: Ask | None = None


def answer_by(ask: Ask | None) -> None:
    """Called once, when the part that knows visits is loaded."""
    global _ask
    _ask = ask


def out(start: date, end: date) -> Out:
    return _ask(start, end) if _ask else {}


def is_out(found: Out, on: date, kit: int, place: int) -> bool:
    """Whether a kit of a place is elsewhere on a day. A visit to that very place takes it nowhere."""
    return any(each == kit and goes_to != place for each, goes_to in found.get(on, ()))


def days_out(found: Out, kit: int, place: int, start: date, end: date) -> Iterable[date]:
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return (on for on in days if is_out(found, on, kit, place))
