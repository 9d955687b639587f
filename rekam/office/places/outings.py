"""Which kits and officers are out on a visit on a day, and so serve nobody where they belong.

Visits are a later part, which those who ask may not know; that part says once, with `answer_by`, whom and
what it sends out. A visit takes them for the whole day: there is the way there and back, and nobody knows
when it ends.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

# Kits or officers by their numbers, with the places that they go to, by day.
Out: TypeAlias = Mapping[date, frozenset[tuple[int, int]]]
# The first day and the last; one question for all of them and all places.
Ask = Callable[[date, date], Out]

_kits: Ask | None = None
_officers: Ask | None = None


def answer_by(*, kits: Ask | None, officers: Ask | None) -> None:
    """Called once, when the part that knows visits is loaded."""
    global _kits, _officers
    _kits, _officers = kits, officers


def kits(start: date, end: date) -> Out:
    return _kits(start, end) if _kits else {}


def officers(start: date, end: date) -> Out:
    return _officers(start, end) if _officers else {}


def is_out(found: Out, on: date, who: int, place: int) -> bool:
    """Whether a kit or officer of a place is elsewhere on a day. A visit to that very place takes them
    nowhere.
    """
    return any(each == who and goes_to != place for each, goes_to in found.get(on, ()))


def days_out(found: Out, kit: int, place: int, start: date, end: date) -> Iterable[date]:
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return (on for on in days if is_out(found, on, kit, place))
