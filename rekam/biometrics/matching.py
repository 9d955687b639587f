"""Whether two prints are of the same finger: one against one, by their minutiae.

Minutiae with a similar neighbourhood are tried as anchors: the one print is laid over the other so that the
two coincide, and those that then lie on one another are counted. The score is 0 to 100; from ``THRESHOLD`` on
we call it the same finger. What was measured with that threshold, on invented fingers, stands in
docs/reference/biometrics.md.
"""

import math

import numpy as np
from numpy.typing import NDArray

from rekam.biometrics.minutiae import Template

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

THRESHOLD = 32
NEIGHBOURS = 6
ANCHORS = 120
NEAR_PIXELS = 8.0
NEAR_RADIANS = math.radians(18)
MOST_TURNED = math.radians(60)
FEW = 8  # with fewer minutiae in common nothing can be said
# Of the minutiae where both prints have skin; two clear prints of a finger share about that many.
FULL_SHARE = 0.8
SURE = 22  # so many in common are enough to be sure of


def compare(one: Template, other: Template) -> int:
    """0 to 100."""
    if len(one) < FEW or len(other) < FEW:
        return 0
    pairs = _anchors(one.points, other.points)
    return max((_score(one, other, *pair) for pair in _laid_over(one.points, other.points, pairs)), default=0)


def _wrapped(angle: Floats) -> Floats:
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi, np.float32)


def _neighbourhoods(points: Floats) -> Floats:
    """For each minutia its nearest neighbours, seen from it: distance, bearing and direction."""
    dx = points[None, :, 0] - points[:, None, 0]
    dy = points[None, :, 1] - points[:, None, 1]
    distance = np.hypot(dx, dy)
    nearest = np.argsort(distance, axis=1)[:, 1 : NEIGHBOURS + 1]
    row = np.arange(len(points))[:, None]
    bearing = _wrapped(np.arctan2(dy, dx)[row, nearest] - points[:, 2:3])
    turn = _wrapped(points[nearest, 2] - points[:, 2:3])
    return np.stack([distance[row, nearest], bearing, turn], axis=-1).astype(np.float32)


def _anchors(one: Floats, other: Floats) -> Ints:
    """The pairs of minutiae whose neighbourhoods fit best."""
    a, b = _neighbourhoods(one), _neighbourhoods(other)
    distance = np.abs(a[:, None, :, None, 0] - b[None, :, None, :, 0]) / 10.0
    bearing = np.abs(_wrapped(a[:, None, :, None, 1] - b[None, :, None, :, 1])) / 0.35
    turn = np.abs(_wrapped(a[:, None, :, None, 2] - b[None, :, None, :, 2])) / 0.45
    fit = np.exp(-(distance**2) - bearing**2 - turn**2).max(axis=3).sum(axis=2)
    turned = np.abs(_wrapped(one[:, None, 2] - other[None, :, 2]))
    fit[turned > MOST_TURNED] = 0
    best = np.argsort(fit, axis=None)[::-1][:ANCHORS]
    return np.stack(np.unravel_index(best, fit.shape), axis=1)


def _laid_over(one: Floats, other: Floats, pairs: Ints) -> list[tuple[float, Floats]]:
    """For the anchors under which most coincides: how far the one is turned, and where its minutiae then
    lie.
    """
    a, b = one[pairs[:, 0]], other[pairs[:, 1]]
    turn = _wrapped(b[:, 2] - a[:, 2])
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    dx, dy = one[None, :, 0] - a[:, 0:1], one[None, :, 1] - a[:, 1:2]
    x, y = cos * dx - sin * dy + b[:, 0:1], sin * dx + cos * dy + b[:, 1:2]
    way = one[None, :, 2] + turn[:, None]
    near = np.hypot(x[:, :, None] - other[None, None, :, 0], y[:, :, None] - other[None, None, :, 1])
    alike = np.abs(_wrapped(way[:, :, None] - other[None, None, :, 2])) < NEAR_RADIANS
    hits = ((near < NEAR_PIXELS) & alike).any(axis=2).sum(axis=1)
    best = np.argsort(hits)[::-1][:6]
    return [
        (float(turn[place]), np.stack([x[place], y[place], way[place]], axis=1).astype(np.float32))
        for place in best
    ]


def _score(one: Template, other: Template, turn: float, moved: Floats) -> int:
    moved, turn = _settled(moved, other.points, turn)
    common = len(_coinciding(moved, other.points))
    here = _within(moved, other) if len(moved) else 0
    back = _within(_back(one, other, moved), one)
    if common < FEW or min(here, back) < FEW:
        return 0
    share: float = common / math.sqrt(here * back)
    sure: float = min(1.0, common / SURE)  # few minutiae prove little, however well they fit
    return round(100 * min(1.0, share / FULL_SHARE) * sure)


def _settled(moved: Floats, other: Floats, turn: float) -> tuple[Floats, float]:
    """Moved once more by what fits all that coincide best, and not the one anchor alone."""
    pairs = _coinciding(moved, other)
    if len(pairs) < 4:
        return moved, turn
    a, b = moved[pairs[:, 0], :2], other[pairs[:, 1], :2]
    a_middle, b_middle = a.mean(axis=0), b.mean(axis=0)
    da, db = a - a_middle, b - b_middle
    more = math.atan2(float((da[:, 0] * db[:, 1] - da[:, 1] * db[:, 0]).sum()), float((da * db).sum()))
    cos, sin = math.cos(more), math.sin(more)
    d = moved[:, :2] - a_middle
    x, y = cos * d[:, 0] - sin * d[:, 1] + b_middle[0], sin * d[:, 0] + cos * d[:, 1] + b_middle[1]
    return np.stack([x, y, moved[:, 2] + more], axis=1).astype(np.float32), turn + more


def _coinciding(moved: Floats, other: Floats) -> Ints:
    """Pairs that lie on one another, each minutia in one pair at most, the nearest first."""
    gaps = np.hypot(moved[:, None, 0] - other[None, :, 0], moved[:, None, 1] - other[None, :, 1])
    alike = np.abs(_wrapped(moved[:, None, 2] - other[None, :, 2])) < NEAR_RADIANS
    rows, columns = np.nonzero((gaps < NEAR_PIXELS) & alike)
    order = np.argsort(gaps[rows, columns])
    used_rows, used_columns, pairs = set(), set(), []
    for place in order:
        row, column = int(rows[place]), int(columns[place])
        if row not in used_rows and column not in used_columns:
            used_rows.add(row)
            used_columns.add(column)
            pairs.append((row, column))
    return np.array(pairs, np.int64).reshape(-1, 2)


def _within(points: Floats, print_: Template) -> int:
    """How many points fall where that print has minutiae around: what both prints show."""
    if not len(points):
        return 0
    low = print_.points[:, :2].min(axis=0) - NEAR_PIXELS
    high = print_.points[:, :2].max(axis=0) + NEAR_PIXELS
    return int(((points[:, :2] >= low) & (points[:, :2] <= high)).all(axis=1).sum())


def _back(one: Template, other: Template, moved: Floats) -> Floats:
    """The other print's minutiae, seen from the one."""
    a, b = one.points[:, :2], moved[:, :2]
    a_middle, b_middle = a.mean(axis=0), b.mean(axis=0)
    da, db = a - a_middle, b - b_middle
    turn = math.atan2(float((db[:, 0] * da[:, 1] - db[:, 1] * da[:, 0]).sum()), float((da * db).sum()))
    d = other.points[:, :2] - b_middle
    cos, sin = math.cos(turn), math.sin(turn)
    return np.stack(
        [cos * d[:, 0] - sin * d[:, 1] + a_middle[0], sin * d[:, 0] + cos * d[:, 1] + a_middle[1]], axis=1
    ).astype(np.float32)
