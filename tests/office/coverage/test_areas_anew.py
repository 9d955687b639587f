"""Names and points of areas that were brought in anew are on every page at once, with the counts kept."""

import json
from pathlib import Path
from typing import Any

import pytest

from rekam.office.coverage import outlines, queries
from rekam.office.regions import actions
from tests import make

SMALL = [[[117.0, 0.0], [118.0, 0.0], [118.0, 1.0], [117.0, 0.0]]]
LARGE = [[[116.0, 0.0], [119.0, 0.0], [119.0, 1.0], [116.0, 0.0]]]


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    make.office()


def named() -> str:
    counted = queries.coverage(on=make.OPENED, within="64.08").areas
    return next(area.name for area in counted if area.code == "64.08.04")


def bring_in(folder: Path, ring: list[Any]) -> None:
    shape = {"type": "Polygon", "coordinates": ring}
    features = [{"type": "Feature", "id": "64.08.04", "properties": {}, "geometry": shape}]
    file = make.file(
        folder, json.dumps({"type": "FeatureCollection", "features": features}).encode(), "b.json"
    )
    actions.import_boundaries(file, by=None, at=make.moment())


def test_a_new_name_of_an_area_is_counted_under_at_once(tmp_path: Path) -> None:
    before = named()

    file = make.file(tmp_path, b"code,name\n64.08.04,Sangatta Baru\n", "areas.csv")
    actions.import_areas(file, by=None, at=make.moment())

    assert (before, named()) == ("Sangatta Utara", "Sangatta Baru")


def test_a_new_boundary_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    bring_in(tmp_path, SMALL)
    before = outlines.outlines("64.08", "kecamatan")["64.08.04"]

    bring_in(tmp_path, LARGE)

    assert before["coordinates"] == [SMALL]
    assert outlines.outlines("64.08", "kecamatan")["64.08.04"]["coordinates"] == [LARGE]
