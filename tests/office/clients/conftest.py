import pytest


@pytest.fixture(autouse=True)
def office(db: None) -> None:
    """Every client lies in an area of an office."""
    from tests import make

    make.office()
