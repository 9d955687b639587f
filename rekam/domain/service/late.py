"""Which faults have waited longer than the office promised.

Hours run on, day and night: kecamatan staff count days and not opening hours. A kecamatan in which no kit
records any more has its own, shorter promise, and comes before everything else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rekam.domain.kits.faults import State


class Promise(StrEnum):
    """What the office wants done in time."""

    CONFIRM = "confirm"  # somebody has looked at a report
    ASSIGN = "assign"  # a confirmed fault has its technician
    BEGIN = "begin"  # the technician has begun
    REPAIR = "repair"  # the device is back, from the report on
    NO_KIT = "no_kit"  # a kecamatan without any kit records again, from the report on


# Until the office sets its own.
USUAL_HOURS: Mapping[Promise, int] = {
    Promise.CONFIRM: 24,
    Promise.ASSIGN: 24,
    Promise.BEGIN: 48,
    Promise.REPAIR: 168,
    Promise.NO_KIT: 24,
}
NEXT_STEP = {State.REPORTED: Promise.CONFIRM, State.CONFIRMED: Promise.ASSIGN, State.ASSIGNED: Promise.BEGIN}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open fault: in which state since when. ``is_without_kit``: no kit of its kecamatan records."""

    fault: int
    state: State
    since: datetime
    reported_at: datetime
    is_without_kit: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """A fault, the promise that was broken first, and for how long it has been."""

    waiting: Waiting
    what: Promise
    over: timedelta


def overdue(waiting: Iterable[Waiting], hours: Mapping[Promise, int], at: datetime) -> list[Late]:
    """The faults that have waited too long: kecamatan without a kit first, then the longest over."""
    found = []
    for each in waiting:
        due, what = min(_due(each, hours))
        if due < at:
            found.append(Late(each, what, at - due))
    return sorted(found, key=lambda late: (not late.waiting.is_without_kit, -late.over))


def _due(each: Waiting, hours: Mapping[Promise, int]) -> Iterator[tuple[datetime, Promise]]:
    def until(what: Promise, since: datetime) -> tuple[datetime, Promise]:
        return since + timedelta(hours=hours[what]), what

    yield until(Promise.REPAIR, each.reported_at)
    if each.state in NEXT_STEP:
        yield until(NEXT_STEP[each.state], each.since)
    if each.is_without_kit:
        yield until(Promise.NO_KIT, each.reported_at)
