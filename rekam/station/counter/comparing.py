"""The index fingers again: are they the fingers that were captured before?"""

from rekam.biometrics import matching, minutiae
from rekam.domain.recording.parts import Part
from rekam.station.counter import pictures, shots
from rekam.station.counter.models import Draft
from rekam.station.counter.shots import Image, Tried

OTHER_FINGER = "other_finger"


def compared(draft: Draft, tried: Tried) -> Tried:
    """The likeness of each finger to the first capture of it stands where its quality would."""
    before = shots.images_of(draft, [Part(image.part) for image in tried.images])
    images = [_compared(image, before[Part(image.part)]) for image in tried.images]
    different = [image for image in images if image.quality < matching.THRESHOLD]
    return Tried(tried.source, images, [OTHER_FINGER] if different else [])


def _compared(image: Image, before: bytes) -> Image:
    now, then = pictures.pixels(image.format, image.data), pictures.pixels(image.format, before)
    likeness = matching.compare(minutiae.extract(now), minutiae.extract(then))
    return Image(image.part, image.format, image.data, likeness)
