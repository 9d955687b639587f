"""Recordings that cannot be true of those whom the register knows: before birth, of children, of the dead."""

from typing import Any

import polars as pl

from rekam.domain.coverage.rules import EVER_MARRIED, FIRST_TIMER_AGE
from rekam.files import problems
from rekam.office.residents import queries as register
from rekam.office.residents.models import Standing


def judged(rows: pl.DataFrame, column: str | None) -> pl.DataFrame:
    """What is said of *rows* with ``row``, ``nik`` and ``recorded_on``, as a table of problems; *column* is
    that of the days. One that lies before the birth cannot be used; the others can.
    """
    lives = register.lives_of(rows["nik"].unique().to_list())
    met = rows.select("row", "nik", "recorded_on").join(lives, on="nik", maintain_order="left")
    day, born = pl.col("recorded_on"), pl.col("born")
    died = pl.when(pl.col("standing") == Standing.DIED.value).then(pl.coalesce("ended_on", "known_on"))
    is_early = day < born.dt.offset_by(f"{FIRST_TIMER_AGE}y")
    is_child = is_early & (day >= born) & ~pl.col("marital").is_in(sorted(EVER_MARRIED))
    before_birthday = day.dt.ordinal_day() < born.dt.ordinal_day()
    age = day.dt.year() - born.dt.year() - before_birthday.cast(pl.Int32)

    def found(where: pl.Expr, code: str, expected: pl.Expr) -> pl.DataFrame:
        about: dict[str, Any] = {"field": "recorded", "column": column}
        return problems.found(
            met, where.fill_null(value=False), code, **about, value=_day(day), expected=expected
        )

    return pl.concat(
        [
            found(day < born, "recorded.before_birth", _day(born)),
            found(is_child, "recorded.under_age", age.clip(0)),
            found(day > died, "recorded.after_death", _day(died)),
        ]
    )


def _day(each: pl.Expr) -> pl.Expr:
    return each.dt.to_string("%d-%m-%Y")
