"""What one more saying does to where somebody lived, and until when."""

from dataclasses import replace
from datetime import date, timedelta
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekam.domain.coverage.life import Life, Saying, Stay, learn
from rekam.domain.coverage.lines import lines
from rekam.domain.coverage.rules import Reason
from rekam.domain.coverage.verdict import verdict

from .histories import AREAS, histories

SITI = Saying(
    known_on=date(2015, 12, 31),
    area="64.08.04.2001",
    sex="f",
    born=date(1980, 5, 17),
    came=Reason.OPENING,
)
AUGUST = date(2016, 8, 31)


A, B, C = "64.08.04.2001", "64.08.13.2001", "64.08.09.2001"
BORN, MOVED_IN, WITHIN, OUT = Reason.BORN, Reason.MOVED_IN, Reason.MOVED_WITHIN, Reason.MOVED_OUT


def life(*said: Saying) -> Life:
    nobody: Life | None = None
    found = reduce(learn, said, nobody)
    assert found is not None
    return found


def stays(*later: Saying) -> list[Stay]:
    return list(life(SITI, *later).stays)


def last_stay(*later: Saying) -> Stay:
    return stays(*later)[-1]


def known(month: int, day: int = 28, **facts: object) -> Saying:
    """What a source of 2016 says of her."""
    return replace(SITI, known_on=date(2016, month, day), came=Reason.JOINED_REGISTER, **facts)  # type: ignore[arg-type]


def moved_out(on: date | None) -> Saying:
    return replace(SITI, known_on=date(2016, 1, 15), standing="moved_out", ended_on=on)


def died(on: date | None) -> Saying:
    return replace(SITI, known_on=AUGUST, standing="died", ended_on=on)


def test_who_moved_away_and_died_elsewhere_did_not_live_here_until_then() -> None:
    moved = date(2016, 1, 10)

    for death in (date(2016, 8, 20), None):
        stay = last_stay(moved_out(moved), died(death))
        assert (stay.until, stay.left) == (moved, Reason.MOVED_OUT)


def test_a_death_before_the_moving_is_what_ended_the_stay() -> None:
    stay = last_stay(moved_out(date(2016, 1, 10)), died(date(2016, 1, 2)))

    assert (stay.until, stay.left) == (date(2016, 1, 2), Reason.DIED)


def test_who_was_missing_from_the_register_is_not_kept_alive_in_it_by_a_death_without_a_day() -> None:
    left = replace(SITI, known_on=date(2016, 3, 31), standing="left")

    unknown_day, known_day = last_stay(left, died(None)), last_stay(left, died(date(2016, 8, 20)))

    assert (unknown_day.until, unknown_day.left) == (date(2016, 3, 31), Reason.LEFT_REGISTER)
    assert (known_day.until, known_day.left) == (date(2016, 8, 20), Reason.DIED)


JUNE_1, JUNE_15, MAY_1 = date(2016, 6, 1), date(2016, 6, 15), date(2016, 5, 1)


@pytest.mark.parametrize(("standing", "left"), [("died", Reason.DIED), ("moved_out", OUT)])
def test_nobody_moves_after_the_end(standing: str, left: Reason) -> None:
    moved = known(6, 30, area=B)

    gone = known(7, area=B, standing=standing, ended_on=JUNE_15)

    assert stays(moved, gone) == [Stay(A, None, BORN, JUNE_15, left)]


def test_who_moved_out_before_the_return_that_was_held_had_moved_out() -> None:
    out = known(3, standing="moved_out", ended_on=date(2016, 3, 1))
    back = known(6, area=B, arrived_on=JUNE_1)

    died = known(7, area=B, standing="died", ended_on=MAY_1)
    dated_anew = replace(died, known_on=date(2016, 8, 31), ended_on=JUNE_15)

    assert stays(out, back, died) == [Stay(A, None, BORN, date(2016, 3, 1), OUT)]
    assert stays(out, back, died, dated_anew)[1:] == [Stay(B, JUNE_1, MOVED_IN, JUNE_15, Reason.DIED)]


def test_who_had_not_died_lives_where_they_had_moved() -> None:
    moved = known(6, 30, area=B)
    died = known(7, area=B, standing="died", ended_on=JUNE_15)

    assert stays(moved, died, known(8, area=B)) == stays(moved)


@pytest.mark.parametrize("day", [date(2016, 4, 1), JUNE_1])
def test_the_day_of_moving_out_is_corrected_in_either_direction(day: date) -> None:
    out = known(7, standing="moved_out", ended_on=MAY_1)

    assert last_stay(out, replace(out, known_on=AUGUST, ended_on=day)).until == day


def test_the_day_of_a_move_that_is_learned_later_is_the_day_of_the_move() -> None:
    moved = known(6, 30, area=B)

    assert stays(moved, known(7, area=B, arrived_on=JUNE_1)) == [
        Stay(A, None, BORN, JUNE_1, WITHIN),
        Stay(B, JUNE_1, WITHIN),
    ]


@pytest.mark.parametrize("day", [date(2016, 7, 1), date(2016, 9, 1)])
def test_a_corrected_day_of_arrival_counts(day: date) -> None:
    newcomer = known(8, 15, arrived_on=date(2016, 8, 1))

    found = life(newcomer, known(9, 20, arrived_on=day))

    assert found.stays == (Stay(A, day, MOVED_IN),)


def test_whoever_lives_in_a_third_village_since_before_was_never_in_the_second() -> None:
    assert stays(known(6, 30, area=B), known(7, area=C, arrived_on=MAY_1)) == [
        Stay(A, None, BORN, MAY_1, WITHIN),
        Stay(C, MAY_1, WITHIN),
    ]


def test_whom_the_first_register_named_lived_here_before_a_later_arrival() -> None:
    assert stays(known(7, arrived_on=JUNE_1)) == [Stay(A, None, BORN)]
    assert stays(known(7, arrived_on=date(2014, 6, 1))) == [Stay(A, date(2014, 6, 1), MOVED_IN)]


def test_a_day_of_arrival_after_the_end_is_none_of_here() -> None:
    out = known(7, standing="moved_out", ended_on=MAY_1, arrived_on=JUNE_1)

    assert stays(out) == [Stay(A, None, BORN, MAY_1, OUT)]


def test_a_mistake_of_the_register_is_no_move_and_no_return() -> None:
    joined, moved = known(3, 31), known(6, 30, area=B)
    out = known(7, standing="moved_out", ended_on=MAY_1)

    assert stays(known(8, area=C, was_so=True)) == [Stay(C, None, BORN)]
    assert stays(moved, known(8, area=C, was_so=True))[1:] == [Stay(C, date(2016, 6, 30), WITHIN)]
    assert stays(out, known(8, was_so=True)) == [Stay(A, None, BORN)]
    assert life(joined, known(8, area=C, was_so=True)).stays == (
        Stay(C, date(2016, 3, 31), Reason.JOINED_REGISTER),
    )


def test_missing_in_one_village_and_named_in_another_on_one_day_is_a_move_whichever_came_first() -> None:
    missing, named = known(6, 30, standing="left"), known(6, 30, area=B)

    assert stays(missing, named) == stays(named)
    assert lines([SITI, missing, named], []) == lines([SITI, named], [])


def test_who_was_missing_and_had_moved_before_that_moved_on_their_day() -> None:
    missing = known(6, 30, standing="left")

    assert stays(missing, known(7, area=B, arrived_on=JUNE_15)) == [
        Stay(A, None, BORN, JUNE_15, WITHIN),
        Stay(B, JUNE_15, WITHIN),
    ]


@given(histories(), st.integers(1, 400))
@settings(max_examples=400, deadline=None)
def test_what_is_said_again_later_tells_nothing_new(history: tuple[list[Saying], object], later: int) -> None:
    said = sorted(history[0], key=lambda s: s.known_on)
    said[-1] = replace(said[-1], was_so=False)  # is said of a moment, and not again
    again = replace(said[-1], known_on=said[-1].known_on + timedelta(days=later))

    assert life(*said, again).stays == life(*said).stays
    assert lines([*said, again], []) == lines(said, [])


@given(histories(), st.sampled_from(("died", "moved_out")), st.integers(0, 2000), st.sampled_from(AREAS))
@settings(max_examples=400, deadline=None)
def test_nobody_is_counted_from_the_day_of_an_end_on(
    history: tuple[list[Saying], object], standing: str, day: int, area: str
) -> None:
    said = sorted(history[0], key=lambda s: s.known_on)
    last = said[-1].known_on
    end = last - timedelta(days=day)
    gone = replace(said[-1], known_on=last, standing=standing, ended_on=end, area=area)

    found = life(*said, gone)

    before = life(*said)
    was_gone_before = before.end is not None and before.end.on <= end
    for after in (0, 1, 30, 5000):
        assert not verdict(found, None, end + timedelta(days=after)).registered or was_gone_before
    assert all(stay.until is not None for stay in found.stays)
