"""What is left of a damaged NIK, and which NIKs of the register it can have been.

A spreadsheet that rounds leaves a *range*: 6408041705800010 with its last digit gone is one of ten numbers,
6,40804E+15 one of ten thousand million. A slip of the hand leaves a number that is *one slip away*: a digit
wrong, missing or too many, or two that changed places.
"""

import re
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from rekam.domain import nik

WHOLE = ("exact", "repaired", "float", "letters")
NARROW = 12  # a range so wide or narrower names a few people; a wider one only a district

HALF = 8
AT_ONCE = 500_000
_AS_NUMBER = re.compile(r"^'?(\d{16})(?:[.,]0*)?$", re.ASCII)
_AS_POWER = re.compile(r"^'?(\d)(?:[.,](\d*))?[eE]\+?15$", re.ASCII)
# Letters that stand where a digit of the same look was meant.
_LOOKS = str.maketrans("OoIl|", "00111")

Numbers = NDArray[np.int64]
Digits = NDArray[np.uint8]


class Left(NamedTuple):
    """The least and the greatest NIK that a cell can have been, and its digits where they are 15 to 17."""

    low: int | None
    high: int | None
    bare: str | None


NOTHING = Left(None, None, None)


def read(cells: pl.Series) -> pl.DataFrame:
    """`nik` (16 digits or null) and `state` of each cell of a column of a roll.

    As `nik.read_column` and `nik.doubtful` together say it, and `letters` for 64O8… with a letter O.
    """
    readings = nik.read_column(cells).with_columns(cell=cells)
    lost = nik.doubtful(readings.select("digits", "state"))
    like_digits = pl.col("cell").str.replace_many(list("OoIl|"), list("00111"))
    spelt = like_digits.str.replace_all(r"[\s.\-_/']", "")
    is_spelt = (pl.col("state") == "bad") & spelt.str.contains(r"^[0-9]{16}$")
    return readings.with_columns(lost=lost).select(
        nik=pl.when("lost").then(None).when(is_spelt).then(spelt).otherwise("digits"),
        state=pl.when("lost")
        .then(pl.lit("rounded"))
        .when(is_spelt)
        .then(pl.lit("letters"))
        .otherwise("state"),
    )


def left(rows: pl.DataFrame) -> pl.DataFrame:
    """`low`, `high` and `bare` for rows with `written`, `nik` and `nik_state`, in their order."""
    whole = pl.col("nik_state").is_in(WHOLE)
    number = pl.when(whole).then(pl.col("nik").cast(pl.Int64, strict=False))
    damaged = rows.filter(~whole & (pl.col("nik_state") != "missing")).select("written", "nik_state").unique()
    spelt = [(text, state, *left_of(text, state)) for text, state in damaged.iter_rows()]
    schema = {
        "written": pl.String,
        "nik_state": pl.String,
        "low": pl.Int64,
        "high": pl.Int64,
        "bare": pl.String,
    }
    found = rows.join(
        pl.DataFrame(spelt, schema=schema, orient="row"),
        on=["written", "nik_state"],
        how="left",
        maintain_order="left",
    )
    return found.select(
        low=pl.coalesce(number, "low"),
        high=pl.coalesce(number, "high"),
        bare=pl.coalesce(pl.when(whole).then("nik"), "bare"),
    )


def left_of(text: str, state: str) -> Left:
    """The same for one damaged cell."""
    if state == "rounded":
        if found := _AS_POWER.match(text.strip()):
            return _power(found[1] + (found[2] or ""))
        if found := _AS_NUMBER.match(re.sub(r"[\s.,\-]+(?=\d{2,})", "", text.strip())):
            first = int(found[1]) // 10 * 10
            return Left(first - 1, first + 10, None)
        return NOTHING
    bare = re.sub(r"\D", "", text.translate(_LOOKS))
    return Left(None, None, bare if 15 <= len(bare) <= 17 else None)


def _power(digits: str) -> Left:
    """6,40804E+15: rounded half up after the digits that are shown, or by some programs cut off there."""
    digits = digits[: nik.LENGTH]
    unit = 10 ** (nik.LENGTH - len(digits))
    shown = int(digits) * unit
    return Left(shown - max(unit // 2, 1), shown + unit, None)


def within(low: Numbers, high: Numbers, niks: Numbers) -> tuple[Numbers, Numbers]:
    """Pairs of places (in the ranges, in *niks*, which are sorted) where a NIK lies in a range."""
    return spread(np.searchsorted(niks, low), np.searchsorted(niks, high, side="right"))


def spread(starts: Numbers, stops: Numbers) -> tuple[Numbers, Numbers]:
    """Every place of every slice, beside the place of its slice."""
    sizes = np.maximum(stops - starts, 0)
    owners = np.repeat(np.arange(len(sizes)), sizes)
    before = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return owners, np.repeat(starts, sizes) + np.arange(sizes.sum()) - before


def one_slip(written: list[str], niks: Numbers) -> tuple[Numbers, Numbers]:
    """Pairs of places (in *written*, in *niks*, which are sorted) that are one slip apart.

    One slip leaves the first or the last eight digits as they are, so only NIKs that share one of them are
    compared; the two in the middle that changed places are put back first.
    """
    if not written or not len(niks):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    owners, places = _sharing_half(written, niks)
    held = _digits_of(niks)
    lengths = np.array([len(text) for text in written])
    told = _as_digits(written, 17)
    keep = np.zeros(len(owners), bool)
    for start in range(0, len(owners), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        keep[part] = _is_one_slip(told[owners[part]], lengths[owners[part]], held[places[part]])
    return owners[keep], places[keep]


def _sharing_half(written: list[str], niks: Numbers) -> tuple[Numbers, Numbers]:
    first = np.array([int(text[:HALF]) for text in written], np.int64)
    last = np.array([int(text[-HALF:]) for text in written], np.int64)
    unit = 10**HALF
    by_first = spread(np.searchsorted(niks, first * unit), np.searchsorted(niks, (first + 1) * unit))
    order = np.argsort(niks % unit, kind="stable")
    ends = (niks % unit)[order]
    owners, at = spread(np.searchsorted(ends, last), np.searchsorted(ends, last, side="right"))
    back = np.array([_middle_swapped(text) for text in written], np.int64)
    in_middle = spread(np.searchsorted(niks, back), np.searchsorted(niks, back, side="right"))
    found = (by_first, (owners, order[at]), in_middle)
    return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])


def _middle_swapped(text: str) -> int:
    return int(text[: HALF - 1] + text[HALF] + text[HALF - 1] + text[HALF + 1 :])


def _digits_of(numbers: Numbers) -> Digits:
    held = np.empty((len(numbers), nik.LENGTH), np.uint8)
    rest = numbers.copy()
    for at in range(nik.LENGTH - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        held[:, at] = digit + ord("0")
    return held


def _as_digits(texts: list[str], width: int) -> Digits:
    joined = "".join(text.ljust(width) for text in texts).encode()
    return np.frombuffer(joined, np.uint8).reshape(len(texts), width)


def _is_one_slip(told: Digits, lengths: Numbers, held: Digits) -> NDArray[np.bool_]:
    found = np.zeros(len(told), bool)
    same = lengths == 16
    found[same] = _changed_or_swapped(told[same][:, :16], held[same])
    for length, shared in ((15, 15), (17, 16)):
        some = lengths == length
        found[some] = _shared_ends(told[some][:, :length], held[some]) >= shared
    return found


def _changed_or_swapped(told: Digits, held: Digits) -> NDArray[np.bool_]:
    differs = told != held
    count = differs.sum(axis=1)
    at = np.minimum(differs.argmax(axis=1), 14)
    row = np.arange(len(told))
    swapped = (told[row, at] == held[row, at + 1]) & (told[row, at + 1] == held[row, at])
    found: NDArray[np.bool_] = (count == 1) | ((count == 2) & swapped)
    return found


def _shared_ends(told: Digits, held: Digits) -> Numbers:
    """How many digits from the front and from the back are the same."""
    width = min(told.shape[1], held.shape[1])
    front = told[:, :width] != held[:, :width]
    back = told[:, ::-1][:, :width] != held[:, ::-1][:, :width]
    total: Numbers = sum(np.where(side.any(axis=1), side.argmax(axis=1), width) for side in (front, back))
    return total
