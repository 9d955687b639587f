"""Rows as spreadsheets and haste leave them.

No count hangs on any of them: who is damaged here either never enters, or enters by a sound row of a later
file. Even an import that repaired what can be repaired, or kept the first of two doubled rows, would come to
the same totals: such people are struck off at mid-year, are children, or were held already and merely changed
house.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from rekam.demo.days import JULY, OPENING, RELEASE_2015, RELEASE_2016, Ints
from rekam.demo.forms import Form
from rekam.demo.people import JOINED, SPOILED, People

(
    SOUND, FLOAT, EXPONENT, APOSTROPHE, NO_SUCH_DAY, BPS_CODE, UNKNOWN_AREA, NO_NAME, DOUBLED,
) = range(9)  # fmt: skip
# What no import can let through.
HARD = (NO_SUCH_DAY, NO_NAME, UNKNOWN_AREA, BPS_CODE, EXPONENT)
ANY = (*HARD, FLOAT, APOSTROPHE, DOUBLED)


@dataclass
class Rows:
    """People of a file's rows and what is wrong with each row."""

    people: Ints
    kinds: Ints

    def with_doubles(self) -> "Rows":
        """A doubled row stands there twice: sound, and with something else in it."""
        twice = self.kinds == DOUBLED
        return Rows(
            np.concatenate([self.people, self.people[twice]]),
            np.concatenate([np.where(twice, SOUND, self.kinds), self.kinds[twice]]).astype(np.int32),
        )


def _kinds(file: int) -> tuple[int, ...]:
    return HARD if file in (RELEASE_2016, JULY) else ANY


def _each(file: int, scale: float) -> int:
    """How many of each kind."""
    return max(1, round({RELEASE_2015: 7, RELEASE_2016: 6}.get(file, 1) * scale))


def rows(rng: np.random.Generator, people: People, file: int, *, scale: float) -> Rows:
    """The damaged rows of a register file, none of whose people hold a sound row in it."""
    parts = [_never_entered(people, file, scale)]
    repaired = np.flatnonzero((people.came == JOINED) & (people.entry_file == file + 1))
    if file + 1 != RELEASE_2016 and len(repaired):
        some = rng.permutation(repaired)[: 2 * _each(file, scale)]
        kinds = {RELEASE_2016: (*HARD, APOSTROPHE, DOUBLED), JULY: HARD}.get(file, ANY)
        parts.append(Rows(some.astype(np.int32), np.resize(np.array(kinds, np.int32), len(some))))
    if file not in (RELEASE_2015, RELEASE_2016):
        moved_house = np.flatnonzero(people.house.file == file)[:2].astype(np.int32)
        parts.append(Rows(moved_house, np.array([APOSTROPHE, DOUBLED], np.int32)[: len(moved_house)]))
    return Rows(np.concatenate([p.people for p in parts]), np.concatenate([p.kinds for p in parts]))


def _never_entered(people: People, file: int, scale: float) -> Rows:
    """Of each kind some people who are in this file alone; from August on children, on whom no total hangs.

    In no other file: to be damaged in a release would otherwise save somebody from being struck off by it.
    """
    young = people.born.first > OPENING - 13 * 365
    pool = np.flatnonzero((people.came == SPOILED) & (young == (file > JULY)))
    taken = sum(
        len(_kinds(other)) * _each(other, scale) for other in range(file) if (other > JULY) == (file > JULY)
    )
    kinds = np.repeat(np.array(_kinds(file), np.int32), _each(file, scale))
    return Rows(pool[taken : taken + len(kinds)].astype(np.int32), kinds)


def spoil(frame: pl.DataFrame, kinds: Ints, form: Form) -> pl.DataFrame:
    """Do to each row of a text frame what its kind says."""
    kind = pl.col("kind")
    no_such_day = form.dates.replace("%d", "31").replace("%m", "02").split("%Y")
    year = pl.col("TGL_LHR").str.extract(r"(\d{4})")
    day = pl.concat_str(pl.lit(no_such_day[0]), year, pl.lit(no_such_day[1]))
    spoiled = frame.with_columns(kind=pl.Series(kinds)).with_columns(
        NIK=spoilt_nik(kind),
        TGL_LHR=pl.when(kind == NO_SUCH_DAY).then(day).otherwise("TGL_LHR"),
        NO_KAB=pl.when(kind == BPS_CODE).then(pl.lit("4")).otherwise("NO_KAB"),
        NO_KEC=pl.when(kind == BPS_CODE).then(pl.lit("140")).otherwise("NO_KEC"),
        NO_KEL=pl.when(kind == UNKNOWN_AREA).then(pl.lit("2999")).otherwise("NO_KEL"),
        NAMA_LGKP=pl.when(kind == NO_NAME).then(pl.lit("")).otherwise("NAMA_LGKP"),
        ALAMAT=pl.when(kind == DOUBLED).then(pl.lit("JL. GANDA NO. 2")).otherwise("ALAMAT"),
    )
    return spoiled.drop("kind")


def spoilt_nik(kind: pl.Expr) -> pl.Expr:
    """A NIK after a spreadsheet: 15 significant digits, an exponent, an apostrophe."""
    nik = pl.col("NIK")
    first = pl.concat_str(nik.str.head(1), pl.lit("."), nik.str.slice(1, 5), pl.lit("E+15"))
    return (
        pl.when(kind == FLOAT)
        .then(pl.concat_str(nik.str.head(15), pl.lit("0.0")))
        .when(kind == EXPONENT)
        .then(first)
        .when(kind == APOSTROPHE)
        .then(pl.concat_str(pl.lit("'"), nik))
        .otherwise(nik)
    )
