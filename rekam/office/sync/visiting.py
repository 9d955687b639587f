"""A visit's list learns who was recorded: whoever was noted absent and came is a dispute, as with phones."""

import uuid
from datetime import datetime

from rekam.domain.visits.outcomes import Outcome
from rekam.office.sync.models import Recorded
from rekam.office.visits import receiving
from rekam.office.visits.models import Entry, Visit


def visit_of(named: str | None) -> Visit | None:
    """The visit that a pack was made for."""
    if not named or not named.isdecimal() or len(named) > 10:
        return None
    return Visit.objects.filter(pk=int(named)).first()


def tell(recorded: Recorded, *, at: datetime) -> None:
    """Put the person on the list as recorded. A closed visit opens again (``visits.receiving``)."""
    if recorded.visit is None:
        return
    entry = {
        "key": str(uuid.UUID(hex=recorded.packet.packet_id)),
        "kind": Entry.Kind.WALK_IN.value,
        "subject": recorded.packet.packet_id,
        "name": recorded.name or "-",
        "nik": recorded.nik,
        "outcome": Outcome.RECORDED.value,
        "kit": recorded.kit,
        "made_at": recorded.finished_at.isoformat(),
    }
    receiving.receive(visit=recorded.visit, notes=[entry], by=None, at=at)
