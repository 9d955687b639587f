"""What works, where it stands and what is wrong: for the screens, and for the parts that build on kits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from rekam.domain.kits import timeline as timelines
from rekam.domain.kits.fitness import Fitness, Part, Reason
from rekam.domain.kits.fitness import fitness as judge
from rekam.domain.kits.kinds import Condition, Kind, Stops
from rekam.domain.kits.timeline import Span, Station, Stretch
from rekam.office.kits.models import Device, Fault, Handover, Kit, Standing, Stationing
from rekam.office.regions import queries as regions

STANDING = ("kit_id", "device_id", "device__kind", "condition", "stops", "is_away")


@dataclass(frozen=True, slots=True)
class KitState:
    """A kit at one moment. Without a place it is in the office's store, or on its way (``is_placed``)."""

    kit: Kit
    fitness: Fitness
    reasons: tuple[Reason, ...]
    place_id: int | None
    is_placed: bool


# -- fitness ----------------------------------------------------------------------------------------


def fitness(at: datetime | None = None) -> dict[int, KitState]:
    """Every kit that the office had at a moment (now, when none is given), in three questions."""
    parts = _parts(at)
    places = dict(Stationing.objects.filter(holding(at)).values_list("kit_id", "place_id"))
    return {
        kit.pk: KitState(kit, *judge(parts[kit.pk]), places.get(kit.pk), kit.pk in places)
        for kit in _kits(at)
    }


def fitness_of(kit: Kit, at: datetime | None = None) -> KitState:
    station = kit.stationings.filter(holding(at)).first()
    found = judge(_parts(at, kit)[kit.pk])
    return KitState(kit, *found, station.place_id if station else None, station is not None)


def at_places(at: datetime | None = None) -> dict[int, list[KitState]]:
    """The kits of each place; those in the store or on their way are nowhere."""
    return by_place(fitness(at).values())


def by_place(states: Iterable[KitState]) -> dict[int, list[KitState]]:
    found: dict[int, list[KitState]] = defaultdict(list)
    for state in states:
        if state.place_id is not None:
            found[state.place_id].append(state)
    return dict(found)


def holding(at: datetime | None) -> Q:
    """What holds now, or held at a moment: for stationings and standings."""
    if at is None:
        return Q(until=None)
    return Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))


def _kits(at: datetime | None) -> QuerySet[Kit]:
    in_use = Q(retired_at=None) if at is None else Q(retired_at=None) | Q(retired_at__gt=at)
    return Kit.objects.filter(in_use).select_related("home")


def _parts(at: datetime | None, kit: Kit | None = None) -> dict[int, list[Part]]:
    held = Standing.objects.filter(holding(at), kit__isnull=False).order_by("device__kind", "device_id")
    if kit is not None:
        held = held.filter(kit=kit)
    found: dict[int, list[Part]] = defaultdict(list)
    for kit_id, *facts in held.values_list(*STANDING):
        found[kit_id].append(_part(*facts))
    return found


def _part(device: int, kind: str, condition: str, stops: str, is_away: bool) -> Part:
    return Part(Kind(kind), Condition(condition), Stops(stops) if stops else None, is_away, device)


def timeline(
    start: datetime, end: datetime, kit_ids: Iterable[int] | None = None
) -> dict[int, list[Stretch]]:
    """The fitness and the place of every kit over a time, without gaps: two questions for all of them.

    Where a kit was down, at which place, since when and because of which device: what a fault costs is
    counted from these.
    """
    overlapping = Q(since__lt=end) & (Q(until=None) | Q(until__gt=start))
    if kit_ids is not None:
        overlapping &= Q(kit__in=list(kit_ids))
    spans: dict[int, list[Span]] = defaultdict(list)
    stations: dict[int, list[Station]] = defaultdict(list)
    held = Standing.objects.filter(overlapping, kit__isnull=False).order_by("device__kind", "device_id")
    for kit, *facts, since, until in held.values_list(*STANDING, "since", "until"):
        spans[kit].append(Span(_part(*facts), since, until))
    stood = Stationing.objects.filter(overlapping).order_by("since")
    for kit, place, since, until in stood.values_list("kit_id", "place_id", "since", "until"):
        stations[kit].append(Station(place, since, until))
    return {
        kit: timelines.stretches(spans[kit], stations[kit], start=start, end=end)
        for kit in {*spans, *stations}
    }


def stood_before(at: datetime) -> dict[int, int]:
    """The place where each kit stood last before a moment; the store is none."""
    stood = Stationing.objects.filter(since__lt=at, place__isnull=False).order_by("since", "pk")
    return {kit: place for kit, place in stood.values_list("kit_id", "place_id") if place is not None}


# -- faults -----------------------------------------------------------------------------------------


def open_faults(within: str = "", at: datetime | None = None) -> QuerySet[Fault]:
    """Faults that somebody still has to do something about, the oldest first. They belong to where the device
    is now (``stands_in``, the area's code, and ``stands_at``, the place's name): who sent a kit on is not
    asked to mend it. *at*: those that were open at that moment, where their kit stood then. Their state stays
    the one of today.
    """
    told = {"stands_in": _of_its_place("area__code", at), "stands_at": _of_its_place("name", at)}
    is_open = Q(closed_at=None)
    if at is not None:
        is_open = Q(reported_at__lte=at) & (is_open | Q(closed_at__gt=at))
    found = faults().filter(is_open).annotate(**told)
    return found.filter(Q(stands_in__startswith=within)) if within else found


def _of_its_place(fact: str, at: datetime | None) -> Coalesce:
    """Of the place where the device belongs now, as in `area_of_device`; in the store and on its way, of that
    where its fault was reported. At another moment it belongs to the kit in which its fault was reported.
    """
    if at is not None:
        stood = Stationing.objects.filter(holding(at), kit=OuterRef("kit")).values(f"place__{fact}")
        return Coalesce(Subquery(stood[:1]), F(f"place__{fact}"), output_field=CharField())
    stands = Stationing.objects.filter(kit=OuterRef("device__kit"), until=None).values(f"place__{fact}")
    kept = Case(When(device__kit=None, then=F(f"device__place__{fact}")))
    return Coalesce(Subquery(stands[:1]), kept, F(f"place__{fact}"), output_field=CharField())


def faults(within: str = "") -> QuerySet[Fault]:
    """All faults reported in an area, open and closed, wherever the device is now."""
    found = Fault.objects.select_related("device", "kit", "place__area", "assignee", "reported_by")
    return found.filter(place__area__code__startswith=within) if within else found


def open_fault_of(device: Device) -> Fault | None:
    return device.faults.filter(closed_at=None).select_related("reported_by", "assignee").first()


def kits_of(within: str = "") -> QuerySet[Kit]:
    """Kits in use whose area this is, as in `area_of`: they stand there, or are on their way there."""
    found = Kit.objects.filter(retired_at=None)
    if not within:
        return found
    here = Stationing.objects.filter(until=None, place__area__code__startswith=within)
    coming = Handover.objects.filter(
        received_at=None, kit__isnull=False, to_place__area__code__startswith=within
    )
    return found.filter(Q(pk__in=here.values("kit")) | Q(pk__in=coming.values("kit")))


# -- where things are -------------------------------------------------------------------------------


def place_of(kit: Kit) -> int | None:
    """The place where a kit stands; None in the store and on its way."""
    station = kit.stationings.filter(until=None).first()
    return station.place_id if station else None


def place_of_device(device: Device) -> int | None:
    """With its kit it is where that stands; apart from it, or in none, where it was put."""
    if device.kit is not None and not device.is_apart:
        return place_of(device.kit)
    return device.place_id


def area_of(kit: Kit) -> str:
    """Whose a kit is when rights are asked: the area where it stands, or where it is going; the regency's
    when it is in the store.
    """
    station = kit.stationings.filter(until=None).select_related("place__area").first()
    if station is not None:
        return station.place.area.code if station.place else regency()
    way = kit.handovers.filter(received_at=None).select_related("to_place__area").first()
    return way.to_place.area.code if way and way.to_place else regency()


def area_of_device(device: Device) -> str:
    """A device belongs to where its kit stands, also while it is away for repair."""
    if device.kit is not None:
        return area_of(device.kit)
    return device.place.area.code if device.place else regency()


def regency() -> str:
    return regions.office().regency.code


def under_way(*, kit: Kit | None = None, device: Device | None = None) -> Handover | None:
    """The handover that was sent and not received yet."""
    open_ones = Handover.objects.filter(received_at=None)
    return (open_ones.filter(kit=kit) if kit else open_ones.filter(device=device)).first()


def devices(within: str = "") -> QuerySet[Device]:
    """Devices in use in an area, with their kits."""
    found = Device.objects.filter(retired_at=None).select_related("kit", "place__area")
    if not within:
        return found
    with_kit = Q(kit__stationings__until=None, kit__stationings__place__area__code__startswith=within)
    return found.filter(with_kit | Q(kit=None, place__area__code__startswith=within))
