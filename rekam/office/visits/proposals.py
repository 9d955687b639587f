"""What crews hear of residents that the register does not say: somebody moved away, somebody died."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.domain.visits.outcomes import Reason
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.residents import corrections
from rekam.office.visits.models import Listed, Proposal, Visit

FOR_THE_REGISTRAR = (Reason.MOVED.value, Reason.DIED.value)


def follow(visit: Visit, pks: Iterable[int], *, at: datetime) -> None:
    """Proposals follow what the entries say: made when they say it, taken back when they say it no more."""
    for person in visit.people.filter(pk__in=set(pks)).prefetch_related("proposals"):
        says = person.reason if person.reason in FOR_THE_REGISTRAR else ""
        for held in person.proposals.all():
            if held.state == Proposal.State.OPEN and held.reason != says:
                held.state, held.decided_at = Proposal.State.TAKEN_BACK, at
                held.save(update_fields=["state", "decided_at"])
        if says and person.resident_id is not None:
            _propose(person, person.resident_id, says, at)


def _propose(person: Listed, resident: int, says: str, at: datetime) -> None:
    held = [p for p in person.proposals.all() if p.reason == says and p.state != Proposal.State.TAKEN_BACK]
    another = Proposal.objects.filter(resident=resident, state=Proposal.State.OPEN)
    if not held and not another.exists():
        Proposal.objects.create(listed=person, resident_id=resident, reason=says, made_at=at)


# -- the registrar decides -----------------------------------------------------------------------------------


@transaction.atomic
def accept(
    *,
    proposal: Proposal,
    values: Mapping[str, Any],
    document: str,
    note: str,
    seen: str,
    on: date,
    by: User,
    at: datetime,
) -> Proposal:
    """The register is corrected on the strength of a document, as any correction is. A crew's word is none.

    Without *values* the register says so already, and nothing is corrected.
    """
    proposal = _open(proposal)
    if values:
        corrections.correct(
            resident=proposal.resident,
            values=values,
            document=document,
            note=note,
            seen=seen,
            on=on,
            by=by,
            at=at,
        )
    return _decided(proposal, Proposal.State.ACCEPTED, "proposal.accepted", why=document, by=by, at=at)


@transaction.atomic
def decline(*, proposal: Proposal, why: str, by: User, at: datetime) -> Proposal:
    """The register stays as it is, and why."""
    proposal = _open(proposal)
    return _decided(proposal, Proposal.State.DECLINED, "proposal.declined", why=why.strip(), by=by, at=at)


def _open(proposal: Proposal) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).select_related("resident", "listed")
    held = found.get(pk=proposal.pk)
    if held.state != Proposal.State.OPEN:
        raise RuleBroken(
            "proposal.decided",
            gettext_noop("This proposal is decided or was taken back meanwhile."),
        )
    return held


def _decided(
    proposal: Proposal, state: Proposal.State, event: str, *, why: str, by: User, at: datetime
) -> Proposal:
    proposal.state, proposal.why = state, why
    proposal.decided_by, proposal.decided_at = by, at
    proposal.save(update_fields=["state", "why", "decided_by", "decided_at"])
    details = {"reason": proposal.reason, "why": why}
    audit.record(event, str(proposal.resident), by=by, at=at, details=details)
    return proposal
