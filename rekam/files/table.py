"""A file as it was found: every cell as text, every row with the number the spreadsheet shows."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from rekam.files import problems
from rekam.files.problems import Note

CELLS_SCHEMA: dict[str, Any] = {"row": pl.UInt32, "cells": pl.List(pl.String)}


def no_cells() -> pl.DataFrame:
    return pl.DataFrame(schema=CELLS_SCHEMA)


@dataclass(frozen=True, slots=True)
class RawTable:
    """`frame` has the column `row` (1 = the first line of the file) and `c0`, `c1`, ... as text.

    Empty cells are null and rows without any cell are left out. `columns` are the names in the
    header, in the order of the cells. `broken` holds the rows that could not be read as rows, and
    `broken_cells` what stands in them: `row` and all `cells` as a list of texts, empty ones null.
    """

    frame: pl.DataFrame
    columns: tuple[str, ...]
    kind: str
    header_row: int
    encoding: str = "utf-8"
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    broken: pl.DataFrame = field(default_factory=problems.none)
    broken_cells: pl.DataFrame = field(default_factory=no_cells)
    doubled: frozenset[str] = frozenset()

    @property
    def height(self) -> int:
        return self.frame.height

    def cells(self, column: str) -> pl.Series:
        return self.frame[f"c{self.columns.index(column)}"]

    def sample(self, rows: int = 5) -> list[dict[str, str | None]]:
        """The first rows under their column names, to show a person which column is which."""
        names = {f"c{at}": name for at, name in enumerate(self.columns)}
        return self.frame.head(rows).drop("row").rename(names, strict=False).to_dicts()
