"""What may follow what in the life of a visit, and when it closes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits import life
from rekam.domain.visits.life import Move, State
from rekam.domain.visits.outcomes import Outcome, Tally, check_closes


def test_a_visit_is_planned_confirmed_begun_and_closed() -> None:
    state = State.PLANNED
    for move in (Move.CONFIRM, Move.ARRIVE, Move.CLOSE):
        state = life.decide(state, move)

    assert state == State.CLOSED


def test_another_day_has_to_be_confirmed_anew() -> None:
    assert life.decide(State.CONFIRMED, Move.MOVE) == State.PLANNED


@pytest.mark.parametrize("state", [State.CLOSED, State.CANCELLED, State.PLANNED])
def test_a_late_result_opens_a_visit_again_and_is_nobodys_choice(state: State) -> None:
    assert life.decide(state, Move.LATE_RESULT) == State.UNDER_WAY
    assert Move.LATE_RESULT not in life.possible(state)


@pytest.mark.parametrize("move", [move for move in Move if move != Move.LATE_RESULT])
def test_nothing_but_a_late_result_opens_a_closed_visit(move: Move) -> None:
    with pytest.raises(RuleBroken, match=r"visit\.not_now"):
        life.decide(State.CLOSED, move)


def test_the_refusal_says_what_is_possible() -> None:
    with pytest.raises(RuleBroken, match="confirm, move, cancel") as refused:
        life.decide(State.PLANNED, Move.CLOSE)

    assert refused.value.values["moves"] == ["confirm", "move", "cancel"]


def test_five_outcomes_that_add_up_close_a_visit() -> None:
    check_closes(Tally(20, recorded=12, failed=1, under_16=2, already_recorded=1, absent=4))


def test_three_unmarked_people_keep_a_visit_open_and_are_counted() -> None:
    with pytest.raises(RuleBroken, match=r"visit\.people_unmarked: Without an outcome yet: 3 of 20"):
        check_closes(Tally(20, recorded=12, absent=5))


def test_more_outcomes_than_people_keep_a_visit_open() -> None:
    with pytest.raises(RuleBroken, match=r"visit\.over_target: The outcomes add up to 22, which is 2 more"):
        check_closes(Tally(20, recorded=22))


def test_a_dispute_keeps_a_visit_open() -> None:
    with pytest.raises(RuleBroken, match=r"visit\.disputed: People with two different outcomes: 1\."):
        check_closes(Tally(20, recorded=19, disputed=1))


def test_more_reasons_than_people_without_a_recording_keep_a_visit_open() -> None:
    with pytest.raises(RuleBroken, match=r"visit\.too_many_reasons"):
        check_closes(Tally(20, recorded=15, absent=4, failed=1), reasons=6)


@given(
    st.dictionaries(st.sampled_from([each.value for each in Outcome]), st.integers(0, 500)),
    st.integers(0, 2000),
)
def test_a_visit_closes_exactly_when_its_outcomes_add_up(counts: dict[str, int], target: int) -> None:
    tally = Tally.of(counts, target=target)
    try:
        check_closes(tally)
        closes = True
    except RuleBroken:
        closes = False

    assert closes == (sum(counts.values()) == target)
