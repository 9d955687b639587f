"""Cleaning the cells of a column, and reading words by their distinct spellings."""

from collections.abc import Callable
from typing import Any

import polars as pl

from rekam.domain import register

_NOTHING = sorted(register.NOTHING)


def clean(column: pl.Expr) -> pl.Expr:
    """`register.cleaned` for a column in which most cells differ."""
    bare = column.str.strip_chars().str.strip_chars("\u200b\ufeff ")
    return pl.when(bare.str.to_uppercase().is_in(_NOTHING)).then(None).otherwise(bare)


def text(column: pl.Series) -> pl.Series:
    """Names and addresses: one space between words, no apostrophe that a spreadsheet put in front."""
    if column.str.contains(r"\s\s|[\t\r\n\x{a0}\x{200b}\x{feff}]|^['\s]|\s$").any():
        column = column.str.replace_all(r"[\s\x{a0}\x{200b}\x{feff}]+", " ")
        column = column.str.strip_chars().str.strip_prefix("'").str.strip_chars()
    short = column.filter(column.str.len_bytes() <= max(map(len, _NOTHING))).unique()
    if not short.str.to_uppercase().is_in(_NOTHING).any():
        return column
    table = pl.select(text=column)
    nothing = pl.col("text").str.to_uppercase().is_in(_NOTHING)
    return table.select(pl.when(~nothing).then("text")).to_series().alias(column.name)


def spell(cells: pl.Series, read: Callable[[str], Any], dtype: Any = pl.String) -> pl.Series:
    """*read* applied to each distinct spelling once, whatever the number of rows."""
    return spell_both(cells, read, dtype)["read"].alias(cells.name)


def spell_both(cells: pl.Series, read: Callable[[str], Any], dtype: Any = pl.String) -> pl.DataFrame:
    """The cleaned `text` and what was `read` from it, null where the cell means nothing."""
    spellings = cells.unique().to_list()
    cleaned = [register.cleaned(each) for each in spellings]
    table = pl.DataFrame(
        {
            "cell": pl.Series(spellings, dtype=pl.String),
            "text": pl.Series(cleaned, dtype=pl.String),
            "read": pl.Series([None if each is None else read(each) for each in cleaned], dtype=dtype),
        }
    )
    found = pl.DataFrame({"cell": cells}).join(
        table, on="cell", how="left", maintain_order="left", nulls_equal=True
    )
    return found.select("text", "read")
