"""The clock of these tests stands at seven in the morning of Monday, 3 October 2016, in Sangatta."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

MONDAY_MORNING = datetime(2016, 10, 2, 23, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def office(ground: None) -> None:
    from tests import make  # not before Django is set up

    make.office()


@pytest.fixture(autouse=True)
def monday_morning() -> Iterator[None]:
    with time_machine.travel(MONDAY_MORNING, tick=False):
        yield
