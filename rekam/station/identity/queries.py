"""Which station this is, as its store says."""

from rekam.station.calls import Caller, Line
from rekam.station.identity.models import Epoch, Identity
from rekam.wire.keys import SealKey, SigningKey, VerifyKey


def identity() -> Identity:
    return Identity.objects.get()


def epoch() -> Epoch:
    """The chain that new packets join: the latest."""
    return Epoch.objects.order_by("-number")[0]


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
