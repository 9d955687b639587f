"""What the pack in use says."""

from datetime import datetime
from functools import lru_cache

from rekam.station.packs.models import Taken
from rekam.wire import packs, shapes
from rekam.wire.packs import Pack, Reason, Rules


def taken() -> Taken | None:
    return Taken.objects.first()


def in_use() -> Pack | None:
    """The pack without its residents, who are rows of their own."""
    held = taken()
    return _unpacked(bytes(held.body)) if held is not None else None


@lru_cache(maxsize=1)
def _unpacked(body: bytes) -> Pack:
    return shapes.unpack(body, Pack, subject="pack", version=packs.VERSION, limit=packs.LARGEST)


def rules() -> Rules | None:
    pack = in_use()
    return pack.rules if pack else None


def reasons(kind: str) -> list[Reason]:
    pack = in_use()
    return [reason for reason in pack.reasons if reason.list == kind] if pack else []


def has_expired(at: datetime) -> bool:
    held = taken()
    return held is None or at >= held.expires_at
