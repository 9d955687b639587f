"""How large the parts of a packet are: small over a bad link, as a cut costs the part that was on its way.

The size is sealed into the header, so it follows what was measured when the last packets were sent. Nothing
measured yet: the usual size. After a part was lost: the smallest, as over 64 kbit/s that are cut every half
minute the usual ones cost a quarter more bytes than there are.
"""

import threading

from rekam.wire.packets import CHUNK_SIZES, USUAL_CHUNK

SECONDS_PER_CHUNK = 0.5  # a part should not take longer than this, if that can be had
_WEIGHT = 0.3  # of the newest measurement

_lock = threading.Lock()
_bytes_per_second: float | None = None


def chunk_size() -> int:
    with _lock:
        speed = _bytes_per_second
    if speed is None:
        return USUAL_CHUNK
    fits = [size for size in CHUNK_SIZES if size <= speed * SECONDS_PER_CHUNK]
    return fits[-1] if fits else CHUNK_SIZES[0]


def sent(size: int, seconds: float) -> None:
    """A part got through."""
    global _bytes_per_second
    speed = size / max(seconds, 0.001)
    with _lock:
        before = speed if _bytes_per_second is None else _bytes_per_second
        _bytes_per_second = before + _WEIGHT * (speed - before)


def lost() -> None:
    """The line broke while a part was on its way: whatever was measured before is no promise."""
    global _bytes_per_second
    with _lock:
        _bytes_per_second = 0.0


def away() -> None:
    """The office cannot be reached: the next link may be another one. A bad one stays bad until better."""
    global _bytes_per_second
    with _lock:
        _bytes_per_second = 0.0 if _bytes_per_second == 0.0 else None


def forget() -> None:
    """As after a start."""
    global _bytes_per_second
    with _lock:
        _bytes_per_second = None
