"""Whom most of these tests are about, and the laptop that records her."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.office.sync.made import Laptop


@pytest.fixture
def siti() -> str:
    """Her NIK."""
    from tests.office.sync import made  # not before Django is set up

    made.office()
    return made.siti()["NIK"]


@pytest.fixture
def laptop(siti: str) -> "Laptop":
    from tests.office.sync import made

    return made.laptop()
