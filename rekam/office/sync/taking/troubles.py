"""Trouble with a device that a station told of: on which device the fault is, and what is shown where no
device fits.

A simulated device has no fault that anybody could repair: of what it told stands a line in the trail, and on
the page of its packet. So it is with a device that the office does not know.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rekam.domain.kits.kinds import Kind, Stops, is_simulated
from rekam.office.accounts.masking import masked
from rekam.office.audit import actions as audit
from rekam.office.audit.models import Entry
from rekam.office.kits import faults
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Device, Fault, FaultMove
from rekam.office.stations.models import Station
from rekam.office.sync.models import Packet
from rekam.office.sync.taking import missed
from rekam.office.sync.unsealing.opening import Contents
from rekam.wire.recordings import DeviceTrouble, Recording

KINDS = {
    "finger": Kind.FINGERPRINT_SCANNER,
    "iris": Kind.IRIS_SCANNER,
    "face": Kind.CAMERA,
    "camera": Kind.CAMERA,
    "signature": Kind.SIGNATURE_PAD,
    "printer": Kind.PRINTER,
}
SYMPTOM = "other"
NO_DEVICE, NO_FAULT = "trouble.no_device", "trouble.simulated"
LONGEST = 500  # of what was observed, in the trail


def lock_devices(each: Iterable[Contents]) -> None:
    """Devices whose trouble is told, or that answer after they were missed, in one order and before the first
    line of the audit trail: whoever reports a fault at the screen holds a device and then asks for the trail,
    and whoever adds to one holds that.
    """
    every = list(each)
    told = [(c.packet, c.recording.trouble) for c in every if c.recording.trouble is not None]
    found = {device.pk for device in (device_of(*one) for one in told) if device is not None}
    lock(found | missed.devices(serials(c.recording for c in every)))


def lock(devices: Collection[int]) -> None:
    """These, and their open faults."""
    if not devices:
        return
    faults = Fault.objects.filter(device__in=devices, closed_at=None)
    for rows in (Device.objects.filter(pk__in=devices), faults):
        list(rows.select_for_update(no_key=True).order_by("pk"))


def serials(each: Iterable[Recording]) -> set[str]:
    """Of the devices with which something was captured."""
    return {c.device.serial[:60] for said in each for c in said.captures if c.device and c.device.serial}


def report(packet: Packet, trouble: DeviceTrouble, *, at: datetime) -> None:
    """A fault on the device that it is about; an open one is added to. Not where a laptop misses a device
    that was taken to another one. Where no device fits, the trail says so. A packet that is opened again
    tells nothing twice.
    """
    if is_told(packet):
        return
    device, gone = device_of(packet, trouble), missed.by(packet, trouble)
    if device is None:
        _keep_line(packet, trouble, at=at)
        return
    if gone is not None and missed.is_moved(device, gone, at=at):
        return
    note = _note(device, trouble)
    held = kits.open_fault_of(device)
    if held is not None:
        missed.keep(faults.add_to_fault(fault=held, note=note, by=None, at=at), packet)
        return
    fault = faults.report_fault(device=device, symptom=SYMPTOM, stops=Stops.PART, by=None, at=at, note=note)
    missed.keep(fault.moves.get(), packet, gone)


def is_told(packet: Packet) -> bool:
    return missed.is_told(packet) or _lines(packet).exists()


def _note(device: Device, trouble: DeviceTrouble) -> str:
    """With the number that the laptop named, where the office knows the device by another one or by none."""
    said = f"{trouble.code}: {trouble.observed}".strip()
    if trouble.serial and trouble.serial.lower() != device.serial.lower():
        said = f"{said} ({_plate(trouble)})"
    return said[:2000]


def _plate(trouble: DeviceTrouble) -> str:
    return " ".join(filter(None, (trouble.make, trouble.model, trouble.serial)))


# -- on which device ---------------------------------------------------------------------------------


def device_of(packet: Packet, trouble: DeviceTrouble) -> Device | None:
    """The first of `_RULES` that one device keeps. Make and number name one device in the world; a number
    alone is often 001, so that kind and kit have to fit as well.
    """
    kit = Station.objects.filter(key=packet.station_key).values_list("kit", flat=True).first()
    about = _About(trouble, KINDS.get(trouble.kind), kit)
    candidates = _candidates(about)
    for fits in _RULES:
        found = [device for device in candidates if fits(about, device)]
        if len(found) == 1 or (found and about.is_own(found[0])):
            return found[0]
    return None


@dataclass(frozen=True, slots=True)
class _About:
    """What a laptop says of a device, and in which kit the laptop is."""

    trouble: DeviceTrouble
    kind: Kind | None
    kit: int | None

    def is_numbered(self, device: Device) -> bool:
        return bool(self.trouble.serial) and device.serial.lower() == self.trouble.serial.lower()

    def is_of_kind(self, device: Device) -> bool:
        return self.kind is None or device.kind == self.kind

    def is_of_make(self, device: Device) -> bool:
        return bool(device.make) and device.make.lower() == self.trouble.make.lower()

    def may_be_of_make(self, device: Device) -> bool:
        return self.is_of_make(device) or not (device.make and self.trouble.make)

    def is_own(self, device: Device) -> bool:
        return self.kit is not None and device.kit_id == self.kit

    def is_twin(self, device: Device) -> bool:
        """In the laptop's own kit and of this kind."""
        return self.is_own(device) and self.kind is not None and device.kind == self.kind


def _candidates(about: _About) -> list[Device]:
    """Those of this number, and those of the laptop's own kit; simulated ones for a simulated one alone."""
    serial, using = about.trouble.serial, Device.objects.filter(retired_at=None)
    numbered = using.filter(serial__iexact=serial) if serial else using.none()
    own = using.filter(kit=about.kit) if about.kit is not None else using.none()
    found = {device.pk: device for device in (*numbered.order_by("pk"), *own.order_by("pk"))}
    simulated = is_simulated(about.trouble.make)
    return [found[pk] for pk in sorted(found) if is_simulated(found[pk].make) == simulated]


_RULES: tuple[Callable[[_About, Device], bool], ...] = (
    lambda about, device: about.is_numbered(device) and about.is_of_make(device),
    lambda about, device: about.is_numbered(device) and about.is_of_kind(device) and about.is_own(device),
    lambda about, device: (
        about.is_numbered(device) and about.is_of_kind(device) and about.may_be_of_make(device)
    ),
    lambda about, device: about.is_twin(device) and not device.serial,
    # Of a make that the office writes in another way.
    lambda about, device: about.is_numbered(device) and about.is_of_kind(device),
    lambda about, device: about.is_twin(device),
)


# -- what is shown with the packet -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Trouble that is on no device of the office."""

    kind: str
    plate: str
    observed: str
    is_simulated: bool


def unplaced(packet: Packet) -> Unplaced | None:
    line = _lines(packet).first()
    if line is None:
        return None
    told = line.details
    return Unplaced(told["kind"], told["plate"], told["observed"], line.event == NO_FAULT)


def faults_of(packet: Packet) -> list[Fault]:
    """On which this packet's report stands."""
    moves = FaultMove.objects.filter(**{f"details__{missed.PACKET}": packet.name})
    return list(Fault.objects.filter(pk__in=moves.values("fault")).select_related("device").order_by("pk"))


def _lines(packet: Packet) -> QuerySet[Entry]:
    """A forgery may have the same id; the name is of this one."""
    subject = masked(f"packet:{packet.packet_id}")
    found = Entry.objects.filter(event__in=(NO_DEVICE, NO_FAULT), subject=subject)
    return found.filter(details_json__contains=packet.name)


def _keep_line(packet: Packet, trouble: DeviceTrouble, *, at: datetime) -> None:
    event = NO_FAULT if is_simulated(trouble.make) else NO_DEVICE
    station = Station.objects.filter(key=packet.station_key).values_list("name", flat=True).first()
    details = {
        "laptop": station or "–",
        "kind": trouble.kind[:60],
        "plate": _plate(trouble)[:200],
        "observed": f"{trouble.code}: {trouble.observed}"[:LONGEST],
        "packet": packet.name,
    }
    audit.record(event, f"packet:{packet.packet_id}", by="intake", at=at, details=details)
