"""Which station this is, as its store says."""

from datetime import datetime, timedelta

from rekam.station import clock
from rekam.station.calls import Caller, Line
from rekam.station.identity.models import Epoch, Identity
from rekam.wire.keys import SealKey, SigningKey, VerifyKey


def identity() -> Identity:
    return Identity.objects.get()


def epoch() -> Epoch:
    """The chain that new packets join: the latest."""
    return Epoch.objects.order_by("-number")[0]


def not_before(at: datetime) -> datetime:
    """The laptop's moment, or a later one that is sure: whoever turns the clock back does not turn this back.

    Sure is the last time that the office has signed, and as long again as this machine has been up since.
    """
    who = Identity.objects.first()
    if who is None or who.time_seen is None:
        return at
    sure = who.time_seen
    if who.time_seen_uptime is not None and bytes(who.time_seen_boot or b"") == clock.boot_id():
        sure += timedelta(seconds=max(0.0, clock.uptime() - who.time_seen_uptime))
    return max(at, sure)


def office_key(identity: Identity) -> VerifyKey:
    return VerifyKey(bytes(identity.office_key))


def seal_key(identity: Identity) -> SealKey:
    return SealKey(identity.seal_suite, bytes(identity.seal_seed))


def signing_key(epoch: Epoch) -> SigningKey:
    return SigningKey(bytes(epoch.signing_seed))


def line() -> Line:
    """To the office, signing as the epoch in use."""
    who, now = identity(), epoch()
    return Line(who.address, Caller(bytes(who.station), now.number, signing_key(now)))
