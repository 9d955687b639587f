"""Whether a point can be where it is said to be."""

import pytest

from rekam.domain.places import points

SQUARE = [[117.0, 0.0], [118.0, 0.0], [118.0, 1.0], [117.0, 1.0], [117.0, 0.0]]
HOLE = [[117.4, 0.4], [117.6, 0.4], [117.6, 0.6], [117.4, 0.6], [117.4, 0.4]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}
ISLANDS = {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[119.0, 0.0], [120.0, 0.0], [119.5, 1.0]]]]}


@pytest.mark.parametrize(
    ("point", "is_inside"),
    [((0.2, 117.2), True), ((0.5, 117.5), False), ((0.2, 118.2), False), ((117.2, 0.2), False)],
)
def test_a_point_lies_in_a_polygon_and_not_in_its_hole(point: points.Point, is_inside: bool) -> None:
    assert points.inside(point, POLYGON) is is_inside


def test_a_point_lies_in_any_part_of_many() -> None:
    assert points.inside((0.5, 117.5), ISLANDS)
    assert points.inside((0.3, 119.5), ISLANDS)
    assert not points.inside((0.9, 119.1), ISLANDS)


def test_distances_are_near_enough() -> None:
    sangatta, samarinda = (0.5134, 117.5447), (-0.5022, 117.1536)

    assert points.distance_km(sangatta, samarinda) == pytest.approx(121, abs=2)
    assert points.nearest_km(sangatta, [samarinda, (0.6, 117.5447)]) == pytest.approx(9.6, abs=0.2)
    assert points.nearest_km(sangatta, []) is None
