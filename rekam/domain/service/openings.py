"""Which planned openings are truly served: with a kit that records and an operator on duty.

The same three as at a moment (`standing`), over the openings of days: of those that are over, of today's,
and of those to come, for which the roster may not be published yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rekam.domain.service.standing import Reason, Span, both

A_MINUTE = timedelta(minutes=1)


class State(StrEnum):
    """What becomes of an opening. Unknown: no roster says who serves."""

    SERVED = "served"
    PARTLY = "partly"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Opening:
    """One planned opening. ``is_certain``: nothing but a change of the roster can make it otherwise. A kit
    that is broken today may be mended by the day after tomorrow; an operator whom no roster names does not
    come.
    """

    state: State
    reasons: tuple[Reason, ...]
    served: tuple[Span, ...]
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Means:
    """What serves a place over a time: when any kit stood there, when one that can record, when an operator
    was on duty. A roster that nobody published says nothing.
    """

    stood: Sequence[Span]
    usable: Sequence[Span]
    operators: Sequence[Span]
    is_rostered: bool


def opening(planned: Span, means: Means, *, known_until: datetime) -> Opening:
    """*known_until*: the end of today. Kits are what they were until then, and as they are now later."""
    with_kit = both([planned], means.usable)
    with_operator = both([planned], means.operators)
    served = [each for each in both(with_kit, with_operator) if each[1] - each[0] >= A_MINUTE]
    reasons = (
        *([] if with_kit == [planned] else [_of_kits(planned, means)]),
        *([] if with_operator == [planned] else [_of_roster(means)]),
    )
    state = _state(served == [planned], bool(served), bool(with_kit), means.is_rostered)
    is_certain = planned[0] < known_until or (means.is_rostered and not with_operator)
    return Opening(state, reasons, tuple(served), is_certain and state != State.UNKNOWN)


def _of_kits(planned: Span, means: Means) -> Reason:
    return Reason.KITS_DOWN if both([planned], means.stood) else Reason.NO_KIT


def _of_roster(means: Means) -> Reason:
    return Reason.NO_OPERATOR if means.is_rostered else Reason.NO_ROSTER


def _state(is_whole: bool, is_any: bool, has_kit: bool, is_rostered: bool) -> State:
    if is_whole:
        return State.SERVED
    if is_any:
        return State.PARTLY
    return State.MISSING if is_rostered or not has_kit else State.UNKNOWN


def together(states: Iterable[State]) -> State:
    """The openings of one day in one word."""
    found = set(states)
    if len(found) == 1:
        return found.pop()
    if found & {State.SERVED, State.PARTLY}:
        return State.PARTLY
    return State.UNKNOWN if State.UNKNOWN in found else State.SERVED
