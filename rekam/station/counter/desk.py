"""The devices on this desk, as the counter asks for them."""

from collections.abc import Collection, Generator, Iterator, Sequence
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.utils import timezone

from rekam.domain.recording import parts
from rekam.domain.recording.parts import Part
from rekam.domain.recording.steps import Step
from rekam.domain.recording.tries import Thresholds
from rekam.station import devices
from rekam.station.counter.shots import Image, Source, Tried
from rekam.station.devices import Device, DeviceTrouble, Found, Observed, Slap, Type, plugged
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
# A capture began, or the device has no live picture: it is there all the same.
AS_WELL_AS_BEFORE = frozenset({"device.given_up", "device.no_live_view"})
NOTHING_ON_IT = "nothing_on_it:"  # the remark on an empty picture; the finger follows


def device_for(step: Step, exceptions: Collection[Part] = (), *, but: str = "") -> Device | None:
    """A device for this step that answers and can do all of it, a ready one first; *but*: rather another than
    this one.
    """
    return _chosen(found(), step, exceptions, but)


def device_now(step: Step, exceptions: Collection[Part] = (), *, but: str = "") -> Device | None:
    """The same. Before it is said that none answers, the desk is looked over once more."""
    again = device_for(step, exceptions, but=but)
    return again or _chosen(_remembered(SEEN.look()), step, exceptions, but)


def lacking(step: Step) -> DeviceTrouble | None:
    """Why none answers for this step, as far as it can be known: one may be there that is made for another
    one.
    """
    now, at = SEEN.now(), timezone.now()
    return plugged.trouble_of(_type(step), now, at=at) or _cannot(step, now, at)


def _cannot(step: Step, found: Found, at: datetime) -> DeviceTrouble | None:
    for each in found.devices:
        if each.type == _type(step):
            plate = Observed("RCAPTURE", each.port, at, each.type.lower(), each.make, each.model, each.serial)
            return DeviceTrouble("device.cannot", plate)
    return None


def _type(step: Step) -> Type:
    return TYPES.get(step, Type.FINGER)


def _chosen(found: Found, step: Step, exceptions: Collection[Part], but: str) -> Device | None:
    slaps = {slap for slap, _only in _groups(step, exceptions)}
    of_kind = [device for device in found.devices if device.type == _type(step)]
    able = [device for device in of_kind if all(device.can(slap) for slap in slaps)]
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
    """The live picture. :class:`DeviceTrouble` where none comes; when it breaks off later, the page looks
    again and is told then. It is noted nowhere: a page looks by itself, again and again, and three times of
    some trouble are a fault. What is noted are captures.
    """
    stream = devices.stream(device, SLAPS.get(step, Slap.LEFT))
    try:
        first = next(stream)
    except DeviceTrouble as trouble:
        _look_again_after(trouble)
        raise
    return chain([first], _rest(stream))


def _rest(stream: Generator[bytes, None, None]) -> Iterator[bytes]:
    try:
        yield from stream
    except DeviceTrouble as trouble:
        _look_again_after(trouble)


def _look_again_after(trouble: DeviceTrouble) -> None:
    if trouble.code not in AS_WELL_AS_BEFORE:
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
