"""What a NIK says, and what is left of it after a spreadsheet."""

from calendar import monthrange
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain import nik
from rekam.domain.nik import Nik, NikDamaged, mask

SITI = "6408045708850003"  # born 17 August 1985, a woman
BUDI = "6408041708850003"

DIGITS = st.text("0123456789", min_size=16, max_size=16)


@st.composite
def well_formed(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    day = born.day + draw(st.sampled_from([0, 40]))
    area = draw(st.integers(110101, 969999))
    serial = draw(st.integers(0, 9999))
    return f"{area:06}{day:02}{born.month:02}{born.year % 100:02}{serial:04}"


def test_a_nik_says_sex_birth_date_and_area_of_first_registration() -> None:
    siti = Nik(SITI)

    assert (siti.sex, Nik(BUDI).sex) == ("f", "m")
    assert siti.area == "64.08.04"
    assert siti.serial == "0003"
    assert siti.births() == (date(1985, 8, 17),) or siti.births() == (date(2085, 8, 17), date(1985, 8, 17))


def test_only_plausible_ages_are_left_of_the_two_centuries() -> None:
    child = Nik("6408041708050001")

    assert child.births() == (date(2005, 8, 17), date(1905, 8, 17))
    assert child.births(date(2016, 9, 30)) == (date(2005, 8, 17), date(1905, 8, 17))
    assert child.births(date(2026, 9, 30)) == (date(2005, 8, 17),)
    assert Nik(SITI).births(date(2016, 9, 30)) == (date(1985, 8, 17),)


def test_the_29th_of_february_exists_in_one_century_only() -> None:
    assert Nik("6408042902000001").births() == (date(2000, 2, 29),)
    assert Nik("6408042902960001").births() == (date(2096, 2, 29), date(1996, 2, 29))


@pytest.mark.parametrize("day", ["00", "32", "40", "72"])
def test_a_day_that_no_month_has_is_damage(day: str) -> None:
    with pytest.raises(NikDamaged) as damage:
        Nik(f"640804{day}08850003")

    assert damage.value.code == "nik.impossible_date"


def test_a_nik_is_never_written_out_by_accident() -> None:
    siti = Nik(SITI)

    assert str(siti) == "640804••••••0003"
    assert SITI not in repr(siti)
    assert f"{siti}" == mask(SITI)
    assert mask("12345") == "•••••"


@pytest.mark.parametrize(
    "written",
    [
        "'6408045708850003",
        " 6408045708850003\u00a0",
        "6408 0457 0885 0003",
        "64.08.04.570885.0003",
        "640804-570885-0003",
        "6408045708850003.0",
        "6408045708850003,00",
        "6.408045708850003E+15",
    ],
)
def test_digits_that_are_all_there_are_repaired(written: str) -> None:
    assert Nik.parse(written) == Nik(SITI)


@pytest.mark.parametrize(
    "written",
    ["6.40804E+15", "6,40804E+15", "6.4080457088500E+15", "9.302011708850003E+15", "9302011708850003.0"],
)
def test_digits_that_a_spreadsheet_has_lost_are_named_as_such(written: str) -> None:
    with pytest.raises(NikDamaged) as damage:
        Nik.parse(written)

    assert damage.value.code == "nik.rounded_by_spreadsheet"


@pytest.mark.parametrize(
    "written", ["640804570885000", "64080457088500031", "SITI", "1.2E+3", "64080457O8850003"]
)
def test_anything_else_is_not_a_nik(written: str) -> None:
    with pytest.raises(NikDamaged) as damage:
        Nik.parse(written)

    assert damage.value.code == "nik.not_16_digits"


@pytest.mark.parametrize("written", ["", "  ", "-", "NULL", "(null)", "\\N", "#N/A", "'"])
def test_what_programs_write_for_nothing_is_a_missing_nik(written: str) -> None:
    with pytest.raises(NikDamaged) as damage:
        Nik.parse(written)

    assert damage.value.code == "nik.missing"


# -- a whole column reads every cell as a single reading does


@given(well_formed())
def test_every_well_formed_nik_is_read_back(digits: str) -> None:
    found = Nik.parse(f" '{digits}")

    assert found.digits == digits
    assert all(digits[8:12] == f"{born:%m%y}" for born in found.births())
    assert found.births()


@given(st.lists(st.one_of(DIGITS, well_formed(), st.text(max_size=24), st.floats().map(str), st.none())))
def test_a_column_reads_every_cell_as_a_single_reading_does(cells: list[str | None]) -> None:
    column = nik.read_column(pl.Series("nik", cells, dtype=pl.String))

    assert column.rows() == [nik.read(cell) for cell in cells]


@given(st.lists(DIGITS, min_size=1))
def test_a_column_judges_birth_dates_as_a_single_nik_does(cells: list[str]) -> None:
    table = pl.DataFrame({"nik": cells}).with_columns(**nik.birth(pl.col("nik")))
    exists = table.select(nik.date_exists(pl.col("day"), pl.col("month"), pl.col("year"))).to_series()

    assert exists.to_list() == [_stands(cell) for cell in cells]


@given(st.lists(well_formed(), min_size=1))
def test_a_column_tells_women_and_birthdays_as_a_single_nik_does(cells: list[str]) -> None:
    table = pl.DataFrame({"nik": cells})
    women = table.select(nik.female(pl.col("nik"))).to_series().to_list()
    days = table.select(**nik.birth(pl.col("nik")))

    assert women == [Nik(cell).sex == "f" for cell in cells]
    assert days.rows() == [(b.day, b.month, b.year % 100) for b in (Nik(cell).births()[0] for cell in cells)]


def _stands(digits: str) -> bool:
    """Said anew, by the calendar: some century has this day."""
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    day = day - 40 if day > 40 else day
    centuries = (1900 + year, 2000 + year)
    return 1 <= month <= 12 and 1 <= day <= max(monthrange(each, month)[1] for each in centuries)


# -- rounding shows only in a column as a whole


def lost(cells: list[str]) -> list[bool]:
    return nik.doubtful(nik.read_column(pl.Series(cells))).to_list()


def test_one_in_ten_ends_in_zero_and_is_believed() -> None:
    column = [f"640804170885{serial:04}" for serial in range(1, 101)]

    assert not any(lost(column))


def test_a_column_that_ends_in_zeros_was_rounded() -> None:
    assert lost(["6408041708850000", "6408045708850010", "6408041202990000"]) == [True] * 3


def test_two_rows_prove_nothing() -> None:
    assert lost(["6408041708850010", "6408045708850020"]) == [False, False]


def test_in_a_column_rounded_in_part_only_the_rounded_are_lost() -> None:
    rounded = [f"640804{day:02}08850000" for day in range(1, 29)]
    whole = [f"640804{day:02}08850003" for day in range(1, 11)]

    assert lost(rounded + whole) == [True] * 28 + [False] * 10


def test_numbers_that_kept_their_last_digit_are_believed() -> None:
    numbers = [f"640804170885{serial:04}.0" for serial in range(1, 31)]

    assert not any(lost(numbers))


def test_a_single_number_ending_in_zero_is_not_believed() -> None:
    assert lost(["6408041708850010.0"]) == [True]
