"""What looks wrong about a place without being forbidden."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rekam.domain.places import points
from rekam.office.coverage.outlines import outlines
from rekam.office.places.models import Place
from rekam.office.places.rows import DISTRICT_CODE
from rekam.office.regions import queries as regions

# The widest gap between a village and its neighbours here is about 50 km; further than this is elsewhere.
FAR_KM = 75.0


@dataclass(frozen=True, slots=True)
class Doubt:
    code: str
    title: str
    todo: str


def about(place: Place) -> list[Doubt]:
    """Of a place: no point yet, a point outside the regency, or one in another district than it says."""
    if place.lat is None or place.lon is None:
        return [
            Doubt(
                "place.no_point",
                _("This place has no point on the map yet."),
                _("It is missing on maps and in routes. Set its point by clicking the map."),
            )
        ]
    return _about_point(place, (place.lat, place.lon))


def _about_point(place: Place, point: points.Point) -> list[Doubt]:
    regency = regions.office().regency
    shapes = outlines(regency.code, "kecamatan")
    own = place.area.code[:DISTRICT_CODE]
    around = {
        code for code, shape in shapes.items() for near in points.near(point) if points.inside(near, shape)
    }
    if own in around:
        return []
    if around:
        return [_in_another_district(regency.code, min(around), own)] if own in shapes else []
    districts = regions.districts(regency.code).count()
    is_outside = len(shapes) == districts or _is_far(point, regency.code)
    return [_outside(regency.name)] if is_outside else []


def _in_another_district(regency: str, there: str, own: str) -> Doubt:
    names = dict(regions.districts(regency).values_list("code", "name"))
    return Doubt(
        "place.point_in_another_district",
        _("The point lies in %(there)s, but the place belongs to %(own)s.")
        % {"there": names.get(there, there), "own": names.get(own, own)},
        _("Correct the point or the district."),
    )


def _outside(regency: str) -> Doubt:
    return Doubt(
        "place.point_outside",
        _("The point lies outside %(regency)s.") % {"regency": regency},
        _("Latitude and longitude may have been swapped. Correct the point by clicking the map."),
    )


def _is_far(point: points.Point, regency: str) -> bool:
    known = regions.inside(regency).values_list("lat", "lon")
    nearest = points.nearest_km(
        point, ((lat, lon) for lat, lon in known if lat is not None and lon is not None)
    )
    return nearest is not None and nearest > FAR_KM
