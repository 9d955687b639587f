"""How large the parts of a packet are: small over a bad link, as a cut costs the part that was on its way.

The size is sealed into the header, so it follows what was measured when the last packets were sent. Nothing
measured yet: the smallest.
"""

import threading

from rekam.wire.packets import CHUNK_SIZES

SECONDS_PER_CHUNK = 0.5  # a part should not take longer than this, if that can be had
_WEIGHT = 0.3  # of the newest measurement

_lock = threading.Lock()
_bytes_per_second = 0.0


def chunk_size() -> int:
    with _lock:
        fits = [size for size in CHUNK_SIZES if size <= _bytes_per_second * SECONDS_PER_CHUNK]
    return fits[-1] if fits else CHUNK_SIZES[0]


def sent(size: int, seconds: float) -> None:
    """A part got through."""
    global _bytes_per_second
    speed = size / max(seconds, 0.001)
    with _lock:
        _bytes_per_second += _WEIGHT * (speed - _bytes_per_second)


def cut() -> None:
    """The line broke: whatever was measured before is no promise."""
    global _bytes_per_second
    with _lock:
        _bytes_per_second = 0.0


def bytes_per_second() -> float:
    return _bytes_per_second
