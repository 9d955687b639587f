"""The end of a day at the counter: sums that add up, or a sentence that says what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rekam.domain.trouble import RuleBroken


class Failure(StrEnum):
    """Why somebody who came was not recorded."""

    UNDER_16 = "under_16"
    ALREADY_RECORDED = "already_recorded"
    NO_PAPERS = "no_papers"
    DEVICE = "device"
    REFUSED = "refused"
    ILL = "ill"
    WENT_AWAY = "went_away"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Day:
    """What happened at one station on one day.

    *sealed*: recordings in the outbox or already gone from it. Of those, *twice* lie on the USB disk too,
    *received* have a receipt of the office and *unsent* have none.
    """

    tickets: int
    recorded: int
    failed: Mapping[str, int] = field(default_factory=dict)
    left: int = 0
    waiting: int = 0
    drafts: int = 0
    sealed: int = 0
    twice: int = 0
    received: int = 0
    unsent: int = 0

    @property
    def not_recorded(self) -> int:
        return sum(self.failed.values())


_WAITING = "%(waiting)s still waiting: call each, or note that they left, then close the day."
_DRAFTS = "%(drafts)s not finished: finish each recording or note why it failed, then close the day."
_SUM = "%(tickets)s tickets were given but %(sum)s people have an outcome: look for the ticket without one."
_SEALED = (
    "%(recorded)s people were recorded but %(sealed)s copies are sealed: do not switch off, call the office."
)
_CARRIED = (
    "Of %(sealed)s sealed copies %(received)s are received and %(unsent)s unsent, which does not add up: "
    "call the office."
)
_REASON = "Choose why this person was not recorded, so that the day's sheet can say it."


def failure(reason: str) -> Failure:
    if reason not in set(Failure):
        raise RuleBroken("failure.no_reason", _REASON)
    return Failure(reason)


def check_adds_up(day: Day) -> None:
    """Everybody with a ticket has one outcome, and every recording has its sealed copy."""
    if day.waiting:
        raise RuleBroken("day.people_waiting", _WAITING, waiting=day.waiting)
    if day.drafts:
        raise RuleBroken("day.drafts_open", _DRAFTS, drafts=day.drafts)
    total = day.recorded + day.not_recorded + day.left
    if day.tickets != total:
        raise RuleBroken("day.does_not_add_up", _SUM, tickets=day.tickets, sum=total)
    if day.recorded != day.sealed:
        raise RuleBroken("day.sealed_differs", _SEALED, recorded=day.recorded, sealed=day.sealed)
    if day.received + day.unsent != day.sealed:
        raise RuleBroken(
            "day.sent_differs", _CARRIED, sealed=day.sealed, received=day.received, unsent=day.unsent
        )


# --- waiting, quality and time ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waits:
    """From the ticket to the chair, for everybody who sat at the counter."""

    people: int = 0
    seconds: int = 0
    longest: int = 0

    @property
    def mean(self) -> float | None:
        return self.seconds / self.people if self.people else None


def waits(seconds: Iterable[float | None]) -> Waits:
    """Somebody of whom nobody knows it, because a clock was set, waited as long as the others."""
    each = list(seconds)
    known = [max(0, round(one)) for one in each if one is not None]
    mean = sum(known) / len(known) if known else 0
    return Waits(len(each), sum(known) + round(mean * (len(each) - len(known))), max(known, default=0))


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture that was kept, as it counts for the device and the operator."""

    step: str
    device: str
    operator: str
    score: int
    tries: int
    is_low: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """Captures added up. Sums and not means, so that days and stations can be added up again."""

    captures: int = 0
    scores: int = 0
    tries: int = 0
    low: int = 0

    def __add__(self, other: "Quality") -> "Quality":
        return Quality(
            self.captures + other.captures,
            self.scores + other.scores,
            self.tries + other.tries,
            self.low + other.low,
        )

    @property
    def mean(self) -> float | None:
        return self.scores / self.captures if self.captures else None


def add_up(captures: Iterable[Capture]) -> dict[tuple[str, str, str], Quality]:
    """By step, device and operator."""
    found: dict[tuple[str, str, str], Quality] = {}
    for each in captures:
        key = (each.step, each.device, each.operator)
        found[key] = found.get(key, Quality()) + Quality(1, each.score, each.tries, int(each.is_low))
    return found
