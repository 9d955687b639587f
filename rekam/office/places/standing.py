"""Whether a place is truly open: calendar, kits and duty together.

Only the calendar is known here. Kits and rosters belong to later parts, which this one may not know; the
part that puts the three together says so once with `answer_by`. Until one does, pages say what the calendar
says, and that it is no more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one can be recorded at a place at a moment; if not, why, in words."""

    is_open: bool
    reasons: tuple[str | Promise, ...] = ()


# The moment, and the code of the area that is asked about ("" for everywhere); answers by place.
Ask = Callable[[datetime, str], Mapping[int, Answer]]

_ask: Ask | None = None


def answer_by(ask: Ask | None) -> None:
    """Called once, when the part that knows kits and duty is loaded."""
    global _ask
    _ask = ask


def is_known() -> bool:
    """Whether anyone here knows more than the calendar."""
    return _ask is not None


def at(moment: datetime, within: str = "") -> Mapping[int, Answer]:
    return _ask(moment, within) if _ask else {}
