"""Cleaning the cells of a column, and reading words by their distinct spellings."""

from collections.abc import Callable
from typing import Any

import polars as pl

# How programs write "nothing": SQL Developer, MySQL dumps, spreadsheets, people.
NOTHING = ("-", "--", "NULL", "null", "(null)", "\\N", "#N/A", "#REF!", "#VALUE!", "N/A", "NaN", "None", "'")
_SPACES = " \t\r\n\u00a0\u200b\ufeff"


def clean(column: pl.Expr) -> pl.Expr:
    """Without space around it; what means nothing becomes nothing."""
    bare = column.str.strip_chars(_SPACES)
    return pl.when((bare == "") | bare.is_in(NOTHING)).then(None).otherwise(bare)


def one_spaced(column: pl.Expr) -> pl.Expr:
    """Names and addresses: one space between words, no apostrophe that a spreadsheet put in front."""
    return column.str.replace_all(r"[\s\u00a0]+", " ").str.strip_prefix("'").str.strip_chars()


def spell(cells: pl.Series, read: Callable[[str], Any], dtype: Any = pl.String) -> pl.Series:
    """*read* applied to each distinct spelling once, whatever the number of rows."""
    spellings = cells.drop_nulls().unique().to_list()
    if not spellings:
        return pl.Series(cells.name, [None], dtype=dtype).new_from_index(0, len(cells))
    table = pl.DataFrame(
        {"spelling": spellings, "read": pl.Series([read(each) for each in spellings], dtype=dtype)}
    )
    return (
        pl.DataFrame({"spelling": cells})
        .join(table, on="spelling", how="left", maintain_order="left")["read"]
        .alias(cells.name)
    )
