"""Plans are made for an office; folders of work are kept by the numbers of plans, which come again once the
rows of a test are taken back.
"""

import shutil

import pytest

from rekam.office import storage
from tests.office.standing import pytest_collection_modifyitems, scene

__all__ = ["pytest_collection_modifyitems", "scene"]


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    from tests import make

    make.office()


@pytest.fixture(autouse=True)
def no_work_of_another_test() -> None:
    shutil.rmtree(storage.data_folder() / "outreach", ignore_errors=True)
