"""The ridges of a fingerprint as maps: where skin is, which way ridges run, how surely, how clearly, how
far apart.

Everything is measured in blocks of 16 pixels, which at 500 dpi are 0.8 mm: two ridges wide.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from rekam.biometrics.compress import Pixels

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

BLOCK = 16
WINDOW = 32
# Ridges of grown people lie 0.3 to 0.6 mm apart: 6 to 13 pixels at 500 dpi; a child's somewhat nearer.
LEAST_PERIOD, MOST_PERIOD = 5.0, 14.0
DARKER_THAN_GROUND = 14.0
FULL_CONTRAST = 52.0
# A block shows ridges where all three hold. On invented prints most of those laid down fairly do; of bare
# glass, noise, a smear and the faint trace of the finger before, almost none does.
RIDGED_CERTAINTY, RIDGED_CONTRAST, RIDGED_IN_BAND = 0.35, 0.06, 0.30


@dataclass(frozen=True)
class Ridges:
    """One value for each block. ``angle`` runs along the ridges, in radians from 0 to π."""

    skin: Mask
    angle: Floats
    certainty: Floats
    contrast: Floats
    in_band: Floats

    @property
    def area_mm2(self) -> float:
        return float(self.skin.sum()) * (BLOCK / 500 * 25.4) ** 2


def measure(grey: Pixels) -> Ridges:
    image = _whole_blocks(grey)
    angle, certainty = (_middles(field) for field in directions(image))
    contrast, in_band = _contrast(image), _in_band(image)
    return Ridges(
        skin=_without_specks(_darker(image) | _ridged(certainty, contrast, in_band)),
        angle=angle,
        certainty=certainty,
        contrast=contrast,
        in_band=in_band,
    )


def skin(grey: Pixels) -> Mask:
    """Where skin is, for each pixel."""
    blocks = measure(grey).skin.astype(np.uint8)
    whole = cv2.resize(blocks, None, fx=BLOCK, fy=BLOCK, interpolation=cv2.INTER_NEAREST)
    return np.asarray(whole[: grey.shape[0], : grey.shape[1]] > 0)


def _whole_blocks(grey: Pixels) -> Pixels:
    """Filled up with the ground to whole blocks."""
    height, width = grey.shape
    down, right = -height % BLOCK, -width % BLOCK
    return np.asarray(cv2.copyMakeBorder(grey, 0, down, 0, right, cv2.BORDER_REPLICATE), np.uint8)


def directions(grey: Pixels, window: int = WINDOW) -> tuple[Floats, Floats]:
    """For each pixel the direction along the ridges, and how much all gradients around agree on it (0 to
    1).
    """
    image = grey.astype(np.float32)
    gx = cv2.Sobel(image, cv2.CV_32F, 1, 0, ksize=3)
    gy = cv2.Sobel(image, cv2.CV_32F, 0, 1, ksize=3)
    xx, yy, xy = (cv2.blur(part, (window, window)) for part in (gx * gx, gy * gy, gx * gy))
    spread = np.sqrt((xx - yy) ** 2 + 4 * xy**2)
    across = 0.5 * np.arctan2(2 * xy, xx - yy)
    return (across + np.pi / 2) % np.pi, spread / (xx + yy + 1e-3)


def _middles(field: Floats) -> Floats:
    """The value in the middle of each block."""
    return np.asarray(field[BLOCK // 2 :: BLOCK, BLOCK // 2 :: BLOCK], np.float32)


def _darker(grey: Pixels) -> Mask:
    """Where a block is darker than the glass. A finger that fills its picture leaves no glass to see."""
    small = cv2.resize(grey, None, fx=1 / BLOCK, fy=1 / BLOCK, interpolation=cv2.INTER_AREA)
    ground = float(np.percentile(small, 97))
    return np.asarray(small.astype(np.float32) < ground - DARKER_THAN_GROUND)


def _ridged(certainty: Floats, contrast: Floats, in_band: Floats) -> Mask:
    """Where ridges are seen, however bright the rest of the picture is."""
    return np.asarray(
        (certainty > RIDGED_CERTAINTY) & (contrast > RIDGED_CONTRAST) & (in_band > RIDGED_IN_BAND)
    )


def _without_specks(blocks: Mask) -> Mask:
    return np.asarray(cv2.medianBlur(blocks.astype(np.uint8), 3) > 0)


def _contrast(grey: Pixels) -> Floats:
    """The spread of grey around each block, against that of a clear print. Ridges alone: noise is smoothed
    off.
    """
    image = cv2.GaussianBlur(grey, (0, 0), 1.2).astype(np.float32)
    mean, square = cv2.blur(image, (WINDOW, WINDOW)), cv2.blur(image * image, (WINDOW, WINDOW))
    spread = np.sqrt(np.maximum(square - mean * mean, 0))
    return np.asarray(np.clip(_middles(spread) / FULL_CONTRAST, 0, 1), np.float32)


def _in_band(grey: Pixels) -> Floats:
    """How much of the unrest around each block has the wavelength of ridges."""
    half = (WINDOW - BLOCK) // 2
    framed = cv2.copyMakeBorder(grey, half, half, half, half, cv2.BORDER_REFLECT).astype(np.float32)
    views = np.lib.stride_tricks.sliding_window_view(framed, (WINDOW, WINDOW))[::BLOCK, ::BLOCK]
    bell = np.hanning(WINDOW).astype(np.float32)
    windows = (views - views.mean(axis=(2, 3), keepdims=True)) * (bell[:, None] * bell[None, :])
    power = np.abs(np.fft.rfft2(windows)) ** 2
    across, down = np.fft.rfftfreq(WINDOW), np.fft.fftfreq(WINDOW)
    wave = np.sqrt(down[:, None] ** 2 + across[None, :] ** 2)
    band = (wave >= 1 / MOST_PERIOD) & (wave <= 1 / LEAST_PERIOD)
    total = power[..., wave > 0.02].sum(axis=-1) + 1e-3
    return np.asarray(power[..., band].sum(axis=-1) / total, np.float32)


def period(grey: Pixels) -> float:
    """From ridge to ridge, in pixels, over the whole print: where its spectrum has most."""
    side = min(grey.shape) // 2 * 2
    top, left = (grey.shape[0] - side) // 2, (grey.shape[1] - side) // 2
    part = grey[top : top + side, left : left + side].astype(np.float32)
    bell = np.hanning(side).astype(np.float32)
    power = np.abs(np.fft.rfft2((part - part.mean()) * bell[:, None] * bell[None, :])) ** 2
    wave = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None, :])
    steps = np.linspace(1 / 14, 1 / 3, 40)
    rings = np.histogram(wave, bins=steps, weights=power)[0]
    best = int(np.argmax(np.convolve(rings, np.ones(3) / 3, mode="same")))
    return round(float(2 / (steps[best] + steps[best + 1])), 1)
