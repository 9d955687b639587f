"""The residents' screens of an office that is set up, for people of three roles."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def an_office(db: None) -> None:
    from rekam.office.residents import name_index
    from tests import make

    make.office()
    name_index.forget()


def _browser_of(role: str) -> Any:
    from rekam.office.accounts.rights import Role
    from tests.office.accounts import staff

    return staff.browser(staff.person(Role(role)))


@pytest.fixture
def registrar() -> Any:
    return _browser_of("registrar")


@pytest.fixture
def planner() -> Any:
    return _browser_of("planner")


@pytest.fixture
def in_the_district() -> Any:
    """Staff of Sangatta Utara."""
    return _browser_of("district_staff")
