"""What a packet says, with everything in it that is the same for each of its kinds."""

from datetime import datetime
from typing import Any

from rekam.station.identity import queries as identity
from rekam.station.operators.models import Operator
from rekam.station.outbox import saving
from rekam.station.packs import queries as packs
from rekam.wire.recordings import Kind, Recording


def compose(kind: Kind, *, by: Operator, started_at: datetime, at: datetime, **said: Any) -> Recording:
    """A packet of its own, of this laptop at its place, made by an operator. What is not *said* is empty."""
    taken = packs.taken()
    usual: dict[str, Any] = {
        "slip_code": "",
        "person": None,
        "corrections": (),
        "captures": (),
        "absences": (),
        "accepted": (),
        "confirmation": None,
        "step_seconds": {},
        "shown": None,
        "closing": None,
        "trouble": None,
    }
    return Recording(
        packet_id=saving.new_packet_id(),
        station=bytes(identity.identity().station),
        kind=kind,
        operator=bytes.fromhex(by.pk),
        place_code=taken.place_code if taken else "",
        visit=(taken.visit or None) if taken else None,
        started_at=started_at,
        finished_at=at,
        **usual | said,
    )
