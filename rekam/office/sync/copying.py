"""The second copy: written to another disk, read back, and only then signed for."""

import threading
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone

from rekam.office.sync import holding, shelf
from rekam.office.sync.models import Packet, PacketState

AT_ONCE = 50
REST_SECONDS = 0.5


def run(stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        if shelf.second() is None or not turn(at=timezone.now()):
            stop.wait(REST_SECONDS)


def turn(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Copy some. How many are held twice now that were not before."""
    some = Packet.objects.filter(state=PacketState.HELD).order_by("held_at", "pk")[:limit]
    for packet in some:
        holding.second(packet, at=at)
    return sum(packet.state == PacketState.COPIED for packet in some)
