"""Whether a point on the map can be where it is said to be. Near enough for a warning."""

from collections.abc import Iterable, Mapping
from math import cos, hypot, radians
from typing import Any

Point = tuple[float, float]  # latitude, longitude

KM_PER_DEGREE = 111.2
ABOUT_A_KM = 0.01


def inside(point: Point, shape: Mapping[str, Any]) -> bool:
    """Whether a point lies in a GeoJSON polygon or multipolygon, and in none of its holes."""
    many = shape["type"] == "MultiPolygon"
    polygons = shape["coordinates"] if many else [shape["coordinates"]]
    return any(_in_ring(point, outer) and not _in_any(point, holes) for outer, *holes in polygons)


def _in_any(point: Point, rings: Iterable[Any]) -> bool:
    return any(_in_ring(point, ring) for ring in rings)


def _in_ring(point: Point, ring: Any) -> bool:
    """A line to the east crosses the ring an odd number of times."""
    lat, lon = point
    is_in = False
    for (lon_a, lat_a, *_), (lon_b, lat_b, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (lat_a > lat) != (lat_b > lat) and lon < lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a):
            is_in = not is_in
    return is_in


def near(point: Point) -> list[Point]:
    """A point and four about a kilometre from it: boundaries on a screen are no sharper than that."""
    lat, lon = point
    return [
        point,
        *((lat + n * ABOUT_A_KM, lon + e * ABOUT_A_KM) for n, e in ((1, 0), (-1, 0), (0, 1), (0, -1))),
    ]


def distance_km(one: Point, other: Point) -> float:
    """As the bird flies, on a flat map: good for a few hundred kilometres near the equator."""
    north = (one[0] - other[0]) * KM_PER_DEGREE
    east = (one[1] - other[1]) * KM_PER_DEGREE * cos(radians((one[0] + other[0]) / 2))
    return hypot(north, east)


def nearest_km(point: Point, others: Iterable[Point]) -> float | None:
    """To the nearest of some points; nothing when there are none."""
    return min((distance_km(point, other) for other in others), default=None)
