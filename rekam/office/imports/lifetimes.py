"""Recordings that cannot be true of those whom the register knows: before birth, of children, of the dead."""

from typing import Any

import polars as pl

from rekam.domain.recording import lifetimes as rules
from rekam.domain.recording.lifetimes import Doubt
from rekam.files import problems
from rekam.office.residents import queries as register


def judged(rows: pl.DataFrame, column: str | None) -> pl.DataFrame:
    """What is said of *rows* with ``row``, ``nik`` and ``recorded_on``, as a table of problems; *column* is
    that of the days. One that lies before the birth cannot be used; the others can.
    """
    lives = register.lives_of(rows["nik"].unique().to_list())
    met = rows.select("row", "nik", "recorded_on").join(lives, on="nik", maintain_order="left")
    about: dict[str, Any] = {"field": "recorded", "column": column, "value": _day(pl.col("recorded_on"))}
    expected = {
        Doubt.BEFORE_BIRTH: _day(pl.col("born")),
        Doubt.UNDER_AGE: rules.AGE.clip(0),
        Doubt.AFTER_DEATH: _day(rules.DIED_ON),
    }
    return pl.concat(
        [
            problems.found(met, where, f"recorded.{doubt}", **about, expected=expected[doubt])
            for doubt, where in rules.told().items()
        ]
    )


def _day(each: pl.Expr) -> pl.Expr:
    return each.dt.to_string("%d-%m-%Y")
