"""Four fingers laid down together, told apart: how many there are, where, and each as an image of its own.

Slap scanners send one item for each finger; what they should have seen is counted again here. A picture of
the whole slap is closed over its ridges, and each connected piece of skin of the size of a fingertip is one
finger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from rekam.biometrics import matching, minutiae, ridges
from rekam.biometrics.compress import Pixels
from rekam.biometrics.minutiae import Template
from rekam.biometrics.ridges import Ridges

# A fingertip on the glass, at 500 dpi: from a child's little finger to a thumb.
LEAST_AREA_MM2, MOST_AREA_MM2 = 40.0, 700.0
MM2 = (25.4 / 500) ** 2
SCALE = 4  # shapes are looked for in a copy of a quarter of the size
# The same finger laid down twice is turned by a few degrees: its directions agree at least so far.
ALIKE, MOST_SHIFTED = 0.93, 2
LONGEST = 1.9  # a finger deeper than wide by this much shows its second joint, which is cut off


@dataclass(frozen=True)
class Finger:
    """One finger of a slap: its box in the picture and the picture cut out, upright as it was."""

    left: int
    top: int
    width: int
    height: int
    area_mm2: float
    image: Pixels


def segment(slap: Pixels) -> list[Finger]:
    """The fingers from left to right."""
    small = cv2.resize(slap, None, fx=1 / SCALE, fy=1 / SCALE, interpolation=cv2.INTER_AREA)
    pieces, labels, stats, _ = cv2.connectedComponentsWithStats(_skin(np.asarray(small, np.uint8)))
    found = []
    for label in range(1, pieces):
        left, top, width, height, area = (int(value) for value in stats[label])
        area_mm2 = area * SCALE**2 * MM2
        if LEAST_AREA_MM2 <= area_mm2 <= MOST_AREA_MM2:
            height = min(height, round(width * LONGEST))
            box = (left * SCALE, top * SCALE, width * SCALE, height * SCALE)
            found.append(_cut(slap, labels == label, box, area_mm2))
    return sorted(found, key=lambda finger: finger.left)


def count(slap: Pixels) -> int:
    return len(segment(slap))


def same_finger_twice(images: Sequence[Pixels], found: Sequence[Ridges]) -> tuple[int, int] | None:
    """The first two images that are of one finger, if any. Minutiae are asked only where the directions of
    the ridges are alike; those of most pairs are not.
    """
    templates: dict[int, Template] = {}
    for one, other in combinations(range(len(images)), 2):
        if directions_alike(found[one], found[other]) < ALIKE:
            continue
        for place in (one, other):
            if place not in templates:
                templates[place] = minutiae.extract(images[place])
        if matching.compare(templates[one], templates[other]) >= matching.THRESHOLD:
            return one, other
    return None


def directions_alike(one: Ridges, other: Ridges) -> float:
    """1 where ridges run the same way everywhere, 0 where they run anyhow, at the shift that fits best."""
    best = -1.0
    for down in range(-MOST_SHIFTED, MOST_SHIFTED + 1):
        for right in range(-MOST_SHIFTED, MOST_SHIFTED + 1):
            best = max(best, _alike(one, other, down, right))
    return best


def _alike(one: Ridges, other: Ridges, down: int, right: int) -> float:
    rows = min(one.skin.shape[0], other.skin.shape[0]) - abs(down)
    columns = min(one.skin.shape[1], other.skin.shape[1]) - abs(right)
    a = (slice(max(0, down), max(0, down) + rows), slice(max(0, right), max(0, right) + columns))
    b = (slice(max(0, -down), max(0, -down) + rows), slice(max(0, -right), max(0, -right) + columns))
    both = one.skin[a] & other.skin[b]
    if both.sum() < 40:
        return 0.0
    return float(np.cos(2 * (one.angle[a] - other.angle[b]))[both].mean())


def _skin(small: Pixels) -> Pixels:
    """Where ridges are, closed to whole fingers; the shade that a palm leaves has none."""
    ground = float(np.percentile(small, 97))
    dark = (cv2.blur(small, (3, 3)).astype(np.float32) < ground - ridges.DARKER_THAN_GROUND).astype(np.uint8)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
    return np.asarray(
        cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))),
        np.uint8,
    )


def _cut(slap: Pixels, piece: NDArray[np.bool_], box: tuple[int, int, int, int], area_mm2: float) -> Finger:
    """The finger alone: its neighbours in the box are wiped to the colour of the glass."""
    left, top, width, height = box
    rim = 3 * SCALE
    rows = slice(max(0, top - rim), min(slap.shape[0], top + height + rim))
    columns = slice(max(0, left - rim), min(slap.shape[1], left + width + rim))
    mine = cv2.dilate(piece.astype(np.uint8), np.ones((5, 5), np.uint8))
    mine = cv2.resize(mine, (slap.shape[1], slap.shape[0]), interpolation=cv2.INTER_NEAREST)[rows, columns]
    image = np.where(mine > 0, slap[rows, columns], np.uint8(np.percentile(slap, 97))).astype(np.uint8)
    return Finger(columns.start, rows.start, image.shape[1], image.shape[0], area_mm2, image)
