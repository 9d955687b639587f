"""The queue: whose turn it is, and how long the others wait, said honestly.

Elderly people and people with a disability go first, but after three of them in a row one of the others is
called, so that nobody waits for ever. Those on the list of the visit and those who came without being on it
wait in one queue, in the order in which they came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil, sqrt

from rekam.domain.trouble import RuleBroken

ELDERLY = 60  # UU 13/1998 art. 1: lanjut usia, sixty years and older
IN_A_ROW = 3


class Priority(StrEnum):
    NONE = "none"
    ELDERLY = "elderly"
    DISABLED = "disabled"


class State(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    AT_COUNTER = "at_counter"
    DONE = "done"
    FAILED = "failed"
    LEFT = "left"


class Move(StrEnum):
    CALL = "call"
    SEAT = "seat"
    FINISH = "finish"
    FAIL = "fail"
    MISS = "miss"
    COME_BACK = "come_back"
    PUT_BACK = "put_back"


MOVES: dict[tuple[State, Move], State] = {
    (State.WAITING, Move.CALL): State.CALLED,
    (State.CALLED, Move.CALL): State.CALLED,
    (State.CALLED, Move.SEAT): State.AT_COUNTER,
    (State.WAITING, Move.SEAT): State.AT_COUNTER,
    (State.CALLED, Move.MISS): State.LEFT,
    (State.WAITING, Move.MISS): State.LEFT,
    (State.LEFT, Move.COME_BACK): State.WAITING,
    (State.AT_COUNTER, Move.FINISH): State.DONE,
    (State.AT_COUNTER, Move.FAIL): State.FAILED,
    (State.CALLED, Move.FAIL): State.FAILED,
    (State.WAITING, Move.FAIL): State.FAILED,
    (State.AT_COUNTER, Move.PUT_BACK): State.WAITING,
}
ENDED = (State.DONE, State.FAILED, State.LEFT)

_NOT_NOW = "Ticket %(number)s is %(state)s and cannot be moved so: choose another ticket."
_NOBODY = "Nobody is waiting: give the next person a ticket first."


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits. *number* as on the ticket: the order in which they came, whatever a clock says."""

    number: int
    priority: Priority = Priority.NONE


def priority(*, born: date | None, is_disabled: bool, on: date) -> Priority:
    """Somebody with a disability, somebody of sixty or older, or nobody in particular."""
    if is_disabled:
        return Priority.DISABLED
    if born and (on.year - born.year - ((on.month, on.day) < (born.month, born.day))) >= ELDERLY:
        return Priority.ELDERLY
    return Priority.NONE


def decide(state: State, move: Move, *, number: int) -> State:
    to = MOVES.get((state, move))
    if to is None:
        raise RuleBroken("queue.not_now", _NOT_NOW, number=number, state=state.value)
    return to


def in_turn(waiting: Sequence[Waiting], *, in_a_row: int = 0) -> list[Waiting]:
    """Everybody in the order in which they will be called. *in_a_row*: priorities called just before."""
    ordered = sorted(waiting, key=lambda each: each.number)
    first = [each for each in ordered if each.priority != Priority.NONE]
    others = [each for each in ordered if each.priority == Priority.NONE]
    found = []
    while first or others:
        takes_other = bool(others) and (not first or in_a_row >= IN_A_ROW)
        found.append((others if takes_other else first).pop(0))
        in_a_row = 0 if takes_other else in_a_row + 1
    return found


def next_one(waiting: Sequence[Waiting], *, in_a_row: int = 0) -> Waiting:
    turn = in_turn(waiting, in_a_row=in_a_row)
    if not turn:
        raise RuleBroken("queue.empty", _NOBODY)
    return turn[0]


# --- how long -------------------------------------------------------------------------------------------

PRIOR_SECONDS = 300.0  # about five minutes a person, seen in the field
PRIOR_PEOPLE = 3.0
PRIOR_SPREAD = 0.5  # of the mean: 3-5 minutes when devices behave, over 10 when they do not
EIGHTY_PERCENT = 1.2816
STEP_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Wait:
    """In steps of five minutes, so that nobody takes it for a promise. Eight of ten waits fall within."""

    low_minutes: int
    high_minutes: int


PRIOR_TICKETS = 5.0
PRIOR_SHARE = 0.1  # of the tickets of a day, with priority: until some were given


@dataclass(frozen=True, slots=True)
class Coming:
    """Who may come yet and go before somebody without priority. Of the *given* tickets of today *first* are
    of people with priority; *others*: those without who are ahead.
    """

    given: int
    first: int
    others: int

    @property
    def share(self) -> float:
        """Of those who come, the ones with priority."""
        return (self.first + PRIOR_SHARE * PRIOR_TICKETS) / (self.given + PRIOR_TICKETS)

    @property
    def most(self) -> int:
        """No more can be called before, whoever comes: after three in a row it is the turn of the others."""
        return self.others + IN_A_ROW * (self.others + 1)


def wait(
    *, ahead: int, counters: int, seconds: Sequence[float] = (), coming: Coming | None = None
) -> Wait | None:
    """How long somebody with *ahead* people before them waits; None where nobody records.

    *seconds*: what the people of today took, from one being seated to the next. Until some are measured, the
    five minutes seen in the field count as three people. What is not known of the mean widens the range too.
    *coming*: for somebody without priority. The range begins where nobody else comes, and ends where as many
    come as are served and the usual share of them goes first.
    """
    if counters < 1:
        return None
    pace = _pace(seconds)
    people, variance = _before(ahead, coming)
    low, doubt = _middle(ahead, 0.0, counters, pace)
    high, more_doubt = _middle(people, variance, counters, pace)
    return Wait(_rounded(max(0.0, low - doubt), up=False), _rounded(high + more_doubt, up=True))


def _before(ahead: int, coming: Coming | None) -> tuple[float, float]:
    """How many will be called before, with those who come meanwhile, and the variance of that: while some are
    served others come, and while those are served others (a branching process); and the share of those who go
    first is known from few tickets.
    """
    if coming is None:
        return float(ahead), 0.0
    share, room = coming.share, 1 - coming.share
    branching = ahead * share / room**3
    unknown = (ahead / room**2) ** 2 * share * room / (coming.given + PRIOR_TICKETS)
    return max(float(ahead), min(ahead / room, coming.most)), branching + unknown


def _middle(
    people: float, variance: float, counters: int, pace: tuple[float, float, float]
) -> tuple[float, float]:
    """Seconds until so many were served, and how far from that four of five stay."""
    mean, spread, known = pace
    turns = people / counters
    of_times = spread**2 * (turns / counters + turns * turns / known)
    return mean * turns, EIGHTY_PERCENT * sqrt(of_times + (mean / counters) ** 2 * variance)


def _pace(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Mean and spread of one person's time, and of how many people we know them."""
    known = PRIOR_PEOPLE + len(seconds)
    mean = (PRIOR_SECONDS * PRIOR_PEOPLE + sum(seconds)) / known
    prior = PRIOR_PEOPLE * (PRIOR_SPREAD * PRIOR_SECONDS) ** 2 + PRIOR_PEOPLE * (PRIOR_SECONDS - mean) ** 2
    spread = sqrt((prior + sum((each - mean) ** 2 for each in seconds)) / known)
    return mean, spread, known


def _rounded(seconds: float, *, up: bool) -> int:
    minutes = seconds / 60 / STEP_MINUTES
    return STEP_MINUTES * (ceil(minutes) if up else int(minutes))
