"""Faults that wait longer than promised, in the order in which somebody should look at them."""

from datetime import UTC, datetime, timedelta

import pytest

from rekam.domain.kits.faults import State
from rekam.domain.service import late as lateness
from rekam.domain.service.late import USUAL_HOURS, Promise, Waiting

MONDAY = datetime(2016, 9, 26, 8, tzinfo=UTC)


def after(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def waiting(number: int, state: State = State.REPORTED, *, since: float = 0, alone: bool = False) -> Waiting:
    return Waiting(number, state, after(since), MONDAY, alone)


def late(*faults: Waiting, at: float) -> list[tuple[int, Promise, timedelta]]:
    found = lateness.overdue(faults, USUAL_HOURS, after(at))
    return [(each.waiting.fault, each.what, each.over) for each in found]


@pytest.mark.parametrize(
    ("state", "what", "hours"),
    [
        (State.REPORTED, Promise.CONFIRM, 24),
        (State.CONFIRMED, Promise.ASSIGN, 24),
        (State.ASSIGNED, Promise.BEGIN, 48),
        (State.IN_REPAIR, Promise.REPAIR, 168),
        (State.TESTING, Promise.REPAIR, 168),
    ],
)
def test_each_step_has_its_time(state: State, what: Promise, hours: int) -> None:
    assert late(waiting(1, state), at=hours) == []
    assert late(waiting(1, state), at=hours + 1) == [(1, what, timedelta(hours=1))]


def test_the_promise_that_was_broken_first_is_named() -> None:
    assigned_late = waiting(1, State.ASSIGNED, since=130)

    assert late(assigned_late, at=200) == [(1, Promise.REPAIR, timedelta(hours=32))]


def test_a_kecamatan_without_a_kit_comes_before_a_longer_wait_elsewhere() -> None:
    old = Waiting(1, State.REPORTED, after(-500), after(-500))
    alone = waiting(2, State.IN_REPAIR, alone=True)

    assert [fault for fault, *_ in late(old, alone, at=30)] == [2, 1]


def test_without_a_kit_the_time_is_shorter_and_runs_from_the_report() -> None:
    assert late(waiting(2, State.IN_REPAIR, since=20, alone=True), at=30) == [
        (2, Promise.NO_KIT, timedelta(hours=6))
    ]
