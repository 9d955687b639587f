"""Numbers and dates come out as an office writes them, and can be read back."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain import wording

WITA = ZoneInfo("Asia/Makassar")
NBSP = "\u00a0"
LANGUAGES = st.sampled_from(["id", "en"])
COUNTS = st.integers(-(10**12), 10**12)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def read(text: str, language: str) -> Decimal:
    """The number back from its text, as a person would read it."""
    plain = text.replace("−", "-").removeprefix("+").removesuffix("%").removesuffix(NBSP)
    thousands, point = (".", ",") if language == "id" else (",", ".")
    return Decimal(plain.replace(thousands, "").replace(point, "."))


def test_numbers_are_grouped_as_each_language_does():
    assert wording.number(287_000) == "287.000"
    assert wording.number(287_000, "en") == "287,000"
    assert wording.number(1234.56, "id", 2) == "1.234,56"
    assert wording.number(-171) == "−171"


def test_a_half_is_rounded_up_as_on_paper():
    assert wording.number(2.5) == "3"
    assert wording.number(-2.5) == "−3"
    assert wording.percent(0.125) == f"0,13{NBSP}%"
    assert wording.percent(65.41, "en") == "65.41%"


def test_what_rounds_to_nothing_has_no_sign():
    assert wording.number(-0.4) == "0"
    assert wording.signed(0.4) == "0"
    assert wording.signed(-0.4) == "0"


def test_a_difference_shows_its_direction():
    assert wording.signed(1234) == "+1.234"
    assert wording.signed(-8766) == "−8.766"
    assert wording.signed(0) == "0"


def test_coverage_is_written_with_two_decimals_and_never_capped():
    assert wording.percent_of(187_730, 287_000) == f"65,41{NBSP}%"
    assert wording.percent_of(187_730, 287_000, "en") == "65.41%"
    assert wording.percent_of(1008, 1000) == f"100,80{NBSP}%"


@pytest.mark.parametrize("write", [wording.number, wording.signed, wording.percent, wording.short_number])
def test_missing_is_a_dash_and_not_zero(write):
    assert write(None) == "–"


def test_a_part_of_nobody_is_a_dash():
    assert wording.percent_of(0, 0) == "–"
    assert wording.percent_of(None, 10) == "–"
    assert wording.percent_of(0, 10) == f"0,00{NBSP}%"


def test_large_numbers_are_short_on_an_axis():
    assert wording.short_number(9_999) == "9.999"
    assert wording.short_number(287_000) == f"287{NBSP}rb"
    assert wording.short_number(99_270) == f"99,3{NBSP}rb"
    assert wording.short_number(-1_200_000) == f"−1,2{NBSP}juta"
    assert wording.short_number(999_999) == f"1{NBSP}juta"
    assert wording.short_number(287_000, "en") == "287k"


@given(COUNTS, LANGUAGES)
def test_every_count_can_be_read_back(count, language):
    assert read(wording.number(count, language), language) == count
    assert read(wording.signed(count, language), language) == count


@given(st.decimals(-(10**6), 10**6, places=5), LANGUAGES, st.integers(0, 3))
def test_a_written_number_is_never_further_off_than_half_its_last_digit(value, language, decimals):
    written = read(wording.number(value, language, decimals), language)
    assert abs(written - value) <= Decimal(5).scaleb(-decimals - 1)


@given(COUNTS, COUNTS)
def test_equal_texts_mean_equal_counts(one, other):
    assert (wording.number(one) == wording.number(other)) == (one == other)


def test_dates_are_written_the_way_of_the_office():
    day = date(2016, 9, 30)
    assert wording.short_date(day) == "30-09-2016"
    assert wording.long_date(day) == "30 September 2016"
    assert wording.long_date(date(2016, 8, 5), "en") == "5 August 2016"
    assert wording.day_and_date(day) == "Jumat, 30 September 2016"
    assert wording.month(date(2016, 10, 6)) == "Oktober 2016"
    assert wording.short_date(None) == wording.long_date(None) == "–"


def test_a_period_says_once_what_both_ends_share():
    assert wording.period(date(2016, 9, 1), date(2016, 9, 30)) == "1–30 September 2016"
    assert wording.period(date(2016, 8, 25), date(2016, 10, 6)) == "25 Agustus – 6 Oktober 2016"
    assert wording.period(date(2015, 12, 1), date(2016, 1, 2)) == "1 Desember 2015 – 2 Januari 2016"
    assert wording.period(date(2016, 9, 1), date(2016, 9, 1)) == "1 September 2016"


def test_a_moment_is_told_in_the_time_of_the_office():
    late = datetime(2016, 9, 30, 23, 15, tzinfo=UTC)
    assert wording.moment(late, WITA) == "1 Oktober 2016 pukul 07.15 WITA"
    assert wording.moment(late, WITA, "en") == "1 October 2016, 07:15 WITA"
    assert wording.clock(late, ZoneInfo("Asia/Jakarta")) == "06.15 WIB"
    assert wording.clock(late, ZoneInfo("Europe/London")) == "00.15"


def test_the_clock_on_the_wall_is_written_as_the_reader_writes_it():
    assert [wording.hour(time(8, 5), language) for language in ("id", "en")] == ["08.05", "08:05"]
    assert wording.hour(time(0, 0)) == "00.00"
    assert wording.hour(datetime(2016, 9, 30, 7, 15, 9, tzinfo=UTC), "en", seconds=True) == "07:15:09"
    assert wording.hour(None) == wording.MISSING


@given(DAYS)
def test_a_written_date_is_read_back(day):
    assert wording.read_date(wording.short_date(day)) == day
    assert wording.read_date(day.isoformat()) == day
    assert wording.read_date(f" {day.day}/{day.month}/{day.year} ") == day


@pytest.mark.parametrize(
    "text", ["", "31-02-2016", "30-13-2016", "30-09-16", "kemarin", "2016-9", "٣٠-٠٩-٢٠١٦"]
)
def test_what_is_no_date_is_not_guessed(text):
    assert wording.read_date(text) is None


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_nothing(text):
    found = wording.read_date(text)
    assert found is None or wording.read_date(wording.short_date(found)) == found


def test_a_nik_shows_six_and_four():
    assert wording.masked("6408044101900001") == "640804••••••0001"


def test_a_damaged_nik_shows_nothing():
    assert wording.masked("640804410190000") == "•" * 15
    assert wording.masked("6.40804E+15") == "•" * 11
    assert wording.masked(None) == wording.masked("") == "–"


@given(st.text(st.characters(exclude_characters="•–"), min_size=1, max_size=30))
def test_masking_never_shows_more_than_ten_signs(number):
    assert len(wording.masked(number).replace("•", "")) <= 10


def test_names_are_listed_as_one_says_them():
    assert wording.listed(["Siti"]) == "Siti"
    assert wording.listed(["Siti", "Budi"]) == "Siti dan Budi"
    assert wording.listed(["Siti", "Budi", "Dewi"], "en") == "Siti, Budi, and Dewi"
    assert wording.listed([]) == ""


@given(DAYS, st.integers(0, 4000), LANGUAGES)
def test_a_period_names_both_its_days(start, length, language):
    end = start + timedelta(days=length)
    text = wording.period(start, end, language)
    assert text.endswith(wording.long_date(end, language))
    assert text.startswith(str(start.day))
