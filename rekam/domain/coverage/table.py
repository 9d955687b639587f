"""The ledger lines of a whole register at once.

For residents of whom one source has spoken once (a first register, newcomers) this table expression gives the
lines that ``lines.lines`` would give one by one; a property test holds the two equal. Everybody else is
narrowed out first and goes through ``lines.lines``.
"""

from datetime import date

import polars as pl

from rekam.domain.coverage.life import ENDINGS
from rekam.domain.coverage.rules import ELIGIBLE, NOT_COUNTED, OBLIGED_AGE, Measure, Reason

COLUMNS = ("resident", "measure", "area", "sex", "reason", "cause", "amount", "effective_on", "known_on")


def first_lines(said: pl.DataFrame, *, known_on: date) -> pl.DataFrame:
    """Lines of residents heard of for the first time, with the columns of ``COLUMNS``.

    *said* has a row for each: resident (any key), area, sex, born, ever_married, married_on, citizenship,
    standing, ended_on, arrived_on, came, ektp_status, ektp_on.
    """
    spans = (
        said.lazy().with_columns(_spans(known_on)).with_columns(*_obliged(known_on)).with_columns(_recorded())
    )
    parts = []
    for measure, start, cause in (
        (Measure.REGISTERED, "registered_from", "registered_cause"),
        (Measure.OBLIGED, "obliged_start", "obliged_cause"),
        (Measure.RECORDED, "recorded_start", "recorded_cause"),
    ):
        held = spans.filter(
            pl.col(start).is_not_null() & (pl.col("until").is_null() | (pl.col(start) < pl.col("until")))
        )
        parts.append(_part(held, measure, pl.col(start), pl.col(cause), 1))
        ended = held.filter(pl.col("until").is_not_null())
        parts.append(_part(ended, measure, pl.col("until"), pl.col("left"), -1))
    table = pl.concat(parts).with_columns(known_on=pl.lit(known_on))
    was_so = (pl.col("came") == Reason.OPENING.value) & (pl.col("effective_on") <= known_on)
    reason = pl.when(was_so).then(pl.lit(Reason.OPENING.value)).otherwise(pl.col("cause"))
    return table.with_columns(reason=reason).select(COLUMNS).collect()


def with_spans(said: pl.DataFrame, *, known_on: date) -> pl.DataFrame:
    """*said* with the days on which each measure begins and, in ``until``, ends: null when never."""
    spans = said.lazy().with_columns(_spans(known_on)).with_columns(*_obliged(known_on))
    return spans.with_columns(_recorded()).collect()


def _part(rows: pl.LazyFrame, measure: Measure, on: pl.Expr, cause: pl.Expr, amount: int) -> pl.LazyFrame:
    return rows.select(
        "resident",
        "came",
        pl.lit(measure.value).alias("measure"),
        "area",
        "sex",
        cause.alias("cause"),
        pl.lit(amount, dtype=pl.Int16).alias("amount"),
        on.alias("effective_on"),
    )


def turned_17(born: pl.Expr) -> pl.Expr:
    """``rules.birthday(born, 17)``: seventeen years on; 17 years after a 29 February it is 1 March."""
    leap_day = (born.dt.month() == 2) & (born.dt.day() == 29)
    day = pl.when(leap_day).then(1).otherwise(born.dt.day())
    month = pl.when(leap_day).then(3).otherwise(born.dt.month())
    return pl.date(born.dt.year() + OBLIGED_AGE, month, day)


def obliged_from(born: pl.Expr, married_on: pl.Expr) -> pl.Expr:
    """The day of ``rules.obliged_from``. *married_on*: null for who never was."""
    by_age = turned_17(born)
    return pl.when(married_on < by_age).then(pl.max_horizontal(married_on, born)).otherwise(by_age)


def _spans(known_on: date) -> list[pl.Expr]:
    joined = pl.col("came") == Reason.JOINED_REGISTER.value
    since = pl.coalesce(pl.col("arrived_on"), pl.when(joined).then(pl.lit(known_on)))
    came = (
        pl.when(pl.col("arrived_on").is_not_null())
        .then(pl.lit(Reason.MOVED_IN.value))
        .otherwise(pl.lit(Reason.JOINED_REGISTER.value))
    )
    later = since.is_not_null() & (since > pl.col("born"))
    ended = pl.col("standing").is_in(list(ENDINGS))
    left = pl.col("standing").replace_strict({k: v.value for k, v in ENDINGS.items()}, default=None)
    return [
        pl.when(later).then(since).otherwise(pl.col("born")).alias("registered_from"),
        pl.when(later).then(came).otherwise(pl.lit(Reason.BORN.value)).alias("registered_cause"),
        pl.when(ended).then(pl.coalesce("ended_on", pl.lit(known_on))).alias("until"),
        left.alias("left"),
    ]


def _obliged(known_on: date) -> list[pl.Expr]:
    born, start = pl.col("born"), pl.col("registered_from")
    married = pl.when(pl.col("ever_married")).then(pl.coalesce("married_on", pl.lit(known_on)))
    rule = obliged_from(born, married)
    rule_cause = (
        pl.when(married < turned_17(born))
        .then(pl.lit(Reason.MARRIED.value))
        .otherwise(pl.lit(Reason.TURNED_17.value))
    )
    eligible = pl.col("citizenship").is_in(list(ELIGIBLE))
    return [
        pl.when(eligible).then(pl.max_horizontal(rule, start)).alias("obliged_start"),
        pl.when(rule >= start).then(rule_cause).otherwise(pl.col("registered_cause")).alias("obliged_cause"),
    ]


def _recorded() -> list[pl.Expr]:
    voided = pl.col("ektp_status").is_in(list(NOT_COUNTED))
    first = pl.when(~voided).then(pl.col("ektp_on"))
    counted = first.is_not_null() & pl.col("obliged_start").is_not_null()
    return [
        pl.when(counted).then(pl.max_horizontal(first, "obliged_start")).alias("recorded_start"),
        pl.when(first >= pl.col("obliged_start"))
        .then(pl.lit(Reason.RECORDED.value))
        .otherwise(pl.col("obliged_cause"))
        .alias("recorded_cause"),
    ]
