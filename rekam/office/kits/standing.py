"""Writing down what is true of devices from a moment on. Called by every action that changes one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from rekam.domain import wording
from rekam.domain.kits.faults import ON_THE_BENCH
from rekam.domain.trouble import RuleBroken
from rekam.office.accounts.models import User
from rekam.office.kits.models import Device, Fault, Standing

# Two people at once: the second asked the clock before the first had finished.
CLOCKS_DIFFER = timedelta(minutes=2)


def begin(devices: Sequence[Device], *, by: User | None, at: datetime, note: str = "") -> None:
    """Devices that are new to the office."""
    Standing.objects.bulk_create(
        Standing(device=device, since=at, by=by, note=note, **_facts(device, None)) for device in devices
    )


def keep(device: Device, *, by: User | None, at: datetime, note: str = "") -> None:
    """End how the device stood and begin how it stands now, when the two differ."""
    fault = device.faults.filter(closed_at=None).first()
    facts = _facts(device, fault)
    held = device.standings.get(until=None)
    if all(getattr(held, name) == value for name, value in facts.items()):
        return
    at = in_order(at, held.since)
    held.until = at
    held.save(update_fields=["until"])
    device.standings.create(since=at, by=by, note=note, **facts)


def take_back(fault: Fault) -> None:
    """It was none, so it never stopped anything: not in the days before somebody found that out either."""
    stood = Standing.objects.filter(device=fault.device_id, since__gte=fault.reported_at)
    stood.exclude(stops="").update(stops="")


def in_order(at: datetime, since: datetime) -> datetime:
    """What is entered cannot have happened before what is already known; a difference of clocks can."""
    if at < since - CLOCKS_DIFFER:
        raise RuleBroken(
            "device.changed_since",
            gettext_noop("Something later is known already, of %(day)s. Enter changes in their order."),
            day=wording.short_date(timezone.localdate(since)),
        )
    return max(at, since)


def _facts(device: Device, fault: Fault | None) -> dict[str, object]:
    on_the_bench = fault is not None and fault.state in ON_THE_BENCH
    return {
        "kit_id": device.kit_id,
        "condition": device.condition,
        "stops": fault.stops if fault else "",
        "is_away": device.is_apart or on_the_bench,
    }
