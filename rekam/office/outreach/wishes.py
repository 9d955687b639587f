"""What a planner asks of a plan, as it is kept with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

USUAL_BLOCK_MINUTES = 120
USUAL_NIGHTS = 4


@dataclass(frozen=True, slots=True)
class Wishes:
    """``floors`` are the least recordings per district code. Of a base's operators ``stay`` remain at its
    counters. Crews may be away ``nights`` nights in a row, and leave ``longer`` minutes before their shift
    and come back as much after it. ``without_places``, ``without_kits`` and ``without_crews`` are left out.
    """

    floors: Mapping[str, int] = field(default_factory=dict)
    stay: int = 1
    nights: int = USUAL_NIGHTS
    longer: int = 60
    block_minutes: int = USUAL_BLOCK_MINUTES

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def read(stored: Mapping[str, Any]) -> Wishes:
    """What was kept; a wish that a later version of the office added has its usual value."""
    known = Wishes.__dataclass_fields__
    return Wishes(**{name: value for name, value in stored.items() if name in known})
