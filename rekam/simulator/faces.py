"""Invented faces: drawn, not photographed, and of nobody. Enough of a face for a detector to find one."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.uint8]
Field = NDArray[np.float32]
Point = tuple[float, float]

WIDTH, HEIGHT = 480, 640
BACKGROUNDS: dict[str, tuple[int, int, int]] = {
    "red": (190, 32, 38),
    "blue": (36, 78, 178),
    "white": (235, 235, 235),
    "green": (60, 140, 70),
}
Background = Literal["red", "blue", "white", "green"]


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """How the picture is taken."""

    background: Background = "red"
    light: float = 1.0
    blur: float = 0.0
    shifted: tuple[int, int] = (0, 0)
    size: float = 1.0
    seed: int = 0


def portrait(seed: int, sitting: Sitting = Sitting()) -> Colour:
    """Head and shoulders in red, green and blue."""
    rng = np.random.default_rng([seed, 5])
    canvas = np.empty((HEIGHT, WIDTH, 3), np.float32)
    canvas[:] = BACKGROUNDS[sitting.background]
    centre = (WIDTH / 2 + sitting.shifted[0], HEIGHT * 0.46 + sitting.shifted[1])
    _Drawing(canvas, centre, sitting.size, rng).draw()
    noise = np.random.default_rng([seed, sitting.seed, 6]).normal(0, 2.0, canvas.shape)
    soft = cv2.GaussianBlur(canvas, (0, 0), 0.8 + sitting.blur)
    return np.asarray(np.clip(soft * sitting.light + noise, 0, 255), np.uint8)


class _Drawing:
    """Draws in units of the face: (0, 0) is its middle, 1 is half its width."""

    def __init__(self, canvas: Field, centre: Point, size: float, rng: np.random.Generator) -> None:
        self.canvas, self.centre, self.unit = canvas, centre, 118.0 * size
        tone = rng.uniform(0.0, 1.0)
        self.skin = np.array([214 - 62 * tone, 168 - 58 * tone, 136 - 54 * tone], np.float32)
        self.long = rng.uniform(1.28, 1.40)
        self.eyes_apart = rng.uniform(0.40, 0.46)
        self.mouth = rng.uniform(0.30, 0.40)
        self.shirt = rng.uniform(40, 220, 3).astype(np.float32)
        self.hair_low = rng.uniform(-0.2, 0.4)

    def draw(self) -> None:
        dark = np.array([32, 26, 24], np.float32)
        self._blob((0, 2.75), (1.9, 1.25), self.shirt, 0.02)
        self._blob((0, 1.35), (0.42, 0.62), self.skin * 0.82, 0.05)
        self._blob((0, -0.28), (1.10, 1.30), dark, 0.03)
        for side in (-1, 1):
            self._blob((side * 1.0, self.hair_low - 0.2), (0.16, 0.55), dark, 0.03)
            self._blob((side * 0.99, 0.05), (0.12, 0.24), self.skin * 0.85, 0.03)
        self._blob((0, 0.04), (0.96, self.long), self.skin, 0.03)
        self._shade()
        for side in (-1, 1):
            self._eye(side * self.eyes_apart)
        self._nose_and_mouth()

    def _shade(self) -> None:
        for side in (-1, 1):
            self._blob((side * 0.70, 0.30), (0.16, 0.60), self.skin * 0.86, 0.10, 0.8)
            self._blob((side * self.eyes_apart, -0.20), (0.30, 0.20), self.skin * 0.68, 0.12, 0.9)
            self._blob((side * 0.45, 0.32), (0.22, 0.18), np.minimum(self.skin * 1.08, 255), 0.14, 0.8)
        self._blob((0, -0.72), (0.55, 0.25), np.minimum(self.skin * 1.06, 255), 0.2, 0.8)
        self._blob((0, 1.12), (0.35, 0.14), self.skin * 0.85, 0.12, 0.7)

    def _eye(self, x: float) -> None:
        brow = np.array([42, 32, 28], np.float32)
        self._blob((x, -0.42), (0.27, 0.055), brow, 0.03)
        self._blob((x, -0.19), (0.21, 0.085), np.array([236, 232, 228], np.float32), 0.02)
        self._blob((x, -0.19), (0.095, 0.095), np.array([54, 34, 24], np.float32), 0.015)
        self._blob((x, -0.27), (0.22, 0.035), brow, 0.02)

    def _nose_and_mouth(self) -> None:
        self._blob((0, 0.08), (0.09, 0.34), np.minimum(self.skin * 1.10, 255), 0.07, 0.9)
        for side in (-1, 1):
            self._blob((side * 0.10, 0.42), (0.06, 0.035), self.skin * 0.45, 0.03)
        self._blob((0, 0.47), (0.20, 0.03), self.skin * 0.66, 0.05, 0.8)
        lips = self.skin * np.array([0.86, 0.56, 0.55], np.float32)
        self._blob((0, 0.75), (self.mouth, 0.095), lips, 0.03)
        self._blob((0, 0.745), (self.mouth * 0.95, 0.018), lips * 0.5, 0.02)

    def _blob(self, at: Point, radii: Point, colour: Field, soft: float, strength: float = 1.0) -> None:
        """A soft ellipse, worked out where it can be seen and nowhere else."""
        x, y = self.centre[0] + at[0] * self.unit, self.centre[1] + at[1] * self.unit
        axes = (max(1, round(radii[0] * self.unit)), max(1, round(radii[1] * self.unit)))
        blur = max(0.6, soft * self.unit)
        reach = (axes[0] + 3 * blur + 2, axes[1] + 3 * blur + 2)
        left, top = max(0, int(x - reach[0])), max(0, int(y - reach[1]))
        view = self.canvas[top : max(0, int(y + reach[1])), left : max(0, int(x + reach[0]))]
        if not view.size:
            return
        mask = np.zeros(view.shape[:2], np.float32)
        cv2.ellipse(mask, (round(x - left), round(y - top)), axes, 0, 0, 360, 1.0, -1, cv2.LINE_AA)
        soft_mask = cv2.GaussianBlur(mask, (0, 0), blur)[..., None] * np.float32(strength)
        view += (np.asarray(colour, np.float32) - view) * soft_mask
