"""Messages are about people and clients of an office."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.office.standing import pytest_collection_modifyitems, scene

if TYPE_CHECKING:
    from rekam.office.residents.models import Resident

__all__ = ["pytest_collection_modifyitems", "scene"]


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    from tests import make

    make.office()


@pytest.fixture
def residents(scene: Any) -> "list[Resident]":
    """Those who live in a test's village: see ``made.of_residents``."""
    from rekam.office.residents.models import Resident

    return list(Resident.objects.filter(pk__in=[each.pk for each in scene]).order_by("pk"))
