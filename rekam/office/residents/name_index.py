"""Finding the nearest names among all residents in a few milliseconds, the same on every database.

Each name's sound is cut into its groups of three letters, and a list says which residents have each group.
The lists of a name's own groups, added up, point at the residents who share most of them: 413,508 residents
take some 30 MB and a second to make, once for each process of the server. What changes afterwards is looked
up by the marks that every change leaves (see ``Mark``) and kept in a second, small index, so that a resident
is found under a new name at once. An index only proposes: the rows themselves are read from the database.
"""

import threading
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from django.db import connection
from django.db.models import Max
from numpy.typing import NDArray

from rekam.domain import sounds
from rekam.office import bulk
from rekam.office.ledger.models import Posting
from rekam.office.residents.models import Resident, Saying

SCHEMA = {"id": pl.Int64, "name_key": pl.String, "born": pl.Date, "area_id": pl.Int64}
LETTERS = 26
GROUPS = LETTERS**3
MOST_FRESH = 50_000  # more changed residents than this, and the whole is made anew
MANY = 50_000  # with more residents than this, making the index keeps somebody waiting

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Index:
    """Residents by the three-letter groups of their names' sounds.

    Who has group g is in ``lists[starts[g]:starts[g + 1]]``, as places in ``ids``.
    """

    ids: NDArray[np.int64]
    born: NDArray[np.int32]
    areas: NDArray[np.int32]
    sizes: NDArray[np.int32]
    starts: NDArray[np.int64]
    lists: NDArray[np.int32]

    def nearest(
        self, name: str, *, born: tuple[date, date] | None, areas: set[int] | None, most: int
    ) -> Numbers:
        """Ids of at most *most* residents whose names share most with *name*, of some births and villages."""
        groups = _groups_of(name)
        if not len(groups) or not len(self.ids):
            return np.empty(0, np.int64)
        score = self._shared(groups)
        if born is not None:
            first, last = (_day_number(day) for day in born)
            score[(self.born < first) | (self.born > last)] = 0
        if areas is not None:
            score[~np.isin(self.areas, list(areas))] = 0
        some = np.flatnonzero(score > LEAST_SHARED)
        if len(some) > most:
            some = some[np.argpartition(score[some], -most)[-most:]]
        return self.ids[some]

    def _shared(self, groups: Numbers) -> NDArray[np.float64]:
        """How much of what was asked for each name has; of two that have the same, the shorter has more."""
        score, possible = np.zeros(len(self.ids), np.float32), 0.0
        for group in groups:
            having = self.lists[self.starts[group] : self.starts[group + 1]]
            rarity = float(np.log(1 + len(self.ids) / (1 + len(having))))
            score[having] += rarity
            possible += rarity
        return score / possible * (0.9 + 0.1 * len(groups) / np.maximum(self.sizes, len(groups)))


LEAST_SHARED = 0.2


def of(rows: pl.DataFrame) -> Index:
    """The index of *rows*, which have the columns of ``SCHEMA``."""
    groups, owners = _cut(sounds.of_names(rows["name_key"].to_list()))
    order = np.argsort(groups, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(groups, minlength=GROUPS))))
    return Index(
        ids=rows["id"].to_numpy(),
        born=rows["born"].cast(pl.Int32).to_numpy(),
        areas=rows["area_id"].cast(pl.Int32).to_numpy(),
        sizes=np.bincount(owners, minlength=len(rows)).astype(np.int32),
        starts=starts,
        lists=owners[order],
    )


def _cut(names: list[str]) -> tuple[NDArray[np.uint16], NDArray[np.int32]]:
    """Every group of three letters in *names*, and the place of the name it is in."""
    text = "|".join(names).encode("ascii", "replace") + b"||"
    letters = np.frombuffer(text, np.uint8).astype(np.int16) - ord("A")
    is_letter = (letters >= 0) & (letters < LETTERS)
    whole = is_letter[:-2] & is_letter[1:-1] & is_letter[2:]
    owners = np.cumsum(letters == ord("|") - ord("A"), dtype=np.int32)[:-2][whole]
    groups = letters[:-2].astype(np.int32) * LETTERS**2 + letters[1:-1] * LETTERS + letters[2:]
    return groups[whole].astype(np.uint16), owners


def _groups_of(name: str) -> Numbers:
    groups, _ = _cut(sounds.of_names([name]))
    return np.unique(groups).astype(np.int64)


def _day_number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Mark:
    """How far the register had got: the last posting, resident and saying."""

    posting: int
    resident: int
    saying: int


@dataclass(frozen=True)
class Shelf:
    """The index of all residents at a mark, and the one of those who changed since."""

    whole: Index
    at: Mark
    fresh: Index | None
    fresh_at: Mark


_lock = threading.Lock()
_shelves: dict[str, Shelf] = {}


def nearest(
    name: str, *, born: tuple[date, date] | None = None, areas: set[int] | None = None, most: int = 300
) -> list[int]:
    """Ids of the residents whose names are nearest, best guesses only and in no order."""
    shelf = up_to_date()
    found = [
        index.nearest(name, born=born, areas=areas, most=most)
        for index in (shelf.whole, shelf.fresh)
        if index is not None
    ]
    return sorted(set(np.concatenate(found).tolist()))


def up_to_date() -> Shelf:
    """The shelf of this process as the register stands now."""
    with _lock:
        held, now = _shelves.get(_database()), mark()
        if held is None or (held.fresh_at != now and _undone_since(held.at)):
            held = _all_anew(now)
        elif held.fresh_at != now:
            fresh = _changed_since(held.at)
            small = len(fresh) <= MOST_FRESH
            held = Shelf(held.whole, held.at, of(fresh), now) if small else _all_anew(now)
        _shelves[_database()] = held
        return held


def prepare() -> None:
    """Make the index of a large register in the background, for whoever is about to search."""
    if _database() not in _shelves and mark().resident > MANY:
        threading.Thread(target=_prepare, daemon=True).start()


def _prepare() -> None:
    try:
        up_to_date()
    finally:
        connection.close()


def forget() -> None:
    """For tests, which take back what they wrote: the same marks may then mean other people."""
    _shelves.clear()


def mark() -> Mark:
    latest = [model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (Posting, Resident, Saying)]
    return Mark(*latest)


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _all_anew(now: Mark) -> Shelf:
    return Shelf(of(bulk.read("FROM residents_resident", schema=SCHEMA)), now, None, now)


def _undone_since(then: Mark) -> bool:
    """Undoing takes sayings away instead of adding them, so that nothing points at who changed."""
    return Posting.objects.filter(pk__gt=then.posting, kind="undo").exists()


def _changed_since(then: Mark) -> pl.DataFrame:
    sql = (
        "FROM residents_resident WHERE id > %s OR id IN "
        f"(SELECT resident_id FROM residents_saying WHERE id > %s) LIMIT {MOST_FRESH + 1}"
    )
    return bulk.read(sql, [then.resident, then.saying], schema=SCHEMA)
