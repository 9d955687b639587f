"""What messages cost, and what a month has room for."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from rekam.domain.reminders import budget
from rekam.domain.reminders.budget import Room

PRICES = {"sms": 300, "whatsapp": 250, "email": 0}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("•" * 70, 1),
        ("•" * 71, 2),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_a_long_sms_is_several(text: str, parts: int) -> None:
    assert budget.parts(text) == parts


def test_an_sms_pays_for_each_part_and_a_whatsapp_message_once() -> None:
    long = "a" * 161

    assert budget.price("sms", long, PRICES) == 600
    assert budget.price("whatsapp", long, PRICES) == 250
    assert budget.price("email", long, PRICES) == 0


def test_what_exceeds_the_budget_waits_and_cheaper_ones_still_go() -> None:
    assert budget.room([300, 600, 300, 0], left=650) == Room(sent=3, waiting=1, cost=600, waiting_cost=600)


def test_without_a_limit_all_go() -> None:
    assert budget.room([300, 600], left=None) == Room(sent=2, waiting=0, cost=900, waiting_cost=0)


@given(st.lists(st.integers(0, 1000)), st.integers(0, 5000))
def test_nothing_is_lost_and_the_budget_is_never_exceeded(costs: list[int], left: int) -> None:
    room = budget.room(costs, left)

    assert room.cost <= left
    assert room.sent + room.waiting == len(costs)
    assert room.cost + room.waiting_cost == sum(costs)
