"""The residents' screens of an office that is set up, for people of three roles."""

from typing import Any

import pytest


@pytest.fixture(scope="module", autouse=True)
def an_office(ground: None) -> None:
    from tests import make

    make.office()


@pytest.fixture(autouse=True)
def no_index_of_another_test() -> None:
    from rekam.office.residents import name_index

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
