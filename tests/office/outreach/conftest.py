"""Folders of work are kept by the numbers of plans, which come again once a test's rows are taken back."""

import shutil

import pytest

from rekam.office import storage


@pytest.fixture(autouse=True)
def no_work_of_another_test() -> None:
    shutil.rmtree(storage.data_folder() / "outreach", ignore_errors=True)
