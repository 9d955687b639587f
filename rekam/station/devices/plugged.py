"""The devices of this laptop: one that answered before and does not now is told of by its name.

A dead device says nothing of itself. What it said when it last answered tells which one it is, and the office
on which device the fault is.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from rekam.station.devices.finding import Device, Found
from rekam.station.devices.models import Plugged
from rekam.station.devices.protocol import Type
from rekam.station.devices.trouble import DeviceTrouble, Observed

KEPT = timedelta(days=14)  # afterwards it belongs to another laptop
AGAIN = timedelta(minutes=10)  # how exactly it is known when a device last answered


def remember(devices: Iterable[Device], *, at: datetime) -> None:
    """Whoever answers now. A device in the place of another one replaces it."""
    held = {each.serial: each for each in Plugged.objects.all()}
    for device in devices:
        before = held.get(device.serial)
        is_known = before is not None and before.port == device.port
        if not is_known or abs(at - before.last_at) > AGAIN:  # type: ignore[union-attr]
            _keep(device, at)


def _keep(device: Device, at: datetime) -> None:
    kind = device.type.lower()
    Plugged.objects.filter(port=device.port, kind=kind).exclude(serial=device.serial).delete()
    Plugged.objects.update_or_create(
        serial=device.serial,
        defaults={
            "kind": kind,
            "make": device.make,
            "model": device.model,
            "port": device.port,
            "is_simulated": device.is_simulated,
            "last_at": at,
        },
    )


def absent(found: Found, *, at: datetime) -> list[tuple[Plugged, DeviceTrouble]]:
    """Those that answered lately and do not now, each with what came of its port. The latest first."""
    here = {device.serial for device in found.devices}
    by_port = {trouble.observed.port: trouble for trouble in found.troubles}
    lately = Plugged.objects.filter(last_at__gte=at - KEPT).exclude(serial__in=here)
    return [(each, _trouble(each, by_port.get(each.port), at)) for each in lately]


def _trouble(device: Plugged, seen: DeviceTrouble | None, at: datetime) -> DeviceTrouble:
    """What came of its port, with its name: a port that is closed is a device that is gone."""
    found = seen or DeviceTrouble("device.gone", Observed("MOSIPDINFO", device.port, at, detail="no answer"))
    observed = replace(
        found.observed, kind=device.kind, make=device.make, model=device.model, serial=device.serial
    )
    return DeviceTrouble(found.code, observed, **found.values)


def strangers(found: Found, *, at: datetime) -> list[DeviceTrouble]:
    """Ports that answer badly, and nobody knows who it is."""
    ports = {device.port for device, _trouble in absent(found, at=at)}
    return [trouble for trouble in found.troubles if trouble.observed.port not in ports]


def trouble_of(kind: Type, found: Found, *, at: datetime) -> DeviceTrouble | None:
    """Why no device of this kind answers well: what is known of it, or of whoever answers badly."""
    its = [trouble for device, trouble in absent(found, at=at) if device.kind == kind.lower()]
    return next(iter([*its, *strangers(found, at=at)]), None)
