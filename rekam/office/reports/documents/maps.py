"""A crew's way as a drawing: no tiles from anywhere, only points and the straight lines between them.

What a driver needs from paper is the order and the direction; roads he knows, and a straight line pretends to
know none.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from rekam.office.reports.documents.drawing import Dot, Line, Picture, Words

KM_PER_DEGREE = 111.32  # of latitude; on the mean sphere of 6,371 km within 0.2 %
LEAST_KM = 4.0  # a way within one village is not blown up until a street fills the page
MARGIN = 9.0
NUMBERED, BACKGROUND = 2.4, 0.6
SCALES_KM = (1, 2, 5, 10, 20, 50, 100)
LETTER = 1.45


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the ground in degrees. ``mark`` is the number in its dot; without one it is background."""

    name: str
    lat: float
    lon: float
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a point of the ground falls on the drawing, and how many millimetres a kilometre takes."""

    lat: float
    lon: float
    scale: float
    width: float
    height: float

    def at(self, spot: Spot) -> tuple[float, float]:
        east = (spot.lon - self.lon) * KM_PER_DEGREE * math.cos(math.radians(self.lat))
        north = (spot.lat - self.lat) * KM_PER_DEGREE
        return self.width / 2 + east * self.scale, self.height / 2 - north * self.scale

    def holds(self, spot: Spot) -> bool:
        x, y = self.at(spot)
        return 2 < x < self.width - 2 and 2 < y < self.height - 2


def way(
    spots: Sequence[Spot], around: Iterable[Spot], *, label: str, width: float = 175, height: float = 95
) -> Picture:
    """Stops joined in their order, with what lies around them, north above, and a scale.

    The first and the last spot are the base from which the crew leaves and to which it returns.
    """
    frame = _frame(spots, width, height)
    lines = [Line(*frame.at(start), *frame.at(end), "level", 0.5) for start, end in itertools.pairwise(spots)]
    dots, words = [], []
    for spot in _once(spots):
        x, y = frame.at(spot)
        dots.append(Dot(x, y, NUMBERED, "level"))
        words.append(Words(x, y, spot.mark, "middle", "paper", 2.7, strong=True))
        words.append(_name(spot.name, x, y, NUMBERED, frame, "ink", 2.7))
    for near in filter(frame.holds, around):
        x, y = frame.at(near)
        name = _name(near.name, x, y, BACKGROUND, frame, "soft", 2.2)
        if not any(_overlap(name, other) for other in words):
            dots.insert(0, Dot(x, y, BACKGROUND, "line"))
            words.append(name)
    scale_lines, scale_words = _scale(frame)
    return Picture(
        width, height, label, (), (*words, *scale_words), (*_edge(frame), *lines, *scale_lines), tuple(dots)
    )


def _once(spots: Sequence[Spot]) -> list[Spot]:
    """Each point once, with the numbers of all its stops."""
    found: dict[tuple[float, float], Spot] = {}
    for spot in spots:
        key = (spot.lat, spot.lon)
        marks = [mark for mark in (found[key].mark if key in found else "", spot.mark) if mark]
        found[key] = Spot(found.get(key, spot).name, *key, ",".join(marks))
    return list(found.values())


def _frame(spots: Sequence[Spot], width: float, height: float) -> Frame:
    south, north = min(s.lat for s in spots), max(s.lat for s in spots)
    west, east = min(s.lon for s in spots), max(s.lon for s in spots)
    middle = (south + north) / 2
    wide = (east - west) * KM_PER_DEGREE * math.cos(math.radians(middle))
    tall = (north - south) * KM_PER_DEGREE
    scale = min((width - 2 * MARGIN) / max(wide, LEAST_KM), (height - 2 * MARGIN) / max(tall, LEAST_KM))
    return Frame(middle, (west + east) / 2, scale, width, height)


def _name(text: str, x: float, y: float, radius: float, frame: Frame, tone: str, size: float) -> Words:
    """To the right of its dot, or to the left where the edge is near."""
    fits = x + radius + 1 + len(text) * LETTER * size / 2.7 < frame.width
    return (
        Words(x + radius + 1, y, text, "start", tone, size) if fits else _left(text, x, y, radius, tone, size)
    )


def _overlap(one: Words, other: Words) -> bool:
    """Whether two names would be printed over each other; background gives way then."""
    (left, right), (other_left, other_right) = _reach(one), _reach(other)
    return abs(one.y - other.y) < (one.size + other.size) * 0.7 and left < other_right and other_left < right


def _reach(words: Words) -> tuple[float, float]:
    """From where to where a line of text runs, with the dot beside it."""
    long = len(words.text) * LETTER * words.size / 2.7 + 2 * NUMBERED
    start = words.x - {"start": 2 * NUMBERED, "middle": long / 2, "end": long - 2 * NUMBERED}[words.anchor]
    return start, start + long


def _left(text: str, x: float, y: float, radius: float, tone: str, size: float) -> Words:
    return Words(x - radius - 1, y, text, "end", tone, size)


def _edge(frame: Frame) -> list[Line]:
    w, h = frame.width, frame.height
    corners = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h), (0.0, 0.0)]
    return [Line(*one, *other, "line", 0.2) for one, other in itertools.pairwise(corners)]


def _scale(frame: Frame) -> tuple[list[Line], list[Words]]:
    """A bar of a round number of kilometres, and which way is north."""
    km = max((km for km in SCALES_KM if km * frame.scale <= frame.width / 3), default=SCALES_KM[0])
    x, y, length = 4.0, frame.height - 4, km * frame.scale
    bar = [Line(x, y, x + length, y, "ink", 0.4)]
    bar += [Line(at, y - 1, at, y + 1, "ink", 0.3) for at in (x, x + length)]
    right = frame.width - 5
    arrow = [Line(right, 12, right, 4, "ink", 0.4)]
    arrow += [Line(right, 4, right + side, 6, "ink", 0.4) for side in (-1, 1)]
    return [*bar, *arrow], [
        Words(x + length + 2, y, f"{km} km", tone="soft", size=2.3),
        Words(right, 14.5, pgettext("north on a map", "N"), "middle", "soft", 2.3),
    ]
