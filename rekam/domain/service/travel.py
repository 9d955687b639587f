"""How long a kit is on its way between two points, without any map of roads.

The straight distance is stretched by a factor and driven at a speed, by the worse access of its two ends. The
factor for roads fits the two distances that are known: Kombeng to Sangatta about 240 km (100 as the crow
flies), Busang to Sangatta about 300 km (149). Speeds are the office's own guesses and stand on the page.
"""

import math
from dataclasses import dataclass
from datetime import date

EARTH_KM = 6371.0
ROAD, RIVER, DRY_SEASON = "road", "river", "dry_season"
# Worse comes later: a way is as bad as its worse end.
WORSE = (ROAD, DRY_SEASON, RIVER)
DETOUR = {ROAD: 2.2, DRY_SEASON: 2.2, RIVER: 1.6}
SPEED_KMH = {ROAD: 40.0, DRY_SEASON: 25.0, RIVER: 15.0}
# Rivers are low in the dry months; roads that are open only then are not driven in the others.
DRY_MONTHS = frozenset({6, 7, 8, 9, 10})
LOW_RIVER_KMH = 10.0
# Packing, the receipt, loading, and setting up at the other end.
HANDLING_MINUTES = 120


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, and how one gets there."""

    lat: float
    lon: float
    access: str = ROAD


@dataclass(frozen=True, slots=True)
class Way:
    """From one spot to another: the distance as driven, and all minutes from packing to set up."""

    km: float
    minutes: int
    access: str

    @property
    def hours(self) -> float:
        return self.minutes / 60


def way(start: Spot, end: Spot, on: date) -> Way | None:
    """The way on a day; None when nobody gets through then."""
    access = max(start.access, end.access, key=WORSE.index)
    is_dry = on.month in DRY_MONTHS
    if DRY_SEASON in (start.access, end.access) and not is_dry:
        return None
    km = straight_km(start, end) * DETOUR[access]
    speed = LOW_RIVER_KMH if access == RIVER and is_dry else SPEED_KMH[access]
    return Way(km, HANDLING_MINUTES + round(km / speed * 60), access)


def straight_km(start: Spot, end: Spot) -> float:
    """As the crow flies."""
    lat1, lon1, lat2, lon2 = map(math.radians, (start.lat, start.lon, end.lat, end.lon))
    chord = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(chord))
