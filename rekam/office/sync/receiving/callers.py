"""Who calls: a station by its signature, or a stranger."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from rekam.office.stations import queries as stations
from rekam.office.stations.models import Epoch
from rekam.wire import paths
from rekam.wire.keys import VerifyKey
from rekam.wire.trouble import WireTrouble

REMEMBERED_SECONDS = 2.0  # so soon a revoked key is noticed by every call
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Caller:
    """*epoch*: whose keys signed the call; nothing for a stranger."""

    epoch: Epoch | None = None

    @property
    def station(self) -> str:
        return self.epoch.station.key if self.epoch else ""


_epochs: dict[tuple[str, int], tuple[float, Epoch | None]] = {}
_lock = Lock()


def _epoch(station: str, number: int) -> Epoch | None:
    now = time.monotonic()
    with _lock:
        held = _epochs.get((station, number))
    if held is not None and now - held[0] < REMEMBERED_SECONDS:
        return held[1]
    found = stations.epoch(station, number)
    with _lock:
        if len(_epochs) > 10_000:
            _epochs.clear()
        _epochs[station, number] = (now, found)
    return found


def forget() -> None:
    """For tests, where a database comes and goes within one process."""
    with _lock:
        _epochs.clear()


def caller(
    *, method: str, path: str, body: bytes, headers: dict[str, str], hashed: bytes | None = None
) -> Caller:
    """The station that signed this call. A key that nobody knows makes a stranger; a wrong signature of a
    known key is refused. *hashed*: the body's hash, where it was worked out before.
    """
    if not headers.get(paths.SIGNATURE):
        return Caller()
    call = paths.read_call(
        station=headers.get(paths.STATION, ""),
        epoch=headers.get(paths.EPOCH, ""),
        date=headers.get(paths.DATE, ""),
        signature=headers[paths.SIGNATURE],
    )
    epoch = _epoch(call.station.hex(), call.epoch)
    if epoch is None:
        return Caller()
    key = VerifyKey(bytes(epoch.sign_public))
    call.verify(key, method=method, path=path, body=body, hashed=hashed)
    return Caller(epoch)


def seen(caller: Caller, *, at: datetime) -> None:
    """Note that a station spoke to the office; once a minute is enough."""
    epoch = caller.epoch
    if epoch is None or (epoch.seen_at is not None and at - epoch.seen_at < SEEN_EVERY):
        return
    Epoch.objects.filter(pk=epoch.pk).update(seen_at=at)
    epoch.seen_at = at


def station_only(caller: Caller) -> Epoch:
    """For what a stranger may not have."""
    if caller.epoch is None:
        raise WireTrouble("request.signature")
    return caller.epoch
