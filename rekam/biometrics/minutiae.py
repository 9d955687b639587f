"""The minutiae of a finger: where ridges end and where they fork, with the direction there.

The print is cleaned by filters that follow its ridges, thinned to lines, and read off by counting crossings
around each pixel. What lies at the edge of the skin, where nothing is sure, or too near to another is left
out.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from rekam.biometrics import ridges, thinning
from rekam.biometrics.compress import Pixels

Floats = NDArray[np.float32]

DIRECTIONS = 16
EDGE = 14  # pixels from the edge of the skin; ridges end there because the glass does
LEAST_CERTAINTY = 0.45
APART = 7.0  # two nearer than this are the two sides of a gap
MOST = 120
ENDING, FORK = 1, 3


@dataclass(frozen=True)
class Template:
    """``points`` has one row for each minutia: x, y (pixels at 500 dpi), direction (radians, 0 to 2π),
    kind.
    """

    points: Floats
    width: int
    height: int

    def __len__(self) -> int:
        return len(self.points)


def extract(grey: Pixels) -> Template:
    """The minutiae of one finger's image at 500 dpi."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    angle, certainty = ridges.directions(np.asarray(half, np.uint8), window=15)
    angle = _smooth(angle, certainty)
    clean = _followed(half.astype(np.float32), angle, ridges.period(np.asarray(half, np.uint8)))
    height, width = grey.shape
    large = cv2.resize(clean, (width, height), interpolation=cv2.INTER_CUBIC)
    skin = _inside(grey, np.asarray(cv2.resize(certainty, (width, height)), np.float32))
    lines = thinning.thinned(((large > 0) & (skin > 0)).astype(np.uint8))
    return Template(_read_off(lines, _large_angle(angle, width, height), skin), width, height)


def _smooth(angle: Floats, certainty: Floats) -> Floats:
    """Directions are averaged as doubled angles, the sure ones more."""
    x = cv2.GaussianBlur(np.cos(2 * angle) * certainty, (0, 0), 4)
    y = cv2.GaussianBlur(np.sin(2 * angle) * certainty, (0, 0), 4)
    return np.asarray((0.5 * np.arctan2(y, x)) % np.pi, np.float32)


def _large_angle(angle: Floats, width: int, height: int) -> Floats:
    x = cv2.resize(np.cos(2 * angle), (width, height))
    y = cv2.resize(np.sin(2 * angle), (width, height))
    return np.asarray((0.5 * np.arctan2(y, x)) % np.pi, np.float32)


@lru_cache(maxsize=8)
def _filters(period: float) -> tuple[Floats, ...]:
    """A wave across the ridge under a bell that is longer along it, for each direction."""
    y, x = np.mgrid[-5:6, -5:6].astype(np.float32)  # larger ones are three times slower in OpenCV
    found = []
    for step in range(DIRECTIONS):
        turn = math.pi * step / DIRECTIONS
        along, across = x * math.cos(turn) + y * math.sin(turn), -x * math.sin(turn) + y * math.cos(turn)
        bell = np.exp(-(along**2) / (2 * 2.8**2) - across**2 / (2 * 2.0**2))
        kernel = np.cos(2 * math.pi * across / period) * bell
        kernel -= bell * (kernel.sum() / bell.sum())
        found.append(np.asarray(kernel / np.abs(kernel).sum(), np.float32))
    return tuple(found)


def _followed(half: Floats, angle: Floats, period: float) -> Floats:
    """The print filtered along its own ridges: dark ridges come out positive."""
    step = np.round(angle / np.pi * DIRECTIONS).astype(np.int32) % DIRECTIONS
    local = half - cv2.GaussianBlur(half, (0, 0), 8)
    clean = np.zeros_like(half)
    for direction, kernel in enumerate(_filters(period)):
        here = step == direction
        if here.any():
            clean[here] = cv2.filter2D(local, -1, kernel)[here]
    return np.asarray(-clean, np.float32)


def _inside(grey: Pixels, certainty: Floats) -> Pixels:
    """Skin where directions are sure, less a rim."""
    smooth = cv2.blur(grey, (15, 15))
    dark = smooth.astype(np.float32) < np.percentile(smooth, 97) - ridges.DARKER_THAN_GROUND
    filled = cv2.morphologyEx(
        (dark | ridges.skin(grey)).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8)
    )
    filled[0, :] = filled[-1, :] = filled[:, 0] = filled[:, -1] = 0
    rim = (cv2.distanceTransform(filled, cv2.DIST_L2, 3) > EDGE).astype(np.uint8)
    return np.asarray(rim & (certainty > LEAST_CERTAINTY), np.uint8)


def _read_off(lines: Pixels, angle: Floats, skin: Pixels) -> Floats:
    turns = thinning.crossing_table()[thinning.neighbours(lines)]
    deep = cv2.erode(skin, np.ones((2 * EDGE // 2 + 1, 2 * EDGE // 2 + 1), np.uint8))
    found = [
        (float(x), float(y), _direction(lines, angle, int(x), int(y), kind), float(kind))
        for kind in (ENDING, FORK)
        for y, x in np.argwhere((turns == kind) & (lines > 0) & (deep > 0))
    ]
    return _apart(found)


def _direction(lines: Pixels, angle: Floats, x: int, y: int, kind: int) -> float:
    """Along the ridge, towards where the line goes on (an ending) or where it is one line (a fork)."""
    way = float(angle[y, x])
    reach = 8
    patch = lines[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    rows, columns = np.nonzero(patch)
    dx, dy = columns - min(x, reach), rows - min(y, reach)
    side = dx * math.cos(way) + dy * math.sin(way)
    near = np.abs(-dx * math.sin(way) + dy * math.cos(way)) < 3.5
    ahead, behind = int((near & (side > 1)).sum()), int((near & (side < -1)).sum())
    forward = ahead >= behind if kind == ENDING else ahead < behind
    return (way if forward else way + math.pi) % (2 * math.pi)


def _apart(found: list[tuple[float, float, float, float]]) -> Floats:
    """Without those that stand so close that they are one break in a ridge."""
    if not found:
        return np.zeros((0, 4), np.float32)
    points = np.array(found, np.float32)
    gaps = np.hypot(points[:, None, 0] - points[None, :, 0], points[:, None, 1] - points[None, :, 1])
    np.fill_diagonal(gaps, 1e6)
    return np.asarray(points[gaps.min(axis=1) > APART][:MOST], np.float32)
