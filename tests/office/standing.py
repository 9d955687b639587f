"""Tests of a module that stand on different rows: each kind of them is made once for all that want it."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import groupby
from typing import Any

import pytest


def on(make: Callable[..., Any], *about: Any) -> pytest.MarkDecorator:
    """A test that stands on what this makes, and gets it as ``scene``."""
    name = "-".join(map(str, (make.__name__, *about)))
    return pytest.mark.parametrize("scene", [_same(make, *about)], indirect=True, ids=[name])


@cache
def _same(make: Callable[..., Any], *about: Any) -> Callable[[], Any]:
    """One object for the same: by it they are told apart."""
    return partial(make, *about)


@pytest.fixture(scope="module", autouse=True)
def scene(office: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Rows upon those of the module, nothing for who asks for none; they go before the next are made. What is
    handed out, all share.
    """
    from django.db import transaction  # not before Django is set up

    with transaction.atomic():
        transaction.get_connection().atomic_blocks[-1]._from_testcase = True
        yield request.param() if hasattr(request, "param") else None
        transaction.set_rollback(True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Side by side, or each would make its own again."""
    items[:] = [item for _, group in groupby(items, _module) for item in _side_by_side(list(group))]


def _side_by_side(items: list[pytest.Item]) -> list[pytest.Item]:
    found = list(dict.fromkeys(_about(item).get("scene") for item in items))
    return sorted(items, key=lambda item: found.index(_about(item).get("scene")))


def _module(item: pytest.Item) -> tuple[Any, Any]:
    return item.path, _about(item).get("database")


def _about(item: pytest.Item) -> dict[str, Any]:
    return getattr(getattr(item, "callspec", None), "params", {})
