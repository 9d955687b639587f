"""What lies in quarantine takes no effect before two people have let it out."""

from collections.abc import Collection

from django.db.models import Q

from rekam.domain.sync.arrivals import Why
from rekam.domain.sync.people import Kind
from rekam.office.sync.models import Case, Packet

HELD_BACK = (Why.SAME_ID, Why.SAME_SEQUENCE, Why.FROZEN, Why.REVOKED)
DECIDED_AS = (Kind.SAME_ID, Kind.CLONED, Kind.REVOKED)  # the cases in which two people decide about it


def believed(path: str = "packet__") -> Q:
    """What is not in quarantine, and what was let out of it. *path*: how the query comes to the packet."""
    return Q(**{f"{path}quarantine": ""}) | Q(**{f"{path}released_at__isnull": False})


def is_held_back(packet: Packet) -> bool:
    """Opened, so that two people can decide, and nothing that it says takes effect before they have."""
    return packet.quarantine in HELD_BACK and packet.released_at is None


def refused(packets: Collection[Packet]) -> set[int]:
    """What two people saw and did not let out, by its key; not where somebody still decides."""
    held = [packet.pk for packet in packets if is_held_back(packet)]
    links = Case.packets.through.objects.filter(packet__in=held, case__kind__in=DECIDED_AS)
    rows = list(links.values_list("packet_id", "case__decided_at")) if held else []
    return {packet for packet, at in rows if at} - {packet for packet, at in rows if not at}
