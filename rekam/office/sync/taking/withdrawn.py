"""A fault that a packet told of which two people set aside afterwards: nobody vouches for it any more.

It is dismissed in words where nobody has touched it since. Where somebody has, it is theirs, and its page
says what became of the report.
"""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from rekam.domain.kits.faults import Move, State
from rekam.office.kits import faults
from rekam.office.kits.models import Fault, FaultMove
from rekam.office.stations.models import Station
from rekam.office.sync import quarantine
from rekam.office.sync.models import Packet
from rekam.office.sync.taking.missed import PACKET

SAID = "set_aside_packet"  # beside a note that says it: of which packet


def devices(packets: Collection[Packet]) -> set[int]:
    """Of the open faults of which these told, to be locked before the first line of the trail."""
    return set(_told_by(packets).values_list("fault__device", flat=True))


def follow(packets: Collection[Packet], *, at: datetime) -> None:
    """Those of these packets that two people did not let out."""
    gone = quarantine.refused(packets)
    aside = [packet for packet in packets if packet.pk in gone]
    for fault in Fault.objects.filter(pk__in=_told_by(aside).values("fault")).order_by("pk"):
        _tell(fault, aside, at=at)


def left() -> list[Packet]:
    """All that told of faults which are open: earlier programs did not look at what became of them."""
    moves = FaultMove.objects.filter(fault__closed_at=None, details__has_key=PACKET)
    return list(Packet.objects.filter(name__in=[move.details[PACKET] for move in moves]))


def _told_by(packets: Collection[Packet]) -> QuerySet[FaultMove]:
    names = [packet.name for packet in packets]
    return FaultMove.objects.filter(fault__closed_at=None, **{f"details__{PACKET}__in": names})


def _tell(fault: Fault, aside: Collection[Packet], *, at: datetime) -> None:
    """Once of each packet."""
    moves = list(fault.moves.order_by("pk"))
    said = {move.details[SAID] for move in moves if SAID in move.details}
    told = {move.details[PACKET] for move in moves if PACKET in move.details}
    fresh = [packet for packet in aside if packet.name in told - said]
    if not fresh:
        return
    gone = said | {packet.name for packet in fresh}
    with translation.override(settings.LANGUAGE_CODE):  # whoever decides may read another one
        if _is_untouched(fault, moves, gone):
            faults.move_fault(fault=fault, move=Move.DISMISS.value, by=None, at=at, note=_dismissed(fresh[0]))
            return
        for packet in fresh:
            move = faults.add_to_fault(fault=fault, note=_added(packet), by=None, at=at)
            FaultMove.objects.filter(pk=move.pk).update(details={SAID: packet.name})


def _is_untouched(fault: Fault, moves: Collection[FaultMove], gone: Collection[str]) -> bool:
    """Nobody but what was set aside has said anything of it."""
    own = [SAID in move.details or move.details.get(PACKET) in gone for move in moves]
    return fault.state == State.REPORTED.value and all(own) and not fault.photos.exists()


def _dismissed(packet: Packet) -> str:
    said = _(
        "%(laptop)s told of this, in a packet that two people have set aside since. Nobody else has seen it: "
        "it is no fault of the device. Whoever does see one reports it anew."
    )
    return said % {"laptop": _laptop(packet)}


def _added(packet: Packet) -> str:
    said = _(
        "%(laptop)s told of this, in a packet that two people have set aside since: its word counts no more. "
        "What people found themselves stands."
    )
    return said % {"laptop": _laptop(packet)}


def _laptop(packet: Packet) -> str:
    return Station.objects.filter(key=packet.station_key).values_list("name", flat=True).first() or "–"
