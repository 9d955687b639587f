"""Boundaries as a page can carry them: a screen shows no more than a few hundred points of a coast."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rekam.office.answers import answers
from rekam.office.coverage import queries
from rekam.office.regions import queries as regions

Points = NDArray[np.float64]

# Kept simple to within this part of the area's own size, and written to about ten metres.
ROUGHNESS = 1 / 400
DECIMALS = 4


def outlines(within: str, by: str) -> dict[str, dict[str, Any]]:
    """The boundaries of the areas of a level inside *within*, by code; none when none were brought in."""
    areas = regions.inside(within).filter(level=queries.LEVELS[by], boundary__isnull=False)
    if not (count := areas.count()):
        return {}
    key = f"outlines:{within}:{by}:{count}:{regions.revision()}"
    found: dict[str, dict[str, Any]] | None = answers.get(key)
    if found is None:
        found = {code: simpler(shape) for code, shape in areas.values_list("code", "boundary__geometry")}
        answers.set(key, found)
    return found


def simpler(shape: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON polygon or multipolygon with the points that nobody would miss left out."""
    many = shape["type"] == "MultiPolygon"
    polygons = shape["coordinates"] if many else [shape["coordinates"]]
    rings = [[np.asarray(ring, dtype=float)[:, :2] for ring in polygon] for polygon in polygons]
    extent = np.ptp(np.vstack([ring for polygon in rings for ring in polygon]), axis=0).max()
    tolerance = float(extent * ROUGHNESS)
    kept = [[_written(_thinned(ring, tolerance)) for ring in polygon] for polygon in rings]
    shown = [[ring for ring in polygon if len(ring) > 3] for polygon in kept]
    shown = [polygon for polygon in shown if polygon] or kept[:1]
    return {"type": "MultiPolygon", "coordinates": shown}


def _written(ring: Points) -> list[list[float]]:
    written: list[list[float]] = ring.round(DECIMALS).tolist()
    return written


def _thinned(line: Points, tolerance: float) -> Points:
    """Douglas and Peucker: between two kept points no point lies further off the straight line."""
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        off = _distances(line[first + 1 : last], line[first], line[last])
        furthest = int(off.argmax())
        if off[furthest] > tolerance:
            middle = first + 1 + furthest
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return line[keep]


def _distances(points: Points, start: Points, end: Points) -> Points:
    along = end - start
    length = float(np.hypot(*along))
    offset = points - start
    if length == 0:  # a closed ring begins where it ends
        return np.hypot(offset[:, 0], offset[:, 1])
    return np.abs(offset[:, 0] * along[1] - offset[:, 1] * along[0]) / length
