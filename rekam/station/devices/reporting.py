"""A device's trouble as a packet for the office, which opens a fault with it where it knows the device."""

import logging
from dataclasses import dataclass
from datetime import datetime

from rekam.domain.trouble import RuleBroken
from rekam.station.devices import noting
from rekam.station.devices.models import Sighting
from rekam.station.devices.noting import Plate
from rekam.station.devices.trouble import DeviceTrouble
from rekam.station.operators.models import Operator
from rekam.station.outbox import composing, saving
from rekam.wire import recordings
from rekam.wire.recordings import Kind, Recording

log = logging.getLogger("rekam.station")

SHORT = 200


def report(seen: Sighting, *, by: Operator, at: datetime) -> None:
    """One packet; that it was reported is kept in the transaction that keeps the packet."""
    recording = _recording(seen, by=by, at=at)
    saving.finish(recording=recording, by=by, at=at, draft=_Reported(seen, recording.packet_id, at))


def by_hand(plate: Plate, observed: str, *, by: Operator, at: datetime) -> None:
    """What somebody saw goes at once; where it cannot, it is noted and goes with the next."""
    report(noting.by_hand(plate, observed, at=at), by=by, at=at)


def note(trouble: DeviceTrouble, *, by: Operator, at: datetime) -> None:
    """What was seen at the counter. What cannot be reported now is due again with the next trouble; the
    operator hears of the device.
    """
    noting.note(trouble)
    report_what_goes(by=by, at=at)


def report_what_goes(*, by: Operator, at: datetime) -> None:
    """What is in the way of a report stops nothing else; the next one tries again."""
    try:
        report_due(by=by, at=at)
    except RuleBroken as broken:
        log.warning("trouble with a device is not reported yet: %s", broken.code)


def report_due(*, by: Operator, at: datetime) -> int:
    """Everything that warrants a fault; how many packets that were."""
    waiting = noting.due()
    for seen in waiting:
        report(seen, by=by, at=at)
    return len(waiting)


@dataclass(frozen=True)
class _Reported:
    seen: Sighting
    packet_id: bytes
    at: datetime

    def delete(self) -> None:
        Sighting.objects.filter(pk=self.seen.pk).update(reported_at=self.at, packet_id=self.packet_id)


def _recording(seen: Sighting, *, by: Operator, at: datetime) -> Recording:
    return composing.compose(Kind.TROUBLE, by=by, started_at=seen.first_at, at=at, trouble=_trouble(seen))


def _trouble(seen: Sighting) -> recordings.DeviceTrouble:
    times = f"{seen.times} x" if seen.times > 1 else ""
    return recordings.DeviceTrouble(
        kind=seen.kind[:SHORT],
        make=seen.make[:SHORT],
        model=seen.model[:SHORT],
        serial=seen.serial[:SHORT],
        code=seen.code[:SHORT],
        observed="; ".join(part for part in (times, seen.observed) if part)[: noting.LONGEST],
        seen_at=seen.last_at,
    )
