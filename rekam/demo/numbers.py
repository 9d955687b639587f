"""NIK and KK numbers: real shape, real areas, and serials that give them away as invented.

Serial numbers of real NIKs count up from 0001 for each area and day of birth and hardly ever reach a hundred.
Ours all begin with 9 (9000 to 9999), where no office ever arrives.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rekam.demo.days import Ints
from rekam.demo.people import WOMAN

Numbers = NDArray[np.int64]


def niks(prefix: Ints, born: Ints, sex: Ints) -> Numbers:
    """PPKKCC DDMMYY SSSS; a woman's day + 40."""
    return _numbered(prefix.astype(np.int64), _ddmmyy(born, sex == WOMAN))


def family_cards(prefix: Ints, issued: Ints) -> Numbers:
    """PPKKCC DDMMYY SSSS with the day on which the card was first issued."""
    return _numbered(prefix.astype(np.int64), _ddmmyy(issued, np.zeros(len(issued), bool)))


def as_text(numbers: Numbers) -> pl.Series:
    return pl.Series(numbers).cast(pl.String).str.zfill(16)


def _ddmmyy(day: Ints, is_woman: NDArray[np.bool_]) -> Numbers:
    when = day.astype("datetime64[D]")
    month, year = when.astype("datetime64[M]"), when.astype("datetime64[Y]")
    dd = (when - month).astype(np.int64) + 1 + np.where(is_woman, 40, 0)
    mm = (month - year.astype("datetime64[M]")).astype(np.int64) + 1
    yy = (year.astype(np.int64) + 1970) % 100
    number: Numbers = dd * 10_000 + mm * 100 + yy
    return number


def _numbered(prefix: Numbers, day: Numbers) -> Numbers:
    """Each its own serial, starting anywhere in the 9000s: if all last digits were 0, they would look cut."""
    key = prefix * 1_000_000 + day
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.r_[True, ordered[1:] != ordered[:-1]]
    within = np.arange(len(key)) - np.maximum.accumulate(np.where(starts, np.arange(len(key)), 0))
    if within.max(initial=0) >= 1_000:
        raise ValueError("Too many people of one area and day of birth for serials of the 9000s.")
    serial = np.empty(len(key), np.int64)
    serial[order] = 9_000 + (ordered * 7_919 // 13 + within) % 1_000
    return key * 10_000 + serial
