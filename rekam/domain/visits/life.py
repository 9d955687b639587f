"""The life of a visit: a table of moves.

planned ──> confirmed ──> under way ──> closed
   └───────────┴─────────────┴──> cancelled

A result that comes late opens a visit again: a phone without a link did not know that the visit was closed,
moved or cancelled meanwhile, and what it noted happened.
"""

from enum import StrEnum

from rekam.domain.trouble import RuleBroken


class State(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Move(StrEnum):
    CONFIRM = "confirm"
    MOVE = "move"
    CANCEL = "cancel"
    ARRIVE = "arrive"
    CLOSE = "close"
    LATE_RESULT = "late_result"


MOVES: dict[tuple[State, Move], State] = {
    (State.PLANNED, Move.CONFIRM): State.CONFIRMED,
    (State.PLANNED, Move.MOVE): State.PLANNED,
    (State.PLANNED, Move.CANCEL): State.CANCELLED,
    (State.CONFIRMED, Move.ARRIVE): State.UNDER_WAY,
    (State.CONFIRMED, Move.MOVE): State.PLANNED,  # another day has to be confirmed anew
    (State.CONFIRMED, Move.CANCEL): State.CANCELLED,
    (State.UNDER_WAY, Move.CLOSE): State.CLOSED,
    (State.UNDER_WAY, Move.CANCEL): State.CANCELLED,  # while nobody has an outcome: the action asks
    (State.PLANNED, Move.LATE_RESULT): State.UNDER_WAY,
    (State.CLOSED, Move.LATE_RESULT): State.UNDER_WAY,
    (State.CANCELLED, Move.LATE_RESULT): State.UNDER_WAY,
}
BEFORE = (State.PLANNED, State.CONFIRMED)
OPEN = (State.PLANNED, State.CONFIRMED, State.UNDER_WAY)

_NOT_NOW = "This visit is %(state)s: it cannot be moved so. Possible now: %(possible)s."


def possible(state: State) -> tuple[Move, ...]:
    """What a person can do from here. A late result is nobody's choice."""
    return tuple(move for (origin, move) in MOVES if origin == state and move != Move.LATE_RESULT)


def decide(state: State, move: Move) -> State:
    """Where the move leads; refused with what is possible instead."""
    to = MOVES.get((state, move))
    if to is None:
        moves = [each.value for each in possible(state)]
        raise RuleBroken(
            "visit.not_now", _NOT_NOW, state=state.value, possible=", ".join(moves) or "-", moves=moves
        )
    return to
