"""How days at the counters went, as laptops closed them: who came, who was recorded, why others were not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from rekam.office.stations.models import Station
from rekam.office.sync.models import DayClosing, Packet
from rekam.office.sync.quarantine import believed

Place = tuple[int | None, int]  # of a packet: its keys and its number
Named = dict[tuple[str, str], list[Place]]  # by station and id; one id with two contents has two


@dataclass(slots=True)
class CounterDay:
    """One day at one laptop. A day that was closed again is told by its last closing; older programs told the
    second time only what came after the first, which is added.

    *served* sat at the counter and waited *wait_seconds* together, the longest *longest_seconds*. Older
    programs tell nothing of the queue, and *tickets* is None then. *copies* lay on the laptop's USB disk and
    *unsent* was not yet at the office, both when the day was closed. *devices*: what each said of itself, by
    serial number.
    """

    on: date
    station: Station
    recorded: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    tickets: int | None = None
    left: int = 0
    served: int = 0
    wait_seconds: int = 0
    longest_seconds: int = 0
    copies: int = 0
    unsent: int = 0
    devices: dict[str, str] = field(default_factory=dict)

    @property
    def not_recorded(self) -> int:
        return sum(self.failed.values())

    @property
    def mean_wait(self) -> float | None:
        """Seconds; None when nobody is known to have waited."""
        return self.wait_seconds / self.served if self.served else None

    def add(self, closing: DayClosing) -> None:
        self.recorded += closing.recorded
        self.failed.update(closing.failed)
        self.copies += closing.copies
        self.unsent = closing.unsent
        self.devices.update(closing.devices)
        if queue := closing.sums.get("queue"):
            self.tickets = (self.tickets or 0) + queue["tickets"]
            self.left += queue["left"]
            self.served += queue["served"]
            self.wait_seconds += queue["wait_seconds"]
            self.longest_seconds = max(self.longest_seconds, queue["longest_seconds"])


@dataclass(frozen=True, slots=True)
class Sums:
    """Some days together."""

    recorded: int
    not_recorded: int
    left: int
    mean_wait: float | None
    longest_seconds: int
    reasons: tuple[tuple[str, int], ...]


def closed(*, since: date, within: str = "") -> list[CounterDay]:
    """The newest first. Who works in an area sees the days of its stations. A closing in quarantine stands in
    no other's place and counts once two people have let it out.
    """
    found = DayClosing.objects.filter(believed(), on__gte=since).select_related(
        "packet__epoch__station__place"
    )
    if within:
        found = found.filter(packet__epoch__station__place__area__code__startswith=within)
    days: dict[tuple[date, int], list[DayClosing]] = {}
    for closing in found.order_by("packet__epoch__number", "packet__sequence", "pk"):
        if closing.packet.epoch is not None:
            days.setdefault((closing.on, closing.packet.epoch.station_id), []).append(closing)
    named = _named(each for told in days.values() for each in told)
    added = [_added(told, named) for told in days.values()]
    return sorted(added, key=lambda day: (-day.on.toordinal(), day.station.name))


def _named(told: Iterable[DayClosing]) -> Named:
    """The packets that these closings name, be they opened or not."""
    names = {each.sums["instead_of"] for each in told if each.sums.get("instead_of")}
    rows = Packet.objects.filter(packet_id__in=names, epoch__isnull=False)
    found: Named = {}
    for station, name, epoch, sequence in rows.values_list(
        "station_key", "packet_id", "epoch_id", "sequence"
    ):
        found.setdefault((station, name), []).append((epoch, sequence))
    return found


def _added(told: Sequence[DayClosing], named: Named) -> CounterDay:
    """One day at one laptop out of its closings, whichever of them have come."""
    epoch = told[0].packet.epoch
    assert epoch is not None
    day, replaced = CounterDay(told[0].on, epoch.station), _replaced(told, named)
    for closing in told:
        if closing.pk not in replaced:
            day.add(closing)
    return day


def _replaced(told: Sequence[DayClosing], named: Named) -> set[int]:
    """The closings in whose place a later one stands: the one it names and all before that, under the same
    keys as either.
    """
    found: set[int] = set()
    for closing in told:
        if before := closing.sums.get("instead_of"):
            own = closing.packet
            ends = [(own.epoch_id, own.sequence - 1), *named.get((own.station_key, before), ())]
            found |= {each.pk for each in told for end in ends if _is_until(each, end)}
    return found


def _is_until(closing: DayClosing, end: Place) -> bool:
    epoch, last = end
    return closing.packet.epoch_id == epoch and closing.packet.sequence <= last


def add_up(days: Iterable[CounterDay]) -> Sums:
    each = list(days)
    served = sum(day.served for day in each)
    reasons: Counter[str] = sum((day.failed for day in each), Counter())
    return Sums(
        recorded=sum(day.recorded for day in each),
        not_recorded=sum(day.not_recorded for day in each),
        left=sum(day.left for day in each),
        mean_wait=sum(day.wait_seconds for day in each) / served if served else None,
        longest_seconds=max((day.longest_seconds for day in each), default=0),
        reasons=tuple(reasons.most_common()),
    )
