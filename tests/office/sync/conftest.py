"""Whom most of these tests are about, and the laptop that records her."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.office.sync.made import Laptop


@pytest.fixture(scope="module", autouse=True)
def register(ground: None) -> str:
    """The office with her in its register; her NIK. A module whose tests commit has one of its own."""
    from tests.office.sync import made  # not before Django is set up

    return made.register()


@pytest.fixture
def siti(register: str) -> str:
    """Her NIK."""
    from tests.office.sync import made

    made.office()
    return register


@pytest.fixture
def laptop(siti: str) -> "Laptop":
    from tests.office.sync import made

    return made.laptop()


@pytest.fixture
def browser() -> "Callable[..., Client]":
    """`browser(role, area="")`: somebody who reads English."""
    from tests.office.accounts import staff

    return lambda role, area="": staff.browser(staff.person(role, area=area, language="en"))
