"""Sayings of one resident in the order of their days, each filled from the one before.

A source that does not say a thing does not deny it, so each saying holds what it said and, for the rest, what
was known before it. When a file of an earlier day comes late, it takes its place, and whatever later sayings
had left open is filled anew: the history is then the same as if the files had come in their order.
"""

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rekam.office.residents import facts

Row = dict[str, Any]  # the facts of one saying, with known_on

# Who it is. Where nobody said it, it stays as it stands: there is no empty person.
LASTING = ("name", "sex", "born", "area_id")
UNSAID = {"citizenship": "citizen", "standing": "resident", "marital": "single"}
# What belongs to one event, and is not carried on when another follows.
OF_AN_EVENT = ("arrived_on", "ended_on")
FILES = "import:"  # how a source begins that is a file, and not a correction of one fact


def insert(rows: list[Row], late: Row) -> int:
    """Put a saying into its place by its day, filled, and fill those after it; returns its place.

    Of the sayings of one day the one that came last is the last.
    """
    place = bisect_right(rows, late["known_on"], key=lambda row: row["known_on"])
    rows.insert(place, late)
    fill(rows, place)
    return place


def fill(rows: list[Row], start: int = 0) -> None:
    """Fill what each saying from *start* on left open with what was known before it."""
    for place in range(start, len(rows)):
        rows[place] = filled(rows[place - 1] if place else None, rows[place])


def filled(before: Row | None, own: Row) -> Row:
    """A saying with what it left open as it was before; or, when nothing was, as nobody had said it."""
    if own["said"] == facts.EVERYTHING:
        return own
    if facts.is_missing(own["said"]):
        return _without(before, own) if before else own
    unsaid = _left_open(own["said"])
    if before is None:
        return {**own, **{name: _nobody_said(name) for name in unsaid if name not in LASTING}}
    row = {**own, **{name: before[name] for name in unsaid if name not in OF_AN_EVENT}}
    if "standing" in unsaid and before["standing"] == "left" and own["source"].startswith(FILES):
        row["standing"] = "resident"  # who had gone from the register is in a file again
    moved, changed = row["area_id"] != before["area_id"], row["standing"] != before["standing"]
    if "arrived_on" in unsaid:
        row["arrived_on"] = None if moved or changed else before["arrived_on"]
    if "ended_on" in unsaid:
        row["ended_on"] = None if changed else before["ended_on"]
    if row["standing"] == "resident":
        row["ended_on"] = None
    return row


@lru_cache(maxsize=4096)
def _left_open(said: int) -> tuple[str, ...]:
    return tuple(name for name, bit in facts.BITS.items() if not said & bit)


def _without(before: Row, own: Row) -> Row:
    """A complete file does not name somebody: who is dead, or gone already, stays so, and who lives outside
    the villages of the file (``within``; without it, it is of the whole office).
    """
    row = {**own, **{name: before[name] for name in facts.SAYABLE}}
    villages = own.get("within")
    if before["standing"] == "resident" and (villages is None or before["area_id"] in villages):
        row.update(standing="left", arrived_on=None, ended_on=None)
    return row


def _nobody_said(name: str) -> Any:
    return None if name in facts.DAYS else UNSAID.get(name, "")


def says_nothing_new(before: Row, own: Row) -> bool:
    """Whether a saying tells of nothing but what was known before it."""
    row = filled(before, own)
    return all(row[name] == before[name] for name in facts.SAYABLE)


def bits_of(values: Iterable[str], *, was_so: bool = False) -> int:
    """The bits of ``said`` of somebody's correction. Who corrects a village or a standing sees and says its
    day too, also when the day stays as it was. *was_so*: it was wrong in the register, and did not happen.
    """
    names = set(values)
    bits = facts.bits(names.union(OF_AN_EVENT) if names & {"area_id", "standing"} else names)
    return bits | facts.WAS_SO if was_so else bits
