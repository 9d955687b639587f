"""Boundaries on a page: fewer points, and still the same coast."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rekam.office.coverage import outlines
from tests import make

SQUARE = [[116.0, 0.0], [117.0, 0.0], [117.0, 1.0], [116.0, 1.0], [116.0, 0.0]]


def circle(points: int, *, wobble: float = 0.0) -> list[list[float]]:
    """A closed ring about (116.5, 0.5)."""
    turns = np.linspace(0, 2 * np.pi, points)
    out = 1 + wobble * np.sin(turns * 40)
    ring = np.column_stack((116.5 + out * np.cos(turns), 0.5 + out * np.sin(turns)))
    ring[-1] = ring[0]
    found: list[list[float]] = ring.tolist()
    return found


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_a_square_stays_a_square() -> None:
    assert outlines.simpler(polygon(SQUARE)) == {"type": "MultiPolygon", "coordinates": [[SQUARE]]}


def test_a_coast_of_ten_thousand_points_keeps_a_few_hundred() -> None:
    [[ring]] = outlines.simpler(polygon(circle(10_000, wobble=0.05)))["coordinates"]

    assert len(ring) < 500
    assert ring[0] == ring[-1]


@given(st.integers(4, 200), st.floats(0, 0.3))
def test_no_point_was_further_off_than_allowed(points: int, wobble: float) -> None:
    whole = np.array(circle(points, wobble=wobble))
    [[ring]] = outlines.simpler(polygon(whole.tolist()))["coordinates"]

    allowed = float(np.ptp(whole, axis=0).max()) * outlines.ROUGHNESS + 10**-outlines.DECIMALS
    kept = np.array(ring)
    starts, ends = kept[:-1], kept[1:]
    along = ends - starts
    length = np.maximum((along**2).sum(axis=1), 1e-18)
    for point in whole:
        part = np.clip(((point - starts) * along).sum(axis=1) / length, 0, 1)
        nearest = starts + along * part[:, None]
        assert np.hypot(*(point - nearest).T).min() <= allowed * 1.01


def test_an_island_too_small_to_see_goes_and_the_mainland_stays() -> None:
    speck = [[118.0, 1.0], [118.00001, 1.0], [118.00001, 1.00001], [118.0, 1.0]]
    shape = {"type": "MultiPolygon", "coordinates": [[SQUARE], [speck]]}

    assert outlines.simpler(shape)["coordinates"] == [[SQUARE]]


def test_boundaries_come_to_the_map_when_they_were_brought_in() -> None:
    make.office()
    assert outlines.outlines("64.08", "kecamatan") == {}

    make.give_boundary(polygon(SQUARE), code="64.08.04")

    assert set(outlines.outlines("64.08", "kecamatan")) == {"64.08.04"}
    assert outlines.outlines("64.08", "desa") == {}


@pytest.mark.parametrize("area", ["64.08.04", "64.08"])
def test_the_outlines_are_those_of_the_areas_inside(area: str) -> None:
    make.office()
    make.give_boundary(polygon(SQUARE), code__in=["64.08.04", "64.08.13"])

    wanted = {"64.08.04"} if area == "64.08.04" else {"64.08.04", "64.08.13"}
    assert set(outlines.outlines(area, "kecamatan")) == wanted
