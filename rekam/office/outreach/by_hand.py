"""Visits that somebody planned beside the plan in force: their kits and officers are taken, and so are the
people who will be recorded there.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rekam.domain.outreach.windows import minutes
from rekam.office.outreach.models import State
from rekam.office.places.models import Kind
from rekam.office.visits import models as visits
from rekam.office.visits.models import Visit

COMING = (visits.State.PLANNED, visits.State.CONFIRMED, visits.State.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class ByHand:
    """What such visits take: days by a kit's code, the days of officers by their ids; and of each visit its
    site, its minutes and how many kits go.
    """

    kits: Mapping[str, frozenset[date]]
    officers: frozenset[tuple[int, date]]
    stays: tuple[tuple[str, int, int], ...]

    def blocks(self, block_minutes: int) -> dict[str, int]:
        """How many blocks are worked at each site."""
        found: dict[str, int] = defaultdict(int)
        for site, length, going in self.stays:
            found[site] += max(1, length // block_minutes) * max(1, going)
        return dict(found)


def between(start: date, end: date) -> ByHand:
    """The visits of these days that are no stop of the plan in force: its own are planned anew with it."""
    found = Visit.objects.filter(state__in=COMING, on__range=(start, end))
    found = found.exclude(stops__plan__state=State.ADOPTED).select_related("place__area")
    kits: dict[str, set[date]] = defaultdict(set)
    officers: set[tuple[int, date]] = set()
    stays: list[tuple[str, int, int]] = []
    for visit in found.prefetch_related("kits", "crew"):
        going = [kit.code for kit in visit.kits.all()]
        for code in going:
            kits[code].add(visit.on)
        officers.update((officer.pk, visit.on) for officer in visit.crew.all())
        stays.append((_site(visit), minutes(visit.ends) - minutes(visit.starts), len(going)))
    return ByHand({code: frozenset(days) for code, days in kits.items()}, frozenset(officers), tuple(stays))


def _site(visit: Visit) -> str:
    """The code under which the planner knows the place, as in ``stops.site_of``."""
    if visit.client_id is not None:
        return f"k{visit.client_id}"
    if visit.place.kind == Kind.EVENT:
        return f"p{visit.place_id}"
    return f"v{visit.place.area.code}"
