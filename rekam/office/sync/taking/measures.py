"""Quality and time of a recording, kept by device and operator; and faults that a station told of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from rekam.domain.kits.kinds import Kind as DeviceKind
from rekam.domain.kits.kinds import Stops
from rekam.office.kits import faults
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Device, Fault
from rekam.office.stations.models import Operator, Station
from rekam.office.sync.models import Image, Missing, Packet, Recorded, StepTime
from rekam.office.sync.taking import missed
from rekam.office.sync.unsealing.opening import Contents
from rekam.wire import shapes
from rekam.wire.recordings import Accepted, Capture, Confirmation, DeviceTrouble, Modality, Recording

KINDS = {
    "finger": DeviceKind.FINGERPRINT_SCANNER,
    "iris": DeviceKind.IRIS_SCANNER,
    "face": DeviceKind.CAMERA,
    "camera": DeviceKind.CAMERA,
    "signature": DeviceKind.SIGNATURE_PAD,
    "printer": DeviceKind.PRINTER,
}
SYMPTOM = "other"


def total(said: Recording) -> int:
    """To choose the better of two recordings of one person."""
    return min(sum(capture.quality or 0 for capture in said.captures), shapes.LARGE)


def is_simulated(said: Recording) -> bool:
    return any(capture.device is not None and capture.device.simulated for capture in said.captures)


def keep(each: Sequence[tuple[Recorded, Recording]]) -> None:
    """What some recordings say, together."""
    names = _operators(said for _, said in each)
    Image.objects.bulk_create(image for recorded, said in each for image in _images(recorded, said, names))
    Missing.objects.bulk_create(gone for recorded, said in each for gone in _missing(recorded, said))
    StepTime.objects.bulk_create(
        StepTime(recorded=recorded, step=step[:30], seconds=seconds)
        for recorded, said in each
        for step, seconds in said.step_seconds.items()
    )


def _operators(every: Iterable[Recording]) -> Mapping[bytes, str]:
    """The names of those who took a capture of what another one finished."""
    keys = {capture.operator.hex() for said in every for capture in said.captures if capture.operator}
    found = Operator.objects.filter(key__in=keys).values_list("key", "user__full_name") if keys else ()
    return {bytes.fromhex(key): name for key, name in found}


def _images(recorded: Recorded, said: Recording, names: Mapping[bytes, str]) -> list[Image]:
    accepted = _of_images(said)
    return [_image(recorded, capture, accepted, names) for capture in said.captures]


def _of_images(said: Recording) -> list[Accepted]:
    """Without what was accepted at the index fingers again: that is a likeness and says nothing of an image.
    It comes last, as its step does.
    """
    again, found = said.confirmation, list(said.accepted)
    if again is None or again.matched:
        return found
    likenesses = [n for n, each in enumerate(found) if _is_likeness(each, again)]
    if likenesses:
        del found[likenesses[-1]]
    return found


def _is_likeness(each: Accepted, again: Confirmation) -> bool:
    is_same = (each.quality, each.threshold) == (again.score, again.threshold)
    return is_same and bool(each.parts) and set(each.parts) <= set(again.parts)


def _accepts(each: Accepted, capture: Capture) -> bool:
    """Fingers and eyes are named; a face has no parts."""
    if not each.parts:
        return capture.modality is Modality.FACE
    return not set(each.parts).isdisjoint(capture.parts)


def _missing(recorded: Recorded, said: Recording) -> list[Missing]:
    return [
        Missing(
            recorded=recorded,
            part=each.part[:30],
            reason=each.reason[:30],
            second_officer=each.second_officer.hex() if each.second_officer else "",
        )
        for each in said.absences
    ]


def _image(
    recorded: Recorded, capture: Capture, accepted: Sequence[Accepted], names: Mapping[bytes, str]
) -> Image:
    low = next((each for each in accepted if _accepts(each, capture)), None)
    device = capture.device
    return Image(
        recorded=recorded,
        modality=capture.modality.value,
        part=", ".join(capture.parts)[:60],
        quality=capture.quality or 0,
        has_quality=capture.quality is not None,
        tries=capture.tries,
        is_low=low is not None,
        reason=low.reason[:30] if low else "",
        make=device.make[:60] if device else "",
        model=device.model[:60] if device else "",
        serial=device.serial[:60] if device else "",
        operator=names.get(capture.operator or b"", "")[:150],
    )


def lock_devices(each: Iterable[Contents]) -> None:
    """Devices whose trouble is told, or that answer after they were missed, in one order and before the first
    line of the audit trail: whoever reports a fault at the screen holds a device and then asks for the trail,
    and whoever adds to one holds that.
    """
    every = list(each)
    told = [(c.packet, c.recording.trouble) for c in every if c.recording.trouble is not None]
    found = {device.pk for device in (_device(*one) for one in told) if device is not None}
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


def report_trouble(packet: Packet, trouble: DeviceTrouble, *, at: datetime) -> None:
    """A fault on the device that was named, or on the kit's device of that kind; an open one is added to. Not
    where a laptop misses a device that was taken to another one. A packet that is opened again tells nothing
    twice.
    """
    device, gone = _device(packet, trouble), missed.by(packet, trouble)
    if device is None or device.retired_at is not None or missed.is_told(packet):
        return
    if gone is not None and missed.is_moved(device, gone, at=at):
        return
    note = f"{trouble.code}: {trouble.observed}".strip()[:2000]
    held = kits.open_fault_of(device)
    if held is not None:
        missed.keep(faults.add_to_fault(fault=held, note=note, by=None, at=at), packet)
        return
    fault = faults.report_fault(device=device, symptom=SYMPTOM, stops=Stops.PART, by=None, at=at, note=note)
    missed.keep(fault.moves.get(), packet, gone)


def _device(packet: Packet, trouble: DeviceTrouble) -> Device | None:
    if trouble.serial:
        found = Device.objects.filter(serial__iexact=trouble.serial, retired_at=None).first()
        if found is not None:
            return found
    station = Station.objects.filter(key=packet.station_key).first()
    kind = KINDS.get(trouble.kind)
    if station is None or station.kit_id is None or kind is None:
        return None
    return Device.objects.filter(kit=station.kit_id, kind=kind, retired_at=None).order_by("pk").first()
