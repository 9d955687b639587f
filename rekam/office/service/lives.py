"""How long devices work between two faults and how long they are missed, by kind, make and place."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rekam.domain.kits.cost import OpenTime
from rekam.domain.kits.faults import State
from rekam.domain.kits.kinds import Condition
from rekam.domain.service import means
from rekam.domain.service.means import Life
from rekam.office.kits.models import Standing, Stationing
from rekam.office.service.costs import Costs, FaultCost

WORKING = (Condition.GOOD, Condition.PARTIAL)
Spot = tuple[int, datetime, datetime]


@dataclass(frozen=True, slots=True)
class Sort:
    """What devices have in common when their lives are added up: any one of the three is asked for."""

    kind: str
    make: str
    place: int | None


def lives(found: Costs) -> dict[Sort, Life]:
    """The lives of all devices within the period of *found*."""
    made = _operating(found.start, found.end, found.open_time)
    for row in found.faults:
        device = row.fault.device
        sort = Sort(device.kind, _make(device.make, device.model), row.fault.place_id)
        made[sort] = made.get(sort, Life()) + _of_fault(row, found)
    return made


def by(made: Mapping[Sort, Life], what: str) -> dict[object, Life]:
    """Added up by ``kind``, ``make`` (of a kind) or ``place``; the dearest first."""

    def key(sort: Sort) -> object:
        return (sort.kind, sort.make) if what == "make" else getattr(sort, what)

    return means.grouped((key(sort), life) for sort, life in made.items())


def _of_fault(row: FaultCost, found: Costs) -> Life:
    """A fault that began before the period is still missed within it, and is no new fault."""
    fault = row.fault
    is_new = found.start <= fault.reported_at
    is_mended = fault.state == State.BACK and fault.closed_at is not None and fault.closed_at <= found.end
    return Life(
        down_minutes=row.minutes or 0,
        faults=int(is_new),
        mended=int(is_mended),
        lost=row.cost.lost if row.cost else 0.0,
    )


def _operating(start: datetime, end: datetime, open_time: Mapping[int, OpenTime]) -> dict[Sort, Life]:
    """Opening time in which devices were with their kits and nobody had reported anything about them."""
    touches = Q(since__lt=end) & (Q(until=None) | Q(until__gt=start))
    spots: dict[int, list[Spot]] = defaultdict(list)
    stood = Stationing.objects.filter(touches, place__isnull=False).order_by()
    for kit, place, since, until in stood.values_list("kit", "place", "since", "until"):
        if place is not None:
            spots[kit].append((place, max(since, start), min(until or end, end)))
    working = Standing.objects.filter(
        touches, kit__isnull=False, stops="", is_away=False, condition__in=WORKING
    ).order_by()
    rows = working.values_list("device__kind", "device__make", "device__model", "kit", "since", "until")
    found: dict[Sort, Life] = {}
    for kind, make, model, kit, since, until in rows:
        for place, here, left in spots[kit]:
            line = open_time.get(place)
            minutes = line.at(min(until or end, left)) - line.at(max(since, here)) if line else 0
            if minutes > 0:
                sort = Sort(kind, _make(make, model), place)
                found[sort] = found.get(sort, Life()) + Life(operating_minutes=minutes)
    return found


def _make(make: str, model: str) -> str:
    return " ".join(filter(None, (make, model)))
