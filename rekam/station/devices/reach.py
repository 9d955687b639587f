"""Where devices are looked for, whom they must be vouched for by, and how long they are waited for."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from rekam.station.devices import protocol
from rekam.station.devices.tokens import Anchors

FIRST_PORT, LAST_PORT = 4501, 4600


@dataclass(frozen=True, kw_only=True)
class Reach:
    """An empty ``anchors`` trusts no device."""

    ports: Sequence[int] = range(FIRST_PORT, LAST_PORT + 1)
    anchors: Anchors = field(default_factory=Anchors)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    search_seconds: float = 2.0
    capture_seconds: float = protocol.SECONDS
    grace_seconds: float = 2.0
    picture_seconds: float = 4.0  # until the first live picture, and from one to the next


@cache
def here() -> Reach:
    """This station's: REKAM_DEVICE_PORTS (4501-4600) and REKAM_DEVICE_TRUST, a file or folder of PEM
    certificates.
    """
    return Reach(
        ports=ports(os.environ.get("REKAM_DEVICE_PORTS", f"{FIRST_PORT}-{LAST_PORT}")),
        anchors=anchors(os.environ.get("REKAM_DEVICE_TRUST", "")),
    )


def ports(said: str) -> tuple[int, ...]:
    """``4501-4600`` or ``4501,4502,4510-4512``."""
    found: list[int] = []
    for piece in said.split(","):
        first, _, last = piece.strip().partition("-")
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


def anchors(place: str) -> Anchors:
    if not place:
        return Anchors()
    path = Path(place).expanduser()
    files = sorted(path.glob("*.pem")) if path.is_dir() else [path]
    return Anchors.of_pem(*(file.read_bytes() for file in files))
