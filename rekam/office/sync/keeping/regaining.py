"""What the office held and holds no more: no copy of it is whole. It is awaited like what never came, so that
a laptop which still has it sends it again. What was signed for stays as it was signed.
"""

from datetime import datetime

from django.db import transaction

from rekam.office.audit import actions as audit
from rekam.office.stations.models import Epoch
from rekam.office.sync.awaited import awaiting
from rekam.office.sync.keeping import copies, shelf
from rekam.office.sync.models import Opened, Packet, PacketState
from rekam.office.sync.queueing import in_turn

HERE = [PacketState.HELD, PacketState.COPIED]


def make_sure(packet: Packet, *, at: datetime) -> bool:
    """It is whole here, or asked for again. False where the disk lets nothing be done about it."""
    try:
        if not copies.mend(packet.digest):
            _await(packet.digest, at=at)
    except (OSError, shelf.Full):
        return False
    return True


@in_turn()
@transaction.atomic
def _await(digest: str, *, at: datetime) -> None:
    """All packets of these bytes go back to where they are awaited; and visits await them."""
    found = Packet.objects.filter(digest=digest, state__in=HERE)
    epochs = Epoch.objects.filter(packets__in=found).distinct()
    visits = {visit.pk: visit for epoch in epochs for visit in awaiting.visits_of(epoch)}
    held = list(found.select_for_update(of=("self",)).order_by("pk"))
    awaiting.lock(visits.values())
    if not held or copies.mend(digest):  # erased meanwhile, or whole again
        return
    whose = Packet.objects.filter(pk__in=[packet.pk for packet in held])
    whose.filter(opened=Opened.NOT_YET).update(tries=0)
    whose.update(state=PacketState.ARRIVING, held_at=None, copied_at=None, asked_at=at, given_up_at=None)
    awaiting.note(visits.values())
    for packet in held:
        details = {"sequence": packet.sequence}
        audit.record("packet.asked_again", f"packet:{packet.packet_id}", by="intake", at=at, details=details)
