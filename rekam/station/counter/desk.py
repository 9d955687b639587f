"""The devices on this desk, as the counter asks for them."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.utils import timezone

from rekam.domain.recording import parts
from rekam.domain.recording.parts import Part
from rekam.domain.recording.steps import Step
from rekam.domain.recording.tries import Thresholds
from rekam.station import devices
from rekam.station.counter.shots import Image, Source, Tried
from rekam.station.devices import Device, DeviceTrouble, Found, Slap, Type, plugged
from rekam.station.devices.looking import SEEN
from rekam.station.devices.models import Plugged

# How devices call fingers and eyes.
SUBTYPES = {
    Part.LEFT_LITTLE: "Left LittleFinger",
    Part.LEFT_RING: "Left RingFinger",
    Part.LEFT_MIDDLE: "Left MiddleFinger",
    Part.LEFT_INDEX: "Left IndexFinger",
    Part.RIGHT_INDEX: "Right IndexFinger",
    Part.RIGHT_MIDDLE: "Right MiddleFinger",
    Part.RIGHT_RING: "Right RingFinger",
    Part.RIGHT_LITTLE: "Right LittleFinger",
    Part.LEFT_THUMB: "Left Thumb",
    Part.RIGHT_THUMB: "Right Thumb",
    Part.LEFT_IRIS: "Left",
    Part.RIGHT_IRIS: "Right",
}
PART_OF = {name: part for part, name in SUBTYPES.items()}  # eyes and fingers share no name
SLAPS = {
    Step.LEFT_HAND: Slap.LEFT,
    Step.RIGHT_HAND: Slap.RIGHT,
    Step.THUMBS: Slap.THUMBS,
    Step.IRISES: Slap.IRISES,
    Step.FACE: Slap.FACE,
    Step.EXCEPTIONS: Slap.EXCEPTION,
}
STEPS = {slap: step for step, slap in SLAPS.items()} | {Slap.EXCEPTION: Step.FACE}  # whose quality is asked
TYPES = {Step.IRISES: Type.IRIS, Step.FACE: Type.FACE, Step.EXCEPTIONS: Type.FACE}
FORMATS = {Type.FINGER: "iso19794-4", Type.FACE: "iso19794-5", Type.IRIS: "iso19794-6"}
NAMES = {Step.FACE: "face", Step.EXCEPTIONS: "photo"}
NOTHING_ON_IT = "nothing_on_it:"  # the remark on an empty picture; the finger follows


def device_for(step: Step, *, but: str = "") -> Device | None:
    """A device for this step that answers, a ready one first; *but*: rather another than this one."""
    return _chosen(found(), step, but)


def device_now(step: Step, *, but: str = "") -> Device | None:
    """The same. Before it is said that none answers, the desk is looked over once more."""
    return device_for(step, but=but) or _chosen(_remembered(SEEN.look()), step, but)


def lacking(step: Step) -> DeviceTrouble | None:
    """Why none answers for this step, as far as it can be known."""
    return plugged.trouble_of(_type(step), SEEN.now(), at=timezone.now())


def _type(step: Step) -> Type:
    return TYPES.get(step, Type.FINGER)


def _chosen(found: Found, step: Step, but: str) -> Device | None:
    able = [device for device in found.devices if device.type == _type(step)]
    return min(able, key=lambda device: (device.serial == but, not device.is_ready), default=None)


def capture(
    step: Step, exceptions: Collection[Part], *, device: Device, transaction: UUID, limits: Thresholds
) -> Tried:
    """One try: every part that the step wants. After trouble the desk is looked over again."""
    try:
        images = [
            image
            for slap, only in _groups(step, exceptions)
            for image in _taken(step, exceptions, device, slap, only, str(transaction), limits)
        ]
    except devices.DeviceTrouble:
        SEEN.forget()
        raise
    return Tried(source(device), images, [NOTHING_ON_IT + each.part for each in images if each.is_empty])


def source(device: Device) -> Source:
    return Source(device.make, device.model, device.serial, device.is_simulated)


def _groups(step: Step, exceptions: Collection[Part]) -> Sequence[tuple[Slap, Sequence[str]]]:
    """The index fingers lie on the glass one hand after the other; everything else at once."""
    if step != Step.CONFIRM:
        return [(SLAPS[step], [])]
    wanted = parts.expected(step, exceptions)
    return [(SLAPS[parts.step_of(part)], [SUBTYPES[part]]) for part in wanted]


def _taken(
    step: Step,
    exceptions: Collection[Part],
    device: Device,
    slap: Slap,
    only: Sequence[str],
    transaction: str,
    limits: Thresholds,
) -> list[Image]:
    names = devices.protocol.WANTED[slap].parts
    left_out = [SUBTYPES[part] for part in exceptions if SUBTYPES[part] in names and not only]
    if slap == Slap.EXCEPTION:
        left_out = [SUBTYPES[part] for part in exceptions]
    least = limits.of(STEPS[slap])
    captured = devices.capture(device, slap, left_out, transaction, only=only, threshold=least)
    form = FORMATS[device.type]
    return [
        Image(_name(step, part.subtype), form, part.iso, part.score, part.is_empty) for part in captured.parts
    ]


def _name(step: Step, subtype: str) -> str:
    return NAMES.get(step) or PART_OF[subtype].value


def frames(device: Device, step: Step) -> Iterator[bytes]:
    """The live picture. When it breaks off, the page says so and looks again; the capture may still work."""
    try:
        yield from devices.stream(device, SLAPS.get(step, Slap.LEFT))
    except devices.DeviceTrouble as trouble:
        if trouble.code != "device.given_up":  # a capture began: the device is as well as before
            SEEN.forget()


def found() -> Found:
    """Who answered lately. Each is remembered: one that dies later is told by its name."""
    return _remembered(SEEN.now())


def _remembered(found: Found) -> Found:
    plugged.remember(found.devices, at=timezone.now())
    return found


def absent() -> list[Plugged]:
    """Those that answered lately and do not now."""
    return [device for device, _trouble in plugged.absent(found(), at=timezone.now())]
