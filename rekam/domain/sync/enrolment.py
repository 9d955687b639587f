"""A laptop becomes a station: one officer starts it, another compares the words and confirms."""

from datetime import datetime, timedelta
from enum import StrEnum

from rekam.domain.trouble import RuleBroken

VALID = timedelta(minutes=10)
MOST_TRIES = 5


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
