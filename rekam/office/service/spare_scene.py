"""What is broken where, and what lies ready to be sent: the office's state, read once for the proposals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from django.db.models import QuerySet
from django.utils import timezone

from rekam.domain.kits.cost import WORTH, OpenTime
from rekam.domain.kits.fitness import Fitness
from rekam.domain.kits.kinds import Condition, Role
from rekam.domain.kits.spares import A_KIT, WHOLE, Broken, Gap, Site
from rekam.domain.service import travel
from rekam.domain.service.travel import Spot, Way
from rekam.office.kits import queries as kits
from rekam.office.kits.models import Device, Fault, Handover
from rekam.office.kits.queries import KitState
from rekam.office.places import queries as places
from rekam.office.places.models import Kind, Place
from rekam.office.regions import queries as regions
from rekam.office.service import costs, mending
from rekam.office.service.costs import PlaceWork

# Nothing is planned further ahead: by then somebody has looked again.
AHEAD = timedelta(days=30)
LACKS = {Fitness.DOWN: WHOLE, Fitness.PARTIAL: 1, Fitness.FIT: 0}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that could be sent, and where it lies (place None: the office's store).

    ``out_of`` is the kit that a device would be taken out of.
    """

    kit: KitState | None
    device: Device | None
    place: int | None
    out_of: KitState | None = None

    @property
    def key(self) -> tuple[str, int]:
        return ("kit", self.kit.kit.pk) if self.kit else ("device", self.device.pk if self.device else 0)


@dataclass(frozen=True, slots=True)
class Coming:
    """A kit or a device that was sent to a place and has not been signed for there. *arrives*: an open minute
    of that place, the first one when it is late.
    """

    kit: KitState | None
    device: Device | None
    place: int
    arrives: int


@dataclass
class Scene:
    """Everything that the moves are made from, read once: as it is now, with *at* as the beginning of what is
    to come. ``kits`` are all, ``states`` those that stand at places.
    """

    at: datetime
    place_of: Mapping[int, Place]
    kits: Mapping[int, KitState]
    states: Mapping[int, list[KitState]]
    lines: Mapping[int, OpenTime]
    work: Mapping[int, PlaceWork]
    left: mending.Left
    faults: Mapping[int, Fault]
    store: Spot | None
    coming: list[Coming] = field(default_factory=list)
    sites: dict[int, Site] = field(default_factory=dict)
    kind_of: dict[int, str] = field(default_factory=dict)


# -- what is broken -------------------------------------------------------------------------------------


def read(at: datetime) -> Scene:
    start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) - mending.LOOK_BACK
    past = costs.costs(start, at)
    every = kits.fitness()
    scene = Scene(
        at=at,
        place_of={place.pk: place for place in places.places()},
        kits=every,
        states=kits.by_place(every.values()),
        lines=costs.open_times(at, at + AHEAD),
        work=past.places,
        left=mending.left(past),
        faults={fault.device_id: fault for fault in kits.open_faults()},
        store=_store(),
    )
    scene.coming = list(_coming(scene))
    numbers = count(1)
    for place in scene.work:
        lacking = [kit for kit in _lacking(scene, place, numbers) if kit]
        if lacking:
            scene.sites[place] = _site(scene, place, [*lacking, *_lent(scene, place, numbers)])
    return scene


def _lacking(scene: Scene, place: int, numbers: Iterator[int]) -> Iterator[Broken | None]:
    loose = _loose(scene, place)
    for state in counter_kits(scene, place):
        yield _broken(scene, place, state, numbers, loose)
    for state in _absent_kits(scene, place):
        yield _absent(scene, place, state, numbers)


def counter_kits(scene: Scene, place: int) -> list[KitState]:
    """The kits that record at a place, or should."""
    return at_the_counter(scene.states.get(place, ()))


def at_the_counter(states: Iterable[KitState]) -> list[KitState]:
    return [state for state in states if state.kit.role != Role.MOBILE]


def _site(scene: Scene, place: int, broken: Sequence[Broken]) -> Site:
    whole = sum(state.fitness == Fitness.FIT for state in counter_kits(scene, place))
    last = max(gap.mended_after for kit in broken for gap in kit.gaps)
    horizon = min(last, scene.lines[place].minutes)
    return Site(place, scene.work[place].demand, WHOLE * whole, tuple(broken), horizon)


def _broken(
    scene: Scene, place: int, state: KitState, numbers: Iterator[int], loose: Mapping[str, list[int]]
) -> Broken | None:
    """A kit by what it lacks. *loose* devices that are coming close one gap each."""
    gaps = tuple(_closed(gap, loose.get(gap.kind, [])) for gap in _gaps(scene, place, state, numbers))
    scene.kind_of |= {gap.number: gap.kind for gap in gaps}
    return Broken(state.kit.pk, gaps) if gaps else None


def _gaps(scene: Scene, place: int, state: KitState, numbers: Iterator[int]) -> tuple[Gap, ...]:
    """One for each kind: two broken scanners are missed once."""
    lacks: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for reason in state.reasons:
        if reason.kind is not None:
            after = _mended_after(scene, place, reason.device)
            lacks[reason.kind].append((LACKS[reason.effect], after))
    return tuple(
        Gap(next(numbers), kind, max(lack for lack, _after in found), min(after for _lack, after in found))
        for kind, found in lacks.items()
    )


def _closed(gap: Gap, loose: list[int]) -> Gap:
    return replace(gap, mended_after=loose.pop(0)) if loose and loose[0] < gap.mended_after else gap


def _absent_kits(scene: Scene, place: int) -> list[KitState]:
    """Kits whose counter this is and that are not there: sent in for repair, or lent. A temporary place, and
    one without opening hours, misses nobody.
    """
    if scene.place_of[place].is_temporary or not scene.lines[place].minutes:
        return []
    own = [s for s in scene.kits.values() if s.kit.role == Role.FIXED and s.kit.home_id == place]
    return [state for state in own if state.place_id != place]


def _absent(scene: Scene, place: int, state: KitState, numbers: Iterator[int]) -> Broken:
    """A kit that is not there is one gap, which no device closes. Once all of it is mended it comes back; one
    that is whole was taken away for another reason, and nobody knows until when.
    """
    arrives = next((each.arrives for each in _kits_coming(scene, place) if each.kit == state), None)
    if arrives is not None:
        return _under_way(scene, place, state, arrives, numbers)
    line = scene.lines[place]
    mended = max((gap.mended_after for gap in _gaps(scene, place, state, numbers)), default=line.minutes)
    moment, back = line.moment(mended), way(scene, state.place_id, scene.place_of[place])
    after = line.at(moment + timedelta(minutes=back.minutes)) if moment and back else line.minutes
    return Broken(state.kit.pk, (Gap(next(numbers), A_KIT, WHOLE, after),))


def _mended_after(scene: Scene, place: int, device: int | None) -> int:
    """Open minutes until the device is expected back: mended, and come when it is on its way. What nobody
    reported and nobody sent comes back by itself never.
    """
    fault, line = scene.faults.get(device or 0), scene.lines[place]
    comes = next(
        (c.arrives for c in scene.coming if c.device and (c.device.pk, c.place) == (device, place)), None
    )
    if fault is None:
        return line.minutes if comes is None else comes
    return max(min(scene.left.minutes(fault.state), line.minutes), comes or 0)


# -- what is on its way ----------------------------------------------------------------------------------


def _coming(scene: Scene) -> Iterator[Coming]:
    """What was sent counts from the moment at which it should have come: nothing is sent after it."""
    held = Handover.objects.filter(received_at=None, to_place__isnull=False).order_by("sent_at", "pk")
    for sent in held.select_related("device", "to_place__area"):
        place = sent.to_place
        if place is None or place.pk not in scene.lines:
            continue
        on_the_way = way(scene, sent.from_place_id, place)
        minutes = on_the_way.minutes if on_the_way else 0  # somebody found a way
        arrives = scene.lines[place.pk].at(max(sent.sent_at + timedelta(minutes=minutes), scene.at))
        yield Coming(scene.kits.get(sent.kit_id or 0), sent.device, place.pk, arrives)


def _kits_coming(scene: Scene, place: int) -> list[Coming]:
    return [c for c in scene.coming if c.place == place and c.kit and c.kit.kit.role != Role.MOBILE]


def _lent(scene: Scene, place: int, numbers: Iterator[int]) -> Iterator[Broken]:
    """Kits that are coming to help: those of the place itself are told among what it lacks."""
    for each in _kits_coming(scene, place):
        if each.kit is not None and each.kit.kit.home_id != place:
            yield _under_way(scene, place, each.kit, each.arrives, numbers)


def _under_way(scene: Scene, place: int, state: KitState, arrives: int, numbers: Iterator[int]) -> Broken:
    """A whole kit is missed until it has come, and from then on what it lacks. No device is sent after it."""
    never = scene.lines[place].minutes
    own = [(gap.lacks, max(gap.mended_after, arrives)) for gap in _gaps(scene, place, state, numbers)]
    if state.fitness == Fitness.DOWN and not own:
        own = [(WHOLE, never)]
    return Broken(state.kit.pk, tuple(Gap(next(numbers), A_KIT, *gap) for gap in [(WHOLE, arrives), *own]))


def _loose(scene: Scene, place: int) -> dict[str, list[int]]:
    """When good devices of no kit come to a place, by kind: whoever sent them there meant them for a gap."""
    found: dict[str, list[int]] = defaultdict(list)
    for each in scene.coming:
        device = each.device if each.place == place else None
        if device and device.kit_id is None and _is_good(scene, device):
            found[device.kind].append(each.arrives)
    return {kind: sorted(arrivals) for kind, arrivals in found.items()}


def _is_good(scene: Scene, device: Device) -> bool:
    return device.condition == Condition.GOOD and device.pk not in scene.faults


# -- what could be sent ---------------------------------------------------------------------------------


def items(scene: Scene) -> list[Item]:
    """Spare kits and devices, what was mended and waits to be sent back, good devices out of idle kits."""
    loose = [*_spare_kits(scene), *_spare_devices(scene), *_mended_devices(scene)]
    return [*loose, *_in_spare_kits(scene), *_in_broken_kits(scene)]


def _spare_kits(scene: Scene) -> Iterator[Item]:
    """Spare kits that record and are missed nowhere; and kits that were mended and wait to be sent home."""
    for state in _idle(scene):
        if state.fitness == Fitness.FIT:
            yield Item(state, None, state.place_id)
    for state in scene.kits.values():
        is_awaited = state.kit.role == Role.FIXED and state.kit.home_id is not None
        if is_awaited and state.is_placed and state.place_id is None and state.fitness == Fitness.FIT:
            yield Item(state, None, None)


def _idle(scene: Scene) -> list[KitState]:
    """Spare kits in the store; and at a place, those without which as many kits work there as it has."""
    spare = [state for state in scene.kits.values() if state.kit.role == Role.SPARE and state.is_placed]
    free = [state for state in spare if state.place_id is None]
    for place in dict.fromkeys(state.place_id for state in spare):
        if place is not None:
            here = [s for s in spare if s.place_id == place]
            free += here if not scene.lines[place].minutes else _to_spare(scene, place, here)
    return free


def _to_spare(scene: Scene, place: int, spare: Sequence[KitState]) -> list[KitState]:
    work = scene.work.get(place)
    working = sum(WORTH[state.fitness] for state in counter_kits(scene, place))
    whole = [state for state in spare if state.fitness == Fitness.FIT]
    return whole[: max(int(working - work.kits), 0)] if work else []


def _spare_devices(scene: Scene) -> Iterator[Item]:
    """Good devices that belong to no kit."""
    loose = _good_devices(scene).filter(kit=None)
    for device in loose:
        yield Item(None, device, device.place_id)


def _mended_devices(scene: Scene) -> Iterator[Item]:
    """Good devices that lie elsewhere than their kit stands: they go back to it, and nowhere else."""
    for device in _good_devices(scene, is_apart=True):
        its_kit = scene.kits.get(device.kit_id or 0)
        if its_kit and its_kit.place_id not in (None, device.place_id):
            yield Item(None, device, device.place_id)


def _in_spare_kits(scene: Scene) -> Iterator[Item]:
    """Devices of spare kits that are missed nowhere, whole or not."""
    idle = {state.kit.pk: state for state in _idle(scene)}
    for device in _good_devices(scene).filter(kit__in=idle):
        state = idle[device.kit_id or 0]
        yield Item(None, device, state.place_id, state)


def _in_broken_kits(scene: Scene) -> Iterator[Item]:
    """Good devices of kits that do not record at all: two broken sets may become one."""
    down = {
        state.kit.pk: state
        for place in scene.sites
        for state in counter_kits(scene, place)
        if state.fitness == Fitness.DOWN
    }
    for device in _good_devices(scene).filter(kit__in=down):
        state = down[device.kit_id or 0]
        yield Item(None, device, state.place_id, state)


def _good_devices(scene: Scene, *, is_apart: bool = False) -> "QuerySet[Device]":
    """Good devices without a fault, not on their way, of kinds that are missing somewhere."""
    under_way = Handover.objects.filter(received_at=None, device__isnull=False).values("device")
    faulty = Fault.objects.filter(closed_at=None).values("device")
    wanted = set(scene.kind_of.values())
    held = Device.objects.filter(
        kind__in=wanted, condition=Condition.GOOD, retired_at=None, is_apart=is_apart
    )
    return held.exclude(pk__in=under_way).exclude(pk__in=faulty).select_related("kit", "place")


# -- where things lie, and how far that is --------------------------------------------------------------


def way(scene: Scene, start: int | None, end: Place) -> Way | None:
    """From a place, or from the store (None); None when nobody gets through, or no point is known."""
    here = spot(scene.place_of[start]) if start is not None else scene.store
    there = spot(end)
    return travel.way(here, there, timezone.localtime(scene.at).date()) if here and there else None


def spot(place: Place) -> Spot | None:
    """The place's own point, or its area's until somebody sets one."""
    lat, lon = (place.lat, place.lon) if place.has_point else (place.area.lat, place.area.lon)
    return None if lat is None or lon is None else Spot(lat, lon, place.access)


def _store() -> Spot | None:
    """The office's store is at the head office, or at the regency's point when none is entered."""
    found = places.places().filter(kind=Kind.HEAD_OFFICE).first()
    if found is not None:
        return spot(found)
    regency = regions.office().regency
    return None if regency.lat is None or regency.lon is None else Spot(regency.lat, regency.lon)
