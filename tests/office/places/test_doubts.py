"""What looks wrong about a place without being forbidden."""

from typing import Any

import pytest

from rekam.office.answers import answers
from rekam.office.places import doubts
from tests import make
from tests.office.places import made


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


@pytest.fixture(autouse=True)
def no_outlines_of_another_test() -> None:
    answers.clear()


def square(lat: float, lon: float, size: float = 1.0) -> dict[str, object]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[lon + size * (x - 0.5), lat + size * (y - 0.5)] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def codes(**facts: Any) -> list[str]:
    return [doubt.code for doubt in doubts.about(made.place(**facts))]


def test_a_place_without_a_point_says_so() -> None:
    assert codes() == ["place.no_point"]


def test_a_point_in_its_district_is_beyond_doubt() -> None:
    assert codes(lat=made.LAT, lon=made.LON) == []


@pytest.mark.parametrize(("lat", "lon"), [(-6.2, 106.8), (3.6, 98.7), (0.5, 110.0)])
def test_a_point_far_from_every_village_lies_outside_the_regency(lat: float, lon: float) -> None:
    assert codes(lat=lat, lon=lon) == ["place.point_outside"]


def test_where_boundaries_are_known_a_point_in_another_district_is_told() -> None:
    made.place()
    make.give_boundary(square(made.LAT, made.LON, 0.2), code=made.SANGATTA_UTARA)
    make.give_boundary(square(0.2, 117.4, 0.2), code=made.TELUK_PANDAN)

    assert codes(lat=made.LAT, lon=made.LON) == []
    assert codes(lat=0.2, lon=117.4) == ["place.point_in_another_district"]


def test_where_all_boundaries_are_known_a_point_in_none_of_them_lies_outside() -> None:
    made.place()
    make.give_boundary(square(made.LAT, made.LON, 0.2), level="district")

    assert codes(lat=made.LAT + 0.3, lon=made.LON) == ["place.point_outside"]
    assert codes(lat=made.LAT + 0.105, lon=made.LON) == []
