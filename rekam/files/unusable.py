"""Who may stand behind the rows of a register that cannot be used: whatever can still be read of them.

Somebody whose row is damaged must not be taken for somebody who is missing from the file.
"""

import polars as pl

from rekam.files import dates
from rekam.files.dates import Order
from rekam.files.matching import Mapping
from rekam.files.table import RawTable

SCHEMA = {"nik": pl.String, "name": pl.String, "born": pl.Date, "kk": pl.String, "area": pl.String}
_NIK_LENGTH = 16
_AT_ONCE = 50_000
_ENDS = 2  # cells from either end of where a field may have come to stand
_NAME = r"^[^0-9]*\p{L}{2}[^0-9]*$"


def nobody() -> pl.DataFrame:
    return pl.DataFrame(schema=SCHEMA)


def people(raw: RawTable, mapping: Mapping, rows: pl.DataFrame, order: Order) -> pl.DataFrame:
    """`nik`, `name`, `born`, `kk` and `area`, each only where it can be believed, else null.

    *rows* are those of the table that cannot be used, as they were read: `row`, `name`, `born`, `born_state`
    and, where the file has them, `kk` and `area`; birth dates stand in *order*. A row with too many or too
    few cells may be about several: nothing tells which of its cells is which.
    """
    return pl.concat([_as_read(raw, mapping, rows), _as_cells(raw, mapping, order)]).unique()


def _as_read(raw: RawTable, mapping: Mapping, rows: pl.DataFrame) -> pl.DataFrame:
    at = f"c{raw.columns.index(str(mapping.column('nik')))}"
    written = raw.frame.select(pl.col("row").cast(pl.UInt32), told=at)
    found = rows.with_columns(pl.col("row").cast(pl.UInt32)).join(written, on="row", how="left")
    text = pl.lit(None, dtype=pl.String)
    return found.select(
        nik=_digits(pl.col("told")),
        name="name",
        born=pl.when(pl.col("born_state") == "ok").then("born"),
        kk=pl.col("kk") if "kk" in rows.columns else text,
        area=pl.col("area") if "area" in rows.columns else text,
    )


def _digits(cell: pl.Expr) -> pl.Expr:
    """The 16 digits of a cell, however they are written; null where there are more or fewer. The last may be
    what a spreadsheet made of it: then nobody has this number.
    """
    written = [each.str.replace_all(r"\D", "") for each in (cell, cell.str.replace(r"[.,]0*\s*$", ""))]
    return pl.coalesce(pl.when(each.str.len_chars() == _NIK_LENGTH).then(each) for each in written)


# -- rows with too many or too few cells ----------------------------------------------------------------


def _as_cells(raw: RawTable, mapping: Mapping, order: Order) -> pl.DataFrame:
    if raw.broken_cells.is_empty():
        return nobody()
    born = _born(raw, mapping, order)
    parts = [_of_some(raw, mapping, some, born) for some in raw.broken_cells.iter_slices(_AT_ONCE)]
    return pl.concat(parts)


def _of_some(raw: RawTable, mapping: Mapping, some: pl.DataFrame, born: pl.DataFrame) -> pl.DataFrame:
    """Every number that may be a NIK; and each name with each birth date and each family card beside it."""
    numbers = some.explode("cells").filter(pl.col("cells").str.len_bytes() >= _NIK_LENGTH)
    numbers = numbers.select("row", nik=_digits(pl.col("cells"))).drop_nulls()
    names = _around(raw, mapping, some, "name").filter(pl.col("text").str.contains(_NAME))
    names = _ends(names).select("row", name="text")
    cards = _around(raw, mapping, some, "kk").with_columns(text=_digits(pl.col("text"))).drop_nulls()
    cards = _ends(cards).select("row", kk="text")
    said = pl.concat([each.select("row") for each in (numbers, cards, born)])
    found = (
        numbers,
        names.join(born, on="row"),
        names.join(cards, on="row"),
        names.join(said, on="row", how="anti"),
    )
    return pl.concat([nobody(), *(each.drop("row") for each in found)], how="diagonal").unique()


def _born(raw: RawTable, mapping: Mapping, order: Order) -> pl.DataFrame:
    """The birth dates in broken rows, read in the order of day and month that the whole column has."""
    around = _ends(_around(raw, mapping, raw.broken_cells, "born"))
    column = raw.cells(str(mapping.column("born"))).rename("text")
    cells = dates.without_time(pl.concat([column, around["text"]]))
    read = dates.read(cells, said=order.order if order.how else None).cells.slice(len(column))
    found = pl.DataFrame([around["row"], read["date"].alias("born"), read["state"]])
    return found.filter(pl.col("state") == "ok").select("row", "born")


def _around(raw: RawTable, mapping: Mapping, some: pl.DataFrame, field: str) -> pl.DataFrame:
    """`row` and `text` of each cell that may be the field: where its column is, or as far beside it as the
    row has cells too many or too few.
    """
    column = mapping.column(field)
    if column is None:
        return pl.DataFrame(schema={"row": pl.UInt32, "text": pl.String})
    at = raw.columns.index(column)
    more = pl.col("cells").list.len().cast(pl.Int64) - len(raw.columns)
    first = (at + more.clip(upper_bound=0)).clip(lower_bound=0)
    last = (at + more.clip(lower_bound=0)).clip(lower_bound=0)
    found = some.select("row", text=pl.col("cells").list.slice(first, last - first + 1))
    return found.explode("text").drop_nulls()


def _ends(cells: pl.DataFrame) -> pl.DataFrame:
    """The first and the last of each row: where one cell was split in many, the others are its pieces."""
    place, count = pl.int_range(pl.len()).over("row"), pl.len().over("row")
    return cells.filter((place < _ENDS) | (place >= count.cast(pl.Int64) - _ENDS))
