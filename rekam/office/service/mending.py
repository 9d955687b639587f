"""How long it takes from each state of a fault until the device is back, as repairs went until now."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rekam.domain.kits.cost import HOUR
from rekam.domain.kits.faults import OPEN, State
from rekam.domain.service.late import Promise
from rekam.domain.service.means import Mean
from rekam.office.kits.models import FaultMove
from rekam.office.service import levels
from rekam.office.service.costs import Costs

LOOK_BACK = timedelta(days=180)
# A promise is in hours of day and night; of each such day about eight are open.
OPEN_PART = 8 / 24


@dataclass(frozen=True, slots=True)
class Left:
    """Open minutes until back, by the state in which a fault is. With too few repairs: as promised."""

    by_state: Mapping[str, Mean]
    promised_minutes: int

    def minutes(self, state: str) -> int:
        mean = self.by_state.get(state)
        if mean is None or mean.is_few or mean.hours is None:
            return self.promised_minutes
        return round(mean.hours * HOUR)

    def is_measured(self, state: str) -> bool:
        mean = self.by_state.get(state)
        return mean is not None and not mean.is_few


def left(past: Costs) -> Left:
    """From the repairs that ended within a time: opening minutes from entering a state until back."""
    ended = {row.fault.pk: row.fault for row in past.faults if row.fault.state == State.BACK}
    moves = FaultMove.objects.filter(fault__in=ended, to__in=OPEN).order_by("at")
    entered: dict[tuple[int, str], datetime] = {}
    for pk, state, at in moves.values_list("fault", "to", "at"):
        entered.setdefault((pk, state), at)
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (pk, state), since in entered.items():
        fault = ended[pk]
        line = past.open_time.get(fault.place_id or 0)
        if line is not None and fault.closed_at is not None:
            minutes, events = sums[state]
            sums[state] = (minutes + line.at(fault.closed_at) - line.at(since), events + 1)
    promised = round(levels.hours()[Promise.REPAIR] * HOUR * OPEN_PART)
    return Left({state: Mean(*found) for state, found in sums.items()}, promised)
