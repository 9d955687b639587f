"""The index fingers again: are they the fingers that were captured before?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from rekam.biometrics import comparing, matching
from rekam.domain.recording import steps
from rekam.domain.recording.parts import Part
from rekam.domain.recording.steps import Step
from rekam.station.counter import keeping, shots
from rekam.station.counter.models import Draft
from rekam.station.counter.shots import Image, Tried

OTHER_FINGER = "other_finger"


def compared(draft: Draft, tried: Tried) -> Tried:
    """The likeness of each finger to the first capture of it stands where its quality would."""
    before = _before(draft, [Part(image.part) for image in tried.images])
    images = [_compared(image, before[Part(image.part)]) for image in tried.images]
    different = [image for image in images if image.quality < matching.THRESHOLD and not image.is_empty]
    return replace(tried, images=images, remarks=[*tried.remarks, *([OTHER_FINGER] if different else [])])


@transaction.atomic
def _before(draft: Draft, fingers: Sequence[Part]) -> Mapping[Part, bytes]:
    """While they lay on the glass, their hand may have been begun anew in another window."""
    work = keeping.work_of(draft)
    steps.check_may_do(Step.CONFIRM, work.done, work.steps)
    return shots.images_of(draft, fingers)


def _compared(image: Image, before: bytes) -> Image:
    return replace(image, quality=comparing.fingers_of(image.data, before).score)
