"""The import screens with their long work done at once, for a registrar of an office that is set up."""

from typing import Any

import pytest

AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True)
def at_once(settings: Any) -> None:
    from tests import make

    settings.TASKS = AT_ONCE
    make.office()


@pytest.fixture
def browser() -> Any:
    from rekam.office.accounts.rights import Role
    from tests.office.accounts import staff

    return staff.browser(staff.person(Role.REGISTRAR))
