"""Whose turn it is, and an honest answer to how long it takes."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.recording import queue
from rekam.domain.recording.queue import Move, Priority, State, Waiting
from rekam.domain.trouble import RuleBroken

TODAY = date(2016, 10, 12)


def ticket(number: int, priority: Priority = Priority.NONE) -> Waiting:
    return Waiting(number, priority)


def numbers(waiting: list[Waiting], **options: int) -> list[int]:
    return [each.number for each in queue.in_turn(waiting, **options)]


def test_people_are_called_in_the_order_in_which_they_came() -> None:
    assert numbers([ticket(3), ticket(1), ticket(2)]) == [1, 2, 3]


def test_elderly_and_disabled_people_go_first() -> None:
    waiting = [ticket(1), ticket(2), ticket(3, Priority.ELDERLY), ticket(4, Priority.DISABLED)]

    assert numbers(waiting) == [3, 4, 1, 2]


def test_after_three_in_a_row_one_of_the_others_is_called() -> None:
    waiting = [ticket(1), ticket(2), *(ticket(n, Priority.ELDERLY) for n in range(3, 8))]

    assert numbers(waiting) == [3, 4, 5, 1, 6, 7, 2]
    assert numbers(waiting, in_a_row=3)[0] == 1


@given(st.lists(st.sampled_from(list(Priority)), max_size=30), st.integers(0, 5))
def test_everybody_is_called_once_and_nobody_waits_for_ever(kinds: list[Priority], row: int) -> None:
    waiting = [ticket(number, kind) for number, kind in enumerate(kinds, start=1)]

    turn = queue.in_turn(waiting, in_a_row=row)

    assert sorted(each.number for each in turn) == [each.number for each in waiting]
    others = [place for place, each in enumerate(turn) if each.priority == Priority.NONE]
    assert all(place <= (n + 1) * (queue.IN_A_ROW + 1) - 1 for n, place in enumerate(others))


def test_sixty_years_are_elderly_from_the_birthday() -> None:
    assert queue.priority(born=date(1956, 10, 12), is_disabled=False, on=TODAY) == Priority.ELDERLY
    assert queue.priority(born=date(1956, 10, 13), is_disabled=False, on=TODAY) == Priority.NONE
    assert queue.priority(born=None, is_disabled=True, on=TODAY) == Priority.DISABLED


def test_an_empty_queue_says_so() -> None:
    with pytest.raises(RuleBroken, match=r"queue\.empty"):
        queue.next_one([])


def test_whoever_was_not_there_when_called_may_come_back() -> None:
    state = queue.decide(queue.decide(State.CALLED, Move.MISS, number=7), Move.COME_BACK, number=7)

    assert state == State.WAITING


def test_a_finished_ticket_is_not_called_again() -> None:
    with pytest.raises(RuleBroken, match=r"queue\.not_now: Ticket 7 is done"):
        queue.decide(State.DONE, Move.CALL, number=7)


# --- how long


def test_nobody_ahead_is_no_wait_and_no_counter_is_no_answer() -> None:
    assert queue.wait(ahead=0, counters=1) == queue.Wait(0, 0)
    assert queue.wait(ahead=4, counters=0) is None


def test_before_anything_is_measured_five_minutes_a_person_are_taken() -> None:
    found = queue.wait(ahead=6, counters=1)

    assert found is not None
    assert found.low_minutes < 30 < found.high_minutes


def test_a_day_on_which_devices_misbehave_says_a_longer_wait() -> None:
    slow = queue.wait(ahead=6, counters=1, seconds=[600.0] * 10)
    usual = queue.wait(ahead=6, counters=1)

    assert slow
    assert usual
    assert slow.high_minutes > usual.high_minutes


@given(st.integers(0, 200), st.integers(1, 8), st.lists(st.floats(60, 1800), max_size=20), st.integers(1, 50))
def test_more_people_ahead_never_wait_less(
    ahead: int, counters: int, seconds: list[float], more: int
) -> None:
    now = queue.wait(ahead=ahead, counters=counters, seconds=seconds)
    later = queue.wait(ahead=ahead + more, counters=counters, seconds=seconds)

    assert now
    assert later
    assert now.low_minutes <= now.high_minutes
    assert now.high_minutes <= later.high_minutes


def test_eight_of_ten_waits_fall_within_what_was_said() -> None:
    chance = random.Random(5)
    held = 0
    for _ in range(400):
        mean = chance.uniform(200, 500)
        measured = [chance.gammavariate(4, mean / 4) for _ in range(8)]
        took = sum(chance.gammavariate(4, mean / 4) for _ in range(10)) / 60
        said = queue.wait(ahead=10, counters=1, seconds=measured)
        assert said
        held += said.low_minutes <= took <= said.high_minutes

    assert held >= 320


# --- with people of priority who are still to come

HOUR = 3600.0


def a_day(chance: random.Random, share: float, every: float) -> list[tuple[float, queue.Wait]]:
    """One counter for seven hours, with ten people at the door. What everybody without priority waited in the
    end, in minutes, and what they were told when they came.
    """
    comes, at = [0.0] * 10, 0.0
    while (at := at + chance.expovariate(1 / every)) < 7 * HOUR:
        comes.append(at)
    people = [(at, Priority.ELDERLY if chance.random() < share else Priority.NONE) for at in comes]
    waiting: list[Waiting] = []
    told: dict[int, queue.Wait] = {}
    took: list[float] = []
    ended: list[tuple[float, queue.Wait]] = []
    free, row, came = 0.0, 0, 0
    while came < len(people) or waiting:
        while came < len(people) and (people[came][0] <= free or not waiting):
            at, kind = people[came]
            came += 1
            waiting.append(Waiting(came, kind))
            if kind == Priority.NONE:
                told[came] = what_is_said(waiting, people[:came], row=row, is_busy=at < free, took=took)
            free = max(free, at)
        now = queue.next_one(waiting, in_a_row=row)
        waiting.remove(now)
        row = 0 if now.priority == Priority.NONE else row + 1
        if now.number in told:
            ended.append(((free - people[now.number - 1][0]) / 60, told[now.number]))
        took.append(max(90.0, chance.gauss(300, 150)))
        free += took[-1]
    return ended


def what_is_said(
    waiting: list[Waiting],
    people: list[tuple[float, Priority]],
    *,
    row: int,
    is_busy: bool,
    took: list[float],
) -> queue.Wait:
    turn = queue.in_turn(waiting, in_a_row=row)
    place = turn.index(waiting[-1])
    others = sum(each.priority == Priority.NONE for each in turn[:place])
    coming = queue.Coming(len(people), sum(kind != Priority.NONE for _, kind in people), others)
    said = queue.wait(ahead=place + is_busy, counters=1, seconds=took[::-1][:20], coming=coming)
    assert said
    return said


@pytest.mark.parametrize("share", [0.0, 0.1, 0.2, 0.3, 0.5])
@pytest.mark.parametrize("every", [290.0, 330.0, 400.0])
def test_eight_of_ten_waits_fall_within_what_was_said_however_many_go_first(
    share: float, every: float
) -> None:
    """Also where more come than can be served, and half of them go first."""
    chance = random.Random(11)
    ended = [each for _ in range(20) for each in a_day(chance, share, every) if each[1].high_minutes]

    held = [said.low_minutes <= waited <= said.high_minutes for waited, said in ended]
    late = [waited > said.high_minutes for waited, said in ended]

    assert sum(held) >= 0.8 * len(held)
    assert sum(late) <= 0.15 * len(late)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_whoever_may_come_yet_only_lengthens_what_is_said(
    ahead: int, others: int, first: int, more: int
) -> None:
    coming = queue.Coming(first + more, first, others)
    alone = queue.wait(ahead=ahead, counters=1)
    found = queue.wait(ahead=ahead, counters=1, coming=coming)

    assert alone
    assert found
    assert found.low_minutes == alone.low_minutes
    assert found.high_minutes >= alone.high_minutes
