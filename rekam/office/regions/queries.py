"""The areas of this office, as the screens and the imports ask for them."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_noop

from rekam.domain.trouble import RuleBroken
from rekam.office import only_row
from rekam.office.once import once
from rekam.office.regions.models import Area, Level, Office

AREA_SCHEMA: dict[str, Any] = {
    "id": pl.Int64,
    "code": pl.String,
    "name": pl.String,
    "level": pl.String,
    "aliases": pl.List(pl.String),
}

_OFFICE = only_row.Kept(lambda: Office.objects.select_related("regency").order_by("pk"), on_every_page=True)


@once
def office() -> Office:
    """The office that this database belongs to."""
    found = _OFFICE.read()
    if found is None:
        raise RuleBroken("office.not_set_up", gettext_noop("This office is not set up yet. Run: rekam setup"))
    return found


def revision() -> int:
    """The state of names, points and boundaries, for what was made of them."""
    try:
        return office().areas_revision
    except RuleBroken:  # not set up yet
        return 0


def table() -> pl.DataFrame:
    """Every area: id, code, name, level and aliases."""
    rows = Area.objects.order_by("code").values_list(*AREA_SCHEMA)
    return pl.DataFrame(list(rows), schema=AREA_SCHEMA, orient="row")


def villages(within: str) -> QuerySet[Area]:
    """The villages in an area, or the village itself. *within* is a code; "" is everything."""
    return inside(within).filter(level=Level.VILLAGE)


def villages_of(area_id: int) -> frozenset[int]:
    """The ids of the villages in an area, by the id of the area."""
    area = Area.objects.get(pk=area_id)
    return frozenset(villages(area.code).values_list("id", flat=True))


def districts(within: str) -> QuerySet[Area]:
    """The districts in a regency or province, or the district itself."""
    return inside(within).filter(level=Level.DISTRICT)


def inside(code: str) -> QuerySet[Area]:
    """An area and everything in it."""
    areas = Area.objects.order_by("code")
    return areas.filter(code__startswith=f"{code}.") | areas.filter(code=code) if code else areas


def by_code(code: str) -> Area | None:
    """One area by its code with dots."""
    return Area.objects.filter(code=code).first()


@dataclass(frozen=True, slots=True)
class District:
    """A district with its villages, as the page of areas shows it."""

    area: Area
    villages: list[Area]

    @property
    def with_point(self) -> int:
        return sum(village.lat is not None for village in self.villages)


def tree(within: str) -> list[District]:
    """The districts in an area with their villages, and whether there are boundaries of them."""
    here = inside(within).annotate(has_boundary=Q(boundary__isnull=False))
    by_code = {a.code: District(a, []) for a in here if a.level == Level.DISTRICT}
    for area in here:
        if area.level == Level.VILLAGE and area.code[:8] in by_code:
            by_code[area.code[:8]].villages.append(area)
    return list(by_code.values())


def elsewhere(within: str) -> dict[str, int]:
    """How many areas of each level the office holds outside its own regency, for the NIKs of others."""
    others = Area.objects.exclude(code__startswith=f"{within}.").exclude(code=within)
    return dict(others.values_list("level").annotate(count=Count("id")).order_by())


def boundaries(within: str, level: Level) -> dict[str, Any]:
    """The boundaries of the areas of a level, by code."""
    held = inside(within).filter(level=level, boundary__isnull=False)
    return dict(held.values_list("code", "boundary__geometry"))
