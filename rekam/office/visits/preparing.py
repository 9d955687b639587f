"""What is done before the day: confirming with the client, reminding, saying how many were announced."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.life import OPEN, Move, State
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.visits import lists, moves
from rekam.office.visits.models import Channel, ListFrom, Visit

MOST_ANNOUNCED = 100_000


@transaction.atomic
def confirm(*, visit: Visit, contact: str, how: str, by: User | None, at: datetime) -> Visit:
    """Somebody at the client said that the crew is expected. The list of people is taken now."""
    visit = moves.locked(visit)
    visit.state = moves.decided(visit, Move.CONFIRM).value
    visit.confirmed_at, visit.confirmed_with, visit.confirmed_how = at, contact.strip(), Channel(how)
    found = lists.take(visit, at=at)
    visit.save()
    details = {"how": visit.confirmed_how, **lists.told(found)}  # who it was stands at the visit, and can go
    audit.record("visit.confirmed", moves.subject(visit), by=by, at=at, details=details)
    return visit


@transaction.atomic
def note_reminded(*, visit: Visit, by: User | None, at: datetime) -> Visit:
    """A reminder of this visit has gone out: said by whoever sends them, or by hand after a call."""
    visit = moves.locked(visit)
    if State(visit.state) is not State.CONFIRMED:
        raise RuleBroken(
            "visit.not_to_remind",
            gettext_noop("Only a confirmed visit that has not begun is reminded of."),
        )
    visit.reminded_at = at
    visit.save(update_fields=["reminded_at"])
    audit.record("visit.reminded", moves.subject(visit), by=by, at=at)
    return visit


@transaction.atomic
def announce(*, visit: Visit, people: int, by: User | None, at: datetime) -> Visit:
    """How many people were announced where nobody gave a list of names: the target of such a visit."""
    visit = moves.locked(visit)
    if State(visit.state) not in OPEN:
        moves.decided(visit, Move.CLOSE)
    if visit.list_from != ListFrom.NONE:
        raise RuleBroken(
            "visit.has_a_list",
            gettext_noop("This visit has a list of names: its target is the list and the walk-ins."),
        )
    if not 0 <= people <= MOST_ANNOUNCED:
        raise RuleBroken("visit.announced", gettext_noop("The number of people is from 0 to 100,000."))
    visit.announced = people
    visit.save(update_fields=["announced"])
    audit.record("visit.target_set", moves.subject(visit), by=by, at=at, details={"people": people})
    return visit
