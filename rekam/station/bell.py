"""Rung when there is something to send; the sender sleeps on it."""

import threading

_bell = threading.Event()


def ring() -> None:
    _bell.set()


def wait(seconds: float) -> bool:
    """Until it rings, or so long; whether it rang."""
    rang = _bell.wait(seconds)
    _bell.clear()
    return rang
