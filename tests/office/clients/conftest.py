"""Every client lies in an area of an office; folders of work are kept by the numbers of lists, which come
again once a test's rows are taken back.
"""

import shutil

import pytest

from rekam.office import storage


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    """Every client lies in an area of an office."""
    from tests import make

    make.office()


@pytest.fixture(autouse=True)
def no_work_of_another_test() -> None:
    shutil.rmtree(storage.data_folder() / "matching", ignore_errors=True)
