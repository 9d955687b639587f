"""Trouble with a file, and trouble with its rows.

Trouble with the file as a whole stops the reading: `FileProblem`. A smaller one is told beside the
rows: `Note`. Trouble with a row is a line of a problems table: the row as the spreadsheet numbers
it, the column, a stable code, how heavy it is, and the value (NIK and KK masked).
"""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from rekam.files import sentences

SCHEMA: dict[str, Any] = {
    "row": pl.UInt32,
    "column": pl.String,
    "field": pl.String,
    "code": pl.String,
    "level": pl.String,
    "value": pl.String,
    "expected": pl.String,
}
LONGEST_VALUE = 60
# What hands and spreadsheets put between the digits of a number.
_BETWEEN = r"[\s\x{a0}\x{200b}.,\-_/'’`]*"


class FileProblem(Exception):
    """The file cannot be read. `code` is stable; the sentences say what to do."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def sentence(self, language: str = "id") -> str:
        return sentences.say(self.code, language, **self.params)[0]

    def next_step(self, language: str = "id") -> str:
        return sentences.say(self.code, language, **self.params)[1]

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence('en')}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the whole file that does not stop it."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def sentence(self, language: str = "id") -> str:
        return sentences.say(self.code, language, **self.params)[0]

    def next_step(self, language: str = "id") -> str:
        return sentences.say(self.code, language, **self.params)[1]


def none() -> pl.DataFrame:
    return pl.DataFrame(schema=SCHEMA)


def masked(value: pl.Expr) -> pl.Expr:
    """Cells as they may be shown: long numbers lose their middle, long texts their end. Also numbers written
    in groups (6408 0401 0190 0001), if they are longer than a date with its time.
    """
    return _hidden(_hidden(value, least=11), least=15, between=_BETWEEN).str.slice(0, LONGEST_VALUE)


def masked_number(value: pl.Expr) -> pl.Expr:
    """The same for the cells of a column that holds NIKs or family cards, also damaged ones."""
    return _hidden(value, least=11, between=_BETWEEN).str.slice(0, LONGEST_VALUE)


def _hidden(value: pl.Expr, *, least: int, between: str = "") -> pl.Expr:
    """Numbers of at least so many digits without all but the first six and the last four."""
    digit = f"[0-9]{between}"
    pattern = f"((?:{digit}){{5}}[0-9])(?:{between}[0-9]){{{least - 10},}}{between}((?:{digit}){{3}}[0-9])"
    return value.str.replace_all(pattern, "${1}••••••${2}")


def found(
    table: pl.DataFrame,
    where: pl.Expr | pl.Series,
    code: str,
    *,
    field: str,
    column: str | None = None,
    value: pl.Expr | None = None,
    expected: pl.Expr | None = None,
    level: str | None = None,
) -> pl.DataFrame:
    """One line for each row of *table* that meets the condition. *table* needs a `row` column."""
    where = table.select(pl.lit(where) if isinstance(where, pl.Series) else where).to_series()
    if not where.any():
        return none()
    text = pl.lit(None, dtype=pl.String)
    return table.filter(where).select(
        row=pl.col("row").cast(pl.UInt32),
        column=pl.lit(column, dtype=pl.String),
        field=pl.lit(field),
        code=pl.lit(code),
        level=pl.lit(level or sentences.SENTENCES[code].level),
        value=masked((text if value is None else value).cast(pl.String)),
        expected=(text if expected is None else expected).cast(pl.String),
    )
