"""What is odd about the day of a recording: one definition for files and for laptops."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.domain.coverage.rules import EVER_MARRIED
from rekam.domain.recording import lifetimes
from rekam.domain.recording.lifetimes import Doubt, Life
from rekam.domain.sync import people
from rekam.files.sentence import HELD
from rekam.files.sentences import SENTENCES

BORN = date(2000, 5, 17)
DAYS = st.dates(date(1996, 1, 1), date(2017, 12, 31))


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2000, 5, 16), (Doubt.BEFORE_BIRTH,)),
        (date(2000, 5, 17), (Doubt.UNDER_AGE,)),
        (date(2016, 5, 16), (Doubt.UNDER_AGE,)),
        (date(2016, 5, 17), ()),
    ],
)
def test_nobody_is_recorded_before_the_birth_or_before_16(on: date, said: tuple[Doubt, ...]) -> None:
    assert lifetimes.doubts(Life(BORN, "single"), on) == said


def test_whoever_is_married_is_recorded_at_any_age_and_nobody_after_the_death() -> None:
    on = date(2015, 5, 17)

    assert lifetimes.doubts(Life(BORN, "married"), on) == ()
    assert lifetimes.doubts(Life(BORN, "married", on), on) == ()
    assert lifetimes.doubts(Life(BORN, "married", date(2015, 5, 16)), on) == (Doubt.AFTER_DEATH,)


@given(
    on=DAYS,
    born=DAYS,
    marital=st.sampled_from(["single", *sorted(EVER_MARRIED)]),
    standing=st.sampled_from(["resident", "died", "moved_out"]),
    ended=st.none() | DAYS,
    known=DAYS,
)
def test_a_whole_file_is_judged_as_each_of_its_rows(
    on: date, born: date, marital: str, standing: str, ended: date | None, known: date
) -> None:
    row = {
        "recorded_on": on,
        "born": born,
        "marital": marital,
        "standing": standing,
        "ended_on": ended,
        "known_on": known,
    }
    table = pl.DataFrame([row], schema_overrides={"ended_on": pl.Date})

    at_once = tuple(doubt for doubt, where in lifetimes.told().items() if len(table.filter(where)))

    life = Life(born, marital, lifetimes.died_on(standing, ended, known))
    assert at_once == lifetimes.doubts(life, on)


def test_of_somebody_whom_the_register_does_not_know_a_file_tells_nothing() -> None:
    row = {"recorded_on": BORN, "born": None, "marital": None, "standing": None}
    dates = dict.fromkeys(("born", "ended_on", "known_on"), pl.Date)
    table = pl.DataFrame([{**row, "ended_on": None, "known_on": None}], schema_overrides=dates)
    texts = table.with_columns(pl.col("marital", "standing").cast(pl.String))

    assert [len(texts.filter(where)) for where in lifetimes.told().values()] == [0, 0, 0]


def test_what_is_held_of_a_file_is_held_of_a_laptop_and_nothing_else() -> None:
    of_files = {doubt for doubt in Doubt if SENTENCES[f"recorded.{doubt}"].level == HELD}
    of_laptops = {doubt for doubt in Doubt if people.OF_DOUBT[doubt] in people.HOLDING}

    assert of_files == of_laptops == lifetimes.HELD
