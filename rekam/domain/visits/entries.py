"""What several phones noted about one person comes to one outcome, in whatever order it arrives.

Clocks of phones are not believed, and links are bad: an entry may arrive hours late, twice, or after one that
was written later. So each names the entries that its writer had before their eyes (``after``), and replaces
exactly those. What nobody has replaced stands. Two that stand and say different things were written by crews
who did not know of one another: both are kept, and a person decides by an entry that knows of both. What the
office takes back is replaced by an entry without an outcome.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rekam.domain.visits.outcomes import Outcome, Reason


@dataclass(frozen=True, slots=True)
class Note:
    """One entry about one person. *is_presumed*: concluded from silence when the rest was set absent. Without
    an outcome it only takes back those that it names.
    """

    key: str
    outcome: Outcome | None
    reason: Reason | None = None
    has_refused: bool = False
    is_presumed: bool = False
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Settled:
    """What the entries about a person come to. Disputed ones have no outcome until somebody decides."""

    outcome: Outcome | None = None
    reason: Reason | None = None
    has_refused: bool = False
    is_presumed: bool = False
    is_disputed: bool = False
    standing: tuple[str, ...] = ()


def standing(notes: Iterable[Note]) -> list[Note]:
    """The entries that no other replaces, in an order of their own. What somebody saw drives out what was
    concluded from silence.
    """
    each = {note.key: note for note in notes}
    replaced = {key for note in each.values() for key in note.after if key != note.key}
    ordered = [each[key] for key in sorted(each)]
    left = [note for note in ordered if note.key not in replaced] or ordered
    left = [note for note in left if note.outcome is not None]
    seen = [note for note in left if not note.is_presumed]
    return seen or left


def settle(notes: Iterable[Note]) -> Settled:
    """One outcome, or a dispute; the same for every order of arrival, and for any repeats."""
    left = standing(notes)
    if not left:
        return Settled()
    keys = tuple(note.key for note in left)
    if len({note.outcome for note in left}) > 1:
        return Settled(is_disputed=True, standing=keys)
    return Settled(
        outcome=left[0].outcome,
        reason=_first_reason(left),
        has_refused=any(note.has_refused for note in left),
        is_presumed=all(note.is_presumed for note in left),
        standing=keys,
    )


def _first_reason(notes: Sequence[Note]) -> Reason | None:
    """Two crews who agree on an absence may give different reasons: the first of the list holds."""
    given = {note.reason for note in notes if note.reason is not None}
    return next((reason for reason in Reason if reason in given), None)


@dataclass(frozen=True, slots=True)
class Count:
    """So many people without names had an outcome, or a reason. A phone that counts on replaces its count."""

    key: str
    subject: str
    what: str
    people: int
    after: frozenset[str] = frozenset()


def add_up(counts: Iterable[Count]) -> dict[str, int]:
    """How many people each outcome (or reason) has. Subjects add up; within one the latest known stands."""
    each = {count.key: count for count in counts}
    replaced = {key for count in each.values() for key in count.after if key != count.key}
    latest: dict[str, Count] = {}
    for count in sorted(each.values(), key=lambda c: (c.key not in replaced, c.people, c.key)):
        latest[count.subject] = count
    found: dict[str, int] = {}
    for count in latest.values():
        found[count.what] = found.get(count.what, 0) + count.people
    return found
