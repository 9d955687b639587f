"""The code of an iris, and how far two codes are apart.

As Daugman described it (1993): the ring between pupil and white is unrolled, waves along it are measured,
and of each only the phase is kept, two bits for each place. The distance is the share of bits that differ
where both eyes could be seen, at the turn of the head at which they differ least. Eyes of two people differ
in about half of their bits, whatever they look like; below ``THRESHOLD`` we call it the same eye.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from rekam.biometrics import irises
from rekam.biometrics.compress import Pixels

Bits = NDArray[np.bool_]
Floats = NDArray[np.float32]

THRESHOLD = 0.33
AROUND, RINGS = 256, 12
WAVES = (12.0, 24.0)  # wavelengths along the ring, in its columns of 1.4 degrees
MOST_TURNED = 14  # columns: 20 degrees to either side
LEAST_COMMON = 0.30  # of the places; with less in common two eyes cannot be compared
NOTHING_IN_COMMON = 1.0  # the distance of such two


@dataclass(frozen=True)
class IrisCode:
    """``bits`` and where they can be believed, both ``(rings, around, 2 x waves)``."""

    bits: Bits
    seen: Bits


def code(grey: Pixels) -> IrisCode | None:
    """None where no iris was found."""
    circles = irises.find(grey)
    if circles is None:
        return None
    ring = irises.unrolled(grey, circles, around=AROUND, outward=RINGS * 4)
    seen = irises.visible(grey, circles, around=AROUND, outward=RINGS * 4)
    rows = cv2.resize(ring, (AROUND, RINGS), interpolation=cv2.INTER_AREA).astype(np.float32)
    share = cv2.resize(seen.astype(np.float32), (AROUND, RINGS), interpolation=cv2.INTER_AREA)
    bits, strong = _phases(rows)
    return IrisCode(bits, strong & (share[..., None] > 0.75))


def _phases(rows: Floats) -> tuple[Bits, Bits]:
    """The signs of a complex wave at each place; where it is weak, its sign is chance."""
    spectrum = np.fft.fft(rows - rows.mean(axis=1, keepdims=True), axis=1)
    frequency = np.fft.fftfreq(AROUND)
    bits, strong = [], []
    for wave in WAVES:
        with np.errstate(divide="ignore"):
            size = np.log(np.maximum(frequency, 1e-9) * wave)
        filtered = np.fft.ifft(
            spectrum * np.where(frequency > 0, np.exp(-(size**2) / (2 * 0.45**2)), 0), axis=1
        )
        enough = np.abs(filtered) > 0.35 * np.median(np.abs(filtered))
        bits += [filtered.real > 0, filtered.imag > 0]
        strong += [enough, enough]
    return np.stack(bits, axis=-1), np.stack(strong, axis=-1)


def distance(one: IrisCode, other: IrisCode) -> float:
    """0 to 1: about 0.5 for two people, near 0 for two good pictures of one eye. 1 where too little is
    seen.
    """
    least = NOTHING_IN_COMMON
    for turn in range(-MOST_TURNED, MOST_TURNED + 1):
        bits, seen = np.roll(one.bits, turn, axis=1), np.roll(one.seen, turn, axis=1)
        both = seen & other.seen
        count = int(both.sum())
        if count >= LEAST_COMMON * both.size:
            least = min(least, float(((bits ^ other.bits) & both).sum()) / count)
    return least
