"""Recordings that cannot be true of the person they are about: before the birth, of a child, after the death.

There is one definition, whichever way a recording comes: ``told`` judges a whole file at once, ``doubts`` one
recording of a laptop, and a test holds them equal. One before the birth counts only once a person has looked;
the others count, and a person is told.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from rekam.domain.coverage.rules import EVER_MARRIED, FIRST_TIMER_AGE, age_on

DIED = "died"  # of the standings of a resident


class Doubt(StrEnum):
    """What is odd about a recording, going by the register. Files tell it as ``recorded.`` and this."""

    BEFORE_BIRTH = "before_birth"
    UNDER_AGE = "under_age"
    AFTER_DEATH = "after_death"


HELD = frozenset({Doubt.BEFORE_BIRTH})  # until somebody has looked


@dataclass(frozen=True, slots=True)
class Life:
    """Of a resident what these rules ask, as the register says it now."""

    born: date
    marital: str = ""
    died_on: date | None = None


def died_on(standing: str, ended_on: date | None, known_on: date) -> date | None:
    """The day of the death; where nobody said it, the day on which it was known."""
    return (ended_on or known_on) if standing == DIED else None


def doubts(life: Life, on: date) -> tuple[Doubt, ...]:
    """What is odd about a recording on a day."""
    is_child = age_on(life.born, on) < FIRST_TIMER_AGE and life.marital not in EVER_MARRIED
    found = (
        (Doubt.BEFORE_BIRTH, on < life.born),
        (Doubt.UNDER_AGE, is_child and on >= life.born),
        (Doubt.AFTER_DEATH, life.died_on is not None and on > life.died_on),
    )
    return tuple(doubt for doubt, is_so in found if is_so)


def _month_day(name: str) -> pl.Expr:
    return pl.col(name).dt.month().cast(pl.Int32) * 100 + pl.col(name).dt.day()


DIED_ON = pl.when(pl.col("standing") == DIED).then(pl.coalesce("ended_on", "known_on"))
_is_before_birthday = _month_day("recorded_on") < _month_day("born")
AGE = pl.col("recorded_on").dt.year() - pl.col("born").dt.year() - _is_before_birthday.cast(pl.Int32)


def told() -> dict[Doubt, pl.Expr]:
    """Where each doubt is so, over ``recorded_on``, ``born``, ``marital``, ``standing``, ``ended_on`` and
    ``known_on``: never null, and of people whom the register does not know never so.
    """
    day, born = pl.col("recorded_on"), pl.col("born")
    is_child = (day >= born) & (AGE < FIRST_TIMER_AGE) & ~pl.col("marital").is_in(sorted(EVER_MARRIED))
    found = {
        Doubt.BEFORE_BIRTH: day < born,
        Doubt.UNDER_AGE: is_child,
        Doubt.AFTER_DEATH: day > DIED_ON,
    }
    return {doubt: where.fill_null(value=False) for doubt, where in found.items()}
