"""How many minutes a crew drives between any two points, from their distance.

The straight distance is stretched and driven as `rekam.domain.service.travel` says, by the worse access of
the two ends. A crew that arrives sets up its kit before the first person sits down: that is part of the way
to a site, and not of the way back to the base.
"""

from collections.abc import Sequence
from datetime import date

from rekam.domain.service import travel
from rekam.domain.service.travel import Spot

SET_UP = 30  # minutes, at every place anew
OUT_OF_REACH = 24 * 60


def matrix(spots: Sequence[Spot], bases: int, on: date) -> list[list[int]]:
    """Whole minutes from each spot to each. The first *bases* spots are bases: nothing is set up there.

    Where nobody gets through on that day, a way takes more than any shift.
    """
    return [
        [
            0 if a is b else _minutes(a, b, on) + (SET_UP if column >= bases else 0)
            for column, b in enumerate(spots)
        ]
        for a in spots
    ]


def _minutes(start: Spot, end: Spot, on: date) -> int:
    way = travel.way(start, end, on)
    return OUT_OF_REACH if way is None else way.minutes - travel.HANDLING_MINUTES


def is_passable(spot: Spot, on: date) -> bool:
    """Whether a road of the dry season can be driven on a day."""
    return spot.access != travel.DRY_SEASON or on.month in travel.DRY_MONTHS
