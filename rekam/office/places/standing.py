"""Whether a place is truly open: calendar, kits and duty together, at a moment and over days.

Only the calendar is known here. Kits and rosters belong to later parts, which this one may not know; the
part that puts the three together says so once with `answer_by` and `answer_days_by`. Until one does, pages
say what the calendar says, and that it is no more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from rekam.domain.places.hours import Day, Ranges
from rekam.domain.service import openings
from rekam.domain.service.openings import State


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one can be recorded at a place at a moment; if not, why, in words."""

    is_open: bool
    reasons: tuple[str | Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """What becomes of one planned opening: ``served`` is when one can be recorded, ``reasons`` why not all
    along. Certain: it does not hang on a kit that may be mended by then.
    """

    state: State
    reasons: tuple[str | Promise, ...]
    served: Ranges
    is_certain: bool


@dataclass(frozen=True, slots=True)
class OfDay:
    """The planned openings of a day, in their order; none when the calendar says closed."""

    openings: tuple[Opening, ...]

    @property
    def state(self) -> State:
        return openings.together(each.state for each in self.openings)

    @property
    def reasons(self) -> tuple[str | Promise, ...]:
        return tuple(dict.fromkeys(why for each in self.openings for why in each.reasons))

    @property
    def served(self) -> Ranges:
        return tuple(each for opening in self.openings for each in opening.served)


# The moment, and the code of the area that is asked about ("" for everywhere); answers by place.
Ask = Callable[[datetime, str], Mapping[int, Answer]]

Days = Mapping[int, Mapping[date, Day]]
# Places with the days of their calendars, and today.
AskDays = Callable[[Days, date], Mapping[int, Mapping[date, OfDay]]]

_ask: Ask | None = None
_ask_days: AskDays | None = None


def answer_by(ask: Ask | None) -> None:
    """Called once, when the part that knows kits and duty is loaded."""
    global _ask
    _ask = ask


def answer_days_by(ask: AskDays | None) -> None:
    """Called once, likewise."""
    global _ask_days
    _ask_days = ask


def is_known() -> bool:
    """Whether anyone here knows more than the calendar."""
    return _ask is not None


def at(moment: datetime, within: str = "") -> Mapping[int, Answer]:
    return _ask(moment, within) if _ask else {}


def over(days: Days, today: date) -> Mapping[int, Mapping[date, OfDay]]:
    """What becomes of the openings of days."""
    return _ask_days(days, today) if _ask_days else {}
