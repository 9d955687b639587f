"""What crews hear of residents that the register does not say: somebody moved away, somebody died."""

from collections.abc import Iterable
from datetime import datetime

from rekam.domain.visits.outcomes import Reason
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
