"""What the pack in use says."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import get_default_timezone

from rekam.asked import Asked
from rekam.station.identity import queries as identity
from rekam.station.packs.models import Resident, Taken
from rekam.wire import packs
from rekam.wire.packs import Pack, Rules

CLOCK_BEHIND = timedelta(minutes=5)  # less is nobody's fault, and harms nobody


taken = Asked(Taken.objects.all).first  # the latest by its version


def in_use() -> Pack | None:
    """The pack without its residents, who are rows of their own."""
    held = taken()
    return _unpacked(bytes(held.body)) if held is not None else None


@lru_cache(maxsize=1)
def _unpacked(body: bytes) -> Pack:
    return packs.read(body)


def rules() -> Rules | None:
    pack = in_use()
    return pack.rules if pack else None


def has_expired(at: datetime) -> bool:
    """Also where the laptop's clock was turned back."""
    held = taken()
    return held is None or identity.not_before(at) >= held.expires_at


def sure(at: datetime) -> datetime:
    """The laptop's moment, or the latest that the office has signed: a time, or when it made the pack."""
    held, now = taken(), identity.not_before(at)
    return max(now, held.made_at) if held else now


def is_clock_behind(at: datetime) -> bool:
    """What the store proves without a network: it is later than the laptop's clock says."""
    return sure(at) - at > CLOCK_BEHIND


def clocks(at: datetime) -> dict[str, str]:
    """What the laptop's clock shows, and what it is surely past, as they stand in a sentence."""
    return {
        name: f"{timezone.localtime(moment):%d-%m-%Y %H.%M}"
        for name, moment in (("shown", at), ("sure", sure(at)))
    }


def today(at: datetime) -> date:
    """The day by which ages are counted: never one that is surely over."""
    return timezone.localdate(sure(at))


def open_days(at: datetime, *, most: int = 3) -> list[date]:
    """The next days after today on which people are recorded here, as far as the pack knows."""
    pack, now = in_use(), today(at)
    return sorted(day for day in pack.open_days if day > now)[:most] if pack else []


def residents() -> QuerySet[Resident]:
    """Whom one may meet here. Nobody, once the pack has expired: what it says of people has grown old."""
    return Resident.objects.none() if has_expired(timezone.now()) else Resident.objects.all()


def is_expected(token: str) -> bool:
    """Whether whoever the pack names so is on the list of this visit."""
    return bool(token) and residents().filter(token=token, is_expected=True).exists()


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
