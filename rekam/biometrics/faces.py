"""Whether a portrait can be used: a face found, sharp, lit, centred, and before the right background.

Each measure is 0 to 1 with what it is compared to, so that a screen can say in one sentence what to do: move
nearer, turn on a lamp, hold still. The face is found by the cascade that OpenCV ships (Viola and Jones,
2001).

The background of a KTP-el portrait is red for an odd year of birth and blue for an even one.
"""

import threading
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from rekam.biometrics.compress import Pixels

Box = tuple[int, int, int, int]

SEARCH_WIDTH = 240  # a face is looked for in a small copy: fast, and its place is exact enough
# The steepest edges against the contrast: below the one a face is out of focus, above the other it is sharp.
BLURRED_AWAY, SHARP_ENOUGH = 0.030, 0.110
DARKEST, DARK, BRIGHT, BRIGHTEST = 40.0, 85.0, 200.0, 240.0
# Of the picture's height; ISO/IEC 19794-5 wants the head at 70 to 80 %, and the box is the face without hair.
SMALL, LARGE = 0.28, 0.62
OFF_CENTRE = 0.08
_one_at_a_time = threading.Lock()  # OpenCV's cascade keeps what it works on inside itself


class Background(StrEnum):
    RED = "red"
    BLUE = "blue"
    OTHER = "other"
    GREY = "grey"  # of a picture without colours


class Remark(StrEnum):
    """What is wrong with a portrait, the first thing to mend first."""

    NO_FACE = "no_face"
    MORE_THAN_ONE = "more_than_one_face"
    TOO_FAR = "too_far"
    TOO_NEAR = "too_near"
    OFF_CENTRE = "off_centre"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    UNEVEN_LIGHT = "uneven_light"
    BLURRED = "blurred"
    BACKGROUND = "background"
    NO_COLOUR = "no_colour"


@dataclass(frozen=True)
class FaceQuality:
    """``score`` is 0 to 100; 0 when there is not exactly one face."""

    score: int
    faces: int
    box: Box | None
    sharp: float
    lit: float
    even: float
    centred: float
    sized: float
    background: Background
    remarks: tuple[Remark, ...]


def quality(picture: Pixels, *, background: Background | None = None) -> FaceQuality:
    """``background`` is what this person's portrait needs; without it the background is told but not
    judged. A grey picture is judged as it is; that it has no colour is told in place of its background.
    """
    has_colour = picture.ndim == 3
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8) if has_colour else picture
    boxes = find(grey)
    seen = _background(picture, boxes[0] if boxes else None) if has_colour else Background.GREY
    if len(boxes) != 1:
        remark = Remark.MORE_THAN_ONE if boxes else Remark.NO_FACE
        return FaceQuality(0, len(boxes), None, 0.0, 0.0, 0.0, 0.0, 0.0, seen, (remark,))
    return _judged(grey, boxes[0], seen, background)


def _judged(grey: Pixels, box: Box, seen: Background, wanted: Background | None) -> FaceQuality:
    x, y, width, height = box
    inside = grey[y + height // 8 : y + height * 7 // 8, x + width // 6 : x + width * 5 // 6]
    sharp = sharpness(inside)
    mean = float(inside.mean())
    lit = _between(mean, DARKEST, DARK, BRIGHT, BRIGHTEST)
    even = _even(inside)
    centred, sized = _placed(grey.shape[0], grey.shape[1], box)
    remarks = tuple(_remarks(grey.shape[0], box, mean, sharp, lit, even, centred, sized))
    if wanted is not None and seen != wanted:
        remarks += (Remark.NO_COLOUR if seen == Background.GREY else Remark.BACKGROUND,)
    worst = min(sharp, lit, even, centred, sized)
    mean_of_all = (sharp + lit + even + centred + sized) / 5
    right = 0.7 if {Remark.BACKGROUND, Remark.NO_COLOUR} & {*remarks} else 1.0
    score = round(100 * right * (0.6 * worst + 0.4 * mean_of_all))
    return FaceQuality(score, 1, box, sharp, lit, even, centred, sized, seen, remarks)


def _remarks(
    picture_height: int,
    box: Box,
    mean: float,
    sharp: float,
    lit: float,
    even: float,
    centred: float,
    sized: float,
) -> list[Remark]:
    found = []
    if sized < 0.8:
        found.append(Remark.TOO_FAR if box[3] < SMALL * picture_height * 1.2 else Remark.TOO_NEAR)
    if centred < 0.8:
        found.append(Remark.OFF_CENTRE)
    if lit < 0.8:
        found.append(Remark.TOO_DARK if mean < DARK else Remark.TOO_BRIGHT)
    if even < 0.8:
        found.append(Remark.UNEVEN_LIGHT)
    if sharp < 0.8:
        found.append(Remark.BLURRED)
    return found


@cache
def _cascade() -> cv2.CascadeClassifier:
    folder = Path(cv2.__file__).parent / "data"
    return cv2.CascadeClassifier(str(folder / "haarcascade_frontalface_alt2.xml"))


def find(grey: Pixels) -> list[Box]:
    """The faces in a picture, the largest first."""
    scale = max(1.0, grey.shape[1] / SEARCH_WIDTH)
    sides = (max(1, round(side / scale)) for side in (grey.shape[1], grey.shape[0]))
    small = cv2.resize(grey, tuple(sides), interpolation=cv2.INTER_AREA)
    least = max(30, small.shape[1] // 6)
    with _one_at_a_time:
        found = _cascade().detectMultiScale(small, 1.08, 4, minSize=(least, least))
    boxes = [tuple(round(float(side) * scale) for side in box) for box in found]
    return sorted(boxes, key=lambda box: -box[2])


def sharpness(grey: Pixels) -> float:
    """How steep the steepest edges of the face are for its contrast; blur flattens them. Free of size and
    light.
    """
    high = round(192 * grey.shape[0] / max(1, grey.shape[1]))
    small = cv2.resize(grey, (192, max(1, high)), interpolation=cv2.INTER_AREA).astype(np.float32)
    smooth = cv2.GaussianBlur(small, (0, 0), 1.5)
    steep = np.abs(cv2.Laplacian(smooth, cv2.CV_32F, ksize=3))
    contrast = float(np.percentile(smooth, 98) - np.percentile(smooth, 2)) + 8.0
    measured = float(np.percentile(steep, 98)) / contrast
    return float(np.clip((measured - BLURRED_AWAY) / (SHARP_ENOUGH - BLURRED_AWAY), 0, 1))


def _even(inside: Pixels) -> float:
    """Left against right, and how much is burnt out or lost in black."""
    half = inside.shape[1] // 2
    left, right = float(inside[:, :half].mean()), float(inside[:, half:].mean())
    difference = abs(left - right) / (max(left, right) + 1.0)
    lost = float(np.mean((inside > 250) | (inside < 4)))
    return float(np.clip(1.15 - 2.2 * difference - 3.0 * lost, 0, 1))


def _between(value: float, none: float, low: float, high: float, gone: float) -> float:
    """1 from low to high, falling to 0 at either end."""
    return float(np.clip(min((value - none) / (low - none), (gone - value) / (gone - high)), 0, 1))


def _placed(height: int, width: int, box: Box) -> tuple[float, float]:
    x, y, wide, tall = box
    across = abs((x + wide / 2) / width - 0.5)
    down = abs((y + tall / 2) / height - 0.47)
    centred = float(np.clip(1 - (max(across, down * 0.8) - OFF_CENTRE) / 0.15, 0, 1))
    return centred, _between(tall / height, SMALL * 0.6, SMALL, LARGE, LARGE * 1.4)


def _background(picture: Pixels, box: Box | None) -> Background:
    """The colour at both sides above the shoulders."""
    height, width = picture.shape[:2]
    low = (box[1] + box[3] // 2) if box else max(1, height // 2)
    edge = max(4, width // 12)
    sides = np.concatenate([picture[:low, :edge].reshape(-1, 3), picture[:low, -edge:].reshape(-1, 3)])
    hsv = cv2.cvtColor(sides[None, ::7], cv2.COLOR_RGB2HSV)[0]
    strong = (hsv[:, 1] > 90) & (hsv[:, 2] > 50)
    red = strong & ((hsv[:, 0] < 10) | (hsv[:, 0] > 168))
    blue = strong & (hsv[:, 0] > 98) & (hsv[:, 0] < 132)
    for background, share in ((Background.RED, red.mean()), (Background.BLUE, blue.mean())):
        if share > 0.85:
            return background
    return Background.OTHER
