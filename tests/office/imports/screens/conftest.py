"""The import screens with their long work done at once, for a registrar of an office that is set up."""

from typing import Any

import pytest

AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(scope="module", autouse=True)
def an_office(ground: None) -> None:
    from tests import make

    make.office()


@pytest.fixture(autouse=True)
def at_once(settings: Any) -> None:
    settings.TASKS = AT_ONCE


@pytest.fixture
def browser() -> Any:
    from rekam.office.accounts.rights import Role
    from tests.office.accounts import staff

    return staff.browser(staff.person(Role.REGISTRAR))
