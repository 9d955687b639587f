"""A client's list of people: workers, pupils, villagers.

Nothing is refused here. A number that a spreadsheet damaged is kept as it was written, with what can still be
read of it, because who is meant is found by comparing with the register. Only rows with neither a number nor
a name say nothing about anybody.
"""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from rekam.domain import register
from rekam.domain.rolls import digits
from rekam.files import cells, dates, fields
from rekam.files.matching import Mapping
from rekam.files.problems import Note
from rekam.files.table import RawTable

LONGEST_WRITTEN, LONGEST_NAME = 60, 150
OLDEST = 120
COLUMNS = ("number", "written", "nik", "nik_state", "name", "born", "sex")


@dataclass(frozen=True, slots=True)
class RollRead:
    """`rows` has the columns of `COLUMNS`; `number` is the row as the spreadsheet numbers it.

    `read` = rows + `unreadable` (neither number nor name, or cells that did not fit the header).
    """

    rows: pl.DataFrame
    read: int
    unreadable: int
    notes: tuple[Note, ...]


def read_roll(raw: RawTable, mapping: Mapping, *, as_of: dt.date) -> RollRead:
    """Every row of a roll as far as it can be read; raises `FileProblem` when no column can be used."""
    mapping.require()
    table = _cut(raw, mapping)
    headers = _is_header(table, mapping)
    table = table.filter(~headers)
    read_born, ambiguous = _born(table["born"], as_of)
    readings = digits.read(table["written"])
    rows = table.select(
        number=pl.col("row").cast(pl.Int64),
        written=cells.clean(pl.col("written")).str.slice(0, LONGEST_WRITTEN).fill_null(""),
        nik=readings["nik"].fill_null(""),
        nik_state=readings["state"],
        name=cells.text(table["name"]).str.slice(0, LONGEST_NAME).fill_null(""),
        born=read_born,
        sex=_sex(table["sex"]).fill_null(""),
    )
    says = (pl.col("written") != "") | (pl.col("name").str.contains(r"\p{L}"))
    kept = rows.filter(says)
    unreadable = rows.height - kept.height + raw.broken.height
    notes = (*raw.notes, *([Note("date.ambiguous", {"column": mapping.column("born")})] if ambiguous else []))
    return RollRead(kept, kept.height + unreadable, unreadable, notes)


def _cut(raw: RawTable, mapping: Mapping) -> pl.DataFrame:
    """The columns of a roll as text; those that the file lacks are empty."""
    nothing = pl.lit(None, dtype=pl.String)
    at = {name: f"c{raw.columns.index(match.column)}" for name, match in mapping.matches.items()}
    taken = {
        target: pl.col(at[name]) if name in at else nothing
        for name, target in (("nik", "written"), ("name", "name"), ("born", "born"), ("sex", "sex"))
    }
    return raw.frame.select("row", **taken)


def _is_header(table: pl.DataFrame, mapping: Mapping) -> pl.Series:
    """The header once more, as where a list was printed page by page and put together again."""
    found = pl.repeat(False, table.height, dtype=pl.Boolean, eager=True)
    for field, column in (("nik", "written"), ("name", "name")):
        said = mapping.column(field)
        if said is not None:
            again = [word for word in table[column].unique().to_list() if word and _same(word, said)]
            found = found | table[column].is_in(again).fill_null(False)
    return found


def _same(word: str, header: str) -> bool:
    return fields.fold(word) == fields.fold(header)


def _born(said: pl.Series, as_of: dt.date) -> tuple[pl.Series, bool]:
    """Birth dates that can be; others are as good as none. A year of two digits is none."""
    read = dates.read(dates.without_time(said))
    oldest = dt.date(as_of.year - OLDEST, 1, 1)
    sound = (pl.col("state") == "ok") & pl.col("date").is_between(oldest, as_of)
    return read.cells.select(pl.when(sound).then("date")).to_series(), read.is_ambiguous


def _sex(said: pl.Series) -> pl.Series:
    reader = register.sex_reader(said.drop_nulls().unique().to_list())
    return cells.spell(said, reader)
