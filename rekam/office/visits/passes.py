"""Going again for those who did not come: proposed at closing, wanted until it is planned or refused."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.visits import moves, queries
from rekam.office.visits.models import SecondPass, Visit

State = SecondPass.State


def propose(visit: Visit) -> SecondPass | None:
    """As many as may come if the crew comes again. What somebody decided about it already stays."""
    advice = queries.advice(visit)
    if not advice.second_pass:
        SecondPass.objects.filter(visit=visit, state=State.WANTED).delete()
        return None
    values = {"people": advice.second_pass, "hours": advice.hours.value}
    return SecondPass.objects.update_or_create(visit=visit, defaults=values)[0]


@transaction.atomic
def dismiss(*, wish: SecondPass, why: str, by: User | None, at: datetime) -> SecondPass:
    """Nobody goes again, and why."""
    return _set(wish, State.WANTED, State.DISMISSED, "second_pass.dismissed", why=why, by=by, at=at)


def plan(visit: Visit, planned: Visit) -> None:
    """The crew goes again with *planned*. Whoever dismissed or planned it meanwhile was first."""
    wish = SecondPass.objects.select_for_update().filter(visit=visit).first()
    if wish is None:
        return
    if wish.state != State.WANTED:
        raise _decided()
    wish.state, wish.planned = State.PLANNED, planned
    wish.save(update_fields=["state", "planned"])


def _decided() -> RuleBroken:
    return RuleBroken(
        "visit.second_pass_decided",
        gettext_noop("Somebody else has decided about this second pass meanwhile."),
    )


@transaction.atomic
def want_again(*, wish: SecondPass, by: User | None, at: datetime) -> SecondPass:
    return _set(wish, State.DISMISSED, State.WANTED, "second_pass.wanted", why="", by=by, at=at)


def _set(
    wish: SecondPass, before: State, after: State, event: str, *, why: str, by: User | None, at: datetime
) -> SecondPass:
    wish = SecondPass.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if wish.state != before:
        raise _decided()
    wish.state, wish.why = after, why.strip()
    wish.save(update_fields=["state", "why"])
    audit.record(event, moves.subject(wish.visit), by=by, at=at, details={"why": wish.why})
    return wish


def wish_of(visit: Visit) -> SecondPass | None:
    return SecondPass.objects.filter(visit=visit).select_related("planned__place").first()
