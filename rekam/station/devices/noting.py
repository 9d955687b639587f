"""Trouble with devices is noted when it is seen, and goes to the office as a packet when it warrants a
fault.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rekam.station.devices.models import Plugged, Sighting
from rekam.station.devices.trouble import KINDS, DeviceTrouble, LeadsTo

# Trouble that should go away by itself and does not: three times in a day is a fault.
OFTEN = 3
# What the person at the counter does, and no fault of any device however often it is seen.
NEVER_A_FAULT = frozenset(
    {
        "device.none",
        "device.given_up",
        "device.cannot",
        "device.fewer",
        "device.no_biometric",
        "device.same_twice",
        "device.not_asked",
        "camera.not_allowed",
    }
)
BY_HAND = "device.reported"
LONGEST = 2000


@dataclass(frozen=True)
class Plate:
    """Which device it is: by its own number, or where it has none here, by its kind."""

    kind: str
    make: str = ""
    model: str = ""
    serial: str = ""

    @property
    def name(self) -> str:
        return f"{self.make} {self.model}".strip()


@transaction.atomic
def note(trouble: DeviceTrouble, *, at: datetime | None = None) -> Sighting:
    """Once more on this day, or for the first time since the last report. By the station's clock: devices
    have their own.
    """
    seen, at = trouble.observed, at or timezone.now()
    row, is_new = Sighting.objects.get_or_create(
        serial=seen.serial[:120],
        kind=seen.kind[:20],
        code=trouble.code,
        reported_at=None,
        defaults={
            "make": seen.make[:120],
            "model": seen.model[:120],
            "observed": seen.told()[:LONGEST],
            "first_at": at,
            "last_at": at,
        },
    )
    if not is_new:
        is_today = timezone.localdate(row.last_at) == timezone.localdate(at)
        row.times, row.last_at, row.observed = row.times + 1 if is_today else 1, at, seen.told()[:LONGEST]
        row.save(update_fields=["times", "last_at", "observed"])
    return row


@transaction.atomic
def by_hand(plate: Plate, observed: str, *, at: datetime) -> Sighting:
    """What somebody saw. Until it was reported, more is added to it."""
    waiting = Sighting.objects.filter(
        serial=plate.serial, kind=plate.kind, code=BY_HAND, reported_at=None
    ).first()
    row = waiting or Sighting(serial=plate.serial, kind=plate.kind, code=BY_HAND, first_at=at, times=0)
    row.make, row.model, row.last_at, row.times = plate.make, plate.model, at, row.times + 1
    row.observed = "; ".join(each for each in (row.observed, " ".join(observed.split())) if each)[:LONGEST]
    row.save()
    return row


def recent(most: int = 20) -> list[Sighting]:
    """The latest first."""
    return list(Sighting.objects.all()[:most])


def warrants_fault(code: str, times: int) -> bool:
    """At once where the device has to be looked at, or when what should pass comes again and again."""
    if code in NEVER_A_FAULT or code not in KINDS:  # what an older program noted, and is no trouble any more
        return False
    return KINDS[code].leads_to == LeadsTo.FAULT or times >= OFTEN


def due() -> list[Sighting]:
    """What the office has to hear of and has not heard yet."""
    waiting = Sighting.objects.filter(reported_at=None)
    return [seen for seen in waiting if warrants_fault(seen.code, seen.times) and not _has_a_successor(seen)]


def _has_a_successor(seen: Sighting) -> bool:
    """A device that is gone, and in whose place another one answers, was taken away. Of any other the office
    decides: it hears when that answers at another laptop.
    """
    is_gone = seen.code == "device.gone" and seen.serial != ""
    return is_gone and not Plugged.objects.filter(serial=seen.serial).exists()
