"""What a change of a plan does to the visits that were told to clients and crews."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rekam.office.outreach import pictures, queries, stops
from rekam.office.outreach.models import Plan, Stop


@dataclass(frozen=True, slots=True)
class Change:
    """A visit that is new, falls away, or is made by another crew or kit or at another hour."""

    on: date
    name: str
    what: str  # "new", "gone", "crew", "kit" or "hours"
    is_promised: bool
    before: Stop | None
    after: Stop | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All of them, and how many visits stay as they were told."""

    rows: list[Change]
    same: int

    @property
    def gone(self) -> int:
        return sum(row.what == "gone" for row in self.rows)

    @property
    def new(self) -> int:
        return sum(row.what == "new" for row in self.rows)


def changes(before: Plan, after: Plan) -> Changes:
    """Between a plan and its change, from the first day of the change on."""
    held = _by_place(queries.stops(before, since=after.starts))
    wanted = _by_place(queries.stops(after))
    rows: list[Change] = []
    same = 0
    for key in sorted({*held, *wanted}, key=lambda key: (key[1], key[0])):
        old, new = held.get(key), wanted.get(key)
        what = _what(old, new)
        either = new or old
        assert either is not None
        if not what:
            same += 1
        else:
            rows.append(Change(either.on, pictures.name(either), what, either.is_promised, old, new))
    return Changes(rows, same)


def _by_place(held: Iterable[Stop]) -> dict[tuple[str, date], Stop]:
    found: dict[tuple[str, date], Stop] = {}
    for stop in held:
        found.setdefault((stops.site_of(stop), stop.stands_on), stop)
    return found


def _what(old: Stop | None, new: Stop | None) -> str:
    if old is None:
        return "new"
    if new is None:
        return "gone"
    if old.crew != new.crew:
        return "crew"
    if old.kit_id != new.kit_id:
        return "kit"
    return "hours" if (old.starts, old.ends) != (new.starts, new.ends) else ""
