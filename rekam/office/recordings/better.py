"""Which of somebody's sessions is kept as the better, where stations recorded them more than once.

Packets are a later part, which sessions may not know; that part says once, with `answer_by`, how to ask.
"""

from collections.abc import Callable, Set

# By a NIK the numbers of the sessions.
Ask = Callable[[str], Set[int]]

_better: Ask | None = None


def answer_by(ask: Ask | None) -> None:
    """Called once, when the part that knows what stations recorded is loaded."""
    global _better
    _better = ask


def of(nik: str) -> Set[int]:
    return _better(nik) if _better else frozenset()
