"""Which station this is, as its store says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rekam.asked import Asked
from rekam.station import clock
from rekam.station.calls import Caller, Line
from rekam.station.identity.models import Epoch, Identity
from rekam.wire.keys import SealKey, SigningKey, VerifyKey, fingerprint, words

_identity = Asked(Identity.objects.all)
_latest = Asked(lambda: Epoch.objects.order_by("-number")[:1])


def identity() -> Identity:
    who = _identity.first()
    if who is None:
        raise Identity.DoesNotExist
    return who


def epoch() -> Epoch:
    """The chain that new packets join: the latest."""
    return _latest()[0]


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


@dataclass(frozen=True)
class ShownKey:
    """What an office that lost its enrolment needs of one set of keys: nothing of it is secret."""

    number: int
    begun_at: datetime
    public: str  # in groups of eight, to be copied
    words: tuple[str, ...]


def shown_keys() -> list[ShownKey]:
    """Every set of keys that this laptop ever sealed with, the latest first."""
    return [_shown(each) for each in Epoch.objects.order_by("-number")]


def _shown(epoch: Epoch) -> ShownKey:
    raw = signing_key(epoch).public.raw
    groups = " ".join(raw.hex()[at : at + 8] for at in range(0, 64, 8))
    return ShownKey(epoch.number, epoch.begun_at, groups, words(fingerprint(raw)))


def line() -> Line:
    """To the office, signing as the epoch in use."""
    who, now = identity(), epoch()
    return Line(who.address, Caller(bytes(who.station), now.number, signing_key(now)))
