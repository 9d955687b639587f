"""Planning in the background: the folder in which it says how far it is, and what is seen of it."""

import time
from dataclasses import dataclass
from pathlib import Path

from rekam.office import background, storage
from rekam.office.outreach.models import Plan

PLAN = "plan"
SLOW_START_SECONDS = 15  # after so long in the queue, a reader is told what may be the matter


def folder_of(plan: Plan) -> Path:
    """Made when missing. Only the office's own account may look into it."""
    folder = storage.data_folder() / "outreach" / str(plan.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@dataclass(frozen=True, slots=True)
class Planning:
    """What planning has come to at this moment, in thousandths of a recording; no value: nothing yet."""

    seconds: int
    allowed: int
    value: int | None
    bound: int | None
    is_waiting: bool
    is_lost: bool

    @property
    def shown_seconds(self) -> int:
        """Of those allowed; what comes after the last of them is only tidying up."""
        return min(self.seconds, self.allowed)

    @property
    def is_slow_to_start(self) -> bool:
        return self.is_waiting and self.seconds > SLOW_START_SECONDS


def under_way(plan: Plan) -> Planning | None:
    """What is being planned, if anything."""
    seen = background.under_way(folder_of(plan))
    if seen is None:
        return None
    told = seen.progress
    return Planning(
        seconds=int(time.time() - told["began"]) if "began" in told else seen.seconds,
        allowed=plan.seconds,
        value=told.get("value"),
        bound=told.get("bound"),
        is_waiting=seen.is_waiting,
        is_lost=seen.is_lost,
    )


def tell(plan: Plan, *, began: float, value: int | None = None, bound: int | None = None) -> None:
    """The best so far, and what is proven. *began* is the clock when planning itself began."""
    background.tell(folder_of(plan), {"began": began, "value": value, "bound": bound})
