"""The life of a fault: a table of moves, what each move must say, and what it does to the device.

reported ─┬─> confirmed ─> assigned ─> in repair <─> testing ─> back in service
          └─> dismissed       (from confirmed on, each may also end in: retired)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rekam.domain.kits.kinds import Condition, Stops, Symptom
from rekam.domain.trouble import RuleBroken


class State(StrEnum):
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ASSIGNED = "assigned"
    IN_REPAIR = "in_repair"
    TESTING = "testing"
    BACK = "back"
    RETIRED = "retired"


class Move(StrEnum):
    """What a person does with a fault. The first two leave it where it is."""

    REPORT = "report"
    ADD = "add"
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    ASSIGN = "assign"
    START_REPAIR = "start_repair"
    NOTE_REPAIR = "note_repair"
    TEST = "test"
    PASS = "pass"
    FAIL = "fail"
    RETIRE = "retire"


MOVES: dict[tuple[State, Move], State] = {
    (State.REPORTED, Move.CONFIRM): State.CONFIRMED,
    (State.REPORTED, Move.DISMISS): State.DISMISSED,
    (State.CONFIRMED, Move.ASSIGN): State.ASSIGNED,
    (State.CONFIRMED, Move.RETIRE): State.RETIRED,
    (State.ASSIGNED, Move.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Move.START_REPAIR): State.IN_REPAIR,
    (State.ASSIGNED, Move.RETIRE): State.RETIRED,
    (State.IN_REPAIR, Move.NOTE_REPAIR): State.IN_REPAIR,
    (State.IN_REPAIR, Move.TEST): State.TESTING,
    (State.IN_REPAIR, Move.RETIRE): State.RETIRED,
    (State.TESTING, Move.PASS): State.BACK,
    (State.TESTING, Move.FAIL): State.IN_REPAIR,
    (State.TESTING, Move.RETIRE): State.RETIRED,
}
OPEN = (State.REPORTED, State.CONFIRMED, State.ASSIGNED, State.IN_REPAIR, State.TESTING)
CLOSED = (State.DISMISSED, State.BACK, State.RETIRED)
# The device lies open on a bench or at a workshop: it is not moved, and not put into another kit.
ON_THE_BENCH = (State.IN_REPAIR, State.TESTING)
# What each move must say, by the name of the detail. The rest is welcome and not asked for.
ASKS: dict[Move, tuple[str, ...]] = {
    Move.DISMISS: ("note",),
    Move.ASSIGN: ("assignee",),
    Move.START_REPAIR: ("where",),
    Move.PASS: ("tested",),
    Move.FAIL: ("tested", "note"),
    Move.RETIRE: ("note",),
}
MOST_RUPIAH = 10_000_000_000

_NOT_NOW = "This fault is %(state)s: it cannot be moved so. Possible now: %(possible)s."
CLOSED_SENTENCE = "This fault is closed (%(state)s). When the device fails again, report a new fault."
_UNSAID = "Say this too: %(missing)s."
_COST = "The cost is a whole number of rupiah from 0 to 10 billion."


@dataclass(frozen=True, slots=True)
class Effect:
    """What a move makes of the device. ``condition`` None: it stays as it is."""

    condition: Condition | None = None
    is_retired: bool = False


def possible(state: State) -> tuple[Move, ...]:
    """The moves from here, in the order in which a technician thinks of them."""
    return tuple(move for (origin, move) in MOVES if origin == state)


def decide(state: State, move: Move, details: Mapping[str, object]) -> State:
    """Where the move leads. Refused with the reason when it is not possible now or does not say enough."""
    to = MOVES.get((state, move))
    if to is None:
        raise _refusal(state)
    missing = [name for name in ASKS.get(move, ()) if not str(details.get(name) or "").strip()]
    if missing:
        raise RuleBroken("fault.unsaid", _UNSAID, missing=", ".join(missing), names=missing)
    cost = details.get("cost_rupiah", 0)
    if not isinstance(cost, int) or not 0 <= cost <= MOST_RUPIAH:
        raise RuleBroken("fault.cost", _COST)
    return to


def _refusal(state: State) -> RuleBroken:
    moves = possible(state)
    if not moves:
        return RuleBroken("fault.closed", CLOSED_SENTENCE, state=state.value)
    names = [move.value for move in moves]
    return RuleBroken("fault.not_now", _NOT_NOW, state=state.value, possible=", ".join(names), moves=names)


def effect(move: Move, *, stops: Stops, symptom: Symptom, is_weak: bool = False) -> Effect:
    """What the office knows of the device after the move.

    A report alone changes nothing about it: somebody has to look. Confirmed, it is broken, or partial when it
    stops only a part. *is_weak*: the bench test let it pass with a weakness.
    """
    if move == Move.CONFIRM:
        return Effect(_confirmed(stops, symptom))
    if move == Move.PASS:
        return Effect(Condition.PARTIAL if is_weak else Condition.GOOD)
    if move == Move.RETIRE:
        return Effect(is_retired=True)
    return Effect()


def _confirmed(stops: Stops, symptom: Symptom) -> Condition | None:
    if symptom == Symptom.LOST:
        return Condition.LOST
    return {Stops.ALL: Condition.BROKEN, Stops.PART: Condition.PARTIAL}.get(stops)
