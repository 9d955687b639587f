"""Four fingers laid down together, told apart: how many there are, where, and each as an image of its own.

Slap scanners send one item for each finger; what they should have seen is counted again here. A picture of
the whole slap is closed over its ridges, and each connected piece of skin of the size of a fingertip is one
finger.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from rekam.biometrics import ridges
from rekam.biometrics.compress import Pixels

# A fingertip on the glass, at 500 dpi: from a child's little finger to a thumb.
LEAST_AREA_MM2, MOST_AREA_MM2 = 40.0, 700.0
MM2 = (25.4 / 500) ** 2
SCALE = 4  # shapes are looked for in a copy of a quarter of the size
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
