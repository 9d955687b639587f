"""What is to become of each person on a roll, on a day: one table expression.

It follows from who the row is and what the register says of that resident on the day, so it is never stored:
somebody recorded yesterday is recorded on every roll today.
"""

from datetime import date

import polars as pl

from rekam.domain.coverage.rules import ELIGIBLE, FIRST_TIMER_AGE, OBLIGED_AGE, birthday
from rekam.domain.rolls.words import Match, Result

# What is asked of the register about a resident.
FACTS = {
    "standing": pl.String,
    "ended_on": pl.Date,
    "obliged_from": pl.Date,
    "first_recorded_on": pl.Date,
    "born": pl.Date,
    "citizenship": pl.String,
}
# A first-timer who completes 17 within so many days is one of those who turn 17 soon.
SOON_DAYS = 90
LIVES_HERE, MOVED_OUT = "resident", "moved_out"


def result(on: date) -> pl.Expr:
    """The `Result` of rows with `match`, `from_outside`, `same_as`, `decision`, `resident` and `FACTS`.

    `resident` is who the row is, found or decided; `same_as` the earlier row that names the same person.
    """
    somebody = pl.col("resident").is_not_null() & pl.col("standing").is_not_null()
    waits = (pl.col("match") == Match.CHECK.value) & (pl.col("decision") == "")
    return (
        pl.when(pl.col("same_as").is_not_null())
        .then(_word(Result.TWICE))
        .when(somebody)
        .then(_of_resident(on))
        .when(waits)
        .then(_word(Result.CHECK))
        .when(pl.col("from_outside"))
        .then(_word(Result.ELSEWHERE))
        .otherwise(_word(Result.NOT_FOUND))
    )


def _of_resident(on: date) -> pl.Expr:
    ended = (pl.col("standing") != LIVES_HERE) & (pl.col("ended_on").is_null() | (pl.col("ended_on") <= on))
    return (
        pl.when(ended & (pl.col("standing") == MOVED_OUT))
        .then(_word(Result.ELSEWHERE))
        .when(ended)
        .then(_word(Result.GONE))
        .when(pl.col("first_recorded_on") <= on)
        .then(_word(Result.RECORDED))
        .when(pl.col("obliged_from") <= on)
        .then(_word(Result.UNRECORDED))
        .when(~pl.col("citizenship").is_in(sorted(ELIGIBLE)))
        .then(_word(Result.NOT_OBLIGED))
        .when(has_turned(FIRST_TIMER_AGE, on))
        .then(_word(Result.FIRST_TIMER))
        .otherwise(_word(Result.TOO_YOUNG))
    )


def has_turned(age: int, on: date) -> pl.Expr:
    """Whether somebody has completed so many years; born on 29 February: on 1 March of a common year."""
    born = pl.col("born").dt
    month_and_day = born.month().cast(pl.Int32) * 100 + born.day().cast(pl.Int32)
    is_before = month_and_day > on.month * 100 + on.day
    return (on.year - born.year() - is_before.cast(pl.Int32)) >= age


def turns_17(born: date, on: date) -> int | None:
    """In how many days somebody completes 17; none when that is past."""
    days = (birthday(born, OBLIGED_AGE) - on).days
    return days if days > 0 else None


def _word(result: Result) -> pl.Expr:
    return pl.lit(result.value)
