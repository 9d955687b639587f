"""How well a finger was captured: a number from 0 to 100, with what it was made of.

The measures are those the field uses (they are described for NFIQ 2 in ISO/IEC 29794-4), computed plainly:

- *area*: how much skin touches the glass; a fingertip covers about 150 mm². Skin is what is darker than the
  glass, or shows ridges: a finger may fill its picture, so that no glass is seen;
- *certainty*: whether all gradients around a place agree on one direction, as ridges do and noise does not;
- *contrast*: how far ridge and valley differ;
- *in band*: how much of the unrest has the wavelength of ridges.

A place counts by the product of the three, the finger by the mean over its skin, less what is missing of
the area. The scale is ours: it is **not** NFIQ, and no number of it may be called so. On invented fingers
it falls with each kind of damage, which the tests hold; on people it has not been measured.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from rekam.biometrics import compress, iso_finger, ridges
from rekam.biometrics.compress import Pixels
from rekam.biometrics.ridges import Ridges
from rekam.biometrics.trouble import BadRecord

MEASURED_DPI = 500
DPI = range(125, 2001)  # of scanners; a record may claim anything
FULL_AREA_MM2 = 130.0
SOME_AREA_MM2 = 25.0
# The mean product over the skin of a finger that could not be clearer.
CLEAREST = 0.70


@dataclass(frozen=True)
class FingerQuality:
    """``score`` is 0 to 100; the rest are its parts, 0 to 1, and the area of skin."""

    score: int
    area_mm2: float
    certainty: float
    contrast: float
    in_band: float

    @property
    def shows_skin(self) -> bool:
        """Something lies on the glass, however badly: not the glass alone."""
        return self.area_mm2 >= SOME_AREA_MM2


def quality(grey: Pixels) -> FingerQuality:
    return quality_of(ridges.measure(grey))


def quality_of(found: Ridges) -> FingerQuality:
    if not found.skin.any():
        return FingerQuality(0, 0.0, 0.0, 0.0, 0.0)
    certainty, contrast, in_band = (
        part[found.skin] for part in (found.certainty, found.contrast, found.in_band)
    )
    clear = float(np.mean(certainty * np.sqrt(contrast) * in_band)) / CLEAREST
    covered = min(1.0, found.area_mm2 / FULL_AREA_MM2)
    return FingerQuality(
        score=round(100 * min(1.0, clear) * covered),
        area_mm2=round(found.area_mm2, 1),
        certainty=float(certainty.mean()),
        contrast=float(contrast.mean()),
        in_band=float(in_band.mean()),
    )


def of_record(record: bytes) -> Pixels:
    """The first image of a finger record as everything here measures it: grey, 500 dpi."""
    first = iso_finger.read(record)[0]
    image = compress.measurable(compress.unpack(first.image))
    if first.dpi == MEASURED_DPI:
        return image
    if first.dpi not in DPI:
        raise BadRecord("record.bad_value", f"{first.dpi} dpi")
    scale = MEASURED_DPI / first.dpi
    compress.allowed(round(image.shape[1] * scale), round(image.shape[0] * scale))
    scaled = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return compress.measurable(np.asarray(scaled, np.uint8))
