"""What faults cost: the kits' timeline laid over the opening hours of their places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Q, Sum
from django.utils import timezone

from rekam.domain.kits import cost as rules
from rekam.domain.kits.cost import UNREPORTED, Cost, Demand, Down, OpenTime, Rate, Stay
from rekam.domain.kits.faults import State
from rekam.domain.kits.fitness import Fitness
from rekam.domain.kits.fitness import Reason as Lack
from rekam.domain.kits.kinds import Role
from rekam.domain.kits.timeline import Stretch
from rekam.domain.service.standing import Span
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Fault, FaultMove, Kit
from rekam.office.places import queries as places
from rekam.office.places.models import Place
from rekam.office.service import queries, recordings
from rekam.office.service.recordings import Work

Of = TypeVar("Of")


@dataclass(frozen=True, slots=True)
class FaultCost:
    """One fault and its cost within the period.

    ``minutes`` None: no place with opening hours missed the device. ``cost`` None: what its kit records is
    not known, because it is no kit of a counter.
    """

    fault: Fault
    minutes: int | None
    cost: Cost | None
    rupiah: int

    @property
    def is_open(self) -> bool:
        return self.fault.closed_at is None

    @property
    def hours(self) -> float | None:
        return None if self.minutes is None else self.minutes / rules.HOUR


@dataclass(frozen=True, slots=True)
class PlaceWork:
    """What is known of one place's work: its measured rate, how many kits it has, and its demand."""

    place: Place
    rate: Rate
    kits: int
    demand: Demand


@dataclass
class Scene:
    """All that the costs of a period are counted from, read once."""

    start: datetime
    end: datetime
    place_of: Mapping[int, Place]
    kit_of: Mapping[int, Kit]
    open_time: Mapping[int, OpenTime]
    stays: dict[int, list[Stay]] = field(default_factory=lambda: defaultdict(list))
    downs: dict[int, list[Down]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Costs:
    """The faults of a period, the dearest first, and the places that they were felt at."""

    start: datetime
    end: datetime
    work: Work
    faults: list[FaultCost]
    places: dict[int, PlaceWork]
    unreported: dict[int, Cost]
    open_time: Mapping[int, OpenTime]

    @property
    def lost(self) -> float:
        return sum(each.cost.lost for each in self.faults if each.cost)

    @property
    def taken_over(self) -> float:
        return sum(each.cost.taken_over for each in self.faults if each.cost)

    @property
    def still_open(self) -> int:
        return sum(each.is_open for each in self.faults)

    @property
    def rupiah(self) -> int:
        return sum(each.rupiah for each in self.faults)


def costs(start: datetime, end: datetime, within: str = "") -> Costs:
    """Every fault that was open at some time between two moments, with what it cost in that time.

    Rates are measured over the whole office, since places borrow from each other; what is told of faults,
    places and opening hours is of the area only.
    """
    scene = read(start, end)
    work = recordings.work(timezone.localtime(end).date())
    known = places_work(scene, work)
    by_place = {
        place: rules.costs(
            scene.stays[place], scene.downs[place], each.demand, 0, scene.open_time[place].minutes
        )
        for place, each in known.items()
    }
    of_fault: dict[int, Cost] = {}
    for found in by_place.values():
        for fault, part in found.items():
            of_fault[fault] = of_fault.get(fault, Cost()) + part
    unreported = {place: found[UNREPORTED] for place, found in by_place.items() if UNREPORTED in found}
    return Costs(
        start=start,
        end=end,
        work=work,
        faults=_faults(scene, of_fault, within),
        places=_inside(scene, known, within),
        unreported=_inside(scene, unreported, within),
        open_time=_inside(scene, scene.open_time, within),
    )


def _inside(scene: Scene, by_place: Mapping[int, Of], within: str) -> dict[int, Of]:
    return {pk: each for pk, each in by_place.items() if queries.lies_in(scene.place_of[pk], within)}


def _faults(scene: Scene, of_fault: Mapping[int, Cost], within: str) -> list[FaultCost]:
    held = touching(scene.start, scene.end, within)
    spent = FaultMove.objects.filter(fault__in=[fault.pk for fault in held], cost_rupiah__gt=0)
    rupiah = dict(spent.order_by().values_list("fault").annotate(sum=Sum("cost_rupiah")))
    rows = [
        FaultCost(fault, downtime(scene, fault), _cost(fault, of_fault), rupiah.get(fault.pk, 0))
        for fault in held
    ]
    return sorted(rows, key=lambda row: (-(row.cost.lost if row.cost else 0), -(row.minutes or 0)))


def _cost(fault: Fault, of_fault: Mapping[int, Cost]) -> Cost | None:
    is_at_a_counter = fault.kit is not None and fault.kit.role != Role.MOBILE and fault.place_id is not None
    return of_fault.get(fault.pk, Cost()) if is_at_a_counter else None


def downtime(scene: Scene, fault: Fault) -> int | None:
    """Open minutes from the report until the device was back, at the place that missed it."""
    line = scene.open_time.get(fault.place_id or 0)
    if line is None:
        return None
    until = min(fault.closed_at or scene.end, scene.end)
    return max(line.at(until) - line.at(max(fault.reported_at, scene.start)), 0)


def touching(start: datetime, end: datetime, within: str = "") -> list[Fault]:
    """Faults that were open at some time between two moments; what was no fault is left out."""
    held = kits.faults(within).filter(Q(closed_at=None) | Q(closed_at__gt=start), reported_at__lt=end)
    return list(held.exclude(state=State.DISMISSED))


# -- the scene -----------------------------------------------------------------------------------------


def read(start: datetime, end: datetime) -> Scene:
    """Stays and faults of every kit along the opening hours of the places where they stood, or that miss them
    while they are away for repair.
    """
    place_of = {place.pk: place for place in places.places()}
    kit_of = {kit.pk: kit for kit in Kit.objects.all()}
    scene = Scene(start, end, place_of, kit_of, open_times(start, end))
    fault_of, stood = _open_by_device(start, end), kits.stood_before(start)
    for kit, stretches in kits.timeline(start, end).items():
        if kit_of[kit].role == Role.MOBILE:
            continue  # it works elsewhere: its visits are not counted at the place where it is kept
        last = stood.get(kit)
        for stretch in stretches:
            last = stretch.place or last
            _lay(scene, kit, stretch, last, fault_of)
    return scene


def open_times(start: datetime, end: datetime) -> dict[int, OpenTime]:
    """The opening hours of every place between two moments, each as one line."""
    found = places.openings(start=timezone.localtime(start).date(), end=timezone.localtime(end).date())
    return {place: OpenTime(_cut(queries.spans(by_day), start, end)) for place, by_day in found.items()}


def _cut(spans: Iterable[Span], start: datetime, end: datetime) -> list[Span]:
    return [
        (max(opens, start), min(closes, end)) for opens, closes in spans if opens < end and start < closes
    ]


def _lay(
    scene: Scene, kit: int, stretch: Stretch, place: int | None, fault_of: Mapping[int, Sequence[Fault]]
) -> None:
    """*place*: where the kit stands, or stood last. While it stands nowhere (in the store, or on its way)
    that place misses it whole, if it was reported broken there; one that left for another reason was lent.
    """
    line = scene.open_time.get(place or 0)
    lacks = [
        (_fault_at(fault_of.get(lack.device or 0, ()), stretch.start), share(lack))
        for lack in stretch.reasons
    ]
    whole = 1.0
    if stretch.place is None:
        if not any(f and (f.kit_id, f.place_id) == (kit, place) for f, _share in lacks):
            return
        whole = max(part for _fault, part in lacks)
    if line is None or place is None:
        return
    start, end = line.at(stretch.start), line.at(stretch.end)
    scene.stays[place].append(Stay(kit, start, end))
    for fault, part in lacks:
        scene.downs[place].append(Down(fault.pk if fault else UNREPORTED, kit, start, end, part / whole))


def share(lack: Lack) -> float:
    """How much of its kit a lack takes away."""
    return rules.WORTH[Fitness.FIT] - rules.WORTH[lack.effect]


def _open_by_device(start: datetime, end: datetime) -> dict[int, list[Fault]]:
    held = Fault.objects.filter(Q(closed_at=None) | Q(closed_at__gt=start), reported_at__lt=end)
    found: dict[int, list[Fault]] = defaultdict(list)
    for fault in held.exclude(state=State.DISMISSED).order_by("reported_at"):
        found[fault.device_id].append(fault)
    return dict(found)


def _fault_at(faults: Iterable[Fault], at: datetime) -> Fault | None:
    held = (f for f in faults if f.reported_at <= at and (f.closed_at is None or at < f.closed_at))
    return next(held, None)


# -- rates ---------------------------------------------------------------------------------------------


def places_work(scene: Scene, work: Work) -> dict[int, PlaceWork]:
    """The rate of each place where kits stood or belong, measured over the last weeks that are known.

    A place that no recording of eight weeks names (it may be written otherwise there) borrows from the others
    of this office, and before there are any from what was published.
    """
    rates = _rates(scene, work)
    others = [rate for rate in rates.values() if rate.recordings and rate.kit_minutes]
    prior = rules.shared(others)
    found = {}
    for place, own in rates.items():
        rate = replace(own, kit_minutes=own.kit_minutes if own.recordings else 0, prior=prior)
        count = kits_of(scene, place)
        found[place] = PlaceWork(scene.place_of[place], rate, count, rules.demand(rate, count))
    return found


def _rates(scene: Scene, work: Work) -> dict[int, Rate]:
    zone = places.zone()
    start = datetime.combine(work.start, datetime.min.time(), zone)
    end = datetime.combine(work.end + timedelta(days=1), datetime.min.time(), zone)
    measured = scene if scene.start <= start and end <= scene.end else read(start, end)
    found = {}
    homes = [k.home_id for k in scene.kit_of.values() if _is_of_a_counter(k) and k.home_id in scene.open_time]
    for place in dict.fromkeys([*scene.stays, *(home for home in homes if home is not None)]):
        here, line = scene.place_of[place], measured.open_time[place]
        stays, downs = measured.stays[place], measured.downs[place]
        made = work.at(here.area.code, here.name)
        found[place] = rules.rate(made, stays, downs, line.at(start), line.at(end))
    return found


def kits_of(scene: Scene, place: int) -> int:
    """How many kits a place has when none is broken or lent: those whose home it is."""
    own = [kit for kit in scene.kit_of.values() if kit.home_id == place and _is_of_a_counter(kit)]
    return len(own) or len({stay.kit for stay in scene.stays[place]})


def _is_of_a_counter(kit: Kit) -> bool:
    return kit.role == Role.FIXED and not kit.retired_at
