"""Questions that one page asks again and again are answered once while it is read.

Only a request that reads (GET, HEAD) keeps answers; whoever writes always asks the database.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer")
READS = ("GET", "HEAD")

_answers: ContextVar[dict[str, Any] | None] = ContextVar("answers", default=None)


def once(ask: Callable[[], Answer]) -> Callable[[], Answer]:
    """The same answer for the rest of the request that is being read; errors are not kept."""
    name = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def asked() -> Answer:
        held = _answers.get()
        if held is None:
            return ask()
        if name not in held:
            held[name] = ask()
        found: Answer = held[name]
        return found

    return asked


def notebook() -> dict[str, Any] | None:
    """What the request that is being read has asked for so far; None for whoever writes."""
    return _answers.get()


@contextmanager
def together() -> Iterator[None]:
    """Around questions that make up one answer: outside of a request, too, what they share is asked once."""
    if _answers.get() is not None:
        yield
        return
    notebook = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(notebook)


class Reading:
    """Middleware: opens the notebook of one request, and throws it away."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        notebook = _answers.set({} if request.method in READS else None)
        try:
            return self.answer(request)
        finally:
            _answers.reset(notebook)
