"""What the cells of a column look like, judged on rows spread over the whole file."""

from collections.abc import Callable

import polars as pl

from rekam.domain import nik, register
from rekam.files import cells
from rekam.files.fields import RECORDINGS, ROLLS
from rekam.files.table import RawTable

_SAMPLE = 3000
_ENOUGH = 10
_MOST_WORDS = 60  # a column of coded words has few different ones
_DATE = r"^'?(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/. ]([A-Za-z]{3,9}|\d{1,2})[-/. ]\d{2,4})(\D.*)?$"
_NUMBER = r"^'?(\d{16}([.,]0*)?|\d[.,]\d+[eE]\+?1\d)$"
# What a NIK looks like after a spreadsheet or a hasty hand: some digits or a letter more, fewer or apart.
_DAMAGED = r"^'?([0-9OoIl][0-9OoIl .\-_/']{12,24}([.,]0*)?|\d[.,]\d+[eE]\+?1\d)$"
_AREA = r"^'?\d{2}\.?\d{2}(\.?\d{2}(\.?\d{4})?)?$"


class Looks:
    """Shares of a column's filled cells that look like one thing or another, counted when asked for."""

    def __init__(self, raw: RawTable) -> None:
        step = max(1, raw.height // _SAMPLE)
        self._frame = raw.frame.gather_every(step)
        self._near = raw.frame.head(_SAMPLE)
        self._columns = raw.columns
        self._filled: dict[str, pl.Series] = {}
        self._shares: dict[tuple[str, str], float] = {}

    def _cells(self, column: str) -> pl.Series:
        """The filled cells, trimmed."""
        if column not in self._filled:
            at = self._columns.index(column)
            self._filled[column] = self._frame.select(cells.clean(pl.col(f"c{at}"))).to_series().drop_nulls()
        return self._filled[column]

    def _share(self, column: str, look: str) -> float:
        """The share, from 0 to 1, of a column's filled cells that look like *look*."""
        if (column, look) not in self._shares:
            self._shares[column, look] = _LOOKS[look](self._cells(column))
        return self._shares[column, look]

    def _repeats(self, column: str) -> float:
        """Family cards stand several times below one another; NIKs do not."""
        near = self._near[f"c{self._columns.index(column)}"].drop_nulls()
        return 1 - near.n_unique() / max(1, len(near))

    def agrees(self, field: str, column: str, kind: str = "") -> bool:
        """Whether the cells can be the field at all. An empty column contradicts nothing, and in a client's
        roll all numbers may be damaged.
        """
        wanted = {"nik": "number", "kk": "number", "born": "date", "recorded": "date", "sex": "sex"}.get(
            field
        )
        if wanted is None or self._cells(column).is_empty():
            return True
        if wanted == "number" and kind == ROLLS:
            wanted = "damaged"
        if wanted == "date":
            return self._share(column, "date") > 0.3 or self._is_serial(column)
        return self._share(column, wanted) > 0.3

    def _is_serial(self, column: str) -> bool:
        at = self._columns.index(column)
        text = self._frame[f"c{at}"].drop_nulls()
        return _share(text.str.contains(r"^(\d{4,5}([.,]\d+)?|\d{8})$")) > 0.5

    def guesses(self, column: str, kind: str) -> list[tuple[str, float]]:
        """Fields that this column may be, with how sure; never surer than a person should check."""
        if self._cells(column).is_empty():
            return []
        found: list[tuple[str, float]] = []
        if self._share(column, "number") > 0.6:
            is_family = self._repeats(column) > 0.2 or self._share(column, "birth") < 0.1
            found.append(("kk", 0.75) if is_family and kind != RECORDINGS else ("nik", 0.8))
        if self._share(column, "letters_sex") > 0.8:
            found.append(("sex", 0.8))
        elif self._share(column, "sex") > 0.8 and self._share(column, "both_codes"):
            found.append(("sex", 0.5))
        if self._share(column, "marital") > 0.7:
            found.append(("marital", 0.7))
        if self._share(column, "status") > 0.5:
            found.append(("status" if kind == RECORDINGS else "ektp_status", 0.8))
        if self._share(column, "date") > 0.7:
            found.append(("recorded", 0.6) if kind == RECORDINGS else ("born", self._age(column)))
        if self._share(column, "area") > 0.8 and self._share(column, "number") < 0.1:
            found.append(("area_code", 0.6))
        different = self._share(column, "different")
        if self._share(column, "words") > 0.8 and different > 0.5:
            found.append(("name", 0.5 + 0.2 * different))
        return found

    def _age(self, column: str) -> float:
        """Birth dates are spread over decades; other dates of a register are not."""
        at = self._columns.index(column)
        years = self._frame[f"c{at}"].str.extract(r"(\d{4})").drop_nulls().cast(pl.Int32)
        if years.is_empty():
            return 0.4
        return 0.7 if float(years.std() or 0) > 8 else 0.3  # type: ignore[arg-type]


def _share(column: pl.Series) -> float:
    return float(column.fill_null(False).mean() or 0.0)  # type: ignore[arg-type]


def _looks_like(pattern: str) -> Callable[[pl.Series], float]:
    return lambda column: _share(column.str.contains(pattern))


def _understood(read: Callable[[str], object]) -> Callable[[pl.Series], float]:
    """How many of few different words are understood."""

    def look(column: pl.Series) -> float:
        if column.n_unique() > _MOST_WORDS:
            return 0.0
        return _share(cells.spell(column, lambda text: bool(read(text)), pl.Boolean))

    return look


def _both_codes(column: pl.Series) -> float:
    """One column of 1 and 2 may be anything; both, often enough, at least may be the sex."""
    return float(len(column) >= _ENOUGH and column.n_unique() == 2)


def _births(column: pl.Series) -> float:
    """How many have a real date where a NIK has one (KK numbers have one too: of issue)."""
    digits = nik.read_column(column)["digits"].drop_nulls()
    women = digits.to_frame("d").select(nik.female(pl.col("d")).mean()).item()
    return float(women or 0.0)


_LOOKS: dict[str, Callable[[pl.Series], float]] = {
    "number": _looks_like(_NUMBER),
    "damaged": _looks_like(_DAMAGED),
    "date": _looks_like(_DATE),
    "area": _looks_like(_AREA),
    "words": _looks_like(r"^[\p{L}' .,`-]{3,}$"),
    "letters_sex": lambda column: _share(column.str.to_uppercase().is_in(["L", "P"])),
    "status": lambda column: _share(column.str.to_uppercase().is_in(sorted(register.STATUSES))),
    "different": lambda column: column.n_unique() / len(column),
    "sex": _understood(register.sex),
    "marital": _understood(lambda text: len(text) > 4 and register.marital(text)),
    "both_codes": _both_codes,
    "birth": _births,
}
