"""Looking for the people of a roll in the register: whole tables in and out, never row by row.

Most rows are settled by their whole NIK, which the register's own index answers. Only for the others is more
read: all NIKs as numbers, to find those that a damaged one can have been, and whoever bears the very name or
was born on the very day.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl

from rekam.domain import sounds
from rekam.domain.rolls import digits, matching
from rekam.domain.rolls.matching import HELD, By
from rekam.office import bulk
from rekam.office.regions import queries as regions
from rekam.office.residents import actions as residents

Follow = Callable[[str, float], None]

AT_ONCE = 5_000
NUMBERS: dict[str, Any] = {"nik": pl.String, "id": pl.Int64}
# A name that so many residents bear tells nobody apart.
COMMON = 40


def keyed(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a roll with the name as search sees it; degrees behind a comma are no part of a name."""
    bare = pl.col("name").str.replace(r",.*$", "")
    return rows.with_columns(name_key=residents.name_key(bare))


def unfollowed(step: str, done: float) -> None:
    """Nobody asks how far it is."""


def look(rows: pl.DataFrame, follow: Follow = unfollowed) -> pl.DataFrame:
    """`matching.FOUND` for rows with `number`, `written`, `nik`, `nik_state`, `name_key` and `born`. *follow*
    is told each step and how much is done before it; it may raise to stop there.
    """
    follow("numbers", 0.1)
    told = pl.concat([rows, digits.left(rows)], how="horizontal")
    by_nik = _by_nik(told)
    settled = matching.settled(_as_rows(told), by_nik, likeness=sounds.likeness)
    open_ = told.filter(~pl.col("number").is_in(settled.implode()))
    pairs = pl.concat([by_nik, *_further(open_, follow)])
    follow("judging", 0.8)
    regency = regions.office().regency.code
    return matching.judge(_as_rows(told), pairs, likeness=sounds.likeness, regency=regency)


def _as_rows(told: pl.DataFrame) -> pl.DataFrame:
    return told.select(list(matching.ROWS))


def _further(open_: pl.DataFrame, follow: Follow) -> Iterable[pl.DataFrame]:
    if open_.is_empty():
        return
    follow("damaged", 0.3)
    yield from _by_digits(open_)
    follow("names", 0.5)
    yield _by_name(open_)
    follow("births", 0.65)
    yield _by_birth(open_)


def _by_nik(told: pl.DataFrame) -> pl.DataFrame:
    asked = told.filter(pl.col("nik") != "").select("number", "nik")
    held = _held("nik", asked["nik"].unique().to_list())
    return _as_pairs(asked.join(held, on="nik"), By.NIK)


def _by_digits(open_: pl.DataFrame) -> Iterable[pl.DataFrame]:
    """Whoever a rounded number or a slip of the hand can have been."""
    narrow = (pl.col("high") - pl.col("low")).is_between(1, digits.NARROW)
    ranges, slips = open_.filter(narrow), open_.filter(pl.col("bare").is_not_null())
    if ranges.is_empty() and slips.is_empty():
        return
    # Sorted here: as numbers, and not by the rules of whatever language the database speaks.
    numbers = bulk.read("FROM residents_resident", schema=NUMBERS).cast({"nik": pl.Int64}).sort("nik")
    niks = numbers["nik"].to_numpy()
    in_range = digits.within(ranges["low"].to_numpy(), ranges["high"].to_numpy(), niks)
    one_slip = digits.one_slip(slips["bare"].to_list(), niks)
    places = np.unique(np.concatenate([in_range[1], one_slip[1]]))
    held = _held("id", numbers["id"].gather(places).to_list())
    for asked, (owners, at), by in ((ranges, in_range, By.RANGE), (slips, one_slip, By.SLIP)):
        found = pl.DataFrame({"number": asked["number"].gather(owners), "id": numbers["id"].gather(at)})
        yield _as_pairs(found.join(held, on="id"), by)


def _by_name(open_: pl.DataFrame) -> pl.DataFrame:
    asked = open_.filter(pl.col("name_key") != "").select("number", "name_key", "low", "high")
    held = _held("name_key", asked["name_key"].unique().to_list())
    is_rare = pl.len().over("name_key") <= COMMON
    both = asked.join(held.with_columns(is_rare=is_rare), on="name_key")
    in_range = pl.col("nik").cast(pl.Int64).is_between("low", "high").fill_null(False)
    return _as_pairs(both.filter(pl.col("is_rare") | in_range), By.NAME)


def _by_birth(open_: pl.DataFrame) -> pl.DataFrame:
    """Whoever was born on the day that the roll says, with a name that begins alike or shares a word."""
    asked = open_.filter(pl.col("born").is_not_null() & (pl.col("name_key") != ""))
    held = _held("born", asked["born"].unique().to_list())
    both = asked.select("number", "born", said="name_key").join(held, on="born")
    said, known = pl.col("said").str.split(" "), pl.col("name_key").str.split(" ")
    alike = (pl.col("said").str.slice(0, 2) == pl.col("name_key").str.slice(0, 2)) | (
        said.list.set_intersection(known).list.len() > 0
    )
    return _as_pairs(both.filter(alike), By.BORN)


def _as_pairs(found: pl.DataFrame, by: By) -> pl.DataFrame:
    return found.with_columns(by=pl.lit(by.value)).select(list(matching.PAIRS))


def _held(column: str, values: Sequence[Any]) -> pl.DataFrame:
    """The residents who have one of these values, by an index of the register."""
    parts = [
        bulk.read(
            f"FROM residents_resident WHERE {column} IN ({', '.join(['%s'] * len(some))})",
            list(some),
            schema=HELD,
        )
        for some in (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=HELD)
