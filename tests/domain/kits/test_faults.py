"""The table of moves: what leads where, what is refused, and what stays true on any way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.kits import faults
from rekam.domain.kits.faults import ASKS, CLOSED, MOVES, OPEN, Move, State
from rekam.domain.kits.kinds import Condition, Stops, Symptom
from rekam.domain.trouble import RuleBroken

# Says everything that any move asks for.
TOLD = {"note": "Kabel putus", "assignee": "Joko", "where": "Ruang teknisi", "tested": "Sepuluh jari"}


def test_a_fault_is_looked_at_assigned_repaired_and_tested_before_the_device_is_back() -> None:
    state = State.REPORTED
    for move in (Move.CONFIRM, Move.ASSIGN, Move.START_REPAIR, Move.TEST, Move.PASS):
        state = faults.decide(state, move, TOLD)

    assert state == State.BACK


def test_a_failed_test_goes_back_to_repair() -> None:
    assert faults.decide(State.TESTING, Move.FAIL, TOLD) == State.IN_REPAIR


@pytest.mark.parametrize("state", [State.REPORTED, State.CONFIRMED, State.ASSIGNED, State.IN_REPAIR])
def test_nothing_comes_back_into_service_untested(state: State) -> None:
    with pytest.raises(RuleBroken, match=r"fault\.not_now"):
        faults.decide(state, Move.PASS, TOLD)


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize("move", Move)
def test_a_closed_fault_stays_closed(state: State, move: Move) -> None:
    with pytest.raises(RuleBroken, match=r"fault\.closed"):
        faults.decide(state, move, TOLD)


def test_a_refusal_says_what_is_possible_instead() -> None:
    with pytest.raises(RuleBroken) as refused:
        faults.decide(State.REPORTED, Move.START_REPAIR, TOLD)

    assert refused.value.values["moves"] == ["confirm", "dismiss"]


@pytest.mark.parametrize(("move", "name"), [(move, name) for move, names in ASKS.items() for name in names])
def test_a_move_that_does_not_say_what_it_must_is_refused(move: Move, name: str) -> None:
    state = next(state for state, possible in MOVES if possible == move)

    with pytest.raises(RuleBroken) as refused:
        faults.decide(state, move, {**TOLD, name: "  "})

    assert (refused.value.code, refused.value.values["names"]) == ("fault.unsaid", [name])


@pytest.mark.parametrize("cost", [-1, faults.MOST_RUPIAH + 1, 12.5, "100"])
def test_a_cost_is_a_whole_number_of_rupiah(cost: object) -> None:
    with pytest.raises(RuleBroken, match=r"fault\.cost"):
        faults.decide(State.IN_REPAIR, Move.NOTE_REPAIR, {"cost_rupiah": cost})


def test_every_open_state_can_be_left_and_every_closed_one_cannot() -> None:
    assert {state for state in State if faults.possible(state)} == set(OPEN)
    assert set(OPEN) | set(CLOSED) == set(State)


def test_every_state_can_be_reached() -> None:
    reached = {State.REPORTED}
    for _step in State:
        reached |= {to for (origin, _move), to in MOVES.items() if origin in reached}

    assert reached == set(State)


@given(st.lists(st.sampled_from(Move), max_size=30))
def test_whatever_is_tried_a_fault_stays_in_its_table(tried: list[Move]) -> None:
    """A random walk: refused moves change nothing, the bench comes before service, an end is an end."""
    state, way = State.REPORTED, [State.REPORTED]
    for move in tried:
        try:
            state = faults.decide(state, move, TOLD)
        except RuleBroken:
            assert (state, move) not in MOVES
            continue
        way.append(state)

    assert sum(each in CLOSED for each in way) <= 1
    assert State.BACK not in way or way[way.index(State.BACK) - 1] == State.TESTING
    assert State.IN_REPAIR not in way or State.ASSIGNED in way[: way.index(State.IN_REPAIR)]
    assert State.DISMISSED not in way or way == [State.REPORTED, State.DISMISSED]


@pytest.mark.parametrize(
    ("stops", "condition"),
    [(Stops.ALL, Condition.BROKEN), (Stops.PART, Condition.PARTIAL), (Stops.NOTHING, None)],
)
def test_a_confirmed_fault_makes_the_device_what_was_reported(
    stops: Stops, condition: Condition | None
) -> None:
    assert faults.effect(Move.CONFIRM, stops=stops, symptom=Symptom.SLOW).condition == condition


def test_a_device_that_is_gone_is_lost_and_one_that_passed_its_test_is_good() -> None:
    lost = faults.effect(Move.CONFIRM, stops=Stops.NOTHING, symptom=Symptom.LOST)
    back = faults.effect(Move.PASS, stops=Stops.ALL, symptom=Symptom.SLOW)
    weak = faults.effect(Move.PASS, stops=Stops.ALL, symptom=Symptom.SLOW, is_weak=True)

    assert [each.condition for each in (lost, back, weak)] == ["lost", "good", "partial"]


def test_a_report_alone_says_nothing_about_the_device() -> None:
    quiet = {Move.REPORT, Move.ADD, Move.DISMISS, Move.ASSIGN, Move.START_REPAIR, Move.TEST, Move.FAIL}

    assert {
        move for move in Move if faults.effect(move, stops=Stops.ALL, symptom=Symptom.SLOW) == faults.Effect()
    } >= quiet
