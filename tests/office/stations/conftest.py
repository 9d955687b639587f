"""What every test of stations begins with. A module whose tests commit has areas of its own."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def areas(ground: None) -> None:
    from tests import make  # not before Django is set up

    make.office()


@pytest.fixture(autouse=True)
def office(areas: None) -> None:
    """With what is remembered outside the database."""
    from tests.office.sync import made

    made.office()
