"""Plans on a map and in a calendar: plain values for templates and components."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rekam.domain import wording
from rekam.domain.outreach.model import RECORDING
from rekam.office.outreach import told
from rekam.office.outreach.models import Plan, Stop
from rekam.office.places import pictures as place_pictures
from rekam.office.places.models import Place
from rekam.office.rosters.asked import language


def name(stop: Stop) -> str:
    """Where a stop is, as people say it."""
    if stop.client is not None:
        return stop.client.name
    return stop.place.name if stop.place is not None else stop.area.name


@dataclass(slots=True)
class Spot:
    """A place of a plan with all its stops."""

    name: str
    lat: float | None
    lon: float | None
    place: int | None
    visits: int = 0
    expected: int = 0
    is_promised: bool = False
    days: list[date] = field(default_factory=list)


def spots(stops: Iterable[Stop]) -> list[Spot]:
    """The places of a plan, those that bring the most first."""
    found: dict[tuple[int | None, int], Spot] = {}
    for stop in stops:
        at = stop.place if stop.place is not None and stop.place.has_point else stop.area
        key = (stop.client_id or stop.place_id, stop.area_id)
        spot = found.setdefault(key, Spot(name(stop), at.lat, at.lon, stop.place_id))
        spot.visits += 1
        spot.expected += stop.expected
        spot.is_promised = spot.is_promised or stop.is_promised
        spot.days.append(stop.stands_on)
    return sorted(found.values(), key=lambda spot: -spot.expected)


def on_the_map(plan: Plan, found: Iterable[Spot], bases: Iterable[Place]) -> dict[str, Any]:
    """Points for the map of places: what was promised stands out, bases are quiet."""
    points = [
        {
            "name": spot.name,
            "lat": spot.lat,
            "lon": spot.lon,
            "tone": "risk" if spot.is_promised else "main",
            "line": _line(spot),
            "href": reverse("outreach:calendar", args=[plan.pk]) + f"?pekan={min(spot.days)}",
        }
        for spot in found
        if spot.lat is not None
    ]
    points += [
        {
            "name": base.name, "lat": base.lat, "lon": base.lon, "tone": "quiet", "line": _("Base"),
            "href": reverse("places:place", args=[base.pk]),
        }
        for base in bases
        if base.has_point
    ]  # fmt: skip
    key = {"main": _("Visit"), "risk": _("Promised visit"), "quiet": _("Base")}
    tones = {point["tone"] for point in points}
    return {
        "points": points,
        "key": [{"tone": tone, "label": label} for tone, label in key.items() if tone in tones],
        **place_pictures.ground(""),
    }


def _line(spot: Spot) -> str:
    visits = wording.number(spot.visits, language())
    text = ngettext(
        "%(visits)s visit, %(n)s recordings expected",
        "%(visits)s visits, %(n)s recordings expected",
        spot.visits,
    )
    return text % {"visits": visits, "n": told.recordings(spot.expected)}


# -- the calendar ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A crew's week: its stops of each day."""

    crew: str
    base: str
    days: list[list[Stop]]
    expected: int


def week(stops: Iterable[Stop], days: list[date]) -> list[Line]:
    """The crews that are out in a week, each with its stops by day."""
    by_crew: dict[str, dict[date, list[Stop]]] = defaultdict(lambda: defaultdict(list))
    bases: dict[str, str] = {}
    for stop in stops:
        if days[0] <= stop.stands_on <= days[-1]:
            by_crew[stop.crew][stop.stands_on].append(stop)
            bases[stop.crew] = stop.base.name
    return [
        Line(
            crew_name(crew),
            bases[crew],
            [by_crew[crew][on] for on in days],
            sum(stop.expected for held in by_crew[crew].values() for stop in held),
        )
        for crew in sorted(by_crew, key=_order)
    ]


def _order(crew: str) -> tuple[int, int]:
    base, _dot, number = crew.partition(".")
    return int(base), int(number)


def crew_name(crew: str) -> str:
    """Crew 2, as plans number them at a base."""
    return _("Crew %(number)s") % {"number": crew.partition(".")[2]}


def by_month(stops: Iterable[Stop]) -> list[dict[str, Any]]:
    """What each month brings, for the table beside the map."""
    found: dict[date, list[Stop]] = defaultdict(list)
    for stop in stops:
        found[stop.stands_on.replace(day=1)].append(stop)
    return [
        {
            "month": month,
            "visits": len(held),
            "expected": sum(stop.expected for stop in held) / RECORDING,
            "low": sum(stop.low for stop in held) / RECORDING,
            "high": sum(stop.high for stop in held) / RECORDING,
        }
        for month, held in sorted(found.items())
    ]
