"""What the pack in use says."""

from datetime import datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.timezone import get_default_timezone

from rekam.station.identity import queries as identity
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
    """Also where the laptop's clock was turned back."""
    held = taken()
    return held is None or identity.not_before(at) >= held.expires_at


def time_zone() -> tzinfo:
    """The office's own: which day it is at the counter, and what its clock shows."""
    pack = in_use()
    return (_zone(pack.office.time_zone) if pack else None) or get_default_timezone()


@lru_cache(maxsize=4)
def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
