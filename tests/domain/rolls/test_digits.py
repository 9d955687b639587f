"""What can still be read of a damaged NIK."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.rolls import digits

# A district, a day that exists, and a serial: 6408 04 170580 9317 and the like.
NIKS = st.builds(
    lambda kec, day, month, year, serial: f"6408{kec:02}{day:02}{month:02}{year:02}{serial:04}",
    st.integers(1, 18),
    st.integers(1, 28),
    st.integers(1, 12),
    st.integers(0, 99),
    st.integers(1, 9999),
)


def numbers(*texts: str) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(sorted(int(text) for text in texts), np.int64)


def slip(written: str, *held: str) -> set[str]:
    niks = numbers(*held)
    _owners, places = digits.one_slip([written], niks)
    return {f"{niks[place]:016d}" for place in places}


@given(NIKS, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_one_slip(nik: str, at: int, more: int) -> None:
    wrong = f"{nik[:at]}{(int(nik[at]) + more) % 10}{nik[at + 1 :]}"

    assert slip(wrong, nik) == {nik}


@given(NIKS, st.integers(0, 15))
def test_a_missing_digit_is_one_slip(nik: str, at: int) -> None:
    assert slip(nik[:at] + nik[at + 1 :], nik) == {nik}


@given(NIKS, st.integers(0, 16), st.integers(0, 9))
def test_a_digit_too_many_is_one_slip(nik: str, at: int, digit: int) -> None:
    assert slip(f"{nik[:at]}{digit}{nik[at:]}", nik) == {nik}


@given(NIKS, st.integers(0, 14))
def test_two_neighbours_that_changed_places_are_one_slip(nik: str, at: int) -> None:
    swapped = nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :]

    assert slip(swapped, nik) == (set() if swapped == nik else {nik})


@given(st.lists(NIKS, min_size=1, max_size=12, unique=True), NIKS)
def test_nobody_two_slips_away_is_found(held: list[str], written: str) -> None:
    for nik in slip(written, *held):
        differing = [place for place in range(16) if nik[place] != written[place]]
        assert len(differing) == 1 or (len(differing) == 2 and differing[1] == differing[0] + 1)


@given(NIKS)
def test_the_number_itself_is_no_slip(nik: str) -> None:
    assert slip(nik, nik) == set()


@given(NIKS, st.integers(2, 14))
def test_whatever_a_spreadsheet_rounded_was_in_the_range(nik: str, shown: int) -> None:
    exact = int(nik)
    unit = 10 ** (16 - shown)
    rounded = (exact + unit // 2) // unit
    text = f"{str(rounded)[0]},{str(rounded)[1:]}E+15"

    left = digits.left_of(text, "rounded")

    assert left.low is not None
    assert left.high is not None
    assert left.low <= exact <= left.high


@given(NIKS)
def test_a_number_cut_after_fifteen_digits_leaves_ten_people_at_most_and_two_beside(nik: str) -> None:
    left = digits.left_of(nik[:15] + "0", "rounded")

    assert left.low is not None
    assert left.high is not None
    assert left.low <= int(nik) <= left.high
    assert left.high - left.low < digits.NARROW


@pytest.mark.parametrize("text", ["", "-", "tidak ada", "12", "6408", "1" * 30])
def test_of_what_is_no_number_nothing_is_left(text: str) -> None:
    assert digits.left_of(text, "bad") == digits.NOTHING


def test_a_column_is_read_as_a_whole() -> None:
    cells = pl.Series(["6408041705800010", "6408041705810020", "6408041705820030"])

    assert digits.read(cells)["state"].to_list() == ["rounded"] * 3


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    read = digits.read(pl.Series(["64O8O417O58OOO17", "64080417o58000I7", "6408041705800017"]))

    assert read["state"].to_list() == ["letters", "letters", "exact"]
    assert read["nik"].to_list() == ["6408041705800017"] * 3


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=8))
def test_every_place_of_every_slice_stands_beside_its_slice(slices: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in slices], np.int64)
    stops = np.array([start + size for start, size in slices], np.int64)

    owners, places = digits.spread(starts, stops)

    wanted = [(n, start + k) for n, (start, size) in enumerate(slices) for k in range(size)]
    assert list(zip(owners.tolist(), places.tolist(), strict=True)) == wanted
