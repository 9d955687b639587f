"""Planning a visit, and everything that is done to it before the day."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.life import Move, State
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.clients.models import Client
from rekam.office.kits.models import Kit
from rekam.office.places.models import Place
from rekam.office.rosters.models import Officer
from rekam.office.visits import moves, passes
from rekam.office.visits.models import SecondPass, Visit


@transaction.atomic
def plan_visit(
    *,
    place: Place,
    client: Client | None,
    on: date,
    starts: time,
    ends: time,
    by: User | None,
    at: datetime,
    crew: Iterable[Officer] = (),
    kits: Iterable[Kit] = (),
    expected: Decimal | float | None = None,
    is_promised: bool = False,
    second_pass_of: Visit | None = None,
) -> Visit:
    """A visit that somebody, or a plan that was adopted, wants. A second pass answers the wish for it."""
    _check_hours(starts, ends)
    visit = Visit.objects.create(
        place=place,
        client=client,
        on=on,
        starts=starts,
        ends=ends,
        expected=None if expected is None else round(Decimal(expected), 3),
        is_promised=is_promised,
        second_pass_of=second_pass_of,
    )
    visit.crew.set(crew)
    visit.kits.set(kits)
    if second_pass_of is not None:
        passes.plan(second_pass_of, visit)
    audit.record("visit.planned", moves.subject(visit), by=by, at=at, details=_told(visit))
    return visit


@transaction.atomic
def move_visit(
    *,
    visit: Visit,
    on: date,
    starts: time,
    ends: time,
    by: User | None,
    at: datetime,
    crew: Iterable[Officer] | None = None,
    kits: Iterable[Kit] | None = None,
    expected: Decimal | float | None = None,
    is_promised: bool | None = None,
) -> Visit:
    """Another day, other hours, another crew or kit, promised or no longer; what is not given stays.

    Another day or other hours have to be confirmed anew. Another crew alone changes nothing for the client.
    """
    _check_hours(starts, ends)
    visit = moves.locked(visit)
    before = _told(visit)
    if (on, starts, ends) != (visit.on, visit.starts, visit.ends):
        _unconfirm(visit)
        visit.on, visit.starts, visit.ends = on, starts, ends
    if State(visit.state) in (State.CLOSED, State.CANCELLED):
        moves.decided(visit, Move.MOVE)
    if expected is not None:
        visit.expected = round(Decimal(expected), 3)
    if is_promised is not None:
        visit.is_promised = is_promised
    visit.save()
    if crew is not None:
        visit.crew.set(crew)
    if kits is not None:
        visit.kits.set(kits)
    audit.record("visit.moved", moves.subject(visit), by=by, at=at, details=_changed(before, _told(visit)))
    return visit


def _unconfirm(visit: Visit) -> None:
    visit.state = moves.decided(visit, Move.MOVE).value
    visit.confirmed_at, visit.confirmed_with, visit.confirmed_how = None, "", ""
    visit.reminded_at = None


@transaction.atomic
def cancel_visit(*, visit: Visit, why: str, by: User | None, at: datetime) -> Visit:
    """It does not take place. Possible on the spot as well, while nobody has an outcome yet."""
    visit = moves.locked(visit)
    to = moves.decided(visit, Move.CANCEL)
    if visit.people.exclude(outcome="").exists() or visit.entries.filter(kind="count").exists():
        raise RuleBroken(
            "visit.has_outcomes",
            gettext_noop("People have outcomes already: this visit is closed, not cancelled."),
        )
    visit.state, visit.cancelled_at, visit.why_cancelled = to.value, at, why.strip()
    visit.save()
    SecondPass.objects.filter(planned=visit).update(state=SecondPass.State.WANTED, planned=None)
    audit.record("visit.cancelled", moves.subject(visit), by=by, at=at, details={"why": why.strip()})
    return visit


def _check_hours(starts: time, ends: time) -> None:
    if starts >= ends:
        raise RuleBroken("visit.hours", gettext_noop("A visit ends after it begins, on the same day."))


def _told(visit: Visit) -> dict[str, Any]:
    return {
        "on": visit.on.isoformat(),
        "starts": f"{visit.starts:%H:%M}",
        "ends": f"{visit.ends:%H:%M}",
        "promised": visit.is_promised,
        "officers": visit.crew.count(),
        "kits": sorted(visit.kits.values_list("code", flat=True)),
    }


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: {"from": before[name], "to": after[name]} for name in after if before[name] != after[name]}
