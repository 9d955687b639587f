"""What is different between two versions of a month: who would move, and what it costs them."""

from collections import defaultdict
from dataclasses import dataclass

from rekam.office.places import queries as places
from rekam.office.rosters import publishing, told
from rekam.office.rosters.models import Officer, Roster
from rekam.office.rosters.moves import Move, Post


@dataclass(frozen=True)
class Moved:
    """One officer whose days are not the same in both versions."""

    officer: Officer
    lines: list[str]


def moves(before: Roster, after: Roster) -> list[Move]:
    """What every officer does differently, day by day."""
    then, now = publishing.by_officer(before.duties.all()), publishing.by_officer(after.duties.all())
    return [
        Move(officer, on, _post(then.get(officer, {}).get(on)), _post(now.get(officer, {}).get(on)))
        for officer, days in publishing.changed_days(then, now).items()
        for on in days
    ]


def _post(what: publishing.What | None) -> Post | None:
    return Post(*what) if what else None


def changes(before: Roster, after: Roster) -> list[Moved]:
    """In the order of names, as sentences."""
    found: dict[int, list[Move]] = defaultdict(list)
    for move in moves(before, after):
        found[move.officer].append(move)
    people = Officer.objects.in_bulk(found)
    held = {place.pk: place.name for place in places.places()}
    listed = [
        Moved(people[pk], [told.move_line(move, people[pk], held) for move in each])
        for pk, each in found.items()
    ]
    return sorted(listed, key=lambda moved: moved.officer.name)
