"""The areas of this office, as the screens and the imports ask for them."""

import polars as pl
from django.db.models import QuerySet

from rekam.domain.trouble import RuleBroken
from rekam.office.regions.models import Area, Level, Office

AREA_SCHEMA = {
    "id": pl.Int64,
    "code": pl.String,
    "name": pl.String,
    "level": pl.String,
    "aliases": pl.List(pl.String),
}


def office() -> Office:
    """The office that this database belongs to."""
    found = Office.objects.select_related("regency").first()
    if found is None:
        raise RuleBroken("office.not_set_up", "This office is not set up yet. Run: rekam setup")
    return found


def table() -> pl.DataFrame:
    """Every area: id, code, name, level and aliases."""
    rows = Area.objects.order_by("code").values_list(*AREA_SCHEMA)
    return pl.DataFrame(list(rows), schema=AREA_SCHEMA, orient="row")


def villages(within: str) -> QuerySet[Area]:
    """The villages in an area, or the village itself. *within* is a code; "" is everything."""
    return inside(within).filter(level=Level.VILLAGE)


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
