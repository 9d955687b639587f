"""What solving answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rekam.domain.rosters.model import Duty
from rekam.domain.rosters.penalty import Unmet

# Told whenever something is better: the best penalty so far, the proven bound, seconds since the start.
Progress = Callable[[int, int, float], None]
Stop = Callable[[], bool]


class Status(StrEnum):
    """How solving ended."""

    BEST = "best"  # nothing better exists
    OUT_OF_TIME = "out_of_time"  # the best found in the time given
    STOPPED = "stopped"  # the best found until somebody stopped it
    IMPOSSIBLE = "impossible"  # no roster keeps all hard rules: the clashes say why


@dataclass(frozen=True, slots=True)
class Clash:
    """One worker's hard rules that cannot hold together: leave out any one of them and the others can."""

    worker: str
    rules: tuple[str, ...]
    days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A roster, what it costs, and what no roster can cost less than."""

    assignments: tuple[Duty, ...]
    penalty: int
    bound: int
    status: Status
    seconds: float
    best_at: float
    unmet: tuple[Unmet, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()

    @property
    def gap(self) -> float:
        """How much worse than the best possible it may be at most: 0.02 is two per cent."""
        return (self.penalty - self.bound) / self.penalty if self.penalty > 0 else 0.0
