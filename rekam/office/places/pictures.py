"""Service points on a map: plain dictionaries for the component ``c-places-map``."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rekam.office.coverage.outlines import outlines
from rekam.office.places import words
from rekam.office.places.models import Place
from rekam.office.places.rows import DISTRICT_CODE, Row
from rekam.office.regions import queries as regions

Picture = dict[str, Any]


def of_rows(rows: Iterable[Row], within: str) -> Picture:
    """Every place that has a point, with its state at a moment."""
    points = [_point(row.place, tone(row), words.state(row)) for row in rows if row.place.has_point]
    return {"points": points, "key": _key(points), **ground(within)}


def of_place(place: Place, others: Sequence[Place] = ()) -> Picture:
    """One place among its neighbours."""
    own = [_point(place, "main", "")] if place.has_point else []
    rest = [_point(other, "quiet", other.get_kind_display()) for other in others if other.has_point]
    return {"points": [*rest, *own], **ground(place.area.code)}


def for_picking(place: Place | None, others: Sequence[Place] = ()) -> Picture:
    """A map on which a click is the new point: it fills the fields named in ``pick``."""
    points = [_point(other, "quiet", other.get_kind_display()) for other in others if other.has_point]
    pick = {"lat": "id_lat", "lon": "id_lon", "area": "id_area"}
    return {"points": points, "pick": pick, **ground(place.area.code if place else "")}


def tone(row: Row) -> str:
    """Green: one can be recorded. Red: it should be open and is not. Grey: closed by its calendar."""
    if row.is_truly_open:
        return "recorded"
    return "stop" if row.is_open else "quiet"


def _point(place: Place, tone: str, line: str) -> Picture:
    return {
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "tone": tone,
        "line": line,
        "href": reverse("places:place", args=[place.pk]),
    }


def _key(points: Iterable[Picture]) -> list[Picture]:
    meanings = {"recorded": _("Open"), "stop": _("No service in opening hours"), "quiet": _("Closed")}
    seen = {point["tone"] for point in points}
    return [{"tone": tone, "label": label} for tone, label in meanings.items() if tone in seen]


def ground(within: str) -> Picture:
    """What the map shows beneath: the districts, with their boundaries where some were brought in."""
    regency = regions.office().regency.code
    shapes = outlines(regency, "kecamatan")
    districts = regions.districts(regency).values("code", "name", "lat", "lon")
    areas = [{**district, "boundary": shapes.get(district["code"])} for district in districts]
    return {"areas": areas, "focus": within[:DISTRICT_CODE]}
