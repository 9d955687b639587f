"""Who is at the station: the keys that their passwords became, in memory, until the station is locked."""

import threading

from rekam.station import clock
from rekam.wire.keys import OperatorKeys, SigningKey

_lock = threading.Lock()
_keys: dict[str, OperatorKeys] = {}
_seen = clock.uptime()


def arrives(operator: str, keys: OperatorKeys) -> None:
    with _lock:
        _keys[operator] = keys
    moves()


def signing_key(operator: str) -> SigningKey | None:
    with _lock:
        keys = _keys.get(operator)
    return keys.signing if keys else None


def leave() -> None:
    with _lock:
        _keys.clear()


def moves() -> None:
    """Somebody did something: a page that refreshes itself does not count."""
    global _seen
    _seen = clock.uptime()


def idle_seconds() -> float:
    """Also while the lid was closed: a laptop that slept for an hour was idle for an hour."""
    return clock.uptime() - _seen


def anybody() -> bool:
    return bool(_keys)
