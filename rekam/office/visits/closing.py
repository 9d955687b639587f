"""The end of a visit: the rest set absent, disputes decided, closed with five outcomes that add up."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.life import Move, State
from rekam.domain.visits.outcomes import Outcome, check_arrived, check_closes, check_heard
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.visits import laptops, moves, passes, proposals, queries, settling
from rekam.office.visits.models import Closing, Entry, Listed, ListFrom, Visit

REST = "rest"  # the subject of the count that fills an announced number up
AT_ONCE = 500


@transaction.atomic
def set_rest_absent(*, visit: Visit, by: User | None, at: datetime) -> int:
    """Everybody without an outcome did not come. Says how many that was.

    It is concluded and not seen: what a crew noted and sends later takes its place without a dispute.
    """
    visit = _under_way(visit)
    unmarked = list(visit.people.filter(is_off=False, outcome="", is_disputed=False))
    entries = [_presumed(visit, person, by=by, at=at) for person in unmarked]
    Entry.objects.bulk_create(entries, batch_size=AT_ONCE)
    settling.settle(visit, [person.pk for person in unmarked])
    number = len(unmarked) + _fill_up(visit, by=by, at=at)
    audit.record("visit.rest_absent", moves.subject(visit), by=by, at=at, details={"people": number})
    return number


def _presumed(visit: Visit, person: Listed, *, by: User | None, at: datetime) -> Entry:
    return Entry(
        visit=visit,
        key=str(uuid.uuid4()),
        kind=Entry.Kind.OUTCOME,
        listed=person,
        outcome=Outcome.ABSENT,
        is_presumed=True,
        made_at=at,
        received_at=at,
        by=by,
    )


def _fill_up(visit: Visit, *, by: User | None, at: datetime) -> int:
    """Where only a number was announced, whoever is missing from it is counted as absent."""
    if visit.list_from != ListFrom.NONE or visit.announced is None:
        return 0
    held = visit.entries.filter(kind=Entry.Kind.COUNT, subject=REST)
    before = settling.counts_of(visit, Entry.Kind.COUNT)
    now = {count.subject: count.people for count in before if count.subject == REST}.get(REST, 0)
    wanted = max(0, now + queries.standing(visit).tally.missing)
    if wanted == now:
        return 0
    held.delete()
    Entry.objects.create(
        visit=visit,
        key=str(uuid.uuid4()),
        kind=Entry.Kind.COUNT,
        subject=REST,
        outcome=Outcome.ABSENT,
        is_presumed=True,
        count=wanted,
        made_at=at,
        received_at=at,
        by=by,
    )
    return wanted - now


@transaction.atomic
def undo_rest(*, visit: Visit, by: User | None, at: datetime) -> int:
    """Whoever was set absent with the rest is unmarked again."""
    visit = _under_way(visit)
    presumed = visit.entries.filter(is_presumed=True)
    people = list(presumed.exclude(listed=None).values_list("listed_id", flat=True))
    presumed.delete()
    settling.settle(visit, [pk for pk in people if pk is not None])
    details = {"people": len(people), "taken_back": True}
    audit.record("visit.rest_absent", moves.subject(visit), by=by, at=at, details=details)
    return len(people)


@transaction.atomic
def decide(
    *, visit: Visit, person: Listed, outcome: str, seen: Sequence[str], by: User | None, at: datetime
) -> None:
    """Which of two outcomes holds, by somebody who has seen both. What came since is asked about too."""
    visit = _under_way(visit)
    person = visit.people.get(pk=person.pk)
    notes = {note.key: note for note in settling.notes_of([person])[person.pk]}
    if not set(seen) <= set(notes):
        raise RuleBroken("entry.unreadable", gettext_noop("These outcomes are not of this person."))
    chosen = [notes[key] for key in seen if notes[key].outcome is Outcome(outcome)]
    said = next((note for note in chosen if note.reason), chosen[0] if chosen else None)
    Entry.objects.create(
        visit=visit,
        key=str(uuid.uuid4()),
        kind=Entry.Kind.OUTCOME,
        listed=person,
        outcome=Outcome(outcome),
        reason=said.reason.value if said and said.reason else "",
        has_refused=bool(said and said.has_refused),
        after=sorted(seen),
        made_at=at,
        received_at=at,
        by=by,
    )
    settling.settle(visit, [person.pk])
    proposals.follow(visit, [person.pk], at=at)
    audit.record("visit.dispute_decided", moves.subject(visit), by=by, at=at, details={"status": outcome})


@transaction.atomic
def close(*, visit: Visit, by: User | None, at: datetime, why: str = "") -> Closing:
    """The five outcomes add up to the target, or the visit does not close. A second pass is proposed. *why*:
    the reason to close it though laptops that were there have told nothing.
    """
    visit = moves.locked(visit)
    to = moves.decided(visit, Move.CLOSE)
    found = queries.standing(visit)
    check_closes(found.tally, reasons=found.reasons)
    check_arrived(visit.awaited)
    unheard = laptops.unheard(visit)
    check_heard(unheard, why=why)
    tally = found.tally
    closing = Closing.objects.create(
        visit=visit,
        at=at,
        by=by,
        target=tally.target,
        walk_ins=found.walk_ins,
        worked_minutes=_worked_minutes(visit),
        unheard=unheard,
        why=why.strip() if unheard else "",
        **{each.value: tally.count(each) for each in Outcome},
    )
    visit.state, visit.closed_at = to.value, at
    visit.save()
    passes.propose(visit)
    details = {"people": tally.target, **{each.value: tally.count(each) for each in Outcome}}
    without = {"laptops": ", ".join(unheard), "why": closing.why} if unheard else {}
    audit.record("visit.closed", moves.subject(visit), by=by, at=at, details={**details, **without})
    return closing


def _worked_minutes(visit: Visit) -> int:
    """From the arrival to the last recording that was noted and not taken back: waiting for nobody is not
    working.
    """
    recorded = visit.entries.filter(outcome=Outcome.RECORDED).exclude(key__in=settling.taken_back(visit))
    last: datetime | None = recorded.aggregate(at=Max("made_at"))["at"]
    if last is None or visit.arrived_at is None:
        return 0
    return max(0, round((last - visit.arrived_at).total_seconds() / 60))


def _under_way(visit: Visit) -> Visit:
    visit = moves.locked(visit)
    if State(visit.state) is not State.UNDER_WAY:
        moves.decided(visit, Move.CLOSE)
    return visit
