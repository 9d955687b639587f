"""Quality and time of a recording, kept by device and operator."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rekam.office.stations.models import Operator
from rekam.office.sync.models import Image, Missing, Recorded, StepTime
from rekam.wire import shapes
from rekam.wire.recordings import Accepted, Capture, Confirmation, Modality, Recording


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
    StepTime.objects.bulk_create(time for recorded, said in each for time in _times(recorded, said, names))


def _operators(every: Iterable[Recording]) -> Mapping[bytes, str]:
    """The names of those who took a capture, or did a step, of what another one finished."""
    told = [who for said in every for who in _others(said)]
    keys = {who.hex() for who in told if who}
    found = Operator.objects.filter(key__in=keys).values_list("key", "user__full_name") if keys else ()
    return {bytes.fromhex(key): name for key, name in found}


def _others(said: Recording) -> list[bytes | None]:
    return [*(each.operator for each in said.captures), *(each.operator for each in said.shares)]


def _times(recorded: Recorded, said: Recording, names: Mapping[bytes, str]) -> list[StepTime]:
    """What is no other one's is of whoever finished; nothing is, where that one did not work on the step."""
    shared = Counter[str]()
    for share in said.shares:
        shared[share.step] += share.seconds
    own = {step: max(0, took - shared[step]) for step, took in said.step_seconds.items()}
    return [
        *(
            StepTime(
                recorded=recorded,
                step=share.step[:30],
                seconds=share.seconds,
                operator=names.get(share.operator, "")[:150],
            )
            for share in said.shares
        ),
        *(
            StepTime(recorded=recorded, step=step[:30], seconds=took)
            for step, took in own.items()
            if took or step not in shared
        ),
    ]


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
