"""Ridges thinned to lines of one pixel, by the rule of Zhang and Suen (1984), as one table of 256
neighbourhoods.
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from rekam.biometrics.compress import Pixels

# The eight neighbours as bits, clockwise from the one above.
WEIGHTS = np.array([[128, 1, 2], [64, 0, 4], [32, 16, 8]], np.float32)
MOST_ROUNDS = 12  # a ridge is at most a few pixels wide


def neighbours(image: Pixels) -> Pixels:
    """For each pixel of a 0/1 image the bits of its neighbours."""
    return np.asarray(cv2.filter2D(image, cv2.CV_32F, WEIGHTS, borderType=cv2.BORDER_CONSTANT), np.uint8)


@cache
def _tables() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which neighbourhoods lose their middle in the first and in the second half of a round."""
    halves = (np.zeros(256, bool), np.zeros(256, bool))
    for code in range(256):
        bits = [code >> place & 1 for place in range(8)]
        count, turns = sum(bits), crossings(code)
        if not 2 <= count <= 6 or turns != 1:
            continue
        above, right, below, left = bits[0], bits[2], bits[4], bits[6]
        halves[0][code] = above * right * below == 0 and right * below * left == 0
        halves[1][code] = above * right * left == 0 and above * below * left == 0
    return halves


def crossings(code: int) -> int:
    """How often one walks from nothing onto a line, going once around the pixel."""
    bits = [code >> place & 1 for place in range(8)]
    return sum(1 for here, there in zip(bits, bits[1:] + bits[:1], strict=True) if not here and there)


@cache
def crossing_table() -> NDArray[np.uint8]:
    return np.array([crossings(code) for code in range(256)], np.uint8)


def thinned(image: Pixels) -> Pixels:
    """A 0/1 image whose lines are one pixel wide."""
    lines = image.copy()
    for _ in range(MOST_ROUNDS):
        before = int(lines.sum())
        for table in _tables():
            lines[table[neighbours(lines)] & (lines > 0)] = 0
        if int(lines.sum()) == before:
            break
    return lines
