"""The code of a summons: scanned or typed, it is the same; anything else is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.recording import slips, summons

numbers = st.lists(st.integers(0, 10**6), min_size=summons.LENGTH, max_size=summons.LENGTH)


@given(numbers)
def test_however_it_is_typed_it_is_read_as_it_was_made(drawn: list[int]) -> None:
    made = summons.code(drawn)

    assert summons.read(made) == made
    assert summons.read(made.lower().replace("-", " ")) == made
    assert summons.read(f" {made.replace('-', '')} ") == made


@given(numbers, st.integers(0, 11), st.sampled_from(slips.LETTERS))
def test_a_mistyped_letter_names_nobody_else(drawn: list[int], place: int, other: str) -> None:
    letters = list(summons.code(drawn).replace("-", ""))
    was, letters[place + 1] = letters[place + 1], other

    assert (summons.read("".join(letters)) == "") == (was != other)


@pytest.mark.parametrize("text", ["", "U", "siti aminah 1990", "6408044109900001", slips.code(range(11))])
def test_anything_else_is_none(text: str) -> None:
    assert summons.read(text) == ""
