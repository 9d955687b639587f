"""A laptop becomes a station: one officer starts it, another compares the words and confirms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rekam.domain.trouble import RuleBroken

VALID = timedelta(minutes=10)
# Wrong ones within so long: from one address, and of all together.
MOST_TRIES, MOST_OF_ALL, WITHIN = 5, 20, timedelta(minutes=1)


class State(StrEnum):
    WAITING = "waiting"  # the code is on the screen
    ASKED = "asked"  # a laptop that knows the code has sent its keys
    GRANTED = "granted"
    REFUSED = "refused"


MOVES: dict[tuple[State, str], State] = {
    (State.WAITING, "ask"): State.ASKED,
    (State.ASKED, "grant"): State.GRANTED,
    (State.ASKED, "refuse"): State.REFUSED,
    (State.WAITING, "refuse"): State.REFUSED,
}


def decide(state: State, move: str, *, begun_at: datetime, at: datetime) -> State:
    to = MOVES.get((state, move))
    if to is None:
        raise RuleBroken("enrolment.not_now", "This enrolment is over. Begin another one.")
    if move != "refuse" and at - begun_at > VALID:
        raise RuleBroken("enrolment.expired", "The code was valid for ten minutes. Begin again.")
    return to


@dataclass(frozen=True, slots=True)
class Try:
    """A code that was tried. *source*: the address that it came from."""

    at: datetime
    source: str = ""


def lately(tries: Iterable[Try], *, at: datetime) -> list[Try]:
    """Those that count still. What a clock that was set back left behind in the future does not."""
    return [each for each in tries if at - WITHIN < each.at <= at]


def may_try(this: Try, before: Iterable[Try]) -> bool:
    """A stranger uses up the places of one address long before those of all."""
    counting = lately(before, at=this.at)
    own = sum(each.source == this.source for each in counting)
    return own < MOST_TRIES and len(counting) < MOST_OF_ALL


def check_second(first: int, second: int) -> None:
    """Who compares the words is not who made the code."""
    if first == second:
        raise RuleBroken(
            "enrolment.second_person",
            "You began this enrolment yourself. Another person has to compare the words.",
        )


class Epoch(StrEnum):
    """A set of a station's keys: from one installation to the next."""

    ACTIVE = "active"
    ENDED = "ended"
    FROZEN = "frozen"
    REVOKED = "revoked"


EPOCH_MOVES: dict[tuple[Epoch, str], Epoch] = {
    (Epoch.ACTIVE, "replace"): Epoch.ENDED,
    (Epoch.ACTIVE, "freeze"): Epoch.FROZEN,
    (Epoch.ENDED, "freeze"): Epoch.FROZEN,
    (Epoch.FROZEN, "thaw"): Epoch.ENDED,
    (Epoch.ACTIVE, "revoke"): Epoch.REVOKED,
    (Epoch.ENDED, "revoke"): Epoch.REVOKED,
    (Epoch.FROZEN, "revoke"): Epoch.REVOKED,
}


def moved(state: Epoch, move: str) -> Epoch:
    to = EPOCH_MOVES.get((state, move))
    if to is None:
        raise RuleBroken("epoch.not_now", "These keys are %(state)s: that cannot be done now.", state=state)
    return to
