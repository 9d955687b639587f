"""What becomes of a sealed packet by its header alone: before anybody opens it, in whatever order it comes.

A packet whose signature stands is kept for ever, taken or in quarantine, and the station gets a receipt for
it: a receipt says that the office holds it, not that its contents count. One whose signature nobody can check
is kept too, but gets no receipt, so that its station keeps it as well; and it stands in nobody's way.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rekam.domain.coverage.rules import PROGRAMME_BEGAN


class Key(StrEnum):
    """What the office knows of the key that a header names."""

    ACTIVE = "active"
    ENDED = "ended"  # a later epoch of the station has begun; what was sealed before is still good
    FROZEN = "frozen"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    FORGED = "forged"  # the key is known, and did not sign this


class Why(StrEnum):
    """Why a packet is in quarantine."""

    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    REVOKED = "revoked"
    SAME_ID = "same_id"
    SAME_SEQUENCE = "same_sequence"
    FROZEN = "frozen"
    UNREADABLE = "unreadable"
    NOT_SIGNED = "not_signed"


UNPROVEN = frozenset({Why.UNKNOWN_KEY, Why.FORGED})
CLOCK_OFF = timedelta(minutes=5)
BY_KEY = {Key.UNKNOWN: Why.UNKNOWN_KEY, Key.FORGED: Why.FORGED, Key.REVOKED: Why.REVOKED}


@dataclass(frozen=True, slots=True)
class Told:
    """A header as far as these rules need it; *name* is its hash: no two headers share one."""

    name: str
    packet: str
    epoch: str
    sequence: int
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What an office knows once some headers are in: for each by its name why it is held back, or nothing."""

    held_back: dict[str, Why]
    cloned: frozenset[str]


def sort_out(headers: Collection[Told]) -> Arrived:
    """The same for every order of arrival. All *headers* were signed by the keys they name.

    One id with two contents: neither is believed (somebody used an id again, or made one up). One number of
    one epoch under two ids: the disk was cloned, and from that number on nothing of the epoch is believed
    until two people have looked.
    """
    each = {told.name: told for told in headers}
    twice = _used_twice(each.values())
    forks = _forks(each.values())
    found: dict[str, Why] = {}
    for name, told in each.items():
        if told.packet in twice:
            found[name] = Why.SAME_ID
        elif told.epoch in forks and told.sequence >= forks[told.epoch]:
            first = told.sequence == forks[told.epoch]
            found[name] = Why.SAME_SEQUENCE if first else Why.FROZEN
    return Arrived(found, frozenset(forks))


def _used_twice(headers: Collection[Told]) -> set[str]:
    """Packet ids that stand in two different headers."""
    seen: dict[str, str] = {}
    return {told.packet for told in headers if seen.setdefault(told.packet, told.name) != told.name}


def _forks(headers: Collection[Told]) -> dict[str, int]:
    """The first number of each epoch that two packets with different ids claim."""
    holders: dict[tuple[str, int], str] = {}
    forks: dict[str, int] = {}
    for told in headers:
        if holders.setdefault((told.epoch, told.sequence), told.packet) != told.packet:
            forks[told.epoch] = min(told.sequence, forks.get(told.epoch, told.sequence))
    return forks


def is_clock_odd(*, sealed_at: datetime, office_time_seen: datetime | None, received_at: datetime) -> bool:
    """Whether a station's clock claims a time that cannot be: before the last time the office told it, before
    anybody was recorded anywhere, or after the packet was here. Flagged and never refused: clocks of stations
    are data, not order. A few minutes are no lie: so far a laptop's clock may be off before it says so.
    """
    if sealed_at > received_at + CLOCK_OFF or sealed_at.date() < PROGRAMME_BEGAN:
        return True
    return office_time_seen is not None and sealed_at < office_time_seen - CLOCK_OFF


def believed(claimed: datetime, *, office_time_seen: datetime | None, received_at: datetime) -> datetime:
    """When something happened, as far as a laptop's clock can be believed: never after it was here, never
    before the office last told the laptop the time.
    """
    earliest = office_time_seen if office_time_seen and office_time_seen <= received_at else claimed
    return min(max(claimed, earliest), received_at)
