"""Which start of the machine this is, and how long it has been up: neither follows the clock on the wall."""

import secrets
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> bytes:
    """Sixteen bytes, new at every start of the machine; where it has none, at every start of the program."""
    return _start()[0]


def since_start() -> float:
    """Seconds since the start that ``boot_id`` names."""
    return uptime() - _start()[1]


@cache
def _start() -> tuple[bytes, float]:
    """Its id, and how long the machine had been up by then."""
    try:
        return bytes.fromhex(_BOOT_ID.read_text().strip().replace("-", "")), 0.0
    except (OSError, ValueError):
        return secrets.token_bytes(16), uptime()


def uptime() -> float:
    """Seconds since the machine started, asleep or awake. Nobody can turn it forward."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def tick(at: datetime) -> str:
    """A moment by the clock on the wall, as the machine counts: to be kept beside it."""
    return f"{boot_id().hex()}/{uptime() - (datetime.now(UTC) - at).total_seconds():.1f}"


def between(first: str, last: str) -> float | None:
    """Seconds from one tick to the other; None where the machine was started anew, or one was not kept."""
    boot, _, begun = first.partition("/")
    same, _, ended = last.partition("/")
    return float(ended) - float(begun) if boot and boot == same else None
