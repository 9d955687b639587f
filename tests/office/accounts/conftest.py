from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_tried_before() -> Iterator[None]:
    """Counts of tries outlive a test's transaction: they lie in a folder."""
    cache.clear()
    yield
    cache.clear()
