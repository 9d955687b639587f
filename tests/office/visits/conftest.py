"""Visits go to villages of an office; of most villages only the number of people matters."""

from typing import Any

import pytest

from tests.office.standing import pytest_collection_modifyitems, scene

__all__ = ["pytest_collection_modifyitems", "scene"]


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    from tests import make

    make.office()


@pytest.fixture
def village(scene: Any) -> list[dict[str, str]]:
    """The register's rows of the village in which a test takes place: see ``made.village_of``."""
    return [dict(row) for row in scene]
