"""Everything that was told of some residents, laid open while something is put between or taken away.

A file that says what is known already leaves no saying behind; only of whom it did so, and of which facts, is
kept (``Confirmation``). Before something comes before it, or what it confirmed is taken away, it is laid open
as the saying that it was. Where it then still tells nothing new it is left away again; else it stays, as what
its own source said.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import dropwhile

from rekam.office.regions import queries as regions
from rekam.office.residents import facts, folding, queries
from rekam.office.residents.folding import Row
from rekam.office.residents.models import Confirmation
from rekam.office.residents.queries import Confirmed

NEW = 0  # in ``saying``: told and not kept yet
OPEN = -1  # in ``saying``: only confirmed


def of(ids: Sequence[int], *, after: date, but_of: str = "") -> dict[int, list[Row]]:
    """All that was told of some residents, as ``queries.rows_of``, with what was confirmed after a day; but
    not by one source.
    """
    told = queries.rows_of(ids)
    places = dict(Confirmation.objects.values_list("source", "id"))
    for pk, found in queries.confirmations(ids, after=after, but_of=but_of).items():
        for each in found:
            _lay_open(told[pk], each, places)
    _give_villages(row for rows in told.values() for row in rows)
    return told


def _give_villages(rows: Iterable[Row]) -> None:
    """Beside each saying that a register of a part of the office misses them, its villages: ``within``."""
    known: dict[int, frozenset[int] | None] = {facts.MISSING: None}
    for row in rows:
        said = row["said"]
        if facts.is_missing(said):
            if said not in known:
                known[said] = regions.villages_of(said - facts.MISSING)
            row["within"] = known[said]


def _lay_open(rows: list[Row], confirmed: Confirmed, places: Mapping[str, int]) -> None:
    """Of one day what came before it stays before it."""
    if any(row["source"] == confirmed.source for row in rows):
        return
    place = bisect_right(rows, confirmed.known_on, key=lambda row: row["known_on"])
    while place and _came_after(rows[place - 1], confirmed, places):
        place -= 1
    if not place:
        return
    stood = rows[place - 1]
    said = confirmed.said
    if said is None:  # a source that said the same corrected nothing
        said = stood["said"] & ~facts.WAS_SO if facts.was_so(stood["said"]) else stood["said"]
    about = {"known_on": confirmed.known_on, "source": confirmed.source, "said": said, "fingerprint": 0}
    rows.insert(place, {**stood, **about, "came_late": True, "saying": OPEN})


def _came_after(row: Row, confirmed: Confirmed, places: Mapping[str, int]) -> bool:
    return row["known_on"] == confirmed.known_on and places.get(row["source"], 0) > confirmed.place


def with_late(late: Sequence[Row]) -> Iterator[tuple[int, list[Row], list[Row]]]:
    """All that was told of some residents before and after late sayings of them: id, before, after."""
    if not late:
        return
    _give_villages(late)
    told = of(sorted({row["id"] for row in late}), after=min(row["known_on"] for row in late))
    after = {pk: list(rows) for pk, rows in told.items()}
    for row in late:
        folding.insert(after[row["id"]], {**row, "came_late": True, "saying": NEW})
    for pk, rows in told.items():
        yield pk, rows, closed(after[pk])


def without(source: str, ids: Sequence[int]) -> Iterator[tuple[int, list[Row], list[Row]]]:
    """The same before and after what one source said of them is taken away."""
    if not ids:
        return
    for pk, rows in of(ids, after=date.min, but_of=source).items():
        left = _held(row for row in rows if row["source"] != source)
        folding.fill(left)
        yield pk, rows, closed(left)


def closed(rows: list[Row]) -> list[Row]:
    """Without what was only confirmed and tells nothing new, and with nobody missing who was not held yet."""
    held = _held(rows)
    return [row for place, row in enumerate(held) if not place or not _is_idle(held[place - 1], row)]


def _held(rows: Iterable[Row]) -> list[Row]:
    """From the first saying on that names them: a register does not miss who was not held yet."""
    return list(dropwhile(lambda row: facts.is_missing(row["said"]), rows))


def _is_idle(before: Row, row: Row) -> bool:
    return row["saying"] == OPEN and folding.says_nothing_new(before, row)
