"""Entries from phones: each is kept once, whatever the link did, and the people they are about are settled.

Nothing a crew noted is thrown away. What cannot be understood is refused by itself and told to the phone,
which keeps it; the rest of the same message is taken.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.life import Move, State
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.kits.models import Kit
from rekam.office.visits import heard, moves, proposals, settling, walk_ins
from rekam.office.visits.heard import Heard
from rekam.office.visits.models import Entry, Listed, Visit

Kind = Entry.Kind
MOST_AT_ONCE = 500
Refusal = tuple[str, RuleBroken]


@dataclass(frozen=True, slots=True)
class Received:
    """What became of each entry, by its key: taken, known from before, or refused and why."""

    taken: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    has_reopened: bool = False


@transaction.atomic
def receive(
    *, visit: Visit, notes: Sequence[Any], by: User | None, at: datetime, sent_at: datetime | None = None
) -> Received:
    """Take what a phone sends, in any order and as often as it likes.

    *sent_at* is what the phone's clock said when it sent: only the time that passed on it is believed.
    """
    if len(notes) > MOST_AT_ONCE:
        raise RuleBroken(
            "entry.too_many", gettext_noop("At most %(most)s entries are sent at once."), most=MOST_AT_ONCE
        )
    visit = moves.locked(visit)
    read, refused = _read(notes, at=at, sent_at=sent_at)
    held = set(Entry.objects.filter(key__in=[note.key for note in read]).values_list("key", flat=True))
    fresh = {note.key: note for note in read if note.key not in held}
    before = _counted(visit)
    kept, nobody = _keep(visit, fresh.values(), by=by, at=at)
    refused += nobody
    has_changed = _settle(visit, kept, at=at) or _counted(visit) != before
    has_reopened = bool(kept) and _begin(visit, has_changed=has_changed, by=by, at=at)
    if kept:
        told = {"entries": len(kept), "again": len(held), "refused": len(refused)}
        audit.record("visit.entries_received", moves.subject(visit), by=by, at=at, details=told)
    return Received(tuple(each.key for each in kept), tuple(sorted(held)), tuple(refused), has_reopened)


@transaction.atomic
def withdraw(*, visit: Visit, key: str, of: Collection[str], at: datetime) -> None:
    """What was noted under the keys *of* about somebody is said no more, nor what somebody decided upon it. A
    closed visit opens again: its outcomes add up no longer. Twice is the same as once.
    """
    visit = moves.locked(visit)
    said = visit.entries.filter(key__in=of).select_related("listed").order_by("pk").last()
    if said is None or said.listed is None or Entry.objects.filter(key=key).exists():
        return
    person = said.listed
    upon = [each.key for each in person.entries.filter(outcome=said.outcome) if set(of) & set(each.after)]
    entry = Entry.objects.create(
        visit=visit,
        key=key,
        kind=Kind.OUTCOME,
        subject=said.subject,
        listed=person,
        after=sorted({*of, *upon}),
        made_at=at,
        received_at=at,
    )
    has_changed = _settle(visit, [entry], at=at)
    visit.people.filter(pk=person.pk, is_walk_in=True, outcome="", is_disputed=False).update(is_off=True)
    _begin(visit, has_changed=has_changed, by=None, at=at)
    audit.record("visit.entry_withdrawn", moves.subject(visit), by=None, at=at)


def _counted(visit: Visit) -> tuple[dict[str, int], dict[str, int]]:
    """People without names, by outcome and by reason."""
    return settling.counts(visit, Kind.COUNT), settling.counts(visit, Kind.REASONS)


def _read(
    notes: Sequence[Any], *, at: datetime, sent_at: datetime | None
) -> tuple[list[Heard], list[Refusal]]:
    read: list[Heard] = []
    refused: list[Refusal] = []
    for raw in notes:
        try:
            read.append(heard.read(raw, at=at, sent_at=sent_at))
        except RuleBroken as trouble:
            refused.append((heard.key_of(raw), trouble))
    return read, refused


def _keep(visit: Visit, notes: Any, *, by: User | None, at: datetime) -> tuple[list[Entry], list[Refusal]]:
    kept: list[Entry] = []
    refused: list[Refusal] = []
    for note in notes:
        try:
            person = walk_ins.person_of(visit, note)
        except RuleBroken as trouble:
            refused.append((note.key, trouble))
            continue
        kept.append(_entry(visit, note, person, by=by, at=at))
    return kept, refused


def _entry(visit: Visit, note: Heard, person: Listed | None, *, by: User | None, at: datetime) -> Entry:
    return Entry.objects.create(
        visit=visit,
        key=note.key,
        kind=note.kind,
        subject=note.subject,
        listed=person,
        outcome=note.outcome or "",
        reason=note.reason or "",
        has_refused=note.has_refused,
        count=note.count,
        note=note.note,
        kit=Kit.objects.filter(code=note.kit).first() if note.kit else None,
        after=list(note.after),
        made_at=note.made_at,
        received_at=at,
        by=by,
    )


def _settle(visit: Visit, kept: Sequence[Entry], *, at: datetime) -> bool:
    """Two walk-ins may have become one since an entry was kept: whom it is about is asked again."""
    keys = [each.pk for each in kept]
    touched = set(Entry.objects.filter(pk__in=keys, listed__isnull=False).values_list("listed_id", flat=True))
    changed = settling.settle(visit, touched)
    proposals.follow(visit, touched, at=at)
    return changed > 0


def _begin(visit: Visit, *, has_changed: bool, by: User | None, at: datetime) -> bool:
    """The first entry begins a visit. A closed, moved or cancelled one is opened again by a new result."""
    state, has_reopened = State(visit.state), False
    if state is State.CONFIRMED:
        visit.state = moves.decided(visit, Move.ARRIVE).value
    elif state is not State.UNDER_WAY and has_changed:
        visit.state = moves.decided(visit, Move.LATE_RESULT).value
        visit.closed_at, visit.cancelled_at, visit.why_cancelled = None, None, ""
        has_reopened = True
        audit.record("visit.reopened", moves.subject(visit), by=by, at=at, details={"from": state.value})
    if State(visit.state) is State.UNDER_WAY:
        visit.arrived_at = _arrival(visit)
    visit.save()
    return has_reopened


def _arrival(visit: Visit) -> datetime | None:
    """When the first crew said that it arrived; when nobody said so, the first thing that was noted. What was
    taken back tells it only where there is nothing else: a visit that was begun has an arrival.
    """
    noted = visit.entries.exclude(is_presumed=True)
    standing = noted.exclude(key__in=settling.taken_back(visit))
    return (
        _first(noted.filter(kind=Kind.ARRIVAL))
        or _first(standing)
        or _first(noted.exclude(kind=Kind.OUTCOME, outcome=""))
    )


def _first(entries: QuerySet[Entry]) -> datetime | None:
    at: datetime | None = entries.aggregate(at=Min("made_at"))["at"]
    return at
