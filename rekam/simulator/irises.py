"""Invented irises: rings and rays of noise around a pupil, under lids and with the light of the device in
it.
"""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Field = NDArray[np.float32]

WIDTH, HEIGHT = 640, 480
AROUND, OUTWARD = 512, 96


@lru_cache(maxsize=64)
def texture(seed: int) -> Field:
    """The iris unrolled: around it from left to right, from the pupil outwards from top to bottom."""
    rng = np.random.default_rng([seed, 3])
    total = np.zeros((OUTWARD, AROUND), np.float32)
    for rays, rings, weight in ((16, 4, 0.8), (48, 8, 1.0), (96, 16, 0.9), (192, 32, 0.5)):
        noise = rng.standard_normal((rings, rays)).astype(np.float32)
        wrapped = np.concatenate([noise, noise[:, :2]], axis=1)
        large = cv2.resize(wrapped, (AROUND + 2 * AROUND // rays, OUTWARD), interpolation=cv2.INTER_CUBIC)
        total += weight * large[:, :AROUND]
    return np.asarray(total / total.std(), np.float32)


def eye(seed: int, touch: int, *, clarity: float = 1.0, opened: float = 1.0) -> Grey:
    """One picture of this eye. ``clarity`` below 1 is out of focus and noisy; ``opened`` is how far the
    lids are.
    """
    rng = np.random.default_rng([seed, touch, 4])
    centre = (WIDTH / 2 + rng.uniform(-18, 18), HEIGHT / 2 + rng.uniform(-12, 12))
    outer, inner = 118 + rng.uniform(-4, 4), 42 + rng.uniform(-6, 6)
    image = _ball(seed, centre, outer, inner, rng.uniform(-3, 3))
    image = _lids(image, centre, outer, opened)
    for dx in (-9, 9):  # the two lights of the device
        cv2.circle(image, (int(centre[0] + dx), int(centre[1] - 14)), 5, 250.0, -1)
    soft = cv2.GaussianBlur(image, (0, 0), 0.9 + 6.0 * (1 - clarity))
    noise = rng.normal(0, 1.5 + 8 * (1 - clarity), image.shape)
    return np.asarray(np.clip(soft + noise, 0, 255), np.uint8)


def _ball(seed: int, centre: tuple[float, float], outer: float, inner: float, turned: float) -> Field:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    dx, dy = x - centre[0], y - centre[1]
    distance = np.sqrt(dx**2 + dy**2)
    around = ((np.arctan2(dy, dx) / (2 * np.pi) + turned / 360.0) % 1.0) * (AROUND - 1)
    outward = np.clip((distance - inner) / (outer - inner), 0, 1) * (OUTWARD - 1)
    skin = 108 + 22 * texture(seed)
    iris = cv2.remap(skin, around.astype(np.float32), outward.astype(np.float32), cv2.INTER_LINEAR)
    edge = np.clip((distance - outer) / 8.0 + 0.5, 0, 1)
    hole = np.clip((inner - distance) / 5.0 + 0.5, 0, 1)
    ball = iris * (1 - edge) + (205 - 0.05 * np.abs(dx)) * edge
    return np.asarray(ball * (1 - hole) + 18 * hole, np.float32)


def _lids(image: Field, centre: tuple[float, float], outer: float, opened: float) -> Field:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    across = np.clip((x - centre[0]) / (2.1 * outer), -1, 1)
    upper = centre[1] - outer * (1.18 * opened) * (1 - across**2)
    lower = centre[1] + outer * (1.22 * opened) * (1 - across**2)
    covered = np.clip(np.maximum((upper - y) / 3, (y - lower) / 3), 0, 1)
    skin = 150 - 12 * np.abs(across)
    return np.asarray(image * (1 - covered) + skin * covered, np.float32)
