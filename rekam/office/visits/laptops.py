"""Which laptops went to a visit and have not told yet how it ended.

Laptops are a later part, which visits may not know; that part says once, with `answer_by`, how to ask.
"""

from collections.abc import Callable

from rekam.office.visits.models import Visit

# The names of the laptops, in their order.
Ask = Callable[[Visit], list[str]]

_unheard: Ask | None = None


def answer_by(ask: Ask | None) -> None:
    """Called once, when the part that knows what laptops sent is loaded."""
    global _unheard
    _unheard = ask


def unheard(visit: Visit) -> list[str]:
    """Those that took a pack for the visit along and sent no closing of its day: what was recorded on one of
    them may be on it alone, and nobody knows of it.
    """
    return _unheard(visit) if _unheard else []
