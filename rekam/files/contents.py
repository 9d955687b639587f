"""What the cells of a column look like, judged on rows spread over the whole file."""

from collections.abc import Callable
from functools import cached_property

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
    """Shares of the filled cells of each column that look like one thing or another."""

    def __init__(self, raw: RawTable) -> None:
        step = max(1, raw.height // _SAMPLE)
        self._frame = raw.frame.gather_every(step)
        self._near = raw.frame.head(_SAMPLE)
        self._columns = raw.columns

    @cached_property
    def _shares(self) -> dict[str, dict[str, float]]:
        return {column: self._look(at) for at, column in enumerate(self._columns)}

    def _look(self, at: int) -> dict[str, float]:
        column = self._frame.select(cells.clean(pl.col(f"c{at}"))).to_series().drop_nulls()
        if column.is_empty():
            return {}
        shares = {
            "number": _share(column.str.contains(_NUMBER)),
            "damaged": _share(column.str.contains(_DAMAGED)),
            "date": _share(column.str.contains(_DATE)),
            "area": _share(column.str.contains(_AREA)),
            "words": _share(column.str.contains(r"^[\p{L}' .,`-]{3,}$")),
            "letters_sex": _share(column.str.to_uppercase().is_in(["L", "P"])),
            "status": _share(column.str.to_uppercase().is_in(sorted(register.STATUSES))),
            "different": column.n_unique() / len(column),
        }
        shares |= {"sex": 0.0, "marital": 0.0}
        # One column of 1 and 2 may be anything; both, often enough, at least may be the sex.
        shares["both_codes"] = float(len(column) >= _ENOUGH and column.n_unique() == 2)
        if column.n_unique() <= _MOST_WORDS:
            shares["sex"] = _understood(column, register.sex)
            shares["marital"] = _understood(column, lambda text: len(text) > 4 and register.marital(text))
        if shares["number"] > 0.5:
            shares["birth"] = self._births(column)
            shares["repeats"] = self._repeats(at)
        return shares

    @staticmethod
    def _births(column: pl.Series) -> float:
        """How many have a real date where a NIK has one (KK numbers have one too: of issue)."""
        digits = nik.read_column(column)["digits"].drop_nulls()
        women = digits.to_frame("d").select(nik.female(pl.col("d")).mean()).item()
        return float(women or 0.0)

    def _repeats(self, at: int) -> float:
        """Family cards stand several times below one another; NIKs do not."""
        column = self._near[f"c{at}"].drop_nulls()
        return 1 - column.n_unique() / max(1, len(column))

    def agrees(self, field: str, column: str, kind: str = "") -> bool:
        """Whether the cells can be the field at all. An empty column contradicts nothing, and in a client's
        roll all numbers may be damaged.
        """
        shares = self._shares[column]
        if not shares:
            return True
        wanted = {"nik": "number", "kk": "number", "born": "date", "recorded": "date", "sex": "sex"}.get(
            field
        )
        if wanted is None:
            return True
        if wanted == "number" and kind == ROLLS:
            wanted = "damaged"
        if wanted == "date":
            return shares["date"] > 0.3 or self._is_serial(column)
        return shares[wanted] > 0.3

    def _is_serial(self, column: str) -> bool:
        at = self._columns.index(column)
        text = self._frame[f"c{at}"].drop_nulls()
        return _share(text.str.contains(r"^(\d{4,5}([.,]\d+)?|\d{8})$")) > 0.5

    def guesses(self, column: str, kind: str) -> list[tuple[str, float]]:
        """Fields that this column may be, with how sure; never surer than a person should check."""
        shares = self._shares[column]
        if not shares:
            return []
        found: list[tuple[str, float]] = []
        if shares["number"] > 0.6:
            is_family = shares.get("repeats", 0) > 0.2 or shares.get("birth", 0) < 0.1
            found.append(("kk", 0.75) if is_family and kind != RECORDINGS else ("nik", 0.8))
        if shares["letters_sex"] > 0.8:
            found.append(("sex", 0.8))
        elif shares["sex"] > 0.8 and shares["both_codes"]:
            found.append(("sex", 0.5))
        if shares["marital"] > 0.7:
            found.append(("marital", 0.7))
        if shares["status"] > 0.5:
            found.append(("status" if kind == RECORDINGS else "ektp_status", 0.8))
        if shares["date"] > 0.7:
            found.append(
                (
                    "recorded" if kind == RECORDINGS else "born",
                    0.6 if kind == RECORDINGS else self._age(column),
                )
            )
        if shares["area"] > 0.8 and shares["number"] < 0.1:
            found.append(("area_code", 0.6))
        if shares["words"] > 0.8 and shares["different"] > 0.5:
            found.append(("name", 0.5 + 0.2 * shares["different"]))
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


def _understood(column: pl.Series, read: Callable[[str], object]) -> float:
    return _share(cells.spell(column, lambda text: bool(read(text)), pl.Boolean))
