"""A device that a laptop misses is dead, or was taken to another laptop. Only the office can tell.

A recording made with it there, later than the last one here and not before the day on which it was missed,
says that it was moved: no fault of the kit is opened. When that recording comes after the fault was opened,
the fault is dismissed in words, unless somebody works on it already or added to it: then it is only told.
When that recording goes into quarantine afterwards, the device is missed again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rekam.domain import wording
from rekam.domain.kits.faults import Move, State
from rekam.domain.sync import arrivals
from rekam.office.audit import actions as audit
from rekam.office.kits import actions as kit_actions
from rekam.office.kits import faults
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Device, FaultMove
from rekam.office.stations.models import Station
from rekam.office.sync.models import Image, Packet, Recorded
from rekam.office.sync.quarantine import believed
from rekam.wire.recordings import DeviceTrouble

GONE = "device.gone"
BY, AT, MAKE, SERIAL = (
    "missed_by",
    "missed_at",
    "missed_make",
    "missed_serial",
)  # beside the report of a fault
PACKET = "told_by_packet"


@dataclass(frozen=True, slots=True)
class Missed:
    """Which device a laptop missed, and when: as it says itself, but never after it was heard."""

    station_key: str
    make: str
    serial: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """Where it was recorded with last."""

    station_key: str
    at: datetime

    @property
    def laptop(self) -> str:
        return Station.objects.filter(key=self.station_key).values_list("name", flat=True).first() or "–"


def by(packet: Packet, trouble: DeviceTrouble) -> Missed | None:
    """What a laptop missed, when that is what its trouble says."""
    if trouble.code != GONE or not trouble.serial:
        return None
    at = min(trouble.seen_at, packet.told_at)  # it may have been told the time between seeing and sealing
    return Missed(packet.station_key, trouble.make[:60], trouble.serial[:60], at)


def elsewhere(missed: Missed) -> Answered | None:
    """At which other laptop it answered later than at this one, on that day or afterwards."""
    images = Image.objects.filter(make=missed.make, serial=missed.serial)
    made_with = Recorded.objects.filter(believed(), pk__in=images.values("recorded"))
    there = _last(made_with.exclude(packet__station_key=missed.station_key))
    if there is None:
        return None
    here = _last(made_with.filter(packet__station_key=missed.station_key))
    if here is not None and here.at >= there.at:
        return None
    return there if timezone.localdate(there.at) >= timezone.localdate(missed.at) else None


def _last(recorded: QuerySet[Recorded]) -> Answered | None:
    """The latest in truth, whatever laptops claim: none is later than it was here."""
    best: Answered | None = None
    for each in recorded.select_related("packet").order_by("-packet__told_at", "-pk").iterator():
        if best is not None and each.packet.told_at <= best.at:
            break
        found = _answered(each)
        best = found if best is None or found.at > best.at else best
    return best


def _answered(recorded: Recorded) -> Answered:
    packet = recorded.packet
    at = arrivals.believed(
        recorded.finished_at, office_time_seen=packet.office_time_seen, received_at=packet.told_at
    )
    return Answered(packet.station_key, at)


def is_moved(device: Device, missed: Missed, *, at: datetime) -> bool:
    """Whether it is at another laptop by now, which the trail then says in place of a fault."""
    answered = elsewhere(missed)
    if answered is not None:
        details = {"laptop": answered.laptop}
        audit.record("device.elsewhere", kit_actions.subject(device), by="intake", at=at, details=details)
    return answered is not None


def keep(move: FaultMove, packet: Packet, missed: Missed | None = None) -> None:
    """Beside the report, so that a recording which comes later can be compared with it, and which packet
    told of it.
    """
    details = {PACKET: packet.name}
    if missed is not None:
        at = missed.at.isoformat()
        details |= {BY: missed.station_key, AT: at, MAKE: missed.make, SERIAL: missed.serial}
    FaultMove.objects.filter(pk=move.pk).update(details=details)


def is_told(packet: Packet) -> bool:
    """Whether the kits know of what it told already."""
    return FaultMove.objects.filter(**{f"details__{PACKET}": packet.name}).exists()


# -- a recording that comes afterwards ---------------------------------------------------------------


def waiting(serials: Iterable[str]) -> list[FaultMove]:
    """Reports of devices that were missed and of which these may be; the faults are open."""
    wanted = set(serials)
    if not wanted:
        return []
    found = FaultMove.objects.filter(
        fault__closed_at=None, move=Move.REPORT.value, details__has_key=SERIAL
    ).select_related("fault")
    return [move for move in found.order_by("pk") if move.details[SERIAL] in wanted]


def devices(serials: Iterable[str]) -> set[int]:
    """Which those are, to be locked before the first line of the trail."""
    return {move.fault.device_id for move in waiting(serials)}


def look_again(serials: Iterable[str], *, at: datetime) -> None:
    """What was missed and answers elsewhere, as recordings say that have just come."""
    for move in waiting(serials):
        answered = elsewhere(_missed(move))
        if answered is not None:
            with translation.override(settings.LANGUAGE_CODE):  # whoever decides may read another one
                _tell(move, answered, at=at)


def _tell(move: FaultMove, answered: Answered, *, at: datetime) -> None:
    """Once for each fault. What others have added to it, by hand or from another laptop, is not dismissed."""
    note, fault = _said(answered), move.fault
    if fault.state == State.REPORTED.value and fault.moves.count() == 1:
        faults.move_fault(fault=fault, move=Move.DISMISS.value, by=None, at=at, note=note)
    else:
        faults.add_to_fault(fault=fault, note=note, by=None, at=at)
        told = {PACKET: move.details[PACKET]} if PACKET in move.details else {}
        FaultMove.objects.filter(pk=move.pk).update(details=told)


# -- a recording that nobody vouches for any more ----------------------------------------------------


def dismissed(serials: Iterable[str]) -> list[FaultMove]:
    """Reports of devices that were missed and of which these may be; recordings alone dismissed them."""
    wanted = set(serials)
    if not wanted:
        return []
    found = FaultMove.objects.filter(
        move=Move.REPORT.value, details__has_key=SERIAL, fault__state=State.DISMISSED.value
    )
    by_people = FaultMove.objects.filter(move=Move.DISMISS.value, by__isnull=False)
    found = found.exclude(fault__in=by_people.values("fault")).select_related("fault__device")
    return [move for move in found.order_by("pk") if move.details[SERIAL] in wanted]


def miss_again(serials: Iterable[str], *, at: datetime) -> None:
    """What answers nowhere else any more, as far as recordings say that are believed."""
    for move in dismissed(serials):
        is_told = Packet.objects.filter(believed(""), name=move.details.get(PACKET, "")).exists()
        if is_told and move.fault.device.retired_at is None and elsewhere(_missed(move)) is None:
            with translation.override(settings.LANGUAGE_CODE):
                _report_again(move, at=at)


def _report_again(move: FaultMove, *, at: datetime) -> None:
    """A fault of its own, as one that was dismissed is closed for good. What is kept beside the report moves
    to it: so it is dismissed again when the recording is let out, and reported once.
    """
    fault, note = move.fault, f"{move.note}\n{_doubted()}".strip()[:2000]
    held = kits.open_fault_of(fault.device)
    if held is not None:
        made = faults.add_to_fault(fault=held, note=note, by=None, at=at)
        FaultMove.objects.filter(pk=made.pk).update(details={PACKET: move.details[PACKET]})
    else:
        again = faults.report_fault(
            device=fault.device, symptom=fault.symptom, stops=fault.stops, by=None, at=at, note=note
        )
        again.moves.update(details=move.details)
    FaultMove.objects.filter(pk=move.pk).update(details={})


def _missed(move: FaultMove) -> Missed:
    details = move.details
    return Missed(details[BY], details[MAKE], details[SERIAL], datetime.fromisoformat(details[AT]))


def _doubted() -> str:
    return _(
        "Reported again: the recording that said that the device answers at another laptop is in quarantine, "
        "and nobody vouches for it."
    )


def _said(answered: Answered) -> str:
    moment = wording.moment(answered.at, timezone.get_current_timezone(), get_language() or "id")
    said = _(
        "The device answered at %(laptop)s on %(moment)s, later than at the laptop that missed it: it was "
        "moved, and this is no fault of it."
    )
    return said % {"laptop": answered.laptop, "moment": moment}
