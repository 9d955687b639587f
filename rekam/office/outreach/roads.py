"""Minutes between points: by distance, or from a server that knows the roads when its address is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rekam.domain.outreach import ways
from rekam.domain.service.travel import Spot


@dataclass(frozen=True)
class Roads:
    """The matrix, where it comes from ("distance", "osrm", "valhalla") and, if a server was asked in vain,
    the code of what went wrong.
    """

    minutes: list[list[int]]
    source: str = "distance"
    trouble: str = ""


def minutes(spots: Sequence[Spot], *, bases: int, on: date) -> Roads:
    """The first *bases* spots are bases."""
    return Roads(ways.matrix(spots, bases, on))
