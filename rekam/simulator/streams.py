"""The live view of a simulated device: a few JPEG frames of what lies on it, marked as simulated."""

import itertools
from collections.abc import Iterator
from functools import lru_cache

import cv2
import numpy as np

from rekam.biometrics import compress
from rekam.biometrics.compress import Pixels
from rekam.simulator import faces, fingers, irises
from rekam.simulator.devices import Simulated

FRAMES_PER_SECOND = 8
FRAMES = 4


def frames(device: Simulated) -> Iterator[bytes]:
    for number in itertools.count():
        yield frame(device.kind.type, number % FRAMES)


@lru_cache(maxsize=32)
def frame(kind: str, number: int) -> bytes:
    picture = {"Finger": _slap, "Iris": _eyes, "Face": _face}[kind](number)
    return compress.jpeg(_marked(picture), quality=75)


def _marked(picture: Pixels) -> Pixels:
    marked = np.ascontiguousarray(picture)
    place = (12, marked.shape[0] - 14)
    cv2.putText(marked, "SIMULATED", place, cv2.FONT_HERSHEY_SIMPLEX, 0.9, (200, 30, 30), 2, cv2.LINE_AA)
    return marked


def _slap(number: int) -> Pixels:
    prints = [
        fingers.impression(finger, fingers.Touch(seed=number, shifted=(0, 4 * (number % 3))))[::2, ::2]
        for finger in range(4)
    ]
    return np.repeat(np.hstack(prints)[..., None], 3, axis=2)


def _eyes(number: int) -> Pixels:
    pair = [irises.eye(side, number)[::2, ::2] for side in range(2)]
    return np.repeat(np.hstack(pair)[..., None], 3, axis=2)


def _face(number: int) -> Pixels:
    return faces.portrait(1, faces.Sitting(seed=number, shifted=(number, 0)))
