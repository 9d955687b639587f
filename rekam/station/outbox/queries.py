"""What is unsent, what is held where, and whether a number is missing."""

from dataclasses import dataclass
from itertools import islice

from django.db import DatabaseError
from django.db.models import Count, QuerySet, Sum

from rekam.station.identity.models import Epoch
from rekam.station.outbox import reading
from rekam.station.outbox.models import Packet, State


@dataclass(frozen=True)
class Standing:
    """How many packets stand where."""

    waiting: int
    held: int
    held_twice: int
    deleted: int
    unsent_bytes: int
    one_copy: int  # on this disk alone, and not yet held by the office twice

    @property
    def unsent(self) -> int:
        return self.waiting

    @property
    def total(self) -> int:
        return self.waiting + self.held + self.held_twice + self.deleted


@dataclass(frozen=True)
class Gap:
    """Numbers of an epoch that are not here, though later ones are."""

    epoch: int
    first: int
    last: int


def standing() -> Standing:
    counts = dict(Packet.objects.order_by().values_list("state").annotate(Count("pk")))
    waiting = Packet.objects.filter(state=State.WAITING)
    lonely = Packet.objects.filter(copied_at=None, state__in=[State.WAITING, State.HELD])
    return Standing(
        waiting=counts.get(State.WAITING, 0),
        held=counts.get(State.HELD, 0),
        held_twice=counts.get(State.HELD_TWICE, 0),
        deleted=counts.get(State.DELETED, 0),
        unsent_bytes=waiting.aggregate(size=Sum("size"))["size"] or 0,
        one_copy=lonely.count(),
    )


def recent(most: int = 50) -> list[Packet]:
    """The latest first."""
    return listed(Packet.objects.order_by("-epoch", "-sequence"), most)


def readable(packets: QuerySet[Packet]) -> list[Packet]:
    """Those whose bytes the disk gives back; each is read to see it."""
    good = {packet.pk for packet in reading.whole(packets, set())}
    return [packet for packet in listed(packets) if packet.pk in good]


def listed(packets: QuerySet[Packet], most: int | None = None) -> list[Packet]:
    """All that can be read: a bad page under one of them does not take the others away."""
    light = packets.defer("header")
    try:
        return list(light[:most])
    except DatabaseError:
        return list(islice(reading.each(light, set()), most))


def gaps() -> list[Gap]:
    """A chain without gaps has none: one here means that a row was lost, and the office must hear of it."""
    found: list[Gap] = []
    for epoch in Epoch.objects.all():
        numbers = Packet.objects.filter(epoch=epoch.number).order_by("sequence")
        expected = 1
        for number in [*numbers.values_list("sequence", flat=True), epoch.next_sequence]:
            if number > expected:
                found.append(Gap(epoch.number, expected, number - 1))
            expected = number + 1
    return found


def last_sequence() -> int:
    epoch = Epoch.objects.order_by("-number").first()
    return epoch.next_sequence - 1 if epoch else 0
