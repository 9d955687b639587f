"""What a visit still awaits from a laptop, as the office knows of its numbers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.sync.awaited import Day, Known, awaited
from rekam.domain.sync.gaps import Gap

# The example of the module: visits A and B, an earlier program at A, and 1, 2, 5, 6, 8 and 9 are here.
MISSING = (Gap(3, 4), Gap(7, 7), Gap(10, 11))
A = Known(
    counted=(frozenset({1, 2, 3}),),
    counted_elsewhere=(frozenset({5, 6}),),
    days=(Day(8, 11, recorded=3, here=(8, 9)),),
    came=frozenset({1, 2, 8, 9}),
    arrived=frozenset({1, 2}),
    missing=MISSING,
)
B = Known(
    counted=(frozenset({5, 6}),),
    counted_elsewhere=(frozenset({1, 2, 3}),),
    days_elsewhere=(Gap(8, 11),),
    came=frozenset({5, 6}),
    arrived=frozenset({5, 6}),
    missing=MISSING,
)
NUMBERS = st.frozensets(st.integers(1, 30), max_size=12)


def test_the_example() -> None:
    assert (awaited(A), awaited(B)) == (4, 1)


def test_of_which_nothing_was_told_and_nothing_is_missing_nothing_is_awaited() -> None:
    assert awaited(Known()) == 0
    assert awaited(Known(came=frozenset({1, 2, 3}))) == 0


def test_what_was_counted_is_awaited_until_it_has_arrived_or_is_lost() -> None:
    told = Known(counted=(frozenset({1, 2, 3}),), missing=(Gap(1, 3),))

    assert awaited(told) == 3
    assert awaited(replace(told, arrived=frozenset({2}), missing=(Gap(1, 1), Gap(3, 3)))) == 2
    assert awaited(replace(told, lost=(Gap(1, 2),), missing=(Gap(3, 3),))) == 1


def test_what_was_counted_for_others_is_not_awaited_here() -> None:
    assert awaited(Known(counted_elsewhere=(frozenset({1, 2, 3}),), missing=(Gap(2, 3),))) == 0


@pytest.mark.parametrize(
    ("day", "missing", "count"),
    [
        (Day(1, 5, recorded=4), (Gap(1, 5),), 4),
        (Day(1, 5, recorded=4, here=(1, 2)), (Gap(3, 5),), 2),
        (Day(1, 5, recorded=4, here=(1, 2)), (Gap(5, 5),), 1),  # no more than there are numbers
        (Day(1, 5, recorded=2, here=(1, 2)), (Gap(3, 5),), 0),  # the others were closings and troubles
        (Day(5, 4, recorded=3, here=(1, 2)), (), 1),  # it named no numbers
    ],
)
def test_of_a_day_that_was_told_as_a_whole_as_many_as_are_not_here(
    day: Day, missing: tuple[Gap, ...], count: int
) -> None:
    assert awaited(Known(days=(day,), missing=missing)) == count


def test_a_day_that_was_closed_again_by_a_newer_program_is_awaited_once() -> None:
    told = Known(
        counted=(frozenset({1, 2}),),
        counted_elsewhere=(frozenset({3}),),
        days=(Day(1, 3, recorded=3),),
        missing=(Gap(1, 3),),
    )

    assert awaited(told) == 2


def test_what_lies_between_two_closings_is_accounted_for_by_neither() -> None:
    told = Known(
        counted=(frozenset({1, 2}), frozenset({6, 7})),
        came=frozenset({1, 2, 6, 7}),
        arrived=frozenset({1, 2, 6, 7}),
        missing=(Gap(3, 5),),
    )

    assert awaited(told) == 3


def test_a_missing_number_far_from_its_own_is_of_somebody_else() -> None:
    own = Known(counted=(frozenset({5}),), came=frozenset({5}), arrived=frozenset({5}))

    assert awaited(replace(own, missing=(Gap(2, 3),))) == 0
    assert awaited(replace(own, missing=(Gap(6, 7),))) == 2  # just after: of a day that is not closed yet
    assert awaited(replace(own, missing=(Gap(7, 8),))) == 0


def test_as_long_as_nothing_was_told_every_missing_number_may_be_its_own() -> None:
    assert awaited(Known(came=frozenset({5}), missing=(Gap(1, 4),))) == 4


def test_a_day_of_another_visit_accounts_for_what_is_missing_unless_the_laptop_was_here_as_well() -> None:
    told = Known(came=frozenset({9}), days_elsewhere=(Gap(1, 4),), missing=(Gap(2, 3),))

    assert awaited(told) == 0
    assert awaited(replace(told, came=frozenset({4, 9}))) == 2


@given(NUMBERS, NUMBERS)
def test_it_is_never_more_than_is_missing_and_counted_for_it(
    counted: frozenset[int], here: frozenset[int]
) -> None:
    """Where every number has been counted by visit."""
    rest = frozenset(range(1, 31)) - counted
    missing = tuple(Gap(n, n) for n in range(1, 31) if n not in here)
    told = Known(
        counted=(counted,),
        counted_elsewhere=(rest,),
        came=counted & here,
        arrived=counted & here,
        missing=missing,
    )

    assert awaited(told) == len(counted - here)
