"""Messages are about people and clients of an office."""

import pytest


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    from tests import make

    make.office()
