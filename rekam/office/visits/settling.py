"""What the entries about people come to is written beside them, so that a count reads no entries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rekam.domain.visits import entries as rules
from rekam.domain.visits.entries import Count, Note, Settled
from rekam.domain.visits.outcomes import Outcome, Reason
from rekam.office.visits.models import Entry, Listed, Visit

ABOUT_A_PERSON = (Entry.Kind.OUTCOME, Entry.Kind.WALK_IN)
FIELDS = ("outcome", "reason", "has_refused", "is_presumed", "is_disputed")


def settle(visit: Visit, pks: Iterable[int]) -> int:
    """Settles these people anew. How many have another outcome or reason now, or a new dispute."""
    people = list(visit.people.filter(pk__in=set(pks)))
    notes = notes_of(people)
    changed = 0
    for person in people:
        before = _told(person)
        write(person, rules.settle(notes[person.pk]))
        changed += before != _told(person)
    Listed.objects.bulk_update(people, FIELDS, batch_size=200)
    return changed


def _told(person: Listed) -> tuple[object, ...]:
    """What of a person stands on the result sheet."""
    return person.outcome, person.reason, person.has_refused, person.is_disputed


def write(person: Listed, found: Settled) -> None:
    person.outcome = found.outcome.value if found.outcome else ""
    person.reason = found.reason.value if found.reason else ""
    person.has_refused, person.is_presumed = found.has_refused, found.is_presumed
    person.is_disputed = found.is_disputed


def notes_of(people: Sequence[Listed]) -> dict[int, list[Note]]:
    found: dict[int, list[Note]] = defaultdict(list)
    about = Entry.objects.filter(listed__in=people, kind__in=ABOUT_A_PERSON)
    fields = ("listed_id", "key", "outcome", "reason", "has_refused", "is_presumed", "after")
    for pk, key, outcome, reason, refused, presumed, after in about.values_list(*fields):
        known = Reason(reason) if reason else None
        said = Outcome(outcome) if outcome else None
        found[pk].append(Note(key, said, known, refused, presumed, frozenset(after)))
    return found


def taken_back(visit: Visit) -> set[str]:
    """The keys of what is said no more, and of the entries that say so: those were not noted on the spot."""
    found: set[str] = set()
    without = visit.entries.filter(kind=Entry.Kind.OUTCOME, outcome="")
    for key, after in without.values_list("key", "after"):
        found |= {key, *after}
    return found


def counts(visit: Visit, kind: Entry.Kind) -> dict[str, int]:
    """People without names by outcome, or by reason."""
    return rules.add_up(counts_of(visit, kind))


def counts_of(visit: Visit, kind: Entry.Kind) -> list[Count]:
    field = "outcome" if kind == Entry.Kind.COUNT else "reason"
    rows = visit.entries.filter(kind=kind).values_list("key", "subject", field, "count", "after")
    return [Count(key, subject, what, people, frozenset(after)) for key, subject, what, people, after in rows]
