"""What visits teach about the next one: who comes, who is recorded, and how fast.

Each rate starts from a *prior*, what was seen elsewhere before this office measured anything, and moves
towards what its own visits show. Three rules keep it simple enough to explain:

* A visit is one day with one weather and one foreman. Its 400 people say less about other days than 400
  separate people would: they count as a few, by the usual spread between visits.
* The prior counts as a few visits of the same kind: two visits do not overturn it, and twenty do.
* The range (80 %) is of the *next visit*, not of the mean: what is not known about the mean, the spread
  between visits, and chance within one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from rekam.domain.visits import quantiles

LOW, HIGH = 0.1, 0.9
PRIOR_VISITS = 2.0
# Between visits of one kind: so much of the variance of one person's coming is shared by all of the visit.
SHARED = 0.05
# Between visits the pace differs by about a third of it.
PACE_SPREAD = 0.35
ENOUGH = 8  # visits from which the spread itself is learned


@dataclass(frozen=True, slots=True)
class Prior:
    """What is taken until it is measured, and where it was seen."""

    show_up: float
    per_kit_hour: float
    source: str


# 400 invited, about 300 recorded (PPU 2012); 50 recordings a mobile unit in six hours (Surabaya 2022).
COMMON = Prior(show_up=0.75, per_kit_hour=50 / 6, source="ppu_surabaya")
# Three sets recorded 156 pupils in one school visit, taken as five hours.
SCHOOL = Prior(show_up=0.75, per_kit_hour=156 / 3 / 5, source="school")
PRIORS = {"school": SCHOOL}


@dataclass(frozen=True, slots=True)
class Past:
    """A closed visit. *reachable*: whoever could have been recorded there, without those under 16 and those
    recorded before. *kit_hours*: from the arrival to the last recording, times the kits; 0 when unknown.
    """

    kind: str
    crew: str
    reachable: int
    came: int
    recorded: int
    kit_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A rate with the range in which the next visit will lie four times out of five."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rate:
    """What to expect of the next visit of a kind. *visits*: so many of its own the estimate comes from."""

    kind: str
    visits: int
    people: int
    show_up: Estimate
    per_kit_hour: Estimate
    prior: Prior

    @property
    def minutes_each(self) -> float:
        """How long a kit needs for one person."""
        return 60 / self.per_kit_hour.mean

    def expected(self, reachable: int, kit_minutes: int) -> Estimate:
        """Recordings at a visit: what the kits can take in their time, and never more than come."""
        hours = kit_minutes / 60
        return Estimate(
            *(
                min(reachable * came, hours * pace)
                for came, pace in (
                    (self.show_up.mean, self.per_kit_hour.mean),
                    (self.show_up.low, self.per_kit_hour.low),
                    (self.show_up.high, self.per_kit_hour.high),
                )
            )
        )


def learn(kind: str, past: Iterable[Past], *, people: int = 0, prior: Prior | None = None) -> Rate:
    """The rate of a kind from its own visits. *people*: how many the next visit expects, if that is known."""
    own = [visit for visit in past if visit.reachable > 0]
    start = prior or PRIORS.get(kind, COMMON)
    return Rate(
        kind=kind,
        visits=len(own),
        people=sum(visit.reachable for visit in own),
        show_up=share(start.show_up, [(v.came, v.reachable) for v in own], people=people),
        per_kit_hour=pace(start.per_kit_hour, [(v.recorded, v.kit_hours) for v in own if v.kit_hours > 0]),
        prior=start,
    )


# -- shares: beta-binomial ---------------------------------------------------------------------------


def share(prior: float, seen: Sequence[tuple[int, int]], *, people: int = 0) -> Estimate:
    """The share of people who come. A visit with n of them counts as n / (1 + (n - 1) · shared)."""
    shared = _shared(seen)
    strength = PRIOR_VISITS / shared
    weights = [n / (1 + (n - 1) * shared) for _, n in seen]
    a = strength * prior + sum(w * x / n for w, (x, n) in zip(weights, seen, strict=True))
    total = strength + sum(weights)
    mean = a / total
    spread = shared + (1 - shared) / people if people else shared
    variance = mean * (1 - mean) * min(0.9, 1 / (total + 1) + spread)
    return Estimate(mean, *_beta_range(mean, variance))


def _shared(seen: Sequence[tuple[int, int]]) -> float:
    """How alike the people of one visit are: the usual, until enough visits say otherwise."""
    if len(seen) < ENOUGH:
        return SHARED
    mean = sum(x for x, _ in seen) / sum(n for _, n in seen)
    chance = mean * (1 - mean)
    if chance == 0:
        return SHARED
    shares = [x / n for x, n in seen]
    between = sum((s - mean) ** 2 for s in shares) / (len(seen) - 1)
    within = sum(chance / n for _, n in seen) / len(seen)
    found = max(0.0, between - within) / chance
    weight = len(seen) / (len(seen) + ENOUGH)
    return min(0.5, max(0.005, weight * found + (1 - weight) * SHARED))


def _beta_range(mean: float, variance: float) -> tuple[float, float]:
    if not 0 < mean < 1:
        return mean, mean
    strength = max(0.1, mean * (1 - mean) / variance - 1)
    a, b = mean * strength, (1 - mean) * strength
    return quantiles.beta(LOW, a, b), quantiles.beta(HIGH, a, b)


# -- paces: gamma ------------------------------------------------------------------------------------


def pace(prior: float, seen: Sequence[tuple[int, float]]) -> Estimate:
    """Recordings in a kit's hour. A visit's pace is known the better the more it recorded, up to the spread
    between visits.
    """
    spread = _spread(seen)
    weights = [1 / (spread**2 + 1 / max(1, x)) for x, _ in seen]
    strength = PRIOR_VISITS / spread**2
    total = strength + sum(weights)
    mean = (strength * prior + sum(w * x / h for w, (x, h) in zip(weights, seen, strict=True))) / total
    variance = mean**2 * (1 / total + spread**2)
    shape, scale = mean**2 / variance, variance / mean
    return Estimate(mean, quantiles.gamma(LOW, shape) * scale, quantiles.gamma(HIGH, shape) * scale)


def _spread(seen: Sequence[tuple[int, float]]) -> float:
    if len(seen) < ENOUGH:
        return PACE_SPREAD
    paces = [x / h for x, h in seen]
    mean = sum(paces) / len(paces)
    if mean == 0:
        return PACE_SPREAD
    found = sqrt(sum((p - mean) ** 2 for p in paces) / (len(paces) - 1)) / mean
    weight = len(seen) / (len(seen) + ENOUGH)
    return min(1.0, max(0.05, weight * found + (1 - weight) * PACE_SPREAD))
