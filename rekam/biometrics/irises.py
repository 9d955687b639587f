"""Where the iris is in a picture of an eye, and how well it was captured: a number from 0 to 100.

The measures are those that ISO/IEC 29794-6 names, computed plainly: *sharp* (the iris's own texture is
there), *open* (how much of the ring the lids leave free), *contrast* (iris against white and pupil),
*sized* and *centred*. The scale is ours and was tried on invented irises only.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from rekam.biometrics import compress, iso_iris
from rekam.biometrics.compress import Pixels

Floats = NDArray[np.float32]
SEARCH_WIDTH = 160
LEAST_RADIUS_SHARE, MOST_RADIUS_SHARE = 0.09, 0.34  # the iris's radius, of the picture's width
FULL_TEXTURE = 11.0
FULL_CONTRAST = 40.0
HALF_CLOSED, WIDE = 0.30, 0.90  # the share of the ring that the lids leave free
FEWEST_RADII = 6  # a step among fewer is chance
LEAST_RADIUS = 80  # pixels; ISO/IEC 29794-6 asks for a radius of 80 or more


@dataclass(frozen=True)
class Circles:
    """Pupil and iris as circles: ``(x, y, radius)``."""

    pupil: tuple[float, float, float]
    iris: tuple[float, float, float]


@dataclass(frozen=True)
class IrisQuality:
    score: int
    circles: Circles | None
    sharp: float
    open: float
    contrast: float
    sized: float
    centred: float


def of_record(record: bytes) -> Pixels:
    """The first image of an iris record as one grey plane."""
    return compress.measurable(compress.unpack(iso_iris.read(record)[0].image))


def quality(grey: Pixels) -> IrisQuality:
    circles = find(grey)
    if circles is None:
        return IrisQuality(0, None, 0.0, 0.0, 0.0, 0.0, 0.0)
    x, y, radius = circles.iris
    height, width = grey.shape
    sharp = _texture(grey, circles)
    free = _open(grey, circles)
    contrast = _contrast(grey, circles)
    sized = float(np.clip(radius / LEAST_RADIUS, 0, 1))
    room = min(x - radius, width - x - radius, (y - radius) * 1.5, (height - y - radius) * 1.5)
    centred = float(np.clip(room / (0.35 * radius) + 0.3, 0, 1))
    parts = (sharp, free, contrast, sized, centred)
    score = round(100 * (0.6 * min(parts) + 0.4 * sum(parts) / 5))
    return IrisQuality(score, circles, *parts)


def find(grey: Pixels) -> Circles | None:
    """The pupil as the dark round place that holds most, then the iris as the circle of the steepest step
    around it.
    """
    scale = max(1.0, grey.shape[1] / SEARCH_WIDTH)
    small = cv2.resize(grey, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small, (0, 0), 1.5)
    pupil = _pupil(np.asarray(smooth, np.uint8))
    if pupil is None:
        return None
    x, y, inner = (part * scale for part in pupil)
    blurred = cv2.GaussianBlur(grey, (0, 0), 2.0).astype(np.float32)
    inner = _step(blurred, x, y, inner * 0.6, inner * 1.5) or inner
    width = grey.shape[1]
    outer = _step(
        blurred,
        x,
        y,
        max(inner * 1.5, LEAST_RADIUS_SHARE * width),
        MOST_RADIUS_SHARE * width,
        sides_only=True,
    )
    if outer is None:
        return None
    return Circles((x, y, inner), (x, y, outer))


def _pupil(smooth: Pixels) -> tuple[float, float, float] | None:
    """The largest dark spot that is nearly round."""
    darkest = float(np.percentile(smooth, 1.0))
    dark = (smooth < darkest + 28).astype(np.uint8)
    count, _, stats, centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    best, size = None, 0
    for label in range(1, count):
        _, _, wide, tall, area = (int(value) for value in stats[label])
        round_enough = 0.6 < wide / max(1, tall) < 1.6 and area > 0.55 * wide * tall
        if round_enough and 20 < area < smooth.size * 0.08 and area > size:
            best, size = label, area
    if best is None:
        return None
    return float(centres[best][0]), float(centres[best][1]), float(np.sqrt(size / np.pi))


def _step(
    grey: Floats, x: float, y: float, least: float, most: float, *, sides_only: bool = False
) -> float | None:
    """The radius at which the mean brightness along a circle rises most (Daugman's operator, at the sides
    alone for the outer edge, where the lids do not lie).
    """
    if most - least < FEWEST_RADII:
        return None
    angles = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    if sides_only:
        angles = angles[np.abs(np.sin(angles)) < 0.55]
    radii = np.arange(least, most, 1.0)
    xs = (x + radii[:, None] * np.cos(angles)).astype(np.float32)
    ys = (y + radii[:, None] * np.sin(angles)).astype(np.float32)
    ring = cv2.remap(grey, xs, ys, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE).mean(axis=1)
    rise = np.convolve(np.diff(ring), np.ones(5) / 5, mode="same")
    best = int(np.argmax(rise))
    return float(radii[best]) + 0.5 if rise[best] > 0.3 else None


def unrolled(grey: Pixels, circles: Circles, *, around: int = 256, outward: int = 48) -> Floats:
    """The ring between pupil and white as a rectangle: around it from left to right, outwards downwards."""
    x, y, inner = circles.pupil
    outer = circles.iris[2]
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)[None, :]
    share = ((np.arange(outward) + 0.5) / outward)[:, None]
    radius = inner * 1.06 + share * (outer * 0.96 - inner * 1.06)
    xs, ys = (x + radius * np.cos(angle)).astype(np.float32), (y + radius * np.sin(angle)).astype(np.float32)
    return np.asarray(
        cv2.remap(grey.astype(np.float32), xs, ys, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE), np.float32
    )


def _texture(grey: Pixels, circles: Circles) -> float:
    """What is fine in the ring's texture; focus is what it needs most. Noise of a pixel is smoothed off
    first.
    """
    ring = cv2.GaussianBlur(unrolled(grey, circles), (0, 0), 1.2)
    fine = ring - cv2.GaussianBlur(ring, (0, 0), 4.0)
    return float(np.clip(np.std(fine) / FULL_TEXTURE, 0, 1))


def visible(grey: Pixels, circles: Circles, *, around: int = 256, outward: int = 48) -> NDArray[np.bool_]:
    """Where the unrolled ring is iris and neither lid nor reflected light."""
    ring = unrolled(grey, circles, around=around, outward=outward)
    side = ring[:, np.abs(np.sin(np.linspace(0, 2 * np.pi, ring.shape[1], endpoint=False))) < 0.2]
    middle, spread = float(np.median(side)), float(np.std(side)) + 6.0
    smooth = cv2.blur(ring, (9, 5))
    flat = cv2.blur(ring * ring, (9, 5)) - smooth * smooth < 9.0
    lid = (np.abs(smooth - middle) > 1.1 * spread) & flat
    return np.asarray(~lid & (ring < middle + 3.5 * spread))


def _open(grey: Pixels, circles: Circles) -> float:
    return float(np.clip((visible(grey, circles).mean() - HALF_CLOSED) / (WIDE - HALF_CLOSED), 0, 1))


def _contrast(grey: Pixels, circles: Circles) -> float:
    """Iris against pupil, and white against iris, the weaker of the two."""
    x, y, inner = circles.pupil
    outer = circles.iris[2]
    side = np.array([0.0, 0.25, -0.25, np.pi, np.pi + 0.25, np.pi - 0.25])
    means = []
    for radius in (inner * 0.7, (inner + outer) / 2, outer * 1.15):
        xs, ys = (
            (x + radius * np.cos(side)).astype(np.float32),
            (y + radius * np.sin(side)).astype(np.float32),
        )
        means.append(float(np.median(cv2.remap(grey, xs[None], ys[None], cv2.INTER_LINEAR))))
    return float(np.clip(min(means[1] - means[0], means[2] - means[1]) / FULL_CONTRAST, 0, 1))
