"""Packets that arrived by half and never went on: their parts are erased, what was told of them stays.

A laptop that comes back after all is told that nothing is held, and sends everything again.
"""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from rekam.office.audit import actions as audit
from rekam.office.sync.keeping import shelf
from rekam.office.sync.models import Packet, PacketState

log = structlog.get_logger(__name__)


def give_up(*, at: datetime) -> int:
    """Erase what nobody asked about and nothing came of for as many days as the setting says. How many.

    What a disk does not let go of is tried again on another day, and holds up nothing else.
    """
    before = at - timedelta(days=settings.INTAKE_UNFINISHED_DAYS)
    arriving = Packet.objects.filter(state=PacketState.ARRIVING, given_up_at=None)
    old = arriving.filter(asked_at__lt=before)
    gone = [pk for pk, name in old.values_list("pk", "name") if _erase(name, before)]
    _write_down(gone, before, at=at)
    _sweep(before)
    return len(gone)


@transaction.atomic
def _write_down(gone: list[int], before: datetime, *, at: datetime) -> None:
    """Who asked again meanwhile has begun anew."""
    if not gone:
        return
    old = Packet.objects.filter(pk__in=gone, state=PacketState.ARRIVING, asked_at__lt=before)
    count = old.update(given_up_at=at)
    audit.record("packets.given_up", "packets", by="intake", at=at, details={"count": count})


def _sweep(before: datetime) -> None:
    """Folders of arrivals that are over: whoever was to clear them away was stopped."""
    awaited = set(Packet.objects.filter(state=PacketState.ARRIVING).values_list("name", flat=True))
    for name in _names():
        if name not in awaited:
            _erase(name, before)


def _names() -> list[str]:
    try:
        return shelf.names()
    except OSError as trouble:
        log.warning("shelf.not_read", parts=1, trouble=type(trouble).__name__)
        return []


def _erase(name: str, before: datetime) -> bool:
    try:
        return shelf.give_up(name, before=before.timestamp())
    except OSError as trouble:
        log.warning("packet.not_given_up", packet=name, trouble=type(trouble).__name__)
        return False
