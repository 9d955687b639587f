"""Where spare kits and devices would help most: every move that is possible, and the best of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from rekam.domain.kits import spares as rules
from rekam.domain.kits.fitness import NEEDS, POWER
from rekam.domain.kits.kinds import Role
from rekam.domain.kits.spares import Gap, Move, Plan, Problem, Saving, Site, Taken
from rekam.domain.service.travel import Way
from rekam.office.kits.queries import KitState
from rekam.office.places.models import Place
from rekam.office.service import spare_scene
from rekam.office.service.models import SpareDecision
from rekam.office.service.spare_scene import LACKS, Item, Scene

# A refusal is not proposed again for so long.
REFUSED = timedelta(days=7)
SECONDS = 5.0
Wish = tuple[tuple[str, int], int, int | None]


@dataclass(frozen=True, slots=True)
class Option:
    """A move with what the page says about it."""

    move: Move
    item: Item
    place: Place
    way: Way
    arrives: datetime | None
    to_kit: KitState | None
    gap: Gap | None

    @property
    def wish(self) -> Wish:
        """What the office decides about: this thing, to this place, into this kit."""
        return self.item.key, self.place.pk, self.to_kit.kit.pk if self.to_kit else None


@dataclass(frozen=True, slots=True)
class Proposed:
    """The best plan, the moves behind its numbers, and the scene that they were made from."""

    scene: Scene
    plan: Plan
    options: Mapping[int, Option]
    instead: Mapping[int, Saving | None]
    spare_kits: int
    spare_devices: int

    def chosen(self, wish: Wish) -> tuple[Option, Saving] | None:
        """The proposal that somebody decides about, if it is still one."""
        for saving in self.plan.savings:
            option = self.options[saving.move.number]
            if option.wish == wish:
                return option, saving
        return None


def proposals(at: datetime) -> Proposed:
    """What to send where now."""
    scene = spare_scene.read(at)
    items, refused, numbers = spare_scene.items(scene), _refused(at), count(1)
    options = [o for item in items for o in _options(scene, item, numbers) if o.wish not in refused]
    problem = Problem(tuple(scene.sites.values()), tuple(option.move for option in options))
    plan = rules.solve(problem, seconds=SECONDS)
    loose = [item for item in items if item.out_of is None]
    return Proposed(
        scene=scene,
        plan=plan,
        options={option.move.number: option for option in options},
        instead={s.move.number: rules.second_best(problem, plan, s) for s in plan.savings},
        spare_kits=sum(item.kit is not None and item.kit.kit.role == Role.SPARE for item in loose),
        spare_devices=sum(item.device is not None and item.device.kit is None for item in loose),
    )


# -- where it could go ----------------------------------------------------------------------------------


def _options(scene: Scene, item: Item, numbers: Iterator[int]) -> Iterator[Option]:
    """To every place that waits; a kit of a counter goes home and nowhere else."""
    home = item.kit.kit.home_id if item.kit and item.kit.kit.role == Role.FIXED else None
    for site in scene.sites.values():
        if home not in (None, site.place):
            continue
        place = scene.place_of[site.place]
        way = spare_scene.way(scene, item.place, place)
        if way is None:
            continue
        moment = scene.at + timedelta(minutes=way.minutes)
        arrives = scene.lines[site.place].at(moment)
        if arrives >= site.horizon:
            continue
        told = (item, place, way, scene.lines[site.place].moment(arrives))
        if item.kit is not None:
            move = Move(next(numbers), item.key, site.place, arrives, way.minutes)
            yield Option(move, *told, None, None)
        else:
            yield from _closing(scene, item, site, numbers, told, arrives)


def _closing(
    scene: Scene,
    item: Item,
    site: Site,
    numbers: Iterator[int],
    told: tuple[Item, Place, Way, datetime | None],
    arrives: int,
) -> Iterator[Option]:
    """A device for each gap of its kind."""
    assert item.device is not None
    states = {state.kit.pk: state for state in spare_scene.counter_kits(scene, site.place)}
    for broken in site.broken:
        for gap in broken.gaps:
            if gap.kind != item.device.kind or not _may_go(item, broken.kit):
                continue
            move = Move(
                number=next(numbers),
                item=item.key,
                place=site.place,
                arrives=arrives,
                travel_minutes=told[2].minutes,
                closes=gap.number,
                out_of=item.out_of.kit.pk if item.out_of else None,
                taken=_taken(scene, item, site, gap, told[2]),
            )
            yield Option(move, *told, states[broken.kit], gap)


def _may_go(item: Item, kit: int) -> bool:
    """Out of its kit a device goes into another; apart from its kit it goes back to it."""
    own = item.device.kit_id if item.device else None
    return own is None or (own != kit if item.out_of else own == kit)


def _taken(scene: Scene, item: Item, site: Site, gap: Gap, way: Way) -> Taken | None:
    """The kit that gives a device away waits until the other's own is mended and has come back."""
    giver = item.out_of
    if giver is None or giver.place_id not in scene.sites:
        return None
    mended = scene.lines[site.place].moment(gap.mended_after)
    line = scene.lines[giver.place_id]
    until = line.at(mended + timedelta(minutes=way.minutes)) if mended else line.minutes
    return Taken(giver.place_id, giver.kit.pk, _lack_without(gap.kind), until)


def _lack_without(kind: str) -> int:
    """Halves of a kit that are gone when it has no device of this kind."""
    return next((LACKS[need.without] for need in (*NEEDS, POWER) if kind in need.kinds), 1)


# -- what was refused ---------------------------------------------------------------------------------


def _refused(at: datetime) -> set[Wish]:
    held = SpareDecision.objects.filter(is_accepted=False, taken_back_at=None, at__gt=at - REFUSED)
    rows = held.values_list("kit", "device", "place", "to_kit")
    return {
        (("kit", kit) if kit else ("device", device or 0), place, to_kit)
        for kit, device, place, to_kit in rows
    }
