"""What the first page says about service: districts without a kit, late repairs, nobody on duty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rekam.office.kits import queries as kits
from rekam.office.regions import queries as regions
from rekam.office.rosters.models import Skill
from rekam.office.service import kept, levels, queries
from rekam.office.service.queries import Facts, PlaceStanding
from rekam.office.service.recordings import DISTRICT


@dataclass(frozen=True, slots=True)
class Attention:
    """Names in the order of areas. ``is_rostered`` False: no roster of this month was published."""

    without_kit: tuple[str, ...] = ()
    late: int = 0
    late_at: tuple[str, ...] = ()
    without_operator: tuple[str, ...] = ()
    is_rostered: bool = True


def attention(within: str = "") -> Attention:
    """Today, in an area. Worked out once an hour, and again when anything has changed."""
    at = queries.now()
    return kept.kept(f"attention:{within}:{at:%Y%m%dT%H}", lambda: _attention(at, within))


def _attention(at: datetime, within: str) -> Attention:
    standing = queries.standing(at, within, looks_ahead=False)
    if not any(each.kits or each.day.ranges for each in standing):
        return Attention()  # an office that keeps no kits and hours here is not told that they are missing
    facts = queries.facts(timezone.localtime(at).date())
    faults = list(kits.open_faults(within))
    late = levels.overdue(at, standing, faults)
    by_number = {fault.pk: fault for fault in faults}
    places = (by_number[each.waiting.fault].stands_at for each in late)
    return Attention(
        without_kit=_without_kit(standing),
        late=len(late),
        late_at=_named(place for place in places if place),
        without_operator=_without_operator(standing, facts),
        is_rostered=facts.is_rostered,
    )


def _without_kit(standing: Sequence[PlaceStanding]) -> tuple[str, ...]:
    """Districts with a service point in which no kit records."""
    served = {each.place.area.code[:DISTRICT] for each in standing if each.usable}
    lacking = {each.place.area.code[:DISTRICT] for each in standing} - served
    names = regions.districts("").filter(code__in=lacking).order_by("code") if lacking else ()
    return tuple(district.name for district in names)


def _without_operator(standing: Sequence[PlaceStanding], facts: Facts) -> tuple[str, ...]:
    """Places that open today and have no operator at any time of the day."""
    staffed = {
        place for place, duties in facts.duties.items() if any(d.skill == Skill.OPERATOR for d in duties)
    }
    return _named(each.place.name for each in standing if each.day.ranges and each.place.pk not in staffed)


def _named(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
