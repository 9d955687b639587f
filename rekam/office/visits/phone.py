"""What the day's page shows on a phone, as one message: small, masked, and complete enough to work without
a link.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.domain.nik import mask
from rekam.domain.visits import entries as rules
from rekam.domain.visits.life import State
from rekam.domain.visits.outcomes import Outcome
from rekam.office.visits import queries, settling, words
from rekam.office.visits.models import Entry, Listed, ListFrom, Visit

Kind = Entry.Kind
KEPT = timedelta(days=1)  # after the visit's day a phone forgets its list


def state(visit: Visit, *, language: str, since: str = "") -> dict[str, Any]:
    """Everything: people with what is known of each, counts, problems and how the visit stands.

    With the mark of an earlier message only the people of whom something was noted since: over a bad link a
    list of thousands comes once.
    """
    standing = queries.standing(visit)
    tally = standing.tally
    touched = queries.touched_since(visit, since) if since else None
    return {
        "mark": queries.mark(visit),
        "since": since if touched is not None else "",
        "people_count": standing.listed + standing.walk_ins,
        "state": visit.state,
        "state_word": str(words.STATES[visit.state]),
        "until": (visit.on + KEPT).isoformat(),
        "arrived": wording.clock(visit.arrived_at, timezone.get_current_timezone(), language)
        if visit.arrived_at
        else "",
        "has_number": visit.list_from == ListFrom.NONE and visit.announced is not None,
        "announced": visit.announced,
        "tally": {
            "target": tally.target,
            "missing": tally.missing,
            "disputed": tally.disputed,
            **{each.value: tally.count(each) for each in Outcome},
        },
        "people": people(visit, touched),
        "counts": counts(visit),
        "presumed": visit.entries.filter(is_presumed=True).count(),
        "problems": problems(visit, language),
    }


def people(visit: Visit, touched: set[int] | None = None) -> list[dict[str, Any]]:
    chosen = queries.people(visit)
    found = list(chosen if touched is None else chosen.filter(pk__in=touched))
    notes = settling.notes_of(found)
    keys = dict(visit.keys.order_by("-pk").values_list("listed_id", "key"))
    disputed = versions(visit)
    return [
        {
            "key": keys.get(person.pk, ""),
            "name": name_of(person),
            "about": about(person),
            "outcome": person.outcome,
            "reason": person.reason,
            "refused": person.has_refused,
            "walk_in": person.is_walk_in,
            "disputed": disputed.get(person.pk, []) if person.is_disputed else [],
            "heads": [note.key for note in rules.standing(notes[person.pk])],
        }
        for person in found
    ]


def name_of(person: Listed) -> str:
    if person.resident is not None and not person.is_walk_in:
        return person.resident.name
    if person.name:
        return person.name
    return person.resident.name if person.resident else str(_("Somebody the register holds no more"))


def about(person: Listed) -> str:
    """What tells two people of one name apart: the masked NIK, the village, the client's note."""
    village = person.resident.area.name if person.resident else ""
    return " · ".join(filter(None, (mask(person.nik) if person.nik else "", village, person.note)))


def versions(visit: Visit) -> dict[int, list[dict[str, str]]]:
    """The different outcomes of those who have two, side by side with who noted them."""
    two = list(visit.people.filter(is_off=False, is_disputed=True))
    notes = settling.notes_of(two)
    found: dict[int, list[dict[str, str]]] = {}
    for person in two:
        left = [note.key for note in rules.standing(notes[person.pk])]
        found[person.pk] = _told(left)
    return found


def _told(keys: Sequence[str]) -> list[dict[str, str]]:
    rows = Entry.objects.filter(key__in=keys).select_related("by").order_by("key")
    zone = timezone.get_current_timezone()
    return [
        {
            "key": row.key,
            "outcome": row.outcome,
            "word": str(words.OUTCOMES[row.outcome]),
            "by": str(row.by or ""),
            "at": wording.clock(row.made_at, zone),
        }
        for row in rows
    ]


def counts(visit: Visit) -> list[dict[str, Any]]:
    """Counts of people without names and of reasons, each with the entries that it stands on."""
    rows = visit.entries.filter(kind__in=[Kind.COUNT, Kind.REASONS])
    replaced = {key for row in rows for key in row.after}
    return [
        {
            "key": row.key,
            "kind": row.kind,
            "subject": row.subject,
            "what": row.outcome or row.reason,
            "count": row.count,
        }
        for row in rows
        if row.key not in replaced
    ]


def problems(visit: Visit, language: str) -> list[dict[str, str]]:
    rows = visit.entries.filter(kind=Kind.PROBLEM).select_related("kit", "by")
    zone = timezone.get_current_timezone()
    return [
        {
            "key": row.key,
            "note": row.note,
            "kit": row.kit.code if row.kit else "",
            "by": str(row.by or ""),
            "at": wording.moment(row.made_at, zone, language),
        }
        for row in rows
    ]


def is_done(visit: Visit) -> bool:
    """Nothing is left to do on a phone: it forgets the list."""
    return visit.state in (State.CLOSED, State.CANCELLED)
