"""Invented fingers: a field of ridge directions, and ridges grown along it out of noise.

A finger is a pattern (arch, loops, whorl) laid out by its cores and deltas, and a noise from its seed.
Filtering the noise again and again along the local direction grows ridges that end and fork where nobody
planned it, as they do on people. The same seed gives the same finger on every machine; an *impression* lays
it down a little differently each time, and well or badly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Field = NDArray[np.float32]

WIDTH, HEIGHT = 320, 400  # at 500 dpi: 16 by 20 mm, a fingertip with some room
HALF = (HEIGHT // 2, WIDTH // 2)
RIDGE_PERIOD = 4.6  # at half the resolution: 0.47 mm from ridge to ridge
DIRECTIONS = 24
GROWTH_STEPS = 6
# As often as on people, roughly.
PATTERNS = ("left_loop",) * 3 + ("right_loop",) * 3 + ("whorl",) * 3 + ("arch",)


@dataclass(frozen=True, kw_only=True)
class Touch:
    """How a finger is laid down. ``clarity`` runs from 0 (dry, smeared, hardly touching) to 1 (very good)."""

    seed: int
    clarity: float = 1.0
    turned_degrees: float | None = None
    shifted: tuple[int, int] | None = None


def _directions(pattern: str, rng: np.random.Generator) -> Field:
    """The angle of the ridges at each point, as the sum of turns around cores and deltas."""
    height, width = HALF
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    middle, top = width * rng.uniform(0.45, 0.55), height * rng.uniform(0.40, 0.47)
    if pattern == "arch":
        lift = rng.uniform(0.7, 1.1)
        slope = (x - middle) / (width * 0.38)
        return np.asarray(
            np.arctan(lift * slope * np.exp(-(slope**2)) * 2.2 * np.clip((y - 8) / top, 0, 1.4)), np.float32
        )
    cores, deltas = _points(pattern, middle, top, rng)
    angle = np.zeros(HALF, np.float32)
    for sign, points in ((0.5, cores), (-0.5, deltas)):
        for px, py in points:
            angle += np.float32(sign) * np.arctan2(y - py, x - px)
    return np.asarray(angle + (np.pi / 2 if len(cores) > len(deltas) else 0.0), np.float32)


Points = list[tuple[float, float]]


def _points(pattern: str, middle: float, top: float, rng: np.random.Generator) -> tuple[Points, Points]:
    height, width = HALF
    low = height * rng.uniform(0.76, 0.86)
    side = width * rng.uniform(0.30, 0.38)
    if pattern == "whorl":
        gap = height * rng.uniform(0.05, 0.12)
        return [(middle, top), (middle, top + gap)], [(middle - side, low), (middle + side, low)]
    way = 1 if pattern == "left_loop" else -1
    return [(middle, top)], [(middle + way * side, low)]


@cache
def _kernels() -> tuple[NDArray[np.float32], ...]:
    """One filter per direction: a wave across the ridge under a bell."""
    y, x = np.mgrid[-5:6, -5:6].astype(np.float32)  # larger ones are three times slower in OpenCV
    found = []
    for step in range(DIRECTIONS):
        angle = math.pi * step / DIRECTIONS
        across = -x * math.sin(angle) + y * math.cos(angle)
        bell = np.exp(-(x**2 + y**2) / (2 * 2.3**2))
        kernel = np.cos(2 * math.pi * across / RIDGE_PERIOD) * bell
        kernel -= bell * (kernel.sum() / bell.sum())
        found.append(np.asarray(kernel / np.abs(kernel).sum(), np.float32))
    return tuple(found)


@lru_cache(maxsize=256)
def ridges(seed: int) -> Grey:
    """The finger itself: 0 deep in a valley, 255 on a ridge, at full resolution and without a background."""
    rng = np.random.default_rng([seed, 1])
    angle = _directions(PATTERNS[int(rng.integers(len(PATTERNS)))], rng)
    step = np.round((angle % np.pi) / np.pi * DIRECTIONS).astype(np.int32) % DIRECTIONS
    grown = _grown(rng.standard_normal(HALF).astype(np.float32), step)
    large = cv2.resize(grown, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(127.5 + 127.5 * np.tanh(1.3 * large), 0, 255), np.uint8)


def _grown(noise: Field, step: NDArray[np.int32]) -> Field:
    boxes = _boxes(step)
    field = noise
    for _ in range(GROWTH_STEPS):
        after = np.zeros_like(field)
        for direction, (rows, columns, here) in boxes.items():
            part = cv2.filter2D(field, -1, _kernels()[direction], borderType=cv2.BORDER_REFLECT)[
                rows, columns
            ]
            after[rows, columns][here] = part[here]
        field = np.tanh(6.0 * after / (np.std(after) * 4.0 + 1e-6)).astype(np.float32)
    return field


Box = tuple[slice, slice, NDArray[np.bool_]]


def _boxes(step: NDArray[np.int32]) -> dict[int, Box]:
    """Where each direction occurs, so that a filter works on its own part of the finger only."""
    found = {}
    for direction in range(DIRECTIONS):
        here = step == direction
        if here.any():
            ys, xs = np.flatnonzero(here.any(axis=1)), np.flatnonzero(here.any(axis=0))
            rows, columns = slice(ys[0], ys[-1] + 1), slice(xs[0], xs[-1] + 1)
            found[direction] = (rows, columns, here[rows, columns])
    return found


def fingertip(turned: float = 0.0, shifted: tuple[int, int] = (0, 0)) -> Field:
    """Where the skin touches the glass: 1 inside, 0 outside, soft between."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    centre = (WIDTH // 2 + shifted[0], HEIGHT // 2 + shifted[1])
    cv2.ellipse(mask, centre, (int(WIDTH * 0.40), int(HEIGHT * 0.44)), turned, 0, 360, 255, -1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 5) / 255.0, np.float32)


def impression(finger: int, touch: Touch) -> Grey:
    """The finger laid down once: dark ridges on a light ground, 500 dpi."""
    rng = np.random.default_rng([finger, touch.seed, 2])
    turned = rng.uniform(-7, 7) if touch.turned_degrees is None else touch.turned_degrees
    shifted = touch.shifted or (int(rng.integers(-9, 10)), int(rng.integers(-12, 13)))
    skin = _moved(ridges(finger), turned, shifted, rng).astype(np.float32) / 255.0
    skin = _smeared(skin, touch.clarity, rng)
    mask = fingertip(turned, shifted) * _pressure(touch.clarity, rng)
    ground = 238 + 3 * rng.standard_normal((HEIGHT, WIDTH)).astype(np.float32)
    ink = 0.80 * skin + 0.08
    image = ground * (1 - mask * ink) + rng.normal(0, 2 + 6 * (1 - touch.clarity), (HEIGHT, WIDTH))
    return np.asarray(np.clip(image, 0, 255), np.uint8)


def slap(fingers: Sequence[int], touch: Touch) -> Grey:
    """Several fingers beside one another on one glass, the middle ones higher, as a hand lies."""
    step, lift = int(WIDTH * 0.94), (70, 10, 25, 90)
    glass = np.full((HEIGHT + 120, step * len(fingers) + WIDTH - step + 40), 238, np.uint8)
    for place, finger in enumerate(fingers):
        top, left = lift[place % 4], 20 + place * step
        view = glass[top : top + HEIGHT, left : left + WIDTH]
        np.minimum(view, impression(finger, touch), out=view)
    return glass


def _moved(image: Grey, turned: float, shifted: tuple[int, int], rng: np.random.Generator) -> Grey:
    """Turned, shifted and stretched a little unevenly, as soft skin is."""
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), turned, 1.0)
    turn[:, 2] += shifted
    inverse = cv2.invertAffineTransform(turn)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    push = rng.uniform(-2.0, 2.0, 4)
    bend_x = push[0] * np.sin(y / height * np.pi) + push[1] * np.sin(x / width * np.pi)
    bend_y = push[2] * np.sin(x / width * np.pi) + push[3] * np.sin(y / height * np.pi)
    from_x = inverse[0, 0] * x + inverse[0, 1] * y + inverse[0, 2] + bend_x
    from_y = inverse[1, 0] * x + inverse[1, 1] * y + inverse[1, 2] + bend_y
    moved = cv2.remap(
        image,
        from_x.astype(np.float32),
        from_y.astype(np.float32),
        cv2.INTER_LINEAR,
        None,
        cv2.BORDER_REFLECT,
    )
    return np.asarray(moved, np.uint8)


def _smeared(skin: Field, clarity: float, rng: np.random.Generator) -> Field:
    """A bad touch loses the difference between ridge and valley, here more and there less."""
    if clarity >= 0.95:
        return np.asarray(cv2.GaussianBlur(skin, (0, 0), 0.8), np.float32)
    blurred = cv2.GaussianBlur(skin, (0, 0), 1.0 + 5.0 * (1 - clarity))
    patches = cv2.GaussianBlur(rng.standard_normal((HEIGHT // 8, WIDTH // 8)).astype(np.float32), (0, 0), 3)
    patches = cv2.resize(patches, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    patches = (patches - patches.min()) / (patches.max() - patches.min())
    lost = np.clip(patches + 0.9 * (1 - clarity) - 0.35, 0, 1)
    return np.asarray(skin * (1 - lost) + blurred * lost, np.float32)


def _pressure(clarity: float, rng: np.random.Generator) -> float:
    return float(np.clip(0.55 + 0.45 * clarity + rng.uniform(-0.03, 0.03), 0.2, 1.0))
