"""Answers that stay right until somebody changes something.

Every change in the office writes a line of the audit trail in its own transaction, so the end of the trail
says whether anything changed since an answer was made. What also depends on the hour names the minute.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.core.cache import cache

from rekam.office.audit.models import Head
from rekam.office.once import once

Answer = TypeVar("Answer")
SECONDS = 600


@once
def changes() -> str:
    """How long the trail is and how it ends: another text after every change."""
    found = Head.objects.filter(pk=1).values_list("count", "last_hash").first()
    return f"{found[0]}-{found[1][:16]}" if found else "0"


def kept(key: str, make: Callable[[], Answer]) -> Answer:
    """The answer under this key, made again when anything has changed since."""
    full = f"service:{changes()}:{key}"
    found: Answer | None = cache.get(full)
    if found is None:
        found = make()
        cache.set(full, found, SECONDS)
    return found


def minute(at: datetime) -> str:
    """Opening hours and shifts change by the minute."""
    return at.strftime("%Y%m%dT%H%M")
