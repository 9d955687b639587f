"""Names that nobody bears: made of syllables, readable, and of the sound of Indonesian ones.

A few carry an accent or a typographic apostrophe, which is where encodings go wrong.
"""

import numpy as np
import polars as pl

from rekam.demo.days import Ints
from rekam.demo.people import MAN, WOMAN, Mask

_STARTS = (
    "AR", "BA", "DA", "GU", "HA", "JA", "KA", "LA", "MA", "NA", "PA", "RA", "SA", "TA", "WA", "YU", "BO",
    "DO", "JO", "SU",
)  # fmt: skip
_MIDDLES = (
    "LO", "MBI", "NDU", "RKA", "STO", "NGGO", "RWA", "PRI", "TRO", "KLU", "MPA", "NTI", "WLO", "GYA",
)  # fmt: skip
_ENDS = {
    MAN: ("NDRO", "KTO", "RJO", "MAS", "WIR", "DING", "NUR", "BAK"),
    WOMAN: ("SYA", "NTRI", "WINA", "LIKA", "RNI", "MINA", "SKA", "TUTI"),
}
_CLAN_STARTS = (
    "PRA", "TELI", "SIMO", "WARA", "KENDA", "LOBA", "MURA", "TANDU", "BELO", "DIRGA", "RAMBU", "SEKA", "TULI",
    "WONO", "JANDRA", "KOLA",
)  # fmt: skip
_CLAN_ENDS = (
    "MBA", "NGGUL", "TRIA", "KSO", "LUNGA", "RIMBO", "SATRA", "WELO", "PANDE", "GIRA", "MOTO", "DILA",
)  # fmt: skip


def _pool(starts: tuple[str, ...], middles: tuple[str, ...], ends: tuple[str, ...]) -> pl.Series:
    return pl.Series([a + b + c for a in starts for b in middles for c in ends])


GIVEN = {sex: _pool(_STARTS, _MIDDLES, ends) for sex, ends in _ENDS.items()}
_plain_clans = _pool(_CLAN_STARTS, ("",), _CLAN_ENDS)
_CLANS = pl.concat(
    [_plain_clans, pl.Series(["D’" + name for name in _plain_clans[:6]]), pl.Series(["RÉMBALO"])]
)


def invent(rng: np.random.Generator, sex: Ints, *, in_full: Mask) -> pl.Series:
    """One name each: a given name, for most a second, for some, and for those *in_full*, a third."""
    size = len(sex)
    given = [_drawn(rng, GIVEN[kind], size) for kind in (MAN, WOMAN)]
    second = _drawn(rng, GIVEN[MAN], size)
    clan = _drawn(rng, _CLANS, size)
    frame = pl.DataFrame({"man": given[MAN], "woman": given[WOMAN], "second": second, "clan": clan})
    words = np.where(in_full, 2, rng.choice(3, size, p=(0.12, 0.66, 0.22)))
    kind = pl.lit(pl.Series(words.astype(np.int8)))
    first = pl.when(pl.lit(pl.Series(sex == WOMAN))).then("woman").otherwise("man")
    return frame.select(
        pl.when(kind == 0)
        .then(first)
        .when(kind == 1)
        .then(pl.concat_str(first, "clan", separator=" "))
        .otherwise(pl.concat_str(first, "second", "clan", separator=" "))
        .alias("name")
    ).to_series()


def _drawn(rng: np.random.Generator, pool: pl.Series, size: int) -> pl.Series:
    return pool.gather(rng.integers(0, len(pool), size).astype(np.uint32))


def misspelt(name: pl.Expr) -> pl.Expr:
    """As a clerk might have typed it: the last letter is missing."""
    return name.str.head(-1)
