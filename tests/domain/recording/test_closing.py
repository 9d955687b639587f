"""A day closes when its sums add up, and otherwise says what is missing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.recording import closing
from rekam.domain.recording.closing import Capture, Day, Failure, Quality
from rekam.domain.trouble import RuleBroken

DAY = Day(
    tickets=20,
    recorded=16,
    failed={Failure.UNDER_16: 2, Failure.NO_PAPERS: 1},
    left=1,
    sealed=16,
    twice=16,
    received=10,
    unsent=6,
)


def test_a_day_that_adds_up_closes() -> None:
    closing.check_adds_up(DAY)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"waiting": 2}, "day.people_waiting: .*2"),
        ({"drafts": 1}, "day.drafts_open: .*1"),
        ({"tickets": 21}, "day.does_not_add_up: 21 tickets were given but 20 people"),
        ({"sealed": 15}, "day.sealed_differs: 16 people were recorded but 15"),
        ({"unsent": 5}, "day.sent_differs"),
    ],
)
def test_a_day_that_does_not_says_what_is_missing(change: dict[str, int], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        closing.check_adds_up(replace(DAY, **change))  # type: ignore[arg-type]


@given(
    st.integers(0, 50),
    st.dictionaries(st.sampled_from(list(Failure)), st.integers(0, 9)),
    st.integers(0, 9),
    st.integers(-2, 2),
)
def test_a_day_closes_exactly_when_everybody_has_one_outcome(
    recorded: int, failed: dict[Failure, int], left: int, astray: int
) -> None:
    tickets = recorded + sum(failed.values()) + left + astray
    day = Day(tickets, recorded, failed, left, sealed=recorded, unsent=recorded)

    if astray:
        with pytest.raises(RuleBroken, match=r"day\.does_not_add_up"):
            closing.check_adds_up(day)
    else:
        closing.check_adds_up(day)


def test_a_failure_has_a_reason_of_the_list() -> None:
    assert closing.failure("ill") == Failure.ILL
    with pytest.raises(RuleBroken, match=r"failure\.no_reason"):
        closing.failure("")


# --- quality

captures = st.lists(
    st.builds(
        Capture,
        st.sampled_from(["left_hand", "irises"]),
        st.sampled_from(["SLAP-1", "IRIS-2"]),
        st.sampled_from(["budi", "dewi"]),
        st.integers(0, 100),
        st.integers(1, 3),
        st.booleans(),
    )
)


@given(captures, captures)
def test_two_days_of_quality_add_up_to_both_together(one: list[Capture], other: list[Capture]) -> None:
    first, second, both = closing.add_up(one), closing.add_up(other), closing.add_up(one + other)

    assert both == {
        key: first.get(key, Quality()) + second.get(key, Quality()) for key in first.keys() | second.keys()
    }


def test_a_device_is_measured_by_the_mean_of_what_it_captured() -> None:
    made = [Capture("irises", "IRIS-2", "budi", score, 1, score < 60) for score in (50, 80)]

    (quality,) = closing.add_up(made).values()

    assert (quality.mean, quality.low, quality.captures) == (65.0, 1, 2)
    assert Quality().mean is None


def test_waits_add_up_and_one_that_nobody_knows_changes_no_mean() -> None:
    assert closing.waits([600.0, 1200.4, None]) == closing.Waits(3, 2700, 1200)
    assert closing.waits([None]) == closing.Waits(1, 0, 0)
    assert closing.waits([]) == closing.Waits()
    assert closing.waits([600.0, 1200.0]).mean == 900
    assert closing.Waits().mean is None
