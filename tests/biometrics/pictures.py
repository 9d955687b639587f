"""Pictures made for the tests, each once: invented fingers, eyes and faces, and what spoils them."""

from datetime import UTC, datetime
from functools import cache

import cv2
import numpy as np

from rekam.biometrics.compress import Pixels
from rekam.simulator import faces, fingers, irises
from rekam.simulator.faces import Sitting
from rekam.simulator.fingers import Touch

MOMENT = datetime(2026, 11, 28, 3, 4, 5, 678000, tzinfo=UTC)


@cache
def finger(seed: int = 1, touch: int = 1, clarity: float = 1.0) -> Pixels:
    return fingers.impression(seed, Touch(seed=touch, clarity=clarity))


@cache
def slap(*seeds: int, clarity: float = 1.0) -> Pixels:
    return fingers.slap(seeds, Touch(seed=1, clarity=clarity))


@cache
def eye(seed: int = 1, touch: int = 1, clarity: float = 1.0, opened: float = 1.0) -> Pixels:
    return irises.eye(seed, touch, clarity=clarity, opened=opened)


@cache
def face(seed: int = 1, sitting: Sitting = Sitting()) -> Pixels:  # noqa: B008 (frozen)
    return faces.portrait(seed, sitting)


def blurred(image: Pixels, pixels: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), pixels), np.uint8)


def faded(image: Pixels, share: float) -> Pixels:
    """Nearer to white by this share, as a dry finger is."""
    return np.asarray(255 - (255 - image.astype(np.float32)) * (1 - share), np.uint8)


def noisy(image: Pixels, grey: float) -> Pixels:
    noise = np.random.default_rng(1).normal(0, grey, image.shape)
    return np.asarray(np.clip(image + noise, 0, 255), np.uint8)


def cut_off(image: Pixels, share: float) -> Pixels:
    """Only the upper part touched the glass."""
    cut = image.copy()
    cut[round(image.shape[0] * (1 - share)) :] = 238
    return cut


def filled(image: Pixels) -> Pixels:
    """The middle of the finger alone, without any glass around it: some scanners cut so."""
    height, width = image.shape
    return np.ascontiguousarray(image[height // 5 : height * 4 // 5, width // 5 : width * 4 // 5])


def smudged() -> Pixels:
    """Something dark and smooth lay on the glass."""
    mark = np.zeros((400, 320), np.uint8)
    cv2.ellipse(mark, (160, 200), (120, 170), 0, 0, 360, 148, -1)
    return noisy(238 - blurred(mark, 9), 3)


def glass() -> Pixels:
    """A scanner with nothing on it."""
    return noisy(np.full((400, 320), 238, np.uint8), 3)
