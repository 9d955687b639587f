"""Every client lies in an area of an office; folders of work are kept by the numbers of lists, which come
again once a test's rows are taken back.
"""

import shutil
from typing import Any

import pytest

from rekam.office import storage
from tests.office.standing import pytest_collection_modifyitems, scene

__all__ = ["pytest_collection_modifyitems", "scene"]


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    """Every client lies in an area of an office."""
    from tests import make

    make.office()


@pytest.fixture
def siti(scene: Any) -> dict[str, str]:
    """The row of the register's first: see ``made.with_siti``."""
    return dict(scene[0])


@pytest.fixture(autouse=True)
def no_work_of_another_test() -> None:
    shutil.rmtree(storage.data_folder() / "matching", ignore_errors=True)
