"""A file as it was found: every cell as text, every row with the number the spreadsheet shows."""

from dataclasses import dataclass, field

import polars as pl

from rekam.files import problems
from rekam.files.problems import Note


@dataclass(frozen=True, slots=True)
class RawTable:
    """`frame` has the column `row` (1 = the first line of the file) and `c0`, `c1`, ... as text.

    Empty cells are null and rows without any cell are left out. `columns` are the names in the
    header, in the order of the cells. `broken` holds the rows that could not be read as rows.
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
