"""What a day at this laptop came to: the whole of it; or its sums of what no closing has told the office
(*open_only*).

Somebody who comes after the day was closed is recorded like everybody else, and the day is closed again: that
closing tells the whole day, and stands in the place of the one before.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from rekam.domain.recording import closing as rules
from rekam.domain.recording.closing import Capture, Day, Quality, Waits
from rekam.station.closing.models import Closing
from rekam.station.counter import desk
from rekam.station.counter.models import Draft, Made
from rekam.station.devices.words import ABSENT
from rekam.station.outbox import queries as outbox
from rekam.station.outbox.models import Packet, State
from rekam.station.packs import queries as packs
from rekam.station.queue import queries as queue
from rekam.station.queue.models import State as TicketState
from rekam.station.queue.models import Ticket


def packets_of(on: date, *, open_only: bool = False) -> list[Packet]:
    """The sealed recordings of the day, in their order."""
    return outbox.listed(_packets(on, open_only))


def _packets(on: date, open_only: bool) -> QuerySet[Packet]:
    ids = [bytes(each) for each in _made(on, open_only).values_list("packet_id", flat=True)]
    return Packet.objects.filter(packet_id__in=ids)


def by_visit(on: date) -> dict[tuple[str, str, int], list[int]]:
    """The numbers of the sealed recordings by visit, place and set of keys. One that was sealed before its
    visit was kept with it counts where the laptop is now, as the closing does.
    """
    held = {bytes(each.packet_id): each for each in packets_of(on)}
    now = packs.taken()
    here = (now.visit, now.place_code) if now else ("", "")
    found: dict[tuple[str, str, int], list[int]] = {}
    for made in _made(on):
        visit, place = here if made.visit is None else (made.visit, made.place_code)
        if packet := held.get(bytes(made.packet_id)):
            found.setdefault((visit, place, packet.epoch), []).append(packet.sequence)
    return {where: sorted(numbers) for where, numbers in found.items()}


def _tickets(on: date, open_only: bool = False) -> QuerySet[Ticket]:
    found = queue.counted(on)
    return found.filter(is_closed=False) if open_only else found


def _made(on: date, open_only: bool = False) -> QuerySet[Made]:
    return Made.objects.filter(ticket__in=_tickets(on, open_only))


def day(on: date, *, open_only: bool = False) -> Day:
    """Sealed is what the disk gives back: a day does not close over bytes that are gone."""
    tickets = list(_tickets(on, open_only))
    counts, packets = queue.counts(tickets), outbox.readable(_packets(on, open_only))
    failed = Counter(ticket.failure for ticket in tickets if ticket.failure)
    unsent = sum(packet.state == State.WAITING for packet in packets)
    return Day(
        tickets=len(tickets),
        recorded=_made(on, open_only).count(),
        failed=dict(failed),
        left=counts[TicketState.LEFT],
        waiting=counts[TicketState.WAITING] + counts[TicketState.CALLED],
        drafts=Draft.objects.filter(ticket__in=tickets).count(),
        sealed=len(packets),
        twice=sum(packet.copied_at is not None for packet in packets),
        received=len(packets) - unsent,
        unsent=unsent,
    )


def quality(on: date) -> dict[tuple[str, str, str], Quality]:
    """By step, device and operator: which device captures badly, who needs help."""
    each = [Capture(**kept) for made in _made(on) for kept in made.quality]
    return rules.add_up(each)


def waits(on: date) -> Waits:
    """How long everybody waited who sat at the counter."""
    seated = _tickets(on).exclude(seated_at=None)
    return rules.waits(each.waited for each in seated)


def steps(on: date) -> dict[str, tuple[int, float]]:
    """How often every step was taken on that day, and how long that took together."""
    sums: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for made in _made(on):
        sums.update(made.seconds)
        times.update(made.seconds.keys())
    return {step: (times[step], sums[step]) for step in sums}


def seconds(on: date) -> dict[str, float]:
    """The mean time of every step."""
    sums = steps(on)
    return {step: took / times for step, (times, took) in sums.items()}


@dataclass(frozen=True)
class DeviceState:
    name: str
    serial: str
    state: str
    is_simulated: bool


def devices() -> list[DeviceState]:
    """Every device that answers now, and those that answered on this day and do not any more."""
    here = [
        DeviceState(f"{each.make} {each.model}".strip(), each.serial, each.status, each.is_simulated)
        for each in desk.found().devices
    ]
    away = [each for each in desk.absent() if timezone.localdate(each.last_at) == timezone.localdate()]
    return here + [DeviceState(each.name, each.serial, ABSENT, each.is_simulated) for each in away]


def open_days(but: date) -> list[date]:
    """Other days with tickets of which no closing has told; a clock that was set makes later ones too."""
    days = Ticket.objects.exclude(on=but).filter(is_closed=False).order_by("on")
    return list(days.values_list("on", flat=True).distinct())


def of_day(on: date) -> Closing | None:
    """The latest, which says the whole day."""
    return Closing.objects.filter(day=on).first()


def earlier() -> list[Closing]:
    return list(Closing.objects.all()[:60])
