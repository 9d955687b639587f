"""What the tests of one module stand on is made once for all of them."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def ground(database: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For a fixture of a module that makes rows: they stand under every test of it, each test is taken back
    to them, and they go with the last. To bring in a register takes longer than most tests of it.

    What such a fixture hands out, all tests of its module share: they do not change it.
    """
    from django.db import transaction  # not before Django is set up

    with django_db_blocker.unblock(), transaction.atomic():
        # As Django marks those of its own tests: what must be outermost may begin within it.
        transaction.get_connection().atomic_blocks[-1]._from_testcase = True
        yield
        transaction.set_rollback(True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever does not ask for a module's ground stands on it or not, by which test ran before; and what
    commits cannot stand on what was not committed.
    """
    standing = {item.path for item in items if _stands(item)}
    for item in items:
        if item.path in standing and not _stands(item):
            raise pytest.UsageError(f"{item.nodeid} does not ask for the ground of its module.")
        marker = item.get_closest_marker("django_db")
        if item.path in standing and marker and marker.kwargs.get("transaction"):
            raise pytest.UsageError(f"{item.nodeid} commits, and cannot stand on what was not committed.")


def _stands(item: pytest.Item) -> bool:
    return "ground" in getattr(item, "fixturenames", ())
