"""A count, a difference between two counts, and a stated figure against them."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Count:
    """People counted on a day. Coverage is never clamped: it may exceed 100 %, and nobody obliged is no
    number.
    """

    registered: int = 0
    obliged: int = 0
    recorded: int = 0

    @property
    def unrecorded(self) -> int:
        return self.obliged - self.recorded

    @property
    def percent(self) -> float | None:
        """Recorded of obliged, in per cent."""
        return 100 * self.recorded / self.obliged if self.obliged else None

    def of(self, measure: str) -> int:
        """One measure by its name, the derived one included."""
        return int(getattr(self, measure))

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.registered + other.registered, self.obliged + other.obliged, self.recorded + other.recorded
        )


@dataclass(frozen=True, slots=True)
class AreaCount:
    """The counts of one area, by sex and together."""

    code: str
    name: str
    level: str
    male: Count = field(default_factory=Count)
    female: Count = field(default_factory=Count)
    lat: float | None = None
    lon: float | None = None

    @property
    def total(self) -> Count:
        return self.male + self.female


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where recording stands in some areas on a day, as known on a day."""

    on: date
    known: date
    total: AreaCount
    areas: tuple[AreaCount, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Why one measure changed. ``late`` is the part of each reason that was true before and learned
    afterwards.
    """

    measure: str
    start: int
    end: int
    reasons: dict[str, int]
    late: dict[str, int]

    @property
    def adds_up(self) -> bool:
        return self.start + sum(self.reasons.values()) == self.end


@dataclass(frozen=True, slots=True)
class Explanation:
    """The difference: from ``start`` as known on ``known_start`` to ``end`` as known on ``known_end``."""

    start: date
    end: date
    known_start: date
    known_end: date
    area: str
    measures: dict[str, Difference]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A stated figure against what the ledger computes.

    ``then`` is the count on that day as it was known when the figure was published, ``now`` as known today.
    What became known since then the ledger explains; what was different already on the day it does not.
    """

    stated: int
    then: int | None
    now: int

    @property
    def difference(self) -> int:
        return self.now - self.stated

    @property
    def explained(self) -> int:
        return 0 if self.then is None else self.now - self.then

    @property
    def unexplained(self) -> int:
        return self.difference - self.explained

    @property
    def share_explained(self) -> float | None:
        """Between 0 and 1: how much of the whole movement between the figures the ledger accounts for."""
        moved = abs(self.explained) + abs(self.unexplained)
        return abs(self.explained) / moved if moved else None
