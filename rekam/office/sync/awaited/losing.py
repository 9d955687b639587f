"""A number that will never come: its laptop burnt, or its disk broke. Somebody says so, and why; from then on
nobody waits for it, and a visit can close without it. Should it come after all, it counts like any other, and
the trail says so; what was said too early is taken back.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from rekam.asked import Asked
from rekam.domain.sync.gaps import Gap
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.audit import actions as audit
from rekam.office.stations.models import Epoch, Lost
from rekam.office.sync.awaited import awaiting
from rekam.office.sync.models import Packet
from rekam.office.sync.quarantine import believed
from rekam.office.sync.queueing import in_turn


def missing(epoch: Epoch) -> list[Gap]:
    """The numbers of which one can say it: those that the office knows of and does not hold."""
    told, _unsent = awaiting.told_of([epoch]).get(epoch.pk, (0, 0))
    return awaiting.missing(epoch, told=told)


@in_turn()
@transaction.atomic
def declare(*, epoch: Epoch, first: int, last: int, why: str, by: User, at: datetime) -> Lost:
    """Say that these numbers, both ends included, are lost for good. The visits that awaited them follow."""
    awaiting.lock([])
    held = Epoch.objects.select_for_update(of=("self",)).select_related("station").get(pk=epoch.pk)
    if not why.strip():
        raise RuleBroken("number.no_reason", gettext_noop("Say how you know that it is lost."))
    if not any(gap.first <= first <= last <= gap.last for gap in missing(held)):
        raise RuleBroken(
            "number.not_missing",
            gettext_noop(
                "Only numbers that are missing can be lost: from one of them to another of one row."
            ),
        )
    lost = Lost.objects.create(epoch=held, first=first, last=last, why=why.strip(), at=at, by=by)
    details = {"epoch": held.number, "start": first, "end": last, "why": lost.why}
    audit.record("numbers.lost", f"station:{held.station.name}", by=by, at=at, details=details)
    awaiting.note([])
    return lost


@in_turn()
@transaction.atomic
def withdraw(*, lost: Lost, by: User, at: datetime) -> None:
    """Its numbers are awaited again, as far as they are missing. Twice is the same as once."""
    visits = awaiting.visits_of(lost.epoch)
    awaiting.lock(visits)
    held = Lost.objects.select_for_update(of=("self",)).filter(pk=lost.pk).first()
    if held is None:
        return
    details = {"epoch": held.epoch.number, "start": held.first, "end": held.last, "why": held.why}
    held.delete()
    audit.record("numbers.awaited_again", f"station:{held.epoch.station.name}", by=by, at=at, details=details)
    awaiting.note(visits)


def came(lost: Lost) -> int:
    """How many of these numbers the office holds after all, and counts."""
    held = Packet.objects.filter(believed(""), epoch=lost.epoch_id, held_at__isnull=False)
    return held.filter(sequence__range=(lost.first, lost.last)).count()


def note(packet: Packet, *, at: datetime) -> None:
    """A packet has come: tell it when somebody had given up its number."""
    if packet.epoch_id is not None and _given_up(packet.epoch_id, packet.sequence):
        details = {"epoch": packet.epoch_number, "sequence": packet.sequence}
        audit.record("number.found", f"packet:{packet.packet_id}", by="receiver", at=at, details=details)


_given_up = Asked(
    lambda epoch, number: Lost.objects.filter(epoch_id=epoch, first__lte=number, last__gte=number),
    *(int, int),
)
